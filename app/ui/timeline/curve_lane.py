"""A lane for one dimension: predictions side by side on the scale -1 ... 1."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.session.tracks import ShownTrack
from app.ui.theme import Theme
from app.ui.timeline.decimation import Curve
from app.ui.timeline.lane import MARGIN, LaneRow
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.strokes import Ink, ValueScale, draw_curve

OTHER_PERSON_OPACITY = 0.45


class CurveLane:
    """Predictions of ``dimension``, which also names the colour; see `Lane`."""

    editable = False
    height = 78

    def __init__(self, dimension: str) -> None:
        self.name = dimension
        self.title = dimension.capitalize()
        self.colour = dimension
        self._tracks: tuple[ShownTrack, ...] = ()
        self._person = 0
        self._curves: dict[int, tuple[NDArray[np.float64], Curve]] = {}

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
        return not same

    def rows(self) -> Sequence[LaneRow]:
        """One per prediction."""
        return [
            LaneRow(
                label=each.label,
                key=each.key,
                variant=each.variant,
                visible=each.visible,
                caution=each.caution,
                tip=provenance_text(each),
                person=each.person,
            )
            for each in self._tracks
        ]

    def values(self, frame: int) -> Sequence[str]:
        """Values with sign and three decimals."""
        return [signed(self._value(each, frame)) for each in self._tracks]

    def places(self, frame: int) -> Sequence[float | None]:
        """Values of what is visible."""
        found = [self._value(each, frame) if each.visible else np.nan for each in self._tracks]
        return [None if np.isnan(value) else value for value in found]

    def hint(self) -> str:
        """What fills the lane."""
        return "" if self._tracks else f"Run the analysis to see {self.name}"

    def labels(self) -> Sequence[float]:
        """The ends and the middle."""
        return (1.0, 0.0, -1.0)

    def value_scale(self, height: float) -> ValueScale:
        """Always -1 ... 1, so that results which grow never change the scale."""
        return ValueScale(-1.0, 1.0, MARGIN, height - MARGIN)

    def row_colour(self, row: LaneRow, theme: Theme) -> QColor:
        """The dimension's colour; paler for another person than the one chosen."""
        other = self._person and row.person != self._person
        return theme.colour(self.colour, OTHER_PERSON_OPACITY if other else 1.0)

    def paint(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """A line at zero, then the curves; the first prediction comes on top."""
        values = self.value_scale(area.height())
        zero = round(values.y(0.0)) + 0.5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.colour("hairline"), 1))
        painter.drawLine(QPointF(area.left(), zero), QPointF(area.right(), zero))
        for row, shown in reversed(list(zip(self.rows(), self._tracks, strict=True))):
            if shown.visible:
                ink = Ink(self.row_colour(row, theme), shown.variant)
                draw_curve(painter, self._curve(shown), scale, values, ink)

    def _value(self, shown: ShownTrack, frame: int) -> float:
        values = shown.track.values
        return float(values[frame]) if 0 <= frame < values.size else float("nan")

    def _curve(self, shown: ShownTrack) -> Curve:
        values = shown.track.values
        # The array is kept beside its curve, so that no other can take its identity.
        kept = self._curves.get(id(values))
        if kept is None:
            kept = (values, Curve(shown.track.seconds, values))
            self._curves[id(values)] = kept
        return kept[1]


def signed(value: float) -> str:
    """A value with its sign and three decimals; empty for NaN."""
    return "" if np.isnan(value) else f"{value:+.3f}".replace("-", "\N{MINUS SIGN}")


def provenance_text(shown: ShownTrack) -> str:
    """Where a prediction came from, a line for each thing."""
    made = shown.track.provenance
    lines = [shown.label, f"System: {made.system}"]
    if made.weights:
        digest = f" ({made.weights_sha256[:12]})" if made.weights_sha256 else ""
        lines.append(f"Weights: {made.weights}{digest}")
    if shown.person:
        lines.append(f"Person: {shown.person}")
    lines.append("Validated on people" if made.validated else "Not validated on people")
    lines += [f"{name}: {value}" for name, value in made.parameters.items()]
    if shown.caution:
        lines.append(shown.caution)
    return "\n".join(lines)
