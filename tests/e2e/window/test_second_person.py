"""In a recording of two people the second one is chosen by clicking the face."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.e2e.window.conftest import Story
from tests.support.shared import shared_file


def test_click_a_face_and_read_that_person(story: Story) -> None:
    story.open(shared_file("derived/two_faces_d10_d3.mp4"))
    story.read_until(1.5)
    story.run_analysis()
    assert len(story.session.faces) == 2
    assert {shown.person for shown in story.session.tracks} == {2}  # the larger face

    story.until(lambda: len(story.picture.overlay.faces) == 2)
    face = min(story.picture.overlay.faces, key=lambda face: face.box[0])
    x = (face.box[0] + face.box[2]) / 2
    y = (face.box[1] + face.box[3]) / 2
    at = story.picture.placement.to_widget((x, y))
    story.qtbot.mouseClick(
        story.picture, Qt.MouseButton.LeftButton, pos=QPoint(round(at[0]), round(at[1]))
    )
    assert story.session.person == 1
    assert story.analyse.choice.person == 1
    story.run_analysis()
    assert {shown.person for shown in story.session.tracks} == {1, 2}
    values = {shown.person: shown.track.values for shown in story.session.tracks.of("valence")}
    assert values[1][:45] != pytest.approx(values[2][:45])
