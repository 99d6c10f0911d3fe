"""What becomes of an error nobody caught: a message and a line in the log, and the window stays."""

import logging
import sys
import threading
import traceback
from types import TracebackType

from app.ui.notices import Notices

_log = logging.getLogger("mimamo.last_resort")


class LastResort:
    """Takes the place of Python's own hooks, which would print and, in threads, stay unseen."""

    def __init__(self, hub: Notices) -> None:
        self._hub = hub
        self._telling = threading.local()

    def install(self) -> None:
        """From now on every error nobody caught comes here."""
        sys.excepthook = self.take
        threading.excepthook = self._take_from_thread

    def take(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log an error and tell it; an error while doing so is dropped."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        if getattr(self._telling, "now", False):
            return
        self._telling.now = True
        try:
            details = "".join(traceback.format_exception(kind, error, trace))
            _log.error("not caught: %s", details)
            self._hub.error(
                f"Something went wrong inside the program ({kind.__name__}); your work is kept. "
                "Help > Copy diagnostic report gathers what is needed to mend it.",
                details,
            )
        except Exception:  # there is nobody left to tell
            _log.exception("could not be told")
        finally:
            self._telling.now = False

    def _take_from_thread(self, hooked: threading.ExceptHookArgs) -> None:
        if hooked.exc_value is not None:
            self.take(hooked.exc_type, hooked.exc_value, hooked.exc_traceback)
