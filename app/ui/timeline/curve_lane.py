"""A lane for one dimension: predictions side by side, and what people made of it on top.

Each curve fills the lane with its own range: a prediction -1 ... 1, an annotation the range of its
scheme. So a rating from 1 to 9 lies over the prediction it agrees with.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.core.document import CurveAnnotation
from app.core.scheme import DimensionScheme
from app.session.tracks import ShownTrack
from app.ui.annotation_colours import colour_of
from app.ui.hairlines import on_pixels
from app.ui.theme import Theme
from app.ui.timeline.annotation_drawing import draw_annotation
from app.ui.timeline.curve_words import (
    annotation_row,
    prediction_row,
    signed,
    value_at,
    value_text,
)
from app.ui.timeline.decimation import Curve
from app.ui.timeline.difference import draw_difference
from app.ui.timeline.lane import MARGIN, LaneRow
from app.ui.timeline.lane_bands import LaneBands
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.still_picture import StillPictures
from app.ui.timeline.strokes import Ink, ValueScale, draw_curve
from app.ui.timeline.unit_drawing import draw_unit

OTHER_PERSON_OPACITY = 0.45
PREDICTED = ("arousal", "valence")
"""Dimensions that have a colour of their own, and a lane whether or not the project rates them."""
PREDICTED_RANGE = (-1.0, 1.0)


class CurveLane:
    """Predictions and annotations of ``dimension``; see `Lane`.

    Attributes
    ----------
    revision : int
        Another one whenever it looks different.
    stills : StillPictures
        Of everything but the active curve.
    """

    editable = True
    height = 78

    def __init__(self, dimension: str) -> None:
        self.name = dimension
        self.title = dimension[:1].upper() + dimension[1:]
        self.colour = dimension if dimension in PREDICTED else "faint"
        self._tracks: tuple[ShownTrack, ...] = ()
        self._person = 0
        self._curves: dict[int, tuple[NDArray[np.float64], Curve]] = {}
        self._scene = Scene()
        self._annotations: tuple[CurveAnnotation, ...] = ()
        self._looks: object = None
        self._drawn: dict[str, Curve] = {}
        self.stills, self._bands = StillPictures(), LaneBands()
        self.revision = 0

    @property
    def annotations(self) -> tuple[CurveAnnotation, ...]:
        """What people made of this dimension, as it is to be drawn, in order."""
        return self._annotations

    @property
    def active(self) -> CurveAnnotation | None:
        """The one for edits, as it is to be drawn, if it is of this lane."""
        of = self._scene.active
        return next((each for each in self._annotations if each.head.id == of), None)

    def show(self, scene: Scene) -> bool:
        """Take the tracks of this dimension."""
        tracks = tuple(each for each in scene.tracks if each.track.dimension == self.name)
        same = (
            len(tracks) == len(self._tracks)
            and all(a is b for a, b in zip(tracks, self._tracks, strict=True))
            and scene.person == self._person
        )
        self._tracks, self._person = tracks, scene.person
        kept = {id(each.track.values) for each in tracks}
        self._curves = {key: each for key, each in self._curves.items() if key in kept}
        self._bands.show(tracks, scene.bands)
        changed = self._take_annotations(scene) or not same
        self.revision += changed
        return changed

    def _take_annotations(self, scene: Scene) -> bool:
        """Whether they look different."""
        taken = []
        for each in scene.document.curves:
            now = scene.shown(each)
            if each.head.scheme == self.name and isinstance(now, CurveAnnotation):
                taken.append(now)
        known = {each.head.id for each in taken}
        self._scene, self._annotations = scene, tuple(taken)
        self._drawn = {key: each for key, each in self._drawn.items() if key in known}
        looks = (
            [(id(each.samples.values), each.head, scene.is_seen(each)) for each in taken],
            scene.active if scene.active in known else "",
            scene.schemes.dimension(self.name),
            dict.fromkeys(each.head.rater for each in scene.document),
            (scene.times.size, scene.document.frames, scene.blind),
            scene.compared.get(self.name),
            scene.unit,
            self._bands.things,
        )
        changed = looks != self._looks
        self._looks = looks
        return changed

    def rows(self) -> Sequence[LaneRow]:
        """One per prediction, then one per band, then one per annotation."""
        predicted = [prediction_row(each) for each in self._tracks]
        rated = [annotation_row(each, self._scene) for each in self._annotations]
        return [*predicted, *self._bands.rows(), *rated]

    def values(self, frame: int) -> Sequence[str]:
        """Values with sign and three decimals."""
        predicted = [signed(value_at(each.track.values, frame)) for each in self._tracks]
        rated = [
            value_text(each, value_at(each.samples.values, frame)) for each in self._annotations
        ]
        return [*predicted, *self._bands.values(frame), *rated]

    def places(self, frame: int) -> Sequence[float | None]:
        """Values of what is visible, on the lane's scale."""
        found = [
            value_at(each.track.values, frame) if each.visible else np.nan for each in self._tracks
        ]
        found += [np.nan] * len(self._bands.things)
        ranges = [PREDICTED_RANGE] * len(found)
        for each in self._annotations:
            value = value_at(each.samples.values, frame)
            found.append(value if self._scene.is_seen(each) else np.nan)
            ranges.append((each.low, each.high))
        low, high = self.range
        return [
            None if np.isnan(value) else low + (value - own[0]) / (own[1] - own[0]) * (high - low)
            for value, own in zip(found, ranges, strict=True)
        ]

    def tip(self, row: LaneRow, frame: int) -> str:
        """How far a prediction spreads at a frame."""
        return self._bands.tip(row.key, frame)

    def hint(self) -> str:
        """What fills the lane."""
        if self._tracks or self._annotations or self._scene.blind:
            return ""
        if self.name in PREDICTED:
            rate = ", or make a curve to rate it" if self._scene.document.frames else ""
            return f"Run the analysis to see {self.name}{rate}"
        return f"Make a curve to rate {self.name}: Annotate, New curve"

    @property
    def scheme(self) -> DimensionScheme | None:
        """How this dimension is rated; None where the project does not say."""
        return self._scene.schemes.dimension(self.name)

    @property
    def range(self) -> tuple[float, float]:
        """Of the axis: the active curve's, else the scheme's, else the first curve's."""
        active = self.active
        if active is not None:
            return active.low, active.high
        if self.scheme is not None:
            return self.scheme.low, self.scheme.high
        return next(((each.low, each.high) for each in self._annotations), PREDICTED_RANGE)

    def labels(self) -> Sequence[float]:
        """The ends and the middle."""
        low, high = self.range
        return (high, (low + high) / 2, low)

    def value_scale(self, height: float) -> ValueScale:
        """The range, whatever the values, so that results which grow never change the scale."""
        return ValueScale(*self.range, MARGIN, height - MARGIN)

    def row_colour(self, row: LaneRow, theme: Theme) -> QColor:
        """The dimension's, paler for another person than the one chosen; or the rater's."""
        if row.annotation:
            track = self._scene.document.find(row.annotation)
            head = track.head if track is not None else None
            return colour_of(self._scene.document, head, theme) if head else theme.colour("faint")
        other = self._person and row.person != self._person
        return theme.colour(self.colour, OTHER_PERSON_OPACITY if other else 1.0)

    def paint(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """A line at the middle, then what lies between, then curves; annotations on top."""
        active = self.active
        others = tuple(each for each in self._annotations if each is not active)
        alone = not others and not self._tracks
        if alone or self.name in self._scene.compared:
            self.stills.forget()
            self._paint_still(painter, area, scale, theme)
        else:  # an edit draws only its own curve anew, however many there are
            seen = tuple(self._scene.is_seen(each) for each in others)
            raters = tuple(dict.fromkeys(each.head.rater for each in self._scene.document))
            place = (scale, theme, seen, self._person, self._scene.schemes, raters)
            self.stills.lay(
                painter,
                area,
                (*self._tracks, *self._bands.things, *others),
                place,
                lambda on: self._paint_still(on, area, scale, theme),
            )
        if active is not None and self._scene.is_seen(active):
            self._paint_annotation(painter, area, scale, theme, active)
        if self._scene.unit is not None and self.name in PREDICTED and not self._scene.blind:
            draw_unit(painter, self._scene.unit, area, scale, theme)

    def _paint_still(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """Everything but the active curve."""
        values = ValueScale(*PREDICTED_RANGE, MARGIN, area.height() - MARGIN)
        middle = QRectF(area.left(), round(values.y(0.0)), area.width(), 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(on_pixels(painter, middle), theme.colour("hairline"))
        self._paint_difference(painter, area, scale, theme)
        rows = self.rows()[: len(self._tracks)]
        for row, shown in reversed(list(zip(rows, self._tracks, strict=True))):
            if shown.visible:
                ink = Ink(self.row_colour(row, theme), shown.variant)
                self._bands.draw(painter, area, scale, values, shown, ink.colour)
                draw_curve(painter, self._curve(shown), scale, values, ink)
        active = self.active
        for each in self._annotations:
            if each is not active and self._scene.is_seen(each):
                self._paint_annotation(painter, area, scale, theme, each)

    def _paint_annotation(
        self,
        painter: QPainter,
        area: QRectF,
        scale: TimeScale,
        theme: Theme,
        annotation: CurveAnnotation,
    ) -> None:
        over = ValueScale(annotation.low, annotation.high, MARGIN, area.height() - MARGIN)
        colour = colour_of(self._scene.document, annotation.head, theme)
        active = annotation is self.active
        draw_annotation(painter, self._annotated(annotation), scale, over, colour, theme, active)

    def _paint_difference(
        self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme
    ) -> None:
        """Between the two curves that are compared, while both are drawn."""
        key, of = self._scene.compared.get(self.name, (None, ""))
        prediction = next((each for each in self._tracks if each.key == key), None)
        annotation = next((each for each in self._annotations if each.head.id == of), None)
        if prediction is None or annotation is None or not prediction.visible:
            return
        if self._scene.is_seen(annotation):
            top, bottom = MARGIN, area.height() - MARGIN
            draw_difference(
                painter,
                (self._curve(prediction), ValueScale(*PREDICTED_RANGE, top, bottom)),
                (
                    self._annotated(annotation),
                    ValueScale(annotation.low, annotation.high, top, bottom),
                ),
                scale,
                theme,
            )

    def _annotated(self, annotation: CurveAnnotation) -> Curve:
        """The curve of an annotation; another state of it costs what differs."""
        name, values = annotation.head.id, annotation.samples.values
        curve = self._drawn.get(name)
        if curve is None or curve.seconds is not self._scene.times:
            curve = self._drawn[name] = Curve(self._scene.times, values)
        elif curve.low is not values:
            curve.retouch(values)
        return curve

    def _curve(self, shown: ShownTrack) -> Curve:
        values = shown.track.values
        # The array is kept beside its curve, so that no other can take its identity.
        kept = self._curves.get(id(values))
        if kept is None:
            kept = (values, Curve(shown.track.seconds, values))
            self._curves[id(values)] = kept
        return kept[1]
