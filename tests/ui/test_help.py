"""The guide: complete, searchable, true to the keys in force."""

import re

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage

from app.ui.actions import key_text
from app.ui.help.guide import Guide
from app.ui.help.pages import FOLDER, found_pages, keys_table, read_pages, with_light_pictures
from app.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def guide(actions, qtbot):
    guide = Guide(actions)
    qtbot.addWidget(guide)
    return guide


def test_every_page_has_a_title_of_its_own():
    pages = read_pages("")
    assert len(pages) >= 14
    assert len({page.title for page in pages}) == len(pages)
    assert all(page.title for page in pages)


@pytest.mark.parametrize("page", read_pages(""), ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)]+)\)", page.text):
        assert link.startswith("https://") or (FOLDER / link).is_file(), link


@pytest.mark.parametrize("page", read_pages(""), ids=lambda page: page.name)
def test_every_picture_is_there_for_both_themes(page):
    dark = re.findall(r"!\[[^]]+\]\(images/([^)]+)\)", page.text)
    light = re.findall(r"!\[[^]]+\]\(images/light/([^)]+)\)", with_light_pictures(page.text))
    assert light == dark
    assert dark or "images/" not in page.text
    for name in dark:
        assert (FOLDER / "images" / "light" / name).is_file(), name


def test_no_picture_lies_there_for_nothing():
    shown = {name for page in read_pages("") for name in re.findall(r"images/([^)/]+)", page.text)}
    for folder in (FOLDER / "images", FOLDER / "images" / "light"):
        assert {path.name for path in folder.glob("*.png")} == shown


def test_keys_that_the_guide_names_for_entries_are_those_of_the_table(actions):
    """Rows such as ``| New project | `Ctrl+N` | ...``."""
    keys: dict[str, set[str]] = {}
    for action in actions:
        entry = action.text().replace("&", "").rstrip(".")
        keys.setdefault(entry, set()).add(key_text(actions.keys(action.objectName())))
    named = [
        (entry, key)
        for page in read_pages("")
        for entry, key in re.findall(r"^\| ([^|`]+) \| `([^|]+)` \|", page.text, re.MULTILINE)
        if entry in keys
    ]
    assert len(named) >= 12
    for entry, key in named:
        assert key.replace("Delete", "Del") in keys[entry], entry


def test_menu_entries_that_the_guide_names_exist(actions):
    texts = {action.text().replace("&", "").rstrip(".") for action in actions}
    named = {
        entry
        for page in read_pages("")
        for entry in re.findall(
            r"\*\*(?:File|Edit|View|Playback|Annotate|Analyse|Help) > ([^>*]+)\*\*", page.text
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
    assert [page.name for page in found_pages(pages, "GAP nothing invented")] == ["04-timeline"]


def test_the_guide_shows_a_page_and_turns(guide):
    assert guide.page == "01-first-steps"
    guide.turn_to("06-results")
    assert guide.document.begin().text() == "Results and files"
    guide.turn_to("no such page")
    assert guide.page == "06-results"
    guide._follow(QUrl("03-playing.md"))
    assert guide.page == "03-playing"


def test_searching_lists_marks_and_comes_back(guide):
    guide.search("cache")
    assert "14-privacy" in guide.listed
    assert "04-timeline" not in guide.listed
    cursor = guide.document.find("cache")
    assert cursor.charFormat().background().color().alpha() > 0
    guide.search("zebra")
    assert guide.listed == []
    assert "No page" in guide.document.toPlainText()
    guide.search("")
    assert len(guide.listed) == len(read_pages(""))


def test_there_is_no_space_below_a_picture(guide):
    guide.turn_to("10-history")
    block = guide.document.begin()
    while "\N{OBJECT REPLACEMENT CHARACTER}" not in block.text():
        block = block.next()
    guide.document.setTextWidth(700)
    layout = guide.document.documentLayout()
    here, below = (layout.blockBoundingRect(each).top() for each in (block, block.next()))
    picture = QImage(str(FOLDER / "images" / "history.png"))
    assert picture.height() <= below - here < picture.height() + 40


def test_the_page_of_keys_tells_those_in_force(guide, actions):
    actions.set_all_keys({**actions.all_keys(), "mute": ("Ctrl+M",), "loop_clear": ("*",)})
    guide.turn_to("13-keys")
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


def test_pictures_of_the_guide_are_seen_whole(guide, qtbot):
    guide.show()
    qtbot.waitExposed(guide)
    for name in (page.name for page in read_pages("")):
        guide.turn_to(name)
        assert guide._browser.horizontalScrollBar().maximum() == 0
