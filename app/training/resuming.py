"""Where a run goes on: everything that the next epoch needs, in one file, whole or not there.

``last.optimizer.pt`` is the point: weights, optimiser, best weights so far and where in the stages
they are. It is written before anything that is told of it, and replaced in one move, so a process
may die at any moment: what is read back is the end of one whole epoch. Epochs draw their random
numbers from the seed and their own number, so there is no state of generators to keep.
``state.json`` says the same for people and for the window; of a run that died between the two
files it is one epoch behind.
"""

import hashlib
import io
import json
import pickle
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import torch
from torch import Tensor

from app.core.errors import InputError
from app.files import atomic_write
from app.training.run_folder import RunFolder

Weights = Mapping[str, Tensor]

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Best:
    """The best epoch of a stage so far.

    Attributes
    ----------
    epoch : int
        From 1.
    score : float
        Mean validation CCC.
    validation : mapping of str to float or None
        By dimension.
    stage : mapping of str to Tensor
        Weights of the stage's network, copies.
    """

    epoch: int
    score: float
    validation: Mapping[str, float | None]
    stage: Weights


@dataclass(frozen=True, slots=True)
class Point:
    """The end of an epoch, or the beginning of a stage.

    Attributes
    ----------
    stage : int
        From 0; as many as there are when the last one is over.
    epoch : int
        Whole epochs of the stage.
    batch : int
        Windows a batch; 0 while not known.
    net : mapping of str to Tensor
        Weights of the run's network.
    head : mapping of str to Tensor
        Of the stage's network when it is a stream alone, all of it; empty otherwise.
    optimiser, scaler : mapping
        As torch gives them; empty at the beginning of a stage.
    best : Best or None
        None before the first epoch.
    told : str
        The line of the epoch's event; empty at the beginning of a stage.
    reason : str
        Why the last stage ended, where that one is over.
    """

    stage: int = 0
    epoch: int = 0
    batch: int = 0
    net: Weights = field(default_factory=dict)
    head: Weights = field(default_factory=dict)
    optimiser: Mapping[str, Any] = field(default_factory=dict)
    scaler: Mapping[str, Any] = field(default_factory=dict)
    best: Best | None = None
    told: str = ""
    reason: str = ""

    def state(self) -> dict[str, object]:
        """For ``state.json``."""
        best = None if self.best is None else {"epoch": self.best.epoch, "ccc": self.best.score}
        return {"stage": self.stage, "epoch": self.epoch, "batch": self.batch, "best": best}


class Keeper:
    """Keeps and finds the point of one run.

    Parameters
    ----------
    folder : RunFolder
        Of the run.
    split : bytes
        What is learnt from, see `split_record`; a run goes on with nothing else.
    """

    def __init__(self, folder: RunFolder, split: bytes) -> None:
        self._folder = folder
        self._belongs = {
            "settings": _digest(folder.settings_file.read_bytes()),
            "split": _digest(split),
        }
        self._before: dict[str, object] | None = None

    def keep(self, point: Point) -> None:
        """Replace the point; raises `OutputError` where it cannot be written."""
        stored = {each.name: getattr(point, each.name) for each in fields(point)}
        if point.best is not None:
            stored["best"] = {each.name: getattr(point.best, each.name) for each in fields(Best)}
        stored |= {"format": _FORMAT, "before": self._before, **self._belongs}
        # In memory first: torch itself turns a full disk into an error that does not say so.
        content = io.BytesIO()
        torch.save(_plain(stored), content)
        with atomic_write(self._folder.optimiser) as stream:
            stream.write(content.getbuffer())
        self._before = point.state()
        with atomic_write(self._folder.state_file) as stream:
            stream.write(json.dumps(self._before, indent=1).encode())

    def find(self) -> Point | None:
        """The point to go on from; None where the run has not begun to learn.

        Raises
        ------
        InputError
            The folder was changed by hand, or the settings or recordings are others than then.
        """
        state = self._state()
        if not self._folder.optimiser.exists():
            if state is None:
                return None
            raise self._changed(self._folder.optimiser.name, "is gone")
        stored = self._load()
        for key, what in (("settings", "settings"), ("split", "recordings or their labels")):
            if stored.pop(key, None) != self._belongs[key]:
                raise InputError(
                    f"The {what} of the run {self._folder.name} are others than when it began; "
                    "start a new run with them."
                )
        before = stored.pop("before", None)
        point = self._point(stored)
        if state is not None and state not in (point.state(), before):
            raise self._changed(self._folder.state_file.name, "was changed by hand")
        self._before = point.state()
        return point

    def _state(self) -> object | None:
        if not self._folder.state_file.exists():
            return None
        try:
            found: object = json.loads(self._folder.state_file.read_text(encoding="utf-8"))
        except (ValueError, OSError, RecursionError):
            found = None
        if found is None:
            raise self._changed(self._folder.state_file.name, "cannot be read")
        return found

    def _load(self) -> dict[str, Any]:
        try:
            stored = torch.load(self._folder.optimiser, map_location="cpu", weights_only=True)
        except (pickle.UnpicklingError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile):
            stored = None
        if not isinstance(stored, dict) or stored.pop("format", None) != _FORMAT:
            raise self._changed(self._folder.optimiser.name, "cannot be read")
        return stored

    def _point(self, stored: dict[str, Any]) -> Point:
        try:
            best = stored.pop("best")
            return Point(**stored, best=None if best is None else Best(**best))
        except (TypeError, KeyError):
            raise self._changed(self._folder.optimiser.name, "cannot be read") from None

    def _changed(self, name: str, how: str) -> InputError:
        return InputError(
            f"The run {self._folder.name} cannot go on: {name} {how}; put the file back as it was "
            "written, or start a new run."
        )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _plain(value: Any) -> Any:
    """Mappings as dicts, for `torch.load` takes no other kind."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value
