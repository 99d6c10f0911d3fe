"""Somebody compares weights with labels of their own, from the menu to the page on disk."""

from PySide6.QtWidgets import QFileDialog

from app.training.sources.synthetic import write_recordings
from app.training.synthetic.settings import GeneratorSettings


def test_labels_in_a_folder_become_figures_and_a_page(begin, tmp_path, monkeypatch):
    labelled, out = tmp_path / "labelled", tmp_path / "out"
    assert list(write_recordings(labelled, (1, 2), GeneratorSettings(duration=1.2))) == [1, 2]
    out.mkdir()
    story = begin()
    story.studio.actions["evaluate"].trigger()
    dialog = story.studio.controllers.evaluate.dialog
    assert not dialog.run.isEnabled()
    dialog.source.kind.setCurrentIndex(dialog.source.kind.findData("folder"))
    dialog.source.kind.activated.emit(dialog.source.kind.currentIndex())
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(labelled))
    story.click(dialog.source.browse)
    story.click(dialog.run)
    story.until(lambda: dialog.evaluation is not None)
    story.until(dialog.run.isVisible)
    found = dialog.evaluation.weights[0]
    assert [each.name for each in found.recordings] == ["1", "2"]
    assert dialog.table.rowCount() == 2
    assert dialog.table.item(0, 7).text() == str(found.scores.of("valence").values)
    assert "not validated on people" in dialog.band.text
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    story.click(dialog.save)
    story.until(lambda: (out / "values.csv").exists())
    assert "not validated on people" in (out / "report.html").read_text(encoding="utf-8")
