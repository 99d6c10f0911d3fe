"""The guide: complete, searchable, true to the keys in force."""

import re

import pytest
from PySide6.QtCore import QUrl

from app.ui.help.guide import Guide
from app.ui.help.pages import FOLDER, found_pages, keys_table, read_pages
from app.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def guide(actions, qtbot):
    guide = Guide(actions)
    qtbot.addWidget(guide)
    return guide


def test_every_page_has_a_title_of_its_own():
    pages = read_pages("")
    assert len(pages) >= 8
    assert len({page.title for page in pages}) == len(pages)
    assert all(page.title for page in pages)


@pytest.mark.parametrize("page", read_pages(""), ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)]+)\)", page.text):
        assert link.startswith("https://") or (FOLDER / link).is_file(), link


def test_menu_entries_that_the_guide_names_exist(actions):
    texts = {action.text().replace("&", "").rstrip(".") for action in actions}
    named = {
        entry
        for page in read_pages("")
        for entry in re.findall(
            r"\*\*(?:File|Edit|View|Playback|Analyse|Help) > ([^>*]+)\*\*", page.text
        )
    }
    assert named - {"Panels"} <= texts


def test_search_wants_every_word_and_prefers_titles():
    pages = read_pages("")
    found = found_pages(pages, "timeline")
    assert found[0].title == "The timeline"
    assert len(found) > 1
    assert found_pages(pages, "cache privacy zebra") == ()
    assert found_pages(pages, "") == pages
    assert [page.name for page in found_pages(pages, "GAP nothing invented")] == ["03-timeline"]


def test_the_guide_shows_a_page_and_turns(guide):
    assert guide.page == "01-first-steps"
    guide.turn_to("05-results")
    assert guide.document.begin().text() == "Results and files"
    guide.turn_to("no such page")
    assert guide.page == "05-results"
    guide._follow(QUrl("02-playing.md"))
    assert guide.page == "02-playing"


def test_searching_lists_marks_and_comes_back(guide):
    guide.search("cache")
    assert "07-privacy" in guide.listed
    assert "03-timeline" not in guide.listed
    cursor = guide.document.find("cache")
    assert cursor.charFormat().background().color().alpha() > 0
    guide.search("zebra")
    assert guide.listed == []
    assert "No page" in guide.document.toPlainText()
    guide.search("")
    assert len(guide.listed) == len(read_pages(""))


def test_the_page_of_keys_tells_those_in_force(guide, actions):
    actions.set_all_keys({**actions.all_keys(), "mute": ("Ctrl+M",), "loop_clear": ("*",)})
    guide.turn_to("06-keys")
    text = guide.document.toPlainText()
    assert "Ctrl+M" in text
    assert "Shift+M" not in text
    assert "{{keys}}" not in text
    for key in ("[", "]", "-", "*", "+ or ="):
        assert f"\n{key}\n" in text


def test_every_action_is_in_the_table_of_keys(actions):
    table = keys_table(actions)
    for action in actions:
        assert f"| {action.text().replace('&', '').rstrip('.')} |" in table


def test_text_has_the_colour_of_the_theme(guide):
    for theme in (LIGHT, DARK):
        themes.use(theme)
        cursor = guide.document.find("First steps")
        assert cursor.charFormat().foreground().color().name().upper() == theme.text
