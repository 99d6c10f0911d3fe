"""What a training run tells while it goes on: a line of JSON each, on stdout and in its folder.

Events are appended to ``events.jsonl`` of the run folder and are all that the window knows of the
process that trains. A reader skips kinds and fields that it does not know. Loads no torch.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was told; each kind is a class below."""

    kind: ClassVar[str] = ""

    def to_line(self) -> str:
        """One line of JSON, without its end; numbers that are not finite become null."""
        fields = {"event": self.kind, **dataclasses.asdict(self)}
        return json.dumps(_finite(fields), allow_nan=False, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Preparing(Event):
    """Recordings are searched for faces and cut into clips.

    Attributes
    ----------
    recording : str
        The present one.
    number, of : int
        From 1; how many there are.
    done, total : int
        Frames of the present one.
    """

    kind: ClassVar[str] = "preparing"
    recording: str
    number: int
    of: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Prepared(Event):
    """What there is to learn from and to test on.

    Attributes
    ----------
    frames, subjects, clips : mapping of str to int
        By part: training, validation, test.
    gaps : float
        Share of the labelled recordings' frames without face or label, 0 ... 1.
    """

    kind: ClassVar[str] = "prepared"
    frames: Mapping[str, int]
    subjects: Mapping[str, int]
    clips: Mapping[str, int]
    gaps: float


@dataclass(frozen=True, slots=True)
class Began(Event):
    """How trained weights do that a run begins from, before anything is learnt.

    Attributes
    ----------
    validation : mapping of str to float or None
        CCC by dimension on the validation part; None where it is not defined.
    """

    kind: ClassVar[str] = "began"
    validation: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class StageBegun(Event):
    """A stage begins.

    Attributes
    ----------
    stage : str
        Its name.
    number, of : int
        From 1.
    batch : int
        Windows a batch.
    """

    kind: ClassVar[str] = "stage"
    stage: str
    number: int
    of: int
    batch: int


@dataclass(frozen=True, slots=True)
class Stepped(Event):
    """Some batches are done.

    Attributes
    ----------
    stage : str
        Of which.
    epoch, step, steps : int
        Epoch from 1; batches done of those of an epoch.
    loss : float
        Mean over the batches since the last such event.
    seconds_left : float or None
        For the whole run at the present pace, if no stage stops early; None while not known.
    """

    kind: ClassVar[str] = "step"
    stage: str
    epoch: int
    step: int
    steps: int
    loss: float
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class EpochDone(Event):
    """An epoch is done and was tested.

    Attributes
    ----------
    stage : str
        Of which.
    epoch, epochs : int
        From 1.
    loss : float
        Mean ``1 - CCC`` of its training batches.
    training, validation : mapping of str to float or None
        CCC by dimension, ``valence`` and ``arousal``; None where it is not defined.
    is_best : bool
        Whether its mean validation CCC is the stage's best so far.
    seconds : float
        It took.
    """

    kind: ClassVar[str] = "epoch"
    stage: str
    epoch: int
    epochs: int
    loss: float
    training: Mapping[str, float | None]
    validation: Mapping[str, float | None]
    is_best: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Noticed(Event):
    """Something the user should know, one sentence."""

    kind: ClassVar[str] = "notice"
    text: str


@dataclass(frozen=True, slots=True)
class Finished(Event):
    """The run is over and its best weights are kept.

    Attributes
    ----------
    reason : str
        ``"complete"``, ``"no longer better"`` or ``"stopped early"``.
    weights : str
        File name of the best weights in the run folder.
    validation : mapping of str to float or None
        CCC of the best weights by dimension.
    test : mapping of str to float or None
        The same on the test part; empty without one.
    """

    kind: ClassVar[str] = "finished"
    reason: str
    weights: str
    validation: Mapping[str, float | None]
    test: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """The run is over without weights.

    Attributes
    ----------
    reason : str
        ``"cancelled"`` or ``"failed"``.
    sentence : str
        What went wrong and what to do; empty when cancelled.
    """

    kind: ClassVar[str] = "ended"
    reason: str
    sentence: str = ""


_KINDS = (Preparing, Prepared, Began, StageBegun, Stepped, EpochDone, Noticed, Finished, Ended)
_BY_KIND: Mapping[str, type[Event]] = {each.kind: each for each in _KINDS}


def event_of(line: str) -> Event | None:
    """The event of a line; None for a line that is none, is cut off, or of a kind not known."""
    try:
        fields = json.loads(line)
        made = _BY_KIND[fields.pop("event")]
        known = {each.name for each in dataclasses.fields(made)}
        return made(**{key: value for key, value in fields.items() if key in known})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    return value
