"""Which prediction is compared with which annotation, for each dimension, and how they agree.

Annotations are compared on the scale of predictions, -1 ... 1: one of another range is stretched
onto it, as the lanes of the timeline do. While a take is made blind nothing is compared, since its
figures would tell what is hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from psygnal import Signal

from app.core.agreement import NO_AGREEMENT, Agreement, AgreementSums
from app.core.document import CurveAnnotation
from app.session.annotations import Annotations
from app.session.tracks import ShownTrack, TrackKey, TrackList
from app.session.viewport import Viewport

DIMENSIONS = ("arousal", "valence")
"""What systems predict."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is compared.

    Attributes
    ----------
    prediction : ShownTrack
        On the frames of the recording.
    annotation : CurveAnnotation
        On the same frames.
    """

    prediction: ShownTrack
    annotation: CurveAnnotation


Compared = tuple[TrackKey, str]
"""A prediction by its key and an annotation by its id."""


class Comparing:
    """The chosen pairs.

    Without a choice it is the first prediction that is shown, of the person chosen, and the active
    annotation, else the first one that is shown; so it is while a chosen track is not there.

    Signals
    -------
    changed()
        Another pair, or other values.
    shaded_changed()
        The difference of other pairs is shaded on the timeline, or of none.
    """

    changed: ClassVar[Signal] = Signal()
    shaded_changed: ClassVar[Signal] = Signal()

    def __init__(self, tracks: TrackList, annotations: Annotations) -> None:
        self._tracks, self._annotations = tracks, annotations
        self._person = 0
        self._predictions: dict[str, TrackKey] = {}
        self._chosen: dict[str, str] = {}
        self._shading = False
        self._shaded: dict[str, Compared] = {}
        self._sums: dict[str, tuple[object, object, AgreementSums]] = {}
        for signal in (
            tracks.changed,
            annotations.changed,
            annotations.active_changed,
            annotations.blind_changed,
        ):
            signal.connect(self._on_change)

    # What can be compared.

    @property
    def blind(self) -> bool:
        """Whether nothing may be compared now."""
        return self._annotations.blind

    def predictions(self, dimension: str) -> Sequence[ShownTrack]:
        """What may be chosen; nothing while blind."""
        return [] if self.blind else self._tracks.of(dimension)

    def annotations(self, dimension: str) -> Sequence[CurveAnnotation]:
        """What may be chosen; while blind only the active one."""
        notes = self._annotations
        return [
            each
            for each in notes.document.curves
            if each.head.scheme == dimension and (not notes.blind or each is notes.active)
        ]

    # What is.

    def prediction(self, dimension: str) -> ShownTrack | None:
        """The prediction of a dimension."""
        offered = self.predictions(dimension)
        key = self._predictions.get(dimension)
        chosen = next((each for each in offered if each.key == key), None)
        if chosen is not None:
            return chosen
        shown = [each for each in offered if each.visible] or offered
        of_person = [each for each in shown if each.person == self._person]
        return next(iter(of_person or shown), None)

    def annotation(self, dimension: str) -> CurveAnnotation | None:
        """The annotation of a dimension."""
        offered, notes = self.annotations(dimension), self._annotations
        chosen = self._chosen.get(dimension)
        found = next((each for each in offered if each.head.id == chosen), None)
        if found is not None:
            return found
        if notes.active in offered:
            return notes.active_curve
        shown = [each for each in offered if notes.is_seen(each)] or offered
        own = [each for each in shown if each.head.rater == notes.rater]
        return next(iter(own or shown), None)

    def pair(self, dimension: str) -> Pair | None:
        """Both, where both are there and lie on the same frames."""
        prediction, annotation = self.prediction(dimension), self.annotation(dimension)
        if self.blind or prediction is None or annotation is None:
            return None
        if prediction.track.values.size != len(annotation.samples):
            return None
        return Pair(prediction, annotation)

    def choose_prediction(self, dimension: str, key: TrackKey) -> None:
        """Compare this prediction."""
        self._predictions[dimension] = key
        self._on_change()

    def choose_annotation(self, dimension: str, track: str) -> None:
        """Compare this annotation."""
        self._chosen[dimension] = track
        self._on_change()

    def prefer(self, person: int) -> None:
        """Another person is chosen, whose predictions are meant unless others are chosen."""
        if person != self._person:
            self._person = person
            self._predictions.clear()
            self._on_change()

    # How they agree.

    def agreement(self, dimension: str, first: int = 0, stop: int | None = None) -> Agreement:
        """The figures of a pair over a stretch of frames, the whole by default."""
        pair = self.pair(dimension)
        if pair is None:
            return NO_AGREEMENT
        return self._sums_of(dimension, pair).over(first, stop)

    def frames_of(self, viewport: Viewport) -> tuple[int, int]:
        """The frames shown within a stretch of time: first, and one past the last."""
        seconds = self._annotations.seconds
        if not seconds.size:
            return 0, 0
        first = int(np.searchsorted(seconds, viewport.start, side="right")) - 1
        return max(first, 0), int(np.searchsorted(seconds, viewport.end))

    def _sums_of(self, dimension: str, pair: Pair) -> AgreementSums:
        """Kept until either curve is another; the arrays are held, so their identity is theirs."""
        first, second = pair.prediction.track.values, pair.annotation.samples.values
        kept = self._sums.get(dimension)
        if kept is None or kept[0] is not first or kept[1] is not second:
            kept = (first, second, AgreementSums(first, predicted_scale(pair.annotation)))
            self._sums[dimension] = kept
        return kept[2]

    # The difference on the timeline.

    @property
    def shading(self) -> bool:
        """Whether the difference is shaded on the timeline."""
        return self._shading

    def shade(self, shading: bool) -> None:
        """Shade the difference, or not."""
        self._shading = shading
        self._on_change()

    @property
    def shaded(self) -> Mapping[str, Compared]:
        """The pairs whose difference is shaded, by dimension."""
        return self._shaded

    def _on_change(self, *_: object) -> None:
        pairs = {name: self.pair(name) for name in DIMENSIONS}
        self._sums = {name: kept for name, kept in self._sums.items() if pairs[name] is not None}
        shaded = {
            name: (pair.prediction.key, pair.annotation.head.id)
            for name, pair in pairs.items()
            if pair is not None and self._shading
        }
        if shaded != self._shaded:
            self._shaded = shaded
            self.shaded_changed.emit()
        self.changed.emit()


def predicted_scale(annotation: CurveAnnotation) -> NDArray[np.float64]:
    """Values of an annotation on the scale of predictions, float64 (T,) in [-1, 1]."""
    return stretched(annotation.samples.values, annotation.low, annotation.high)


def stretched(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Values of a range on the scale of predictions; the same array where nothing changes."""
    if (low, high) == (-1.0, 1.0):
        return values
    return np.asarray((values - (low + high) / 2) / ((high - low) / 2))
