"""A file that the platform's dialog did not ask about is asked about."""

import pytest
from PySide6.QtWidgets import QFileDialog

from app.ui.controllers.save_as import SaveAs

KINDS = {".csv": "CSV (*.csv)", ".npz": "NumPy (*.npz)"}


class Answers:
    def __init__(self, preferences, monkeypatch):
        self.typed, self.kind, self.allowed = "", KINDS[".csv"], True
        self.offered, self.asked = [], []
        monkeypatch.setattr(QFileDialog, "getSaveFileName", self._answer)
        self.save_as = SaveAs(preferences, None, self._confirm)

    def _answer(self, _window, _title, proposed, _kinds):
        self.offered.append(proposed)
        return str(self.typed), self.kind

    def _confirm(self, path):
        self.asked.append(path)
        return self.allowed


@pytest.fixture
def answers(preferences, monkeypatch):
    return Answers(preferences, monkeypatch)


def test_the_kind_chosen_gives_the_ending_and_the_folder_is_remembered(answers, tmp_path):
    answers.typed, answers.kind = tmp_path / "a.b", KINDS[".npz"]
    found = answers.save_as.ask("Export", tmp_path / "clip.mp4", "features", KINDS)
    assert found == tmp_path / "a.b.npz"
    assert answers.offered == [str(tmp_path / "clip.features.csv")]
    answers.typed = tmp_path / "deep" / "x.csv"
    assert answers.save_as.ask_for("Export", "y.csv", KINDS) == tmp_path / "deep" / "x.csv"
    answers.save_as.ask_for("Export", "z.csv", KINDS, tmp_path)
    assert answers.offered[-1] == str(tmp_path / "deep" / "z.csv")
    assert answers.asked == []


def test_a_file_with_the_ending_that_was_not_typed_is_asked_about(answers, tmp_path):
    (tmp_path / "there.csv").touch()
    answers.typed, answers.allowed = tmp_path / "there", False
    assert answers.save_as.ask_for("Export", "y.csv", KINDS) is None
    answers.allowed = True
    assert answers.save_as.ask_for("Export", "y.csv", KINDS) == tmp_path / "there.csv"
    assert answers.asked == [tmp_path / "there.csv"] * 2


def test_thinking_better_of_it_gives_nothing(answers):
    assert answers.save_as.ask_for("Export", "y.csv", KINDS) is None
