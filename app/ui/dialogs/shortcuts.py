"""Help > Keyboard shortcuts: see every key, change it, and be told who has it already."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.ui.action_table import MENUS, ROWS
from app.ui.actions import Actions, conflicts_of, key_text
from app.ui.dialogs.parts import buttons_of, column_of, row_of
from app.ui.fonts import caption_font
from app.ui.theme import themes

Keys = dict[str, tuple[str, ...]]

_ID = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 26


class ShortcutsDialog(QDialog):
    """A table of actions and keys; nothing changes before it is accepted."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self._actions = actions
        self._keys: Keys = actions.all_keys()
        self._items: dict[str, QTreeWidgetItem] = {}
        self._headings: list[QTreeWidgetItem] = []
        self._find = QLineEdit()
        self._find.setPlaceholderText("Search actions and keys")
        self._find.setAccessibleName("Search actions and keys")
        self._find.setClearButtonEnabled(True)
        self._table = self._make_table()
        self._field = QKeySequenceEdit()
        self._field.setMaximumSequenceLength(1)
        self._field.setAccessibleName("New key")
        self._field.setToolTip("Press the key you want")
        self._name = QLabel()
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._take = QPushButton("Use it here instead")
        self._clear = QPushButton("No key")
        self._reset = QPushButton("Default")
        self._arrange()
        self._connect()
        self._table.setCurrentItem(self._items[ROWS[0].id])

    @property
    def keys(self) -> Keys:
        """The keys as they would be."""
        return dict(self._keys)

    @property
    def said(self) -> str:
        """What is said about the key that was pressed."""
        return self._said.text()

    def choose(self, name: str) -> None:
        """Turn to an action."""
        self._table.setCurrentItem(self._items[name])

    def press(self, key: str) -> None:
        """Ask for a key for the action at hand."""
        self._field.setKeySequence(QKeySequence(key))

    def take_over(self) -> None:
        """Give the key to the action at hand, and take it from the one that has it."""
        wanted = self._wanted()
        for conflict in conflicts_of(self._keys, self._chosen(), wanted):
            left = tuple(key for key in self._keys[conflict.action] if key != conflict.key)
            self._put(conflict.action, left)
        self._put(self._chosen(), wanted)
        self._say()

    def accept(self) -> None:
        """Use the keys from now on."""
        self._actions.set_all_keys(self._keys)
        super().accept()

    # Making.

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.setColumnCount(2)
        table.setHeaderLabels(["Action", "Key"])
        table.setAccessibleName("Actions and their keys")
        table.setRootIsDecorated(False)
        table.setIndentation(16)
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for menu in MENUS:
            rows = [row for row in ROWS if row.menu.partition("/")[0] == menu]
            if rows:
                heading = QTreeWidgetItem(table, [menu])
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                heading.setSizeHint(0, QSize(0, _ROW_HEIGHT))
                heading.setFont(0, caption_font())
                heading.setForeground(0, themes.now.colour("faint"))
                self._headings.append(heading)
                for row in rows:
                    self._items[row.id] = self._line(heading, row.id, row.tip)
        table.expandAll()
        return table

    def _line(self, heading: QTreeWidgetItem, name: str, tip: str) -> QTreeWidgetItem:
        text = self._actions.row(name).text.replace("&", "").rstrip(".")
        item = QTreeWidgetItem(heading, [text, key_text(self._keys[name])])
        item.setSizeHint(0, QSize(0, _ROW_HEIGHT))
        item.setData(0, _ID, name)
        item.setToolTip(0, tip)
        return item

    def _arrange(self) -> None:
        column = column_of(self)
        column.addWidget(self._find)
        column.addWidget(self._table, 1)
        self._name.setProperty("role", "title")
        column.addWidget(self._name)
        self._field.setMinimumWidth(160)
        column.addLayout(row_of(self._field, self._clear, self._reset, self._take))
        column.addWidget(self._said)
        # Room for two lines from the beginning, so that nothing jumps when a conflict is named.
        self._said.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = buttons_of(self, "Use these keys")
        everything = buttons.addButton("All defaults", QDialogButtonBox.ButtonRole.ResetRole)
        everything.setToolTip("Go back to the keys MIMAMO Studio came with")
        everything.clicked.connect(self._reset_all)
        # Return belongs to the key field here, not to a button.
        for button in (self._clear, self._reset, self._take, everything):
            button.setAutoDefault(False)
        self._clear.setToolTip("Leave this action without a key")
        self._reset.setToolTip("The key this action came with")
        self._take.setToolTip("Take the key away from the other action")
        column.addWidget(buttons)
        self.resize(560, 640)

    def _connect(self) -> None:
        self._find.textChanged.connect(self._filter)
        self._table.currentItemChanged.connect(lambda *_: self._turn())
        self._field.keySequenceChanged.connect(lambda *_: self._try())
        self._take.clicked.connect(lambda *_: self.take_over())
        self._clear.clicked.connect(lambda *_: self._field.clear())
        self._reset.clicked.connect(lambda *_: self._put_default())

    # Doing.

    def _chosen(self) -> str:
        item = self._table.currentItem()
        return str(item.data(0, _ID) or "") if item else ""

    def _wanted(self) -> tuple[str, ...]:
        text = self._field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        return (text,) if text else ()

    def _turn(self) -> None:
        name = self._chosen()
        for widget in (self._field, self._clear, self._reset):
            widget.setEnabled(bool(name))
        self._name.setText(self._items[name].text(0) if name else "")
        self._field.blockSignals(True)
        first = self._keys[name][:1] if name else ()
        self._field.setKeySequence(QKeySequence(first[0]) if first else QKeySequence())
        self._field.blockSignals(False)
        self._say()

    def _try(self) -> None:
        name, wanted = self._chosen(), self._wanted()
        if name and not conflicts_of(self._keys, name, wanted):
            self._put(name, wanted)
        self._say()

    def _say(self) -> None:
        conflicts = conflicts_of(self._keys, self._chosen(), self._wanted())
        self._take.setVisible(bool(conflicts))
        names = " and ".join(f"\u201c{self._items[one.action].text(0)}\u201d" for one in conflicts)
        key = key_text(self._wanted())
        self._said.setText(f"{key} belongs to {names} already." if conflicts else "")

    def _put(self, name: str, keys: tuple[str, ...]) -> None:
        self._keys[name] = keys
        self._items[name].setText(1, key_text(keys))

    def _put_default(self) -> None:
        default = self._actions.row(self._chosen()).keys
        self._field.setKeySequence(QKeySequence(default[0]) if default else QKeySequence())
        if not conflicts_of(self._keys, self._chosen(), default):
            self._put(self._chosen(), default)

    def _reset_all(self) -> None:
        for row in ROWS:
            self._put(row.id, row.keys)
        self._turn()

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower()
        for item in self._items.values():
            found = wanted in item.text(0).lower() or wanted in item.text(1).lower()
            item.setHidden(not found)
        for heading in self._headings:
            mine = (item for item in self._items.values() if item.parent() is heading)
            heading.setHidden(all(item.isHidden() for item in mine))
