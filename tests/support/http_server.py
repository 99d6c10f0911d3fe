"""A web server on this machine that can be told to misbehave, for tests of downloads."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Fault:
    """How one request is answered instead of well.

    ``status`` alone answers with that code; ``cut`` sends the honest header and then only so many
    bytes; ``ignore_range`` sends the whole file where a part was asked for; ``shift`` sends a part
    that begins elsewhere; ``redirect`` points to another address.
    """

    status: int | None = None
    cut: int | None = None
    ignore_range: bool = False
    shift: int = 0
    redirect: str | None = None


@dataclass
class Site:
    """What the server gives, and what it was asked."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    etag: str | None = '"1"'
    send_length: bool = True
    ranges: list[str | None] = field(default_factory=list)
    conditions: list[str | None] = field(default_factory=list)


@contextmanager
def serve(files: dict[str, bytes]) -> Iterator[Site]:
    """Serve files by name until the block ends; each entry of ``faults`` spoils one request."""
    site = Site(files=dict(files))

    class Handler(_Handler):
        pass

    Handler.site = site
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        site = self.site
        site.ranges.append(self.headers.get("Range"))
        site.conditions.append(self.headers.get("If-Range"))
        fault = site.faults.pop(0) if site.faults else Fault()
        content = site.files.get(self.path.lstrip("/"))
        if fault.redirect is not None:
            self._head(302, {"Location": fault.redirect, "Content-Length": "0"})
        elif fault.status is not None or content is None:
            self._head(fault.status or 404, {"Content-Length": "0"})
        else:
            self._give(content, fault)

    def _give(self, content: bytes, fault: Fault) -> None:
        start = self._asked_start()
        if start is None or fault.ignore_range:
            self._send(200, {}, content, fault)
        elif start >= len(content):
            self._head(416, {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"})
        else:
            start += fault.shift
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self._send(206, {"Content-Range": span}, content[start:], fault)

    def _asked_start(self) -> int | None:
        wanted = self.headers.get("Range")
        condition = self.headers.get("If-Range")
        if wanted is None or (condition is not None and condition != self.site.etag):
            return None
        return int(wanted.removeprefix("bytes=").removesuffix("-"))

    def _send(self, status: int, headers: dict[str, str], body: bytes, fault: Fault) -> None:
        if self.site.send_length:
            headers = headers | {"Content-Length": str(len(body))}
        self._head(status, headers)
        self.wfile.write(body if fault.cut is None else body[: fault.cut])

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        if self.site.etag is not None:
            headers = headers | {"ETag": self.site.etag}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
