"""Asks where a file is to be written; never takes the place of another one unasked."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.settings.preferences import Preferences


class SaveAs:
    """The platform's dialog, the folder of last time, and the ending that belongs to the kind.

    Parameters
    ----------
    confirm : callable, optional
        Asks whether a file may be replaced that the platform's dialog did not ask about, because
        its ending was not typed; a dialog without one.
    """

    def __init__(
        self,
        preferences: Preferences,
        window: QWidget | None = None,
        confirm: Callable[[Path], bool] | None = None,
    ) -> None:
        self._preferences, self._window = preferences, window
        self._confirm = confirm or self._ask_to_replace

    def ask(self, title: str, video: Path, name: str, kinds: Mapping[str, str]) -> Path | None:
        """Where to; None when the user thinks better of it.

        Parameters
        ----------
        video : Path
            The recording it is about: the suggested name begins with its stem.
        name : str
            What it is, for the suggested name.
        kinds : mapping of str to str
            By ending, for example ``".csv"``, the filter of the dialog; the first is suggested.
        """
        return self.ask_for(title, f"{video.stem}.{name}{next(iter(kinds))}", kinds, video.parent)

    def ask_for(
        self, title: str, name: str, kinds: Mapping[str, str], folder: Path | None = None
    ) -> Path | None:
        """As `ask`, with a suggested name of its own.

        Parameters
        ----------
        folder : Path, optional
            Suggested where there is none of last time.
        """
        place = Path(self._preferences.get("last_folder") or folder or "")
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, title, str(place / name), ";;".join(kinds.values())
        )
        if not chosen:
            return None
        path, suffixes = Path(chosen), list(kinds)
        if path.suffix.lower() not in suffixes:
            wanted = next((each for each in suffixes if kinds[each] == kind), suffixes[0])
            path = Path(f"{chosen}{wanted}")
            if path.exists() and not self._confirm(path):
                return None
        self._preferences.set("last_folder", str(path.parent))
        return path

    def _ask_to_replace(self, path: Path) -> bool:
        answer = QMessageBox.question(
            self._window, "Replace the file?", f"{path.name} exists already. Replace it?"
        )
        return answer is QMessageBox.StandardButton.Yes
