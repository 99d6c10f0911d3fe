"""One HTTP answer that goes on where a file ends.

https only (plain http to this machine itself is allowed, which tests use), also across redirects.
What may pass with time is `LineCutError`, for the caller to try again; what will not is a
`FetchError`.
"""

import http.client
import re
import ssl
import urllib.error
import urllib.request
from email.message import Message
from http import HTTPStatus
from types import TracebackType
from typing import IO, Protocol, Self
from urllib.parse import urlsplit

from app.core.errors import FetchError

TIMEOUT_SECONDS = 30.0
"""Without a byte for this long, the line counts as cut."""

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_PASSING = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}


class LineCutError(Exception):
    """The line was cut, or the server is busy; trying again may help."""


class _Readable(Protocol):
    def read(self, amount: int, /) -> bytes: ...
    def close(self) -> None: ...


class RangeAnswer:
    """The rest of a file; a context manager that closes the connection.

    Attributes
    ----------
    start : int
        Where in the file its first byte stands: as asked, or 0 when the server sends all anew.
    total : int or None
        Bytes of the whole file; None when the server does not say.
    validator : str or None
        What names this version of the file (ETag, else date), for the next request.
    complete : bool
        Whether there is nothing after the start that was asked for.
    """

    def __init__(
        self,
        stream: _Readable | None,
        start: int,
        total: int | None,
        validator: str | None,
    ) -> None:
        self._stream = stream
        self.start = start
        self.total = total
        self.validator = validator
        self.complete = stream is None

    def read(self, amount: int) -> bytes:
        """Up to so many bytes, empty at the end; raises `LineCutError` when the line is cut."""
        if self._stream is None:
            return b""
        try:
            return self._stream.read(amount)
        except (OSError, http.client.HTTPException) as error:
            raise LineCutError(str(error) or type(error).__name__) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream is not None:
            self._stream.close()


def require_safe(url: str) -> None:
    """Raise `FetchError` unless nobody on the way can read or change what the URL gives."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE):
        return
    raise FetchError(f"{url} is not fetched, because only https is safe; ask for an https address.")


def open_from(url: str, start: int, validator: str | None) -> RangeAnswer:
    """Ask for a file from byte ``start`` on, if it is still the version that ``validator`` names.

    Raises
    ------
    LineCutError
        No connection, or the server is busy.
    FetchError
        The server has no such file, refuses, or cannot be trusted.
    """
    require_safe(url)
    request = urllib.request.Request(url, headers=_headers(start, validator))  # noqa: S310 - checked above
    try:
        response = _OPENER.open(request, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        with error:
            return _refused(url, start, error)
    except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
        _refuse_bad_certificate(url, error)
        raise LineCutError(str(getattr(error, "reason", None) or error)) from error
    return _accepted(response, start)


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        try:
            require_safe(newurl)
        except FetchError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


_OPENER = urllib.request.build_opener(_SafeRedirects)


def _headers(start: int, validator: str | None) -> dict[str, str]:
    headers = {"User-Agent": "mimamo-studio", "Accept-Encoding": "identity"}
    if start > 0:
        headers["Range"] = f"bytes={start}-"
        if validator is not None:
            headers["If-Range"] = validator
    return headers


def _accepted(response: http.client.HTTPResponse, start: int) -> RangeAnswer:
    etag = response.headers.get("ETag")
    # A weak ETag may name two different files, and If-Range does not take it.
    strong = etag if etag is not None and not etag.startswith("W/") else None
    validator = strong or response.headers.get("Last-Modified")
    span = re.match(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
    if response.status == HTTPStatus.PARTIAL_CONTENT and span and int(span[1]) == start:
        total = None if span[2] == "*" else int(span[2])
        return RangeAnswer(response, start, total, validator)
    if response.status != HTTPStatus.OK:
        response.close()
        raise LineCutError(f"the server gave another part than was asked for ({response.status})")
    length = response.headers.get("Content-Length", "")
    return RangeAnswer(response, 0, int(length) if length.isdecimal() else None, validator)


def _refused(url: str, start: int, error: urllib.error.HTTPError) -> RangeAnswer:
    if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and start > 0:
        return RangeAnswer(None, start, start, None)
    if error.code in _PASSING:
        raise LineCutError(f"the server answers {error.code} {error.reason}") from error
    raise FetchError(
        f"The server does not give {url}: {error.code} {error.reason}; the file may have moved, so "
        "get it from its publisher and type: weights import FILE"
    ) from error


def _refuse_bad_certificate(url: str, error: Exception) -> None:
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        raise FetchError(
            f"The identity of {urlsplit(url).hostname} cannot be checked "
            f"({reason.verify_message}): install this system's certificates, or ask your network's "
            "administrator."
        ) from error
