"""The one place that writes the events of a run."""

from app.files import output_error
from app.training.events import Ended, Event
from app.training.run_folder import RunFolder


class EventLog:
    """Appends events to the file of a run; a line that a crash cut off is ended first."""

    def __init__(self, folder: RunFolder) -> None:
        self._path = folder.events_file
        self._is_whole = False  # whether the file is known to end with a line's end

    def append(self, event: Event) -> None:
        """Write a line, so that whoever reads sees it at once.

        Raises
        ------
        OutputError
            It cannot be written. That of a run's end is not raised: why it ended is what counts.
        """
        try:
            self._append(f"{event.to_line()}\n".encode())
        except OSError as error:
            self._is_whole = False
            if not isinstance(event, Ended):
                raise output_error(self._path, error) from error

    def _append(self, line: bytes) -> None:
        with self._path.open("ab") as stream:
            whole = self._is_whole or stream.tell() == 0 or self._ends_a_line()
            stream.write(line if whole else b"\n" + line)
        self._is_whole = True

    def _ends_a_line(self) -> bool:
        with self._path.open("rb") as stream:
            stream.seek(-1, 2)
            return stream.read(1) == b"\n"
