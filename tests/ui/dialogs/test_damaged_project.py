"""Backups of a damaged project: the latest is proposed, all are seen, one is chosen by its row."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.ui.dialogs.damaged_project import DamagedProjectDialog


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_list_is_as_tall_as_its_rows_and_a_row_restores(qtbot, count):
    titles = [f"2026-11-{21 - n} 09:30, daily, 0.1 MB" for n in range(count)]
    dialog = DamagedProjectDialog("The project is damaged.", Path("study"), titles)
    qtbot.addWidget(dialog)
    dialog.show()
    rows = [dialog.list.visualItemRect(dialog.list.item(n)) for n in range(count)]
    assert len({row.height() for row in rows}) == 1
    assert dialog.list.height() - rows[0].height() * min(count, 8) < 12
    assert dialog.chosen == 0
    dialog.list.setCurrentRow(count - 1)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.chosen == count - 1
