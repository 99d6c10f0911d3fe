"""The list of edits as CSV."""

import csv
import io

from app.core.document import Document
from app.core.history import History
from app.formats.excel_safe import from_excel_safe
from app.formats.history_csv import COLUMNS, history_csv
from app.session.journal import MemoryJournal


def read(history):
    return list(csv.DictReader(io.StringIO(history_csv(history))))


def test_nothing_was_edited():
    assert history_csv(History()) == ",".join(COLUMNS) + "\n"


def test_every_edit_with_its_branch_and_whether_it_is_present():
    journal = MemoryJournal(Document(3))
    for number in range(1, 4):
        journal.commit(Document(3), author="Anna", kind="draw", summary=f"Drew {number}")
    journal.go_to(1)
    journal.commit(
        Document(3),
        author="Ben",
        kind="smooth",
        summary="Smoothed, a bit",
        reason="=1+1",
        track="t",
    )
    rows = read(journal.history)
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["parent"] for row in rows] == ["0", "1", "2", "1"]
    assert [row["present"] for row in rows] == ["1", "0", "0", "1"]
    assert rows[3]["summary"] == "Smoothed, a bit"
    assert rows[3]["author"] == "Ben"
    assert rows[3]["track"] == "t"
    assert rows[3]["at"].endswith("Z")


def test_free_text_is_no_formula_and_comes_back():
    journal = MemoryJournal(Document(3))
    texts = ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "'=already", "two\nlines", 'say "hi"', "é, ü"]
    for text in texts:
        journal.commit(Document(3), author=text, kind="draw", summary=text, reason=text)
    for row, text in zip(read(journal.history), texts, strict=True):
        for column in ("author", "summary", "reason"):
            assert row[column][:1] not in tuple("=+-@")
            assert from_excel_safe(row[column]) == text
