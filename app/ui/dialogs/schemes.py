"""Annotate > Schemes: what may be annotated."""

from dataclasses import replace

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.scheme import CategoryScheme, Schemes
from app.core.scheme_use import SchemeUse
from app.ui.dialogs.parts import buttons_of, column_of, faint
from app.ui.dialogs.scheme_tables import CategoriesTable, DimensionsTable
from app.ui.icons import tint
from app.ui.theme import GRID, PANEL_PADDING

_DIMENSIONS = (
    "A dimension is rated as a curve. Curves that are there already keep the range they were made "
    "with."
)
_CATEGORIES = "Categories are the labels of segments and events; a key marks one while playing."


class SchemesDialog(QDialog):
    """Dimensions and categories; nothing changes before it is accepted.

    Parameters
    ----------
    schemes : Schemes
        As they are.
    use : SchemeUse
        What annotations rely on; it cannot be taken away.
    """

    def __init__(self, schemes: Schemes, use: SchemeUse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Schemes")
        self._before, self._use = schemes, use
        self._groups = list(schemes.categories)
        self._at = -1
        self.dimensions = DimensionsTable()
        self.categories = CategoriesTable()
        self.group = QComboBox()
        self.group.setAccessibleName("Category scheme")
        self.group.setToolTip("Which labels are shown below")
        self.new_group = _tool("New...", "plus", "Make another list of categories")
        self.rename_group = _tool("Rename...", "pencil", "Rename this list of categories")
        self.remove_group = _tool("Remove", "trash", "Remove this list of categories")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setProperty("role", "error")
        self._buttons = buttons_of(self, "Use these schemes")
        self._arrange()
        self._connect()
        self.dimensions.show_schemes(schemes.dimensions)
        self._list_groups(0)

    @property
    def schemes(self) -> Schemes:
        """The schemes as they are written.

        Raises
        ------
        ValueError
            They cannot be; one sentence.
        """
        groups = list(self._groups)
        if 0 <= self._at < len(groups):
            groups[self._at] = CategoryScheme(groups[self._at].name, self.categories.categories)
        return Schemes(self.dimensions.schemes, tuple(groups))

    @property
    def fault(self) -> str:
        """Why they cannot be used, one sentence; empty when they can."""
        try:
            written = self.schemes
        except ValueError as error:
            text = str(error)
            return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."
        return self._use.refusal(self._before, written)

    def add_group(self, name: str) -> None:
        """Another list of categories."""
        name = name.strip()
        if name and name not in {group.name for group in self._groups}:
            self._leave_group()
            self._groups.append(CategoryScheme(name))
            self._list_groups(len(self._groups) - 1)

    def name_group(self, name: str) -> None:
        """Another name for the list that is shown."""
        name = name.strip()
        if name and name not in {group.name for group in self._groups} and self._at >= 0:
            self._leave_group()
            self._groups[self._at] = replace(self._groups[self._at], name=name)
            self._list_groups(self._at)

    def drop_group(self) -> None:
        """The list that is shown less."""
        if self._at >= 0:
            del self._groups[self._at]
            self._list_groups(max(0, self._at - 1))

    # How it works.

    def _connect(self) -> None:
        self.dimensions.changed.connect(self._check)
        self.categories.changed.connect(self._check)
        self.group.activated.connect(self._turn)
        self.new_group.clicked.connect(lambda: self._ask("New list of categories", self.add_group))
        self.rename_group.clicked.connect(
            lambda: self._ask("Rename list", self.name_group, self.group.currentText())
        )
        self.remove_group.clicked.connect(self.drop_group)

    def _ask(self, title: str, then: object, name: str = "") -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(title)
        dialog.setLabelText("Name")
        dialog.setTextValue(name)
        dialog.textValueSelected.connect(then)
        dialog.open()

    def _turn(self, place: int) -> None:
        if place != self._at and self._leave_group():
            self._show_group(place)
        else:
            self.group.setCurrentIndex(self._at)

    def _leave_group(self) -> bool:
        """Keep what is written of the list that is shown; whether it can be kept."""
        if not 0 <= self._at < len(self._groups):
            return True
        try:
            kept = CategoryScheme(self._groups[self._at].name, self.categories.categories)
        except ValueError:
            return False
        self._groups[self._at] = kept
        return True

    def _list_groups(self, place: int) -> None:
        self.group.clear()
        self.group.addItems([group.name for group in self._groups])
        self._show_group(place if self._groups else -1)

    def _show_group(self, place: int) -> None:
        self._at = -1  # while the table is filled it belongs to no list
        there = 0 <= place < len(self._groups)
        self.categories.setEnabled(there)
        self.group.setCurrentIndex(place)
        if there:
            self.categories.show_scheme(self._groups[place])
        else:
            self.categories.fill([])
        self._at = place
        for button in (self.rename_group, self.remove_group):
            button.setEnabled(there)
        self._check()

    def _check(self) -> None:
        fault = self.fault
        self.said.setText(fault)
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.setEnabled(not fault)

    def _arrange(self) -> None:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(_page(faint(_DIMENSIONS), self.dimensions), "Dimensions")
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.group, 1)
        for button in (self.new_group, self.rename_group, self.remove_group):
            row.addWidget(button)
        page = _page(faint(_CATEGORIES), self.categories)
        layout = page.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertLayout(1, row)
        tabs.addTab(page, "Categories")
        column = column_of(self)
        column.addWidget(tabs, 1)
        # Room for two lines from the beginning, so that nothing jumps when a fault is named.
        self.said.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        column.addWidget(self.said)
        column.addWidget(self._buttons)
        self.resize(620, 520)


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, PANEL_PADDING, 0, 0)
    column.setSpacing(2 * GRID)
    for widget in widgets:
        column.addWidget(widget)
    column.setStretch(column.count() - 1, 1)
    return page


def _tool(text: str, icon: str, tip: str) -> QPushButton:
    button = QPushButton(f" {text}")
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoDefault(False)
    tint(button, icon)
    return button
