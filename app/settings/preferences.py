"""What the user chose, remembered from one start to the next: one JSON file, a table of rows.

`Preferences.set` changes the value in memory and says so; `Preferences.save` writes the file and
may be called from any thread. Nothing here ends the program: a file that cannot be read is kept
aside and the defaults are used, a single value that makes no sense is replaced by its default, and
names this version does not know survive a round trip.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from psygnal import Signal

from app.core.errors import OutputError
from app.files import atomic_write_text, make_folder

FILE_NAME = "preferences.json"
RECENT_FILES = 12
"""How many recordings the Recent menu remembers."""

THEMES = ("system", "light", "dark")
OVERLAYS = {"box": True, "landmarks": False, "crop": False, "quality": False, "affect": True}
"""Switches of what is drawn over the picture, with their defaults."""


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """One preference.

    Attributes
    ----------
    name : str
        Its name here and in the file.
    default : object
        Its value until the user chooses; made of JSON's types.
    accepts : callable
        Whether a value makes sense.
    """

    name: str
    default: Any
    accepts: Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _switch(value: Any) -> bool:
    return isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _share(value: Any) -> bool:
    return _number(value) and 0 <= value <= 1


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _mapping(of: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def accepts(value: Any) -> bool:
        return isinstance(value, dict) and all(map(_text, value)) and all(map(of, value.values()))

    return accepts


def _person(value: Any) -> bool:
    return value in ("largest", "all") or (
        isinstance(value, int) and not isinstance(value, bool) and value >= 1
    )


def _passes(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 2 <= value <= 200


ROWS: tuple[PreferenceRow, ...] = (
    PreferenceRow("theme", "system", lambda value: value in THEMES),
    PreferenceRow("recent_files", [], _texts),
    PreferenceRow("last_folder", "", _text),
    PreferenceRow("volume", 0.8, _share),
    PreferenceRow("muted", False, _switch),
    PreferenceRow("overlays", OVERLAYS, _mapping(_switch)),
    PreferenceRow("shortcuts", {}, _mapping(_texts)),
    PreferenceRow("system", "mimamo", _text),
    PreferenceRow("weights_by_system", {}, _mapping(_text)),
    PreferenceRow("device", "auto", _text),
    PreferenceRow("person", "largest", _person),
    PreferenceRow("rater", "", _text),
    PreferenceRow("window_geometry", "", _text),
    PreferenceRow("window_state", "", _text),
    PreferenceRow("lane_heights", {}, _mapping(_number)),
    PreferenceRow("follow_playhead", True, _switch),
    PreferenceRow("shade_difference", False, _switch),
    PreferenceRow("band_passes", 20, _passes),
    PreferenceRow("plane_trail", 5, lambda value: _number(value) and 0 <= value <= 120),
)
_ROWS: Mapping[str, PreferenceRow] = {row.name: row for row in ROWS}


class Preferences:
    """The user's choices.

    Parameters
    ----------
    path : Path or None
        The file; None keeps everything in memory only.

    Attributes
    ----------
    notices : list of str
        What was wrong with the file, one sentence each.

    Signals
    -------
    changed(name)
        A preference has another value.
    """

    changed: ClassVar[Signal] = Signal(str)

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._writing = threading.Lock()
        self.notices: list[str] = []
        # Replaced, never altered, so that a worker may write what it was while it changes here.
        self._values: dict[str, Any] = self._read()

    @property
    def path(self) -> Path | None:
        """The file, if there is one."""
        return self._path

    def get(self, name: str) -> Any:
        """The value of a preference; a copy, so altering it changes nothing.

        Raises
        ------
        KeyError
            There is no such preference.
        """
        row = _ROWS[name]
        value = self._values.get(name, row.default)
        if name == "overlays":
            value = {**OVERLAYS, **value}
        return _copy(value)

    def set(self, name: str, value: Any) -> None:
        """Choose a value; a list or mapping is copied.

        Raises
        ------
        KeyError
            There is no such preference.
        ValueError
            The value makes no sense for it.
        """
        row = _ROWS[name]
        value = _copy(value)
        if not row.accepts(value):
            raise ValueError(f"{value!r} is no value for the preference {name!r}")
        if value != self.get(name):
            self._values = {**self._values, name: value}
            self.changed.emit(name)

    def reset(self, name: str) -> None:
        """Go back to the default."""
        self.set(name, _ROWS[name].default)

    def save(self) -> None:
        """Write the file, whole or not at all.

        Raises
        ------
        OutputError
            It cannot be written; the values stay as they are in memory.
        """
        if self._path is None:
            return
        with self._writing:
            values = self._values
            make_folder(self._path.parent)
            with atomic_write_text(self._path) as stream:
                json.dump(values, stream, indent=2, sort_keys=True, ensure_ascii=False)
                stream.write("\n")

    def _read(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.notices.append(
                f"The settings in {self._path} cannot be read "
                f"({(error.strerror or str(error)).lower()}); the defaults are used."
            )
            return {}
        except (ValueError, RecursionError):
            return self._set_aside()
        if not isinstance(values, dict):
            return self._set_aside()
        return self._sensible(values)

    def _sensible(self, values: dict[str, Any]) -> dict[str, Any]:
        wrong = [name for name, row in _ROWS.items() if name in values]
        wrong = [name for name in wrong if not _ROWS[name].accepts(values[name])]
        if wrong:
            self.notices.append(
                f"The settings file held no sensible value for {', '.join(wrong)}; the default is "
                "used."
            )
        return {name: value for name, value in values.items() if name not in wrong}

    def _set_aside(self) -> dict[str, Any]:
        path = self._path
        if path is None:
            return {}
        taken = (path.with_name(f"{path.name}.broken-{number}") for number in range(1, 1000))
        aside = next(candidate for candidate in taken if not candidate.exists())
        try:
            path.rename(aside)
        except OSError as error:
            self.notices.append(str(OutputError(f"The settings file {path} is damaged ({error}).")))
            return {}
        self.notices.append(
            f"The settings file was damaged, so the defaults are used; the old one is kept as "
            f"{aside}."
        )
        return {}


def open_preferences(folder: Path) -> Preferences:
    """The preferences kept in a folder."""
    return Preferences(folder / FILE_NAME)


def _copy(value: Any) -> Any:
    # JSON's own containers only; tuples become lists, as they will in the file.
    if isinstance(value, Mapping):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_copy(item) for item in value]
    return value
