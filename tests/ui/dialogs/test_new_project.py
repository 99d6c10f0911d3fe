"""A name and a place for a project: what cannot be is said before it is tried."""

import pytest
from PySide6.QtWidgets import QDialogButtonBox

from app.ui.dialogs.new_project import NewProjectDialog


@pytest.fixture
def dialog(qtbot, tmp_path):
    made = NewProjectDialog("New project", "Make project", "", "My study", tmp_path)
    qtbot.addWidget(made)
    return made


def offered(dialog):
    box = dialog.findChild(QDialogButtonBox)
    role = QDialogButtonBox.ButtonRole.AcceptRole
    return next(each for each in box.buttons() if box.buttonRole(each) is role).isEnabled()


@pytest.mark.parametrize("name", ["Étude 研究", "a & b", "x" * 200])
def test_names_that_can_be_folders(dialog, tmp_path, name):
    dialog.name.setText(f" {name} ")
    assert offered(dialog)
    assert dialog.folder == tmp_path / name


@pytest.mark.parametrize("name", ["", "..", "a/b", "dot.", "x" * 201, "é" * 150, "\x07bell"])
def test_names_that_cannot(dialog, name):
    dialog.name.setText(name)
    assert not offered(dialog)


@pytest.mark.parametrize("place", ["", "~nobody-of-this-name", "/nowhere", "x" * 5000])
def test_places_that_cannot(dialog, place):
    dialog.place.setText(place)
    assert not offered(dialog)
