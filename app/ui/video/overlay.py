"""What is drawn over a picture: a frozen value, made anew for each frame."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from app.session.tracks import ShownTrack
from app.ui.video.faces_shown import ShownFace

SWITCHES = ("box", "landmarks", "crop", "quality", "affect")
"""What can be switched on, in the order of the chips."""


@dataclass(frozen=True, slots=True)
class Affect:
    """A prediction at one frame.

    Attributes
    ----------
    valence, arousal : float
        In [-1, 1].
    caution : str
        The label of predictions that were not validated; empty otherwise.
    """

    valence: float
    arousal: float
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What may be drawn over one frame.

    Attributes
    ----------
    faces : tuple of ShownFace
        Those seen in the frame.
    switches : frozenset of str
        Which of ``SWITCHES`` are on.
    crop : QImage or None
        The aligned crop of the chosen person.
    affect : Affect or None
        The prediction for the chosen person.
    """

    faces: tuple[ShownFace, ...] = ()
    switches: frozenset[str] = frozenset()
    crop: QImage | None = None
    affect: Affect | None = None


def affect_at(tracks: Iterable[ShownTrack], frame: int, person: int) -> Affect | None:
    """The prediction for a person at a frame, of the system that came first; None in a gap.

    Valence and arousal are taken from the same run of the same system.
    """
    values: dict[tuple[str, str], dict[str, ShownTrack]] = {}
    for shown in tracks:
        if shown.person == person and shown.visible:
            values.setdefault(shown.key[:2], {})[shown.track.dimension] = shown
    for pair in values.values():
        if "valence" in pair and "arousal" in pair:
            valence, arousal = (_value(pair[name], frame) for name in ("valence", "arousal"))
            if np.isfinite(valence) and np.isfinite(arousal):
                return Affect(valence, arousal, pair["valence"].caution)
    return None


def chosen_face(faces: Sequence[ShownFace]) -> ShownFace | None:
    """The chosen person's face, if it is seen."""
    return next((face for face in faces if face.chosen), None)


def _value(shown: ShownTrack, frame: int) -> float:
    values = shown.track.values
    return float(values[frame]) if 0 <= frame < values.size else float("nan")
