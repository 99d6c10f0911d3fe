"""Dialogs for new tracks, schemes and raters."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QPushButton

from app.core.document import Document
from app.core.edits.tracks import new_curve, new_segment_track
from app.core.samples import Samples
from app.core.scheme import DEFAULT_SCHEMES, Category, CategoryScheme, DimensionScheme, Schemes
from app.core.scheme_use import SchemeUse, use_of
from app.core.segment import Segment
from app.ui.annotation_colours import CHOICES
from app.ui.dialogs.new_track import NewTrack, NewTrackDialog, Purpose, Start, scale_text
from app.ui.dialogs.rater import RaterDialog
from app.ui.dialogs.schemes import SchemesDialog
from tests.support.timelines import shown, time_base

BASE = time_base(10)
AROUSAL, VALENCE = DEFAULT_SCHEMES.dimensions
(EXPRESSION,) = DEFAULT_SCHEMES.categories


def accept_button(dialog):
    box = dialog.findChild(QDialogButtonBox)
    (found,) = [
        button
        for button in box.buttons()
        if box.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole
    ]
    return found


@pytest.fixture
def new_track(qtbot):
    def make(purpose=Purpose.CURVE, schemes=DEFAULT_SCHEMES, predictions=(), **more):
        dialog = NewTrackDialog(
            purpose,
            schemes,
            predictions,
            ["Ben"],
            "Anna",
            lambda scheme, rater: f"{scheme} of {rater}",
            **more,
        )
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


class TestNewTrack:
    def test_an_empty_curve_is_what_return_makes(self, new_track):
        dialog = new_track()
        assert dialog.choice == NewTrack("arousal", "", "Anna")
        assert dialog.name.placeholderText() == "arousal of Anna"
        assert not dialog.value.isVisible()
        assert not dialog.prediction.isVisible()
        assert [dialog.start.itemText(i) for i in range(dialog.start.count())] == [
            Start.EMPTY.value,
            Start.CONSTANT.value,
        ]

    def test_values_stay_within_the_dimension(self, new_track):
        schemes = Schemes((DimensionScheme("pain", 1.0, 9.0, "none", "worst"), VALENCE), ())
        dialog = new_track(schemes=schemes)
        dialog.start.setCurrentText(Start.CONSTANT.value)
        assert dialog.value.isVisible()
        assert dialog.value.value() == 5.0
        dialog.value.setValue(12)
        assert dialog.choice.value == 9.0
        assert dialog.about.text() == "Values go from 1 (none) to 9 (worst)."
        dialog.scheme.setCurrentText("valence")
        assert dialog.value.value() == 0.0

    def test_predictions_of_the_dimension_are_offered(self, new_track):
        tracks = [shown(BASE), shown(BASE, system="other"), shown(BASE, "valence", person=2)]
        dialog = new_track(predictions=tracks)
        dialog.start.setCurrentText(Start.PREDICTION.value)
        offered = [dialog.prediction.itemText(i) for i in range(dialog.prediction.count())]
        assert offered == ["System made, person 1", "System other, person 1"]
        dialog.prediction.setCurrentIndex(1)
        assert dialog.choice.prediction == tracks[1].key
        dialog.scheme.setCurrentText("valence")
        assert dialog.choice.prediction == tracks[2].key

    def test_no_prediction_of_the_dimension(self, new_track):
        dialog = new_track(predictions=[shown(BASE)])
        dialog.start.setCurrentText(Start.PREDICTION.value)
        dialog.scheme.setCurrentText("valence")
        assert "no prediction of valence" in dialog.about.text()
        assert not accept_button(dialog).isEnabled()

    def test_accepting_begins_with_the_prediction_that_was_chosen(self, new_track):
        tracks = [shown(BASE), shown(BASE, "valence"), shown(BASE, "valence", system="other")]
        dialog = new_track(
            Purpose.ACCEPT, predictions=tracks, prediction=tracks[2].key, with_selection=True
        )
        assert dialog.windowTitle() == "Accept prediction"
        assert dialog.choice.prediction == tracks[2].key
        assert dialog.choice.scheme == "valence"
        assert not dialog.start.isVisible()
        dialog.only_selection.setChecked(True)
        assert dialog.choice.only_selection

    def test_only_dimensions_with_a_prediction_can_be_accepted(self, new_track):
        dialog = new_track(Purpose.ACCEPT, predictions=[shown(BASE, "valence")])
        assert dialog.scheme.count() == 1
        assert not dialog.only_selection.isVisible()

    def test_another_range_is_said(self, new_track):
        schemes = Schemes((replace(AROUSAL, low=0.0, high=100.0),), ())
        dialog = new_track(Purpose.ACCEPT, schemes=schemes, predictions=[shown(BASE)])
        assert "mapped from -1 to 1" in dialog.about.text()

    def test_segments_name_their_labels(self, new_track):
        dialog = new_track(Purpose.SEGMENTS, predictions=[shown(BASE)])
        assert dialog.choice == NewTrack("expression", "", "Anna")
        assert "smile, frown" in dialog.about.text()

    def test_nobody_cannot_make_a_track(self, new_track):
        dialog = new_track()
        dialog.rater.setEditText("  ")
        assert not accept_button(dialog).isEnabled()
        dialog.rater.setEditText("Cleo")
        assert accept_button(dialog).isEnabled()
        assert dialog.name.placeholderText() == "arousal of Cleo"

    def test_a_scale_without_words(self):
        assert scale_text(DimensionScheme("x", -10, 10)) == "Values go from -10 to 10."


class TestRater:
    def test_known_ones_are_offered_once(self, qtbot):
        dialog = RaterDialog(["Anna", "Ben", "Anna"], "Ben")
        qtbot.addWidget(dialog)
        field = dialog._field
        assert [field.itemText(i) for i in range(field.count())] == ["Ben", "Anna"]
        assert dialog.rater == "Ben"
        dialog.write(" ")
        assert not accept_button(dialog).isEnabled()


@pytest.fixture
def schemes(qtbot):
    def make(schemes=DEFAULT_SCHEMES, use=None):
        dialog = SchemesDialog(schemes, use or SchemeUse())
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def write(table, row, column, text):
    table.table.item(row, column).setText(text)


class TestSchemes:
    def test_untouched_they_are_what_they_were(self, schemes):
        dialog = schemes()
        assert dialog.schemes == DEFAULT_SCHEMES
        assert dialog.fault == ""
        assert accept_button(dialog).isEnabled()

    def test_a_dimension_is_added_written_moved_and_removed(self, schemes):
        dialog = schemes()
        table = dialog.dimensions
        table.add_row()
        for column, text in enumerate(("dominance", "1", "9", "weak", "strong")):
            write(table, 2, column, text)
        dominance = DimensionScheme("dominance", 1, 9, "weak", "strong")
        assert dialog.schemes.dimensions == (AROUSAL, VALENCE, dominance)
        table.move_row(-1)
        assert dialog.schemes.dimensions == (AROUSAL, dominance, VALENCE)
        assert table.table.currentRow() == 1
        table.remove_row()
        assert dialog.schemes == DEFAULT_SCHEMES

    def test_the_ends_of_the_list_are_ends(self, schemes):
        table = schemes().dimensions
        table.table.setCurrentCell(0, 0)
        assert not table.up.isEnabled()
        table.table.setCurrentCell(1, 0)
        assert not table.down.isEnabled()
        table.move_row(1)
        assert [row[0] for row in table.rows] == ["arousal", "valence"]

    @pytest.mark.parametrize(
        ("cell", "text", "said"),
        [
            ((0, 0), "", "needs a name"),
            ((0, 0), "valence", "differ"),
            ((0, 1), "2", "from less to more"),
            ((0, 2), "much", "written in numbers, not “much”"),
            ((0, 2), "inf", "from less to more"),
        ],
    )
    def test_what_is_wrong_is_said_and_cannot_be_used(self, schemes, cell, text, said):
        dialog = schemes()
        write(dialog.dimensions, *cell, text)
        assert said in dialog.said.text()
        assert not accept_button(dialog).isEnabled()

    def test_a_decimal_comma_is_understood(self, schemes):
        dialog = schemes()
        write(dialog.dimensions, 0, 1, "-0,5")
        assert dialog.schemes.dimensions[0].low == -0.5

    def test_what_is_used_cannot_be_narrowed_or_removed(self, schemes):
        document, _ = new_curve(Document(2), AROUSAL, rater="A", samples=Samples.of([-0.25, 0.75]))
        document, _ = new_segment_track(
            document, "expression", rater="A", segments=[Segment(0, 1, "smile")]
        )
        dialog = schemes(use=use_of([document]))
        write(dialog.dimensions, 0, 2, "0.7")
        assert "-0.25 to 0.75" in dialog.said.text()
        write(dialog.dimensions, 0, 2, "0.8")
        assert dialog.said.text() == ""
        dialog.categories.table.setCurrentCell(0, 0)
        dialog.categories.remove_row()
        assert "“smile”" in dialog.said.text()
        assert not accept_button(dialog).isEnabled()

    def test_categories_with_colour_key_and_event(self, schemes):
        dialog = schemes(Schemes((AROUSAL,), (CategoryScheme("gaze"),)))
        table = dialog.categories
        table.add_row()
        write(table, 0, 0, "away")
        write(table, 0, 2, "a")
        table.table.cellWidget(0, 3).setChecked(True)
        table.table.cellWidget(0, 1).colourChosen.emit("#102030")
        expected = CategoryScheme("gaze", (Category("away", "#102030", "a", is_event=True),))
        assert dialog.schemes.categories == (expected,)
        table.add_row()
        assert dialog.schemes.categories[0].categories[1].colour == CHOICES[0]
        write(table, 1, 2, "a")
        assert "keys of categories must differ" in dialog.said.text()
        write(table, 1, 2, "ab")
        assert "one character" in dialog.said.text()

    def test_lists_of_categories(self, schemes):
        dialog = schemes()
        write(dialog.categories, 0, 0, "grin")
        dialog.add_group("gaze")
        dialog.add_group("gaze")  # there is one
        dialog.add_group(" ")
        assert [group.name for group in dialog.schemes.categories] == ["expression", "gaze"]
        assert dialog.group.currentText() == "gaze"
        assert dialog.categories.rows == []
        dialog.name_group("head")
        dialog.group.setCurrentIndex(0)
        dialog.group.activated.emit(0)
        assert dialog.categories.rows[0][0] == "grin"  # what was written is not lost
        assert [group.name for group in dialog.schemes.categories] == ["expression", "head"]
        dialog.drop_group()
        dialog.drop_group()
        assert dialog.schemes.categories == ()
        assert not dialog.categories.isEnabled()

    def test_every_button_says_what_it_does(self, schemes):
        dialog = schemes()
        box = dialog.findChild(QDialogButtonBox)
        for button in dialog.findChildren(QPushButton):
            assert button.parent() is box or (button.toolTip() and button.accessibleName())
