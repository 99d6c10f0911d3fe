"""Cards of weights, what was chosen last, and fetching only after asking."""

import pytest

from app.analysis.choices import DEMONSTRATION, STATIC_BASELINE
from app.ui.controllers.weights_fetching import described, fetch_all, in_megabytes
from app.weights.fetch import FetchProgress
from models.catalogue import KNOWN
from tests.support.workroom import Workroom

BASELINE = "fer2013-mini-xception"


def choose(qtbot, room, system, weights=None):
    room.analyse.system.setCurrentIndex(room.analyse.system.findData(system))
    room.analyse.set_weights(weights)
    qtbot.waitUntil(room.idle)


def test_demonstration_weights_warn_before_anything_is_read(room):
    assert room.analyse.weights.value == "mimamo-demo"
    assert not room.analyse.weights.band.isHidden()
    assert room.analyse.weights.band.text.lower() == DEMONSTRATION
    assert room.analyse.weights.usable


def test_the_baseline_is_labelled_and_its_missing_weights_offered(qtbot, room):
    choose(qtbot, room, "expression-baseline")
    panel = room.analyse.weights
    assert panel.band.text.lower() == STATIC_BASELINE.lower()
    assert not panel.usable
    assert "not on this machine" in panel.missing.text()
    assert not panel.fetch.isHidden()
    assert not room.actions["run_analysis"].isEnabled()


def test_nothing_is_fetched_without_a_yes(qtbot, room, monkeypatch):
    fetched = []
    monkeypatch.setattr("app.weights.fetch.fetch", lambda name: iter(fetched.append(name) or ()))
    choose(qtbot, room, "expression-baseline")
    room.answer = False
    room.analyse.weights.fetch.click()
    qtbot.waitUntil(room.idle)
    assert [[known.name for known in rows] for rows in room.asked] == [[BASELINE]]
    assert fetched == []


def test_after_fetching_they_can_be_used(qtbot, room, monkeypatch, tmp_path):
    def fetch(name):
        folder = tmp_path / "data" / "weights"
        folder.mkdir(parents=True)
        yield FetchProgress(0, 100)
        (folder / KNOWN[name].file_name).write_bytes(b"x")

    monkeypatch.setenv("MIMAMO_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("app.weights.fetch.fetch", fetch)
    choose(qtbot, room, "expression-baseline")
    room.analyse.weights.fetch.click()
    qtbot.waitUntil(room.idle)
    assert room.notes == [f"{BASELINE} can be used now."]
    assert room.analyse.weights.usable


def test_the_question_names_size_licence_source_and_place():
    text = described(KNOWN[BASELINE])
    for part in ("0.9 MB", "MIT", "https://raw.githubusercontent.com", "To: "):
        assert part in text


def test_progress_of_a_download(monkeypatch):
    def fetch(name):
        yield FetchProgress(250_000, 1_000_000)
        yield FetchProgress(500_000, None)

    monkeypatch.setattr("app.weights.fetch.fetch", fetch)
    first, second = fetch_all([KNOWN[BASELINE]])
    assert (first.share, first.detail) == (0.25, "0.2 of 1.0 MB")
    assert (second.share, second.detail) == (None, "0.5 MB")
    assert in_megabytes(1_500_000, 3_000_000) == "1.5 of 3.0 MB"


def test_what_was_chosen_is_there_again(qtbot, room, session, actions, preferences):
    choose(qtbot, room, "expression-baseline")
    room.analyse.person.choose("all")
    again = Workroom(session, actions, preferences)
    qtbot.addWidget(again.analyse)
    qtbot.waitUntil(again.idle)
    choice = again.analyse.choice
    assert (choice.system, choice.weights, choice.person) == (
        "expression-baseline",
        BASELINE,
        "all",
    )
    again.close()


def test_a_file_that_holds_no_weights_is_said(qtbot, room, tmp_path):
    path = tmp_path / "x.safetensors"
    path.write_bytes(b"nothing")
    choose(qtbot, room, "mimamo", str(path))
    assert not room.analyse.weights.usable
    assert "no weights file" in room.analyse.weights.missing.text()


@pytest.mark.parametrize("system", ["mimamo", "expression-baseline"])
def test_a_folder_of_ones_own_that_is_not_there_is_said(qtbot, room, monkeypatch, system):
    monkeypatch.setenv("MIMAMO_WEIGHTS", "/nowhere")
    choose(qtbot, room, system)
    assert "MIMAMO_WEIGHTS names /nowhere" in room.analyse.weights.missing.text()
    assert not room.analyse.weights.usable
