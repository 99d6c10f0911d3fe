"""The annotations of the Tracks dock: what rows show, and what they ask for."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from app.core.document import Document
from app.core.edits import tracks as edits
from app.core.samples import Samples
from app.core.scheme import DEFAULT_SCHEMES
from app.core.segment import Segment
from app.session.journal import MemoryJournal
from app.ui.annotation_colours import colour_of
from app.ui.panels.annotation_parts import ColourSwatch, NameField
from app.ui.panels.tracks_panel import TracksPanel
from app.ui.theme import DARK, LIGHT, SMALL_TEXT_SIZE
from tests.support.timelines import recording, shown, time_base

FRAMES = 30
BASE = time_base(FRAMES)
AROUSAL, VALENCE = DEFAULT_SCHEMES.dimensions


def three_tracks():
    made = Document(FRAMES)
    values = np.linspace(-1, 1, FRAMES)
    values[5] = np.nan
    made, first = edits.new_curve(made, AROUSAL, rater="Anna", samples=Samples.of(values))
    made, second = edits.new_curve(made, VALENCE, rater="Ben", name="second")
    segments = [Segment(0.0, 0.5, "smile")]
    made, third = edits.new_segment_track(made, "expression", rater="Anna", segments=segments)
    return made, (first, second, third)


@pytest.fixture
def opened(session):
    session.show(recording(BASE))
    session.annotations.open(MemoryJournal(Document(FRAMES)), BASE.seconds)
    session.annotations.work_as("Anna")
    return session


@pytest.fixture
def panel(qtbot, opened, actions):
    panel = TracksPanel(opened, actions)
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    return panel


@pytest.fixture
def filled(panel, opened):
    made, ids = three_tracks()
    opened.annotations.commit(made, kind="new", summary="Made three", track=ids[0])
    QApplication.processEvents()
    return panel, ids


def readings(panel):
    return [row.value.text for row in panel.annotations.rows]


class TestWhatIsShown:
    def test_nothing_yet_teaches_how_to_begin(self, panel, opened):
        assert panel.no_annotations.isVisible()
        assert not panel.annotations.isVisible()
        texts = [button.text().strip() for button in panel.no_annotations.findChildren(QPushButton)]
        assert texts == ["New curve...", "Accept prediction...", "Import..."]
        asked = []
        panel.importRequested.connect(lambda: asked.append("import"))
        panel.no_annotations.buttons["import"].click()
        assert asked == ["import"]

    def test_the_buttons_follow_their_actions(self, panel, actions):
        chosen = []
        actions.on("new_curve", lambda: chosen.append("curve"))
        button = panel.no_annotations.buttons["new_curve"]
        assert not button.isEnabled()
        actions.enable("new_curve", True)
        button.click()
        assert chosen == ["curve"]

    def test_a_row_for_each_track_in_order(self, filled):
        panel, ids = filled
        assert [row.id for row in panel.annotations.rows] == list(ids)
        assert [row.name.text for row in panel.annotations.rows] == [
            "arousal",
            "second",
            "expression",
        ]
        assert panel.annotations.rows[1].about.text == "Ben \N{MIDDLE DOT} valence"
        assert not panel.no_annotations.isVisible()

    def test_values_follow_the_playhead(self, filled, opened):
        panel, _ = filled
        dash = "\N{EN DASH}"
        assert readings(panel) == ["\u22121.00", dash, "smile"]
        opened.playback.seek_frame(5)
        assert readings(panel) == [dash, dash, "smile"]
        opened.playback.seek_frame(29)
        assert readings(panel) == ["+1.00", dash, dash]

    def test_a_stroke_under_way_is_read_too(self, filled, opened):
        panel, ids = filled
        notes = opened.annotations
        curve = notes.document.curve(ids[1])
        notes.show_preview(type(curve)(curve.head, Samples.of(np.full(FRAMES, 0.25))))
        assert readings(panel)[1] == "+0.25"
        notes.show_preview(None)
        assert readings(panel)[1] == "\N{EN DASH}"

    def test_blind_hides_values_and_predictions(self, filled, opened):
        panel, _ = filled
        opened.tracks.put(shown(BASE))
        assert panel.groups[0].isVisible()
        opened.annotations.hide_others(True)
        assert readings(panel) == ["", "", ""]
        assert not panel.groups[0].isVisible()
        opened.tracks.put(shown(BASE, "valence"))  # a result that comes meanwhile
        assert not any(group.isVisible() for group in panel.groups)
        opened.annotations.hide_others(False)
        assert readings(panel)[0] == "\u22121.00"
        assert panel.groups[0].isVisible()

    def test_rows_are_reused(self, filled, opened):
        panel, ids = filled
        before = list(panel.annotations.rows)
        notes = opened.annotations
        opened.playback.seek_frame(3)
        notes.commit(edits.renamed(notes.document, ids[0], "x"), kind="rename", summary="Renamed")
        notes.commit(edits.moved_to(notes.document, ids[0], 2), kind="order", summary="Moved")
        assert panel.annotations.rows == [before[1], before[2], before[0]]
        QApplication.processEvents()
        heights = [row.y() for row in panel.annotations.rows]
        assert heights == sorted(heights)
        notes.commit(edits.deleted(notes.document, ids[1]), kind="delete", summary="Deleted")
        assert panel.annotations.rows == [before[2], before[0]]

    def test_fifty_tracks_do_not_lay_out_anew_when_the_playhead_moves(self, panel, opened):
        made = Document(FRAMES)
        for number in range(50):
            made, _ = edits.new_curve(
                made, AROUSAL, rater=f"R{number}", samples=Samples.of(np.linspace(-1, 1, FRAMES))
            )
        opened.annotations.commit(made, kind="import", summary="Fifty")
        QApplication.processEvents()
        counted = _CountLayouts(panel.annotations)
        for frame in range(1, 20):
            opened.playback.seek_frame(frame)
        QApplication.processEvents()
        assert counted.requests == 0
        assert len(panel.annotations.rows) == 50

    def test_the_tooltip_says_who_when_and_from_what(self, panel, opened):
        notes = opened.annotations
        made, track = edits.new_curve(
            notes.document, AROUSAL, rater="Anna", source="imported from x.csv"
        )
        notes.commit(made, kind="new", summary="Made", track=track)
        notes.commit(
            edits.locked(notes.document, track, lock=True), kind="lock", summary="L", track=track
        )
        tip = panel.annotations.rows[0].toolTip()
        year = notes.document.track(track).head.created[:4]
        for part in ("arousal", "rated by Anna", "imported from x.csv", "2 edits", "locked", year):
            assert part in tip
        notes.undo()
        assert "1 edit" in panel.annotations.rows[0].toolTip()

    def test_a_reader_is_told_and_can_change_nothing(self, qtbot, opened, actions):
        made, ids = three_tracks()
        opened.annotations.open(MemoryJournal(made, "It is open elsewhere."), BASE.seconds)
        panel = TracksPanel(opened, actions)
        qtbot.addWidget(panel)
        panel.show()
        assert panel._read_only.text() == "It is open elsewhere."
        row = panel.annotations.rows[0]
        assert not row.lock.isEnabled()
        row.edit_name()
        assert not row.editing
        enabled = [a.text() for a in panel.annotations.menu(ids[0]).actions() if a.isEnabled()]
        assert enabled == ["Make &active", "&Export..."]

    def test_the_active_one_is_marked(self, filled, opened):
        panel, ids = filled
        opened.annotations.activate(ids[1])
        assert [row.look.active for row in panel.annotations.rows] == [False, True, False]
        assert ", active" in panel.annotations.rows[1].accessibleName()

    def test_every_control_has_a_name_and_a_tooltip(self, filled):
        panel, _ = filled
        for button in panel.annotations.findChildren(QToolButton):
            assert button.accessibleName()
            assert button.toolTip()


class _CountLayouts(QWidget):
    def __init__(self, watched):
        super().__init__(watched.window())
        self.requests = 0
        watched.installEventFilter(self)

    def eventFilter(self, _, event):  # noqa: N802
        self.requests += event.type() == event.Type.LayoutRequest
        return False


class TestWhatIsAskedFor:
    def test_a_click_activates_and_the_eye_hides(self, qtbot, filled, opened):
        panel, ids = filled
        row = panel.annotations.rows[1]
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(150, 5))
        assert opened.annotations.active.head.id == ids[1]
        entries = len(opened.annotations.history.entries)
        row.eye.click()
        assert opened.annotations.hidden == {ids[1]}
        row.eye.click()
        assert opened.annotations.hidden == frozenset()
        assert len(opened.annotations.history.entries) == entries

    def test_a_double_click_edits_the_name(self, qtbot, filled):
        panel, ids = filled
        row = panel.annotations.rows[0]
        qtbot.mouseDClick(row, Qt.MouseButton.LeftButton, pos=QPoint(150, 5))
        field = row.findChild(NameField)
        assert field.text() == "arousal"
        field.setText("  better ")
        with qtbot.waitSignal(panel.renameRequested) as asked:
            qtbot.keyClick(field, Qt.Key.Key_Return)
        assert asked.args == [ids[0], "better"]
        assert not row.editing

    def test_escape_keeps_the_name(self, qtbot, filled):
        panel, _ = filled
        row = panel.annotations.rows[0]
        asked = []
        panel.renameRequested.connect(lambda *args: asked.append(args))
        row.setFocus()
        qtbot.keyClick(row, Qt.Key.Key_F2)
        field = row.findChild(NameField)
        field.setText("other")
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        assert not row.editing
        assert asked == []

    def test_keys_walk_move_and_delete(self, qtbot, filled, opened):
        panel, ids = filled
        first, second, _ = panel.annotations.rows
        asked = []
        panel.moveRequested.connect(lambda *args: asked.append(args))
        panel.deleteRequested.connect(lambda track: asked.append((track,)))
        first.setFocus()
        qtbot.keyClick(first, Qt.Key.Key_Down)
        assert panel.focusWidget() is second
        qtbot.keyClick(second, Qt.Key.Key_Return)
        assert opened.annotations.active.head.id == ids[1]
        qtbot.keyClick(second, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        qtbot.keyClick(second, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        qtbot.keyClick(second, Qt.Key.Key_Delete)
        assert asked == [(ids[1], 0), (ids[1], 2), (ids[1],)]

    def test_keys_in_the_name_stay_there(self, qtbot, filled, opened):
        panel, _ = filled
        row = panel.annotations.rows[1]
        row.edit_name()
        field = row.findChild(NameField)
        qtbot.keyClick(field, Qt.Key.Key_Down)
        assert row.editing
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert not row.editing
        assert opened.annotations.active is None

    @pytest.mark.parametrize(
        ("key", "modifiers", "kept"),
        [
            (Qt.Key.Key_Down, "NoModifier", True),
            (Qt.Key.Key_Up, "AltModifier", True),
            (Qt.Key.Key_Enter, "KeypadModifier", True),
            (Qt.Key.Key_Delete, "NoModifier", True),
            (Qt.Key.Key_Up, "ControlModifier", False),
            (Qt.Key.Key_Space, "NoModifier", False),
            (Qt.Key.Key_Left, "AltModifier", False),
        ],
    )
    def test_a_row_keeps_its_keys_from_the_actions_that_have_them(
        self, filled, key, modifiers, kept
    ):
        panel, _ = filled
        event = QKeyEvent(
            QEvent.Type.ShortcutOverride, key, getattr(Qt.KeyboardModifier, modifiers)
        )
        event.ignore()
        QApplication.sendEvent(panel.annotations.rows[0], event)
        assert event.isAccepted() is kept

    def test_a_drag_reorders(self, qtbot, filled):
        panel, ids = filled
        row, last = panel.annotations.rows[0], panel.annotations.rows[-1]
        start = QPoint(150, row.height() // 2)
        end = QPoint(150, last.y() - row.y() + last.height() - 2)
        left = Qt.MouseButton.LeftButton
        qtbot.mousePress(row, left, pos=start)
        qtbot.mouseMove(row, start + QPoint(0, 30))
        qtbot.mouseMove(row, end)
        assert panel.annotations._line.isVisible()
        with qtbot.waitSignal(panel.moveRequested) as asked:
            qtbot.mouseRelease(row, left, pos=end)
        assert asked.args == [ids[0], 2]
        assert not panel.annotations._line.isVisible()

    def test_the_menu_offers_everything(self, qtbot, filled):
        panel, ids = filled
        menu = panel.annotations.menu(ids[0])
        entries = {action.text().replace("&", ""): action for action in menu.actions()}
        assert list(entries) == [
            "Make active",
            "Rename",
            "Lock",
            "Duplicate",
            "Export...",
            "Delete",
        ]
        for text, signal in (
            ("Duplicate", panel.duplicateRequested),
            ("Delete", panel.deleteRequested),
            ("Export...", panel.annotationExportRequested),
        ):
            with qtbot.waitSignal(signal) as asked:
                entries[text].trigger()
            assert asked.args == [ids[0]]
        with qtbot.waitSignal(panel.lockRequested) as asked:
            entries["Lock"].trigger()
        assert asked.args == [ids[0], True]

    def test_a_locked_one_can_only_be_unlocked_copied_or_exported(self, filled, opened):
        panel, ids = filled
        notes = opened.annotations
        notes.commit(edits.locked(notes.document, ids[0], lock=True), kind="lock", summary="L")
        enabled = [a.text() for a in panel.annotations.menu(ids[0]).actions() if a.isEnabled()]
        assert enabled == ["Make &active", "Un&lock", "&Duplicate", "&Export..."]

    def test_colours_are_offered(self, qtbot, filled):
        panel, ids = filled
        swatch = panel.annotations.rows[0].swatch
        menu = swatch.menu_of_colours()
        with qtbot.waitSignal(panel.colourRequested) as asked:
            menu.actions()[1].trigger()
        assert asked.args == [ids[0], LIGHT.raters[1]]
        own = next(action for action in menu.actions() if "own" in action.text())
        with qtbot.waitSignal(panel.colourRequested) as asked:
            own.trigger()
        assert asked.args == [ids[0], ""]
        texts = [each.text() for each in ColourSwatch(with_own=False).menu_of_colours().actions()]
        assert not any("own" in text for text in texts)

    @pytest.mark.parametrize("ratio", [1.0, 2.0])
    def test_colours_are_drawn_for_their_screen(self, qtbot, ratio):
        swatch = ColourSwatch(with_own=False)
        qtbot.addWidget(swatch)
        icon = swatch.menu_of_colours().actions()[0].icon()
        side = SMALL_TEXT_SIZE + 1
        assert icon.pixmap(QSize(side, side), ratio).size() == QSize(side, side) * ratio

    def test_a_prediction_can_be_accepted(self, qtbot, panel, opened):
        opened.tracks.put(shown(BASE))
        row = panel.groups[0].rows[0]
        with qtbot.waitSignal(panel.acceptRequested) as asked:
            row.accept.click()
        assert tuple(asked.args[0]) == shown(BASE).key
        (entry,) = row.menu().actions()
        assert entry.text() == "&Accept into an annotation"
        with qtbot.waitSignal(panel.acceptRequested):
            entry.trigger()


class TestColours:
    def test_raters_have_the_themes_colours_in_their_order(self):
        made, ids = three_tracks()
        heads = [made.track(track).head for track in ids]
        for theme in (LIGHT, DARK):
            found = [colour_of(made, head, theme).name().upper() for head in heads]
            assert found == [theme.raters[0], theme.raters[1], theme.raters[0]]

    def test_a_raters_colour_that_was_chosen_follows_the_theme_others_stay(self):
        made, (first, *_) = three_tracks()
        for chosen, in_dark in ((LIGHT.raters[1], DARK.raters[1]), ("#123456", "#123456")):
            head = edits.recoloured(made, first, chosen).track(first).head
            assert colour_of(made, head, DARK).name().upper() == in_dark
