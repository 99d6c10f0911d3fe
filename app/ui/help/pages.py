"""The pages of the guide, without a window."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.ui.action_table import MENUS, ROWS
from app.ui.actions import Actions, key_text

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "help"
LIGHT_PICTURES = "light"
"""The folder of the pictures for the light theme, within that of the pictures."""
_KEYS = "{{keys}}"
_PICTURE = re.compile(r"\]\(images/(?=[^/)]+\))")


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes
    ----------
    name : str
        Its file without suffix; how other pages link to it.
    title : str
        Its first heading.
    text : str
        Markdown.
    """

    name: str
    title: str
    text: str

    @property
    def words(self) -> str:
        """Its text without marks, in small letters, for searching."""
        plain = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", self.text)
        return re.sub(r"[*_`#|]|^-+$", " ", plain, flags=re.MULTILINE).lower()


def read_pages(keys: str, folder: Path = FOLDER) -> tuple[Page, ...]:
    """All pages, in the order of their file names.

    Parameters
    ----------
    keys : str
        Markdown that takes the place of ``{{keys}}``.
    """
    pages = []
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8").replace(_KEYS, keys)
        title = text.partition("\n")[0].lstrip("# ").strip()
        pages.append(Page(path.stem, title, text))
    return tuple(pages)


def found_pages(pages: Sequence[Page], query: str) -> tuple[Page, ...]:
    """The pages that hold every word of a query, those with it in their title first."""
    wanted = query.lower().split()
    found = [page for page in pages if all(word in page.words for word in wanted)]
    return tuple(
        sorted(found, key=lambda page: not all(word in page.title.lower() for word in wanted))
    )


def with_light_pictures(text: str) -> str:
    """A page's Markdown with the pictures of the light theme in place of the dark one's."""
    return _PICTURE.sub(f"](images/{LIGHT_PICTURES}/", text)


def keys_table(actions: Actions) -> str:
    """The keys as they are now, a Markdown table per menu."""
    parts = []
    for menu in MENUS:
        rows = [row for row in ROWS if row.menu.partition("/")[0] == menu]
        if rows:
            parts += [f"## {menu}\n", "| Action | Key |", "|:---|:---|"]
            parts += [
                f"| {row.text.replace('&', '').rstrip('.')} | "
                f"{_escaped(key_text(actions.keys(row.id)))} |"
                for row in rows
            ]
            parts.append("")
    return "\n".join(parts)


def _escaped(key: str) -> str:
    return re.sub(r"([\\|\[\]*_`<>+-])", r"\\\1", key)
