"""The list: analysing all of it, removing, opening."""

from app.analysis.choices import AnalysisChoice
from app.session.session import RecordingState


def test_analyse_all_takes_what_is_not_analysed_yet(qtbot, room, opened, fake):
    room.analysis.enqueue(opened[2:], AnalysisChoice())
    qtbot.waitUntil(lambda: not room.analysis.running)
    room.analyse.person.choose(2)
    room.recordings.analyse_all.click()
    qtbot.waitUntil(lambda: not room.analysis.running)
    assert [path for path, _ in fake.calls] == [opened[2], opened[0], opened[1]]
    assert not room.recordings.analyse_all.isEnabled()
    # The number of a person belongs to the recording it was chosen on.
    assert [choice.person for _, choice in fake.calls[1:]] == [2, "largest"]


def test_nothing_begins_without_weights(qtbot, room, opened, fake):
    room.analyse.system.setCurrentIndex(1)
    room.analyse.set_weights(None)
    qtbot.waitUntil(room.idle)
    room.list.analyse_all()
    assert fake.calls == []
    assert "Choose weights" in room.errors[0]


def test_opening_and_removing_by_the_list(qtbot, room, opened):
    view, model = room.recordings.view, room.recordings.model
    view.setCurrentIndex(model.index(1))
    assert room.recordings.selected == [opened[1]]
    with qtbot.waitSignal(room.opening.opened):
        view.activated.emit(model.index(1))
    assert room.session.recording.path == opened[1]
    room.recordings._menu_actions["remove"].trigger()
    assert [entry.path for entry in room.session.entries] == [opened[0], opened[2]]
    assert room.session.recording is None
    assert opened[1].exists()
    assert all(entry.state is RecordingState.LISTED for entry in room.session.entries)
