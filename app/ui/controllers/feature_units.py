"""Ranks and sorts the units of the maps that are loaded, in workers, while somebody looks."""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from app.session.feature_curves import CurveKey, OfferedCurve, offered_curves
from app.session.feature_maps import ColumnValue, RowOrder
from app.session.session import Session
from app.ui.controllers.features_work import Ranked, cluster_units, find_strongest, rank_units
from app.ui.features.features_panel import FeaturesPanel
from app.ui.features.pointer import UnitPointer
from app.ui.latest_task import LatestTask
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.timeline.feature_lane import FeatureLane
from app.ui.timeline.lane_row import LaneStrip
from app.ui.timeline.timeline_view import TimelineView


class FeatureUnits(QObject):
    """Keeps ranking, order and extremes in step with the maps, the curve and what is wanted."""

    def __init__(
        self,
        session: Session,
        panel: FeaturesPanel,
        timeline: TimelineView,
        board: TaskBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._features, self._panel = session, session.features, panel
        self._ranking, self._clustering = LatestTask(board), LatestTask(board)
        self._extremes = LatestTask(board)
        self._searched: object = None
        self._curve: CurveKey | None = None
        self._ranked: tuple[object, ...] = ()
        self._clustered: object = None
        panel.curveChosen.connect(self._take_curve)
        panel.orderChosen.connect(self._features.sort)
        panel.columnsChosen.connect(self._features.show_columns)
        panel.unitChosen.connect(self._features.select)
        panel.sight.came.connect(self._follow)
        notes = session.annotations
        for signal in (
            self._features.changed,
            session.tracks.changed,
            notes.changed,
            notes.blind_changed,
        ):
            signal.connect(self._follow)
        timeline.stack.stripAdded.connect(self._point)
        self._follow()

    def _take_curve(self, key: CurveKey) -> None:
        self._curve = key
        self._follow()

    def _follow(self, *_: object) -> None:
        offered = offered_curves(self._session)
        curve = next((each for each in offered if each.key == self._curve), None)
        curve = curve or next(iter(offered), None)
        self._panel.show_curves(offered, curve.key if curve is not None else None)
        order = self._features.row_order
        if self._panel.sight.seen or order is RowOrder.BY_CORRELATION:
            self._rank(curve)
        if order is RowOrder.CLUSTERED:
            self._cluster()
        else:
            self._clustered = None
        if self._features.columns is ColumnValue.STRONGEST:
            self._find_strongest()
        else:
            self._searched = None
            self._extremes.stop()

    def _rank(self, curve: OfferedCurve | None) -> None:
        loaded = self._features.loaded
        values = curve.at(loaded.index) if curve is not None and loaded is not None else None
        order = self._features.row_order is RowOrder.BY_CORRELATION
        maps = tuple(loaded.maps.values()) if loaded is not None else ()
        source = curve.values if curve is not None else None
        wanted = (source, order, *maps)
        if len(wanted) == len(self._ranked) and all(
            a is b for a, b in zip(wanted, self._ranked, strict=True)
        ):
            return
        self._ranked = wanted
        if loaded is None or values is None:
            self._ranking.stop()
            return
        self._ranking.run(
            "Ranking units",
            partial(rank_units, loaded, values),
            on_progress=self._on_ranked,
            on_error=notices.error,
        )

    def _cluster(self) -> None:
        loaded = self._features.loaded
        if loaded is None or loaded is self._clustered:
            return
        self._clustered = loaded
        self._clustering.run(
            "Clustering units",
            partial(cluster_units, loaded.maps),
            on_progress=self._on_clustered,
            on_error=notices.error,
        )

    def _find_strongest(self) -> None:
        loaded = self._features.loaded
        if loaded is None or loaded is self._searched:
            return
        self._searched = loaded
        if all(one.heat.has_extremes for one in loaded.maps.values()):
            return
        self._extremes.run(
            "Looking for the strongest values",
            partial(find_strongest, loaded),
            on_progress=lambda _: self._features.show_columns(self._features.columns),
            on_error=notices.error,
            on_ended=self._on_searched,
        )

    def _on_searched(self) -> None:
        """Stopped from the status bar: what is chosen is what is shown, and can be chosen again."""
        loaded = self._features.loaded
        maps = loaded.maps.values() if loaded is not None else ()
        if not all(one.heat.has_extremes for one in maps):
            self._features.show_columns(ColumnValue.MEAN)

    def _on_ranked(self, found: Ranked) -> None:
        self._features.rank(found.name, found.units)
        self._features.take_order(RowOrder.BY_CORRELATION, found.name, found.order)

    def _on_clustered(self, found: tuple[str, NDArray[np.int64]]) -> None:
        self._features.take_order(RowOrder.CLUSTERED, *found)

    def _point(self, strip: LaneStrip) -> None:
        """A lane came: its head reads the unit under the mouse."""
        lane = strip.lane
        if not isinstance(lane, FeatureLane):
            return
        frame = self._session.playback

        def told() -> None:
            strip.head.show_rows()
            strip.head.show_values(lane.values(hovered.get("frame", frame.frame)))

        def hover(seconds: float | None) -> None:
            base = frame.time_base
            hovered.clear()
            if seconds is not None and base is not None:
                at = int(np.searchsorted(base.seconds, seconds, side="right")) - 1
                hovered["frame"] = max(0, at)

        hovered: dict[str, int] = {}
        strip.canvas.hovered.connect(hover)
        strip.canvas.set_pointer(UnitPointer(lane, told, self._features.select))
