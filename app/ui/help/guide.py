"""Help > User guide: contents on the left, the page on the right, search above."""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import Actions
from app.ui.help.pages import (
    FOLDER,
    Page,
    found_pages,
    keys_table,
    read_pages,
    with_light_pictures,
)
from app.ui.help.typesetting import highlight, typeset
from app.ui.theme import LIGHT, PANEL_PADDING, themes

_NAME = Qt.ItemDataRole.UserRole
_CONTENTS_WIDTH = 270
_SIZE = QSize(1000, 680)
"""So wide that the guide's pictures are seen whole."""


class Guide(QWidget):
    """A window of its own, so that it can stay open beside the work."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("User guide - MIMAMO Studio")
        self._actions = actions
        self._pages = read_pages(keys_table(actions))
        self._find = QLineEdit()
        self._find.setPlaceholderText("Search the guide")
        self._find.setAccessibleName("Search the guide")
        self._find.setClearButtonEnabled(True)
        self._contents = QListWidget()
        self._contents.setAccessibleName("Contents")
        self._contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._contents.setProperty("surface", "plain")
        self._browser = QTextBrowser()
        self._browser.setAccessibleName("Page")
        self._browser.setOpenLinks(False)
        self._browser.setSearchPaths([str(FOLDER)])
        self._arrange()
        self._find.textChanged.connect(self._list)
        self._contents.currentItemChanged.connect(lambda *_: self._show())
        self._browser.anchorClicked.connect(self._follow)
        themes.changed.connect(self._show)
        self._list()

    @property
    def page(self) -> str:
        """Name of the page on show."""
        row = self._contents.currentRow()
        return str(self._contents.item(row).data(_NAME)) if row >= 0 else ""

    @property
    def listed(self) -> list[str]:
        """Names of the pages in the contents."""
        items = (self._contents.item(line) for line in range(self._contents.count()))
        return [str(item.data(_NAME)) for item in items]

    @property
    def document(self) -> QTextDocument:
        """The page as it is shown."""
        return self._browser.document()

    def search(self, query: str) -> None:
        """List only the pages with these words, and mark them."""
        self._find.setText(query)

    def turn_to(self, name: str) -> None:
        """Show a page; one that does not exist is ignored."""
        for line in range(self._contents.count()):
            if self._contents.item(line).data(_NAME) == name:
                self._contents.setCurrentRow(line)
                return

    def _arrange(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(PANEL_PADDING, PANEL_PADDING, PANEL_PADDING, PANEL_PADDING)
        column.setSpacing(PANEL_PADDING)
        column.addWidget(self._find)
        column.addWidget(self._contents, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(side)
        split.addWidget(self._browser)
        split.setStretchFactor(1, 1)
        side.setMinimumWidth(_CONTENTS_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)
        self.setProperty("surface", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(_SIZE)

    def _list(self) -> None:
        shown = self.page
        self._contents.blockSignals(True)
        self._contents.clear()
        for page in found_pages(self._pages, self._find.text()):
            item = QListWidgetItem(page.title, self._contents)
            item.setData(_NAME, page.name)
        self._contents.blockSignals(False)
        self._contents.setCurrentRow(0)
        if not self._find.text():
            self.turn_to(shown)
        self._show()

    def _page_on_show(self) -> Page | None:
        return next((page for page in self._pages if page.name == self.page), None)

    def _show(self) -> None:
        self._pages = read_pages(keys_table(self._actions))  # the keys may be others by now
        page = self._page_on_show()
        if page is None:
            self._browser.setPlainText("No page holds all of these words.")
            return
        document = self._browser.document()
        document.setBaseUrl(QUrl.fromLocalFile(f"{FOLDER}/"))
        light = themes.now == LIGHT
        document.setMarkdown(with_light_pictures(page.text) if light else page.text)
        typeset(document, themes.now)
        first = highlight(document, self._find.text(), themes.now)
        self._browser.moveCursor(QTextCursor.MoveOperation.Start)
        if not first.isNull():
            first.clearSelection()
            self._browser.setTextCursor(first)
            self._browser.ensureCursorVisible()

    def _follow(self, link: QUrl) -> None:
        if link.isRelative():
            self._find.clear()
            self.turn_to(link.path().removesuffix(".md"))
        else:
            QDesktopServices.openUrl(link)
