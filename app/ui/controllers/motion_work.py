"""The worker of the Motion dock: it keeps the recording open, and answers the newest request.

It runs as a `Task` while there is something to do and a little longer; what it read stays for the
next time. One worker at a time has the reader.
"""

import threading
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.core.timebase import TimeBase
from app.ui.controllers.motion_request import MotionRequest, Point, Seen
from app.ui.motion.probe_view import ProbeRow, probe_rows

if TYPE_CHECKING:
    from app.analysis.motion_at import MotionReader
    from app.analysis.snippet import Snippet

WAIT_SECONDS, WAITS = 0.2, 10
"""After so long without a request the worker ends."""

MOST_UNPROBED = 3
"""Pictures that may overtake the slower numbers while it plays."""


class MotionDesk:
    """Where requests lie, and what answers them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._request: MotionRequest | None = None
        self._reader: MotionReader | None = None
        self._open: tuple[Path, TimeBase] | None = None
        self._unprobed = 0

    def ask(self, request: MotionRequest) -> None:
        """Lay a request in place of the one before."""
        with self._changed:
            self._request = request
            self._changed.notify()

    @property
    def asked(self) -> bool:
        """Whether a request lies there."""
        return self._request is not None

    def forget(self) -> None:
        """Take away the request; nothing is wanted."""
        with self._changed:
            self._request = None

    def close(self) -> None:
        """Let go of the recording; only while no worker runs."""
        if self._reader is not None:
            self._reader.close()
        self._reader = self._open = None

    def work(self) -> Generator[Seen | None, None, None]:
        """Answer requests until there are none for a while; runs in a worker."""
        idle = 0
        while idle < WAITS:
            request = self._taken()
            if request is None:
                idle += 1
                yield None
                continue
            idle = 0
            yield from self._answers(request)

    def _taken(self) -> MotionRequest | None:
        with self._changed:
            self._changed.wait_for(lambda: self._request is not None, WAIT_SECONDS)
            request, self._request = self._request, None
            return request

    def _answers(self, request: MotionRequest) -> Generator[Seen | None, None, None]:
        from app.analysis.snippet import NoSnippet, PhaseConvention  # loads torch

        convention: PhaseConvention = PhaseConvention.of(request.parameters)
        snippet = self._reading(request).snippet(request.track, request.frame, convention)
        if isinstance(snippet, NoSnippet) or request.point is None:
            yield Seen(request, snippet, ())
            return
        yield Seen(request, snippet, None)
        self._unprobed += 1
        if not self.asked or self._unprobed > MOST_UNPROBED:
            self._unprobed = 0
            yield Seen(request, snippet, _probed(snippet, request.point))

    def _reading(self, request: MotionRequest) -> "MotionReader":
        from app.analysis.motion_at import MotionReader

        if self._reader is None or self._open != (request.path, request.time_base):
            self.close()
            self._reader = MotionReader(request.path, request.time_base)
            self._open = request.path, request.time_base
        return self._reader


def _probed(snippet: "Snippet", point: Point) -> tuple[ProbeRow, ...]:
    from models.displacement import in_picture

    probe = snippet.probed(*point)
    matrices = snippet.matrices[:-1]
    moved = [in_picture(probe.motion[:, [k]], matrix)[:, 0] for k, matrix in enumerate(matrices)]
    unit = np.eye(2)
    scale = [float(np.linalg.norm(in_picture(unit, matrix)[:, 0])) for matrix in matrices]
    return probe_rows(probe, np.stack(moved, axis=1), np.array(scale))
