"""Export of features from the window: what is asked, what is written, and what is refused."""

import json
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
from pyarrow import parquet
from PySide6.QtWidgets import QDialog, QFileDialog

from app.session.tool_settings import FrameRange
from app.ui.controllers import feature_export_work as work_module
from app.ui.controllers.feature_export import FeatureExportController
from app.ui.controllers.feature_export_work import FeatureOrder, positions_of
from app.ui.controllers.read_again import subject_of
from app.ui.controllers.save_as import SaveAs
from app.ui.features.state import BLIND, NO_FACE, NO_MAPS, NOT_ANALYSED
from app.ui.notices import notices
from app.ui.output.feature_dialog import FeatureDialog, Stretch
from app.ui.task_board import TaskBoard
from app.ui.tasks import stop_tasks
from tests.support.annotating import open_annotations
from tests.support.feature_maps import NAMES, activity, analysed, keep_maps
from tests.support.timelines import face, recording, time_base

FRAMES = 300


@pytest.fixture
def made(qtbot, session, actions, preferences, tmp_path):
    base, told, board, asked = time_base(FRAMES), [], TaskBoard(), []
    save_as = SaveAs(preferences, None, lambda path: asked.append(path) or False)
    it = FeatureExportController(
        session, actions, preferences, board, cache=lambda: tmp_path / "cache", save_as=save_as
    )
    notices.posted.connect(told.append)
    yield SimpleNamespace(
        it=it, session=session, base=base, root=tmp_path / "cache", out=tmp_path, told=told,
        board=board, asked=asked,
    )  # fmt: skip
    notices.posted.disconnect(told.append)
    stop_tasks()


def open_recording(made, system="mimamo", faces=True):
    one, found = recording(made.base), face(made.base)
    made.session.show(one)
    open_annotations(made.session)
    made.session.know_faces([found] if faces else [])
    made.session.take(analysed(one, found, system))


def written(qtbot, made, name, names=NAMES, span=None):
    subject = subject_of(made.session, made.root)
    target = made.out / name
    made.it.write(subject, FeatureOrder(target, names, span, "not validated"))
    qtbot.waitUntil(lambda: not made.board.busy, timeout=20_000)
    return target


def test_what_cannot_be_exported_is_said(made):
    made.session.show(recording(made.base))
    made.it.export()
    open_recording(made, "expression-baseline")
    made.it.export()
    open_recording(made, faces=False)
    made.it.export()
    open_recording(made)
    made.session.annotations.hide_others(True)
    made.it.export()
    assert [each.message for each in made.told] == [NOT_ANALYSED, NO_MAPS, NO_FACE, BLIND]


def test_kept_maps_are_written_with_names_and_times(qtbot, made):
    keep_maps(made.root, made.base, gaps=(range(100, 130),))
    open_recording(made)
    values = activity(FRAMES).astype(np.float16)
    with np.load(written(qtbot, made, "all.npz")) as stored:
        np.testing.assert_array_equal(stored["gru"][:100], values[:100])
        assert np.isnan(stored["gru"][100:130]).all()
        np.testing.assert_array_equal(stored["time_s"], made.base.seconds)
        assert json.loads(str(stored["about"]))["caution"] == "not validated"
    span = (made.base.seconds[90], made.base.seconds[110])
    table = parquet.read_table(written(qtbot, made, "part.parquet", ("temporal",), span))
    assert table["frame"].to_pylist() == list(range(90, 110))
    assert table["temporal_007"].null_count == 10
    np.testing.assert_array_equal(table["temporal_007"].to_numpy()[:10], values[90:100, 7])
    lines = written(qtbot, made, "part.csv", ("gru",), span).read_text().splitlines()
    assert len(lines) == 21
    assert "part.csv written to" in made.told[-1].message


def test_maps_that_are_not_there_are_read_first(qtbot, made, monkeypatch):
    def make(subject):
        yield None
        return keep_maps(made.root, made.base)

    monkeypatch.setattr(work_module, "make_maps", make)
    open_recording(made)
    assert written(qtbot, made, "all.npz").is_file()


def test_a_cache_that_goes_while_it_is_written_is_one_sentence(qtbot, made, monkeypatch):
    maps = keep_maps(made.root, made.base)
    real = work_module.WRITERS[".npz"]

    def late(*given):
        shutil.rmtree(maps.folder)
        return real(*given)

    monkeypatch.setitem(work_module.WRITERS, ".npz", late)
    open_recording(made)
    assert not written(qtbot, made, "all.npz").exists()
    assert "no longer in the cache" in made.told[-1].message


def test_an_empty_range_and_a_folder_that_is_not_there_are_said(qtbot, made):
    keep_maps(made.root, made.base)
    open_recording(made)
    assert not written(qtbot, made, "no.npz", span=(0.0, 0.0)).exists()
    assert "no analysed frame" in made.told[-1].message
    written(qtbot, made, "nowhere/no.npz")
    assert "folder does not exist" in made.told[-1].message


def test_nothing_is_replaced_unasked(qtbot, made, monkeypatch):
    keep_maps(made.root, made.base)
    open_recording(made)
    (made.out / "taken.npz").write_text("of before")
    answer = (str(made.out / "taken"), "NumPy (*.npz)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    monkeypatch.setattr(FeatureDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    made.it.export()
    assert made.asked == [made.out / "taken.npz"]
    assert not made.board.busy
    assert (made.out / "taken.npz").read_text() == "of before"


def test_the_dialog_offers_what_there_is(qtbot, made):
    open_recording(made)
    made.session.annotations.select(FrameRange(10, 40))
    dialog = made.it.dialog_for(subject_of(made.session, made.root))
    qtbot.addWidget(dialog)
    assert list(dialog.maps) == list(NAMES)
    assert [dialog.range.itemText(k) for k in range(3)] == [
        "All that was analysed", "In view", "Selection",
    ]  # fmt: skip
    assert "300 frames of 4 maps" in dialog.said.text()
    dialog.range.setCurrentIndex(2)
    assert "30 frames of 4 maps" in dialog.said.text()
    assert dialog.span == (made.base.seconds[10], made.base.seconds[40])
    assert dialog.suffix == ".npz"
    for box in dialog.maps.values():
        box.setChecked(False)
    assert dialog.names == ()
    assert dialog.said.text() == "Choose a map to export."
    assert not dialog.accept_button.isEnabled()


def test_an_hour_is_said_in_megabytes(qtbot):
    dialog = FeatureDialog(NAMES, [Stretch("All", None, 108_000)], "mimamo", "not validated")
    qtbot.addWidget(dialog)
    assert "about 221 MB" in dialog.said.text()
    assert dialog.about.text() == "Read by mimamo: not validated."


@pytest.mark.parametrize(
    ("span", "expected"),
    [(None, (0, 10)), ((0.25, 0.55), (2, 6)), ((-1.0, 0.05), (0, 1)), ((5.0, 6.0), (9, 10))],
)
def test_positions_of_a_stretch_are_those_whose_frames_are_shown(span, expected):
    assert positions_of(np.arange(10) / 10, span) == expected
