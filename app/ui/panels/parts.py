"""Small pieces that panels are made of: captions, notes, the band of caution, elided text."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from app.ui.fonts import digits_font, text_font
from app.ui.icons import ICON_SIZE, icon_pixmap
from app.ui.theme import GRID, SMALL_TEXT_SIZE, TEXT_SIZE, themes


def caption(text: str, buddy: QWidget | None = None) -> QLabel:
    """The heading of a group."""
    label = QLabel(text)
    label.setProperty("role", "caption")
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def note(text: str = "") -> QLabel:
    """A few lines of second rank."""
    label = QLabel(text)
    label.setProperty("role", "faint")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    # The height follows the width; without it a label in a scroll area is cut.
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


def group(*widgets: QWidget) -> QVBoxLayout:
    """Things that belong together, close to each other."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    for widget in widgets:
        column.addWidget(widget)
    return column


class _Chooser(QComboBox):
    """Ends in an ellipsis where there is no room for what is chosen."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """As Qt does it, but for the cut."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        icon = 0 if option.currentIcon.isNull() else option.iconSize.width() + GRID
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - icon
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def chooser(name: str, tip: str) -> QComboBox:
    """A list to choose from that never asks for more width than its dock has."""
    box = _Chooser()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def decimal_field(name: str, tip: str) -> QDoubleSpinBox:
    """A number to type; it is taken with Enter, or when the field is left."""
    field = QDoubleSpinBox()
    field.setKeyboardTracking(False)
    field.setFont(digits_font())
    field.setAccessibleName(name)
    field.setToolTip(tip)
    field.lineEdit().setTextMargins(GRID, 0, 0, 0)
    return field


class WarningNote(QLabel):
    """A few small lines in the colour of warnings; hidden without text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        themes.changed.connect(self._retint)
        self._retint()
        self.setVisible(bool(text))

    def _retint(self) -> None:
        self.setStyleSheet(f"color: {themes.now.warning}; font-size: {SMALL_TEXT_SIZE}px")


class CautionBand(QWidget):
    """What nobody may overlook: a band filled with the colour of warnings, with an icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(text_font(TEXT_SIZE, bold=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        themes.changed.connect(self._retint)
        self._retint()
        self.say("")

    @property
    def text(self) -> str:
        """What it warns of."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Warn, or with no text disappear."""
        sentence = f"{text[:1].upper()}{text[1:]}"
        self._text.setText(sentence)
        self.setVisible(bool(text))
        self.setAccessibleName("Caution")
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The band."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(themes.now.colour("warning"))
        painter.drawRoundedRect(self.rect(), GRID, GRID)

    def _retint(self) -> None:
        self._icon.setPixmap(icon_pixmap("warning", ICON_SIZE, self.devicePixelRatioF(), "base"))
        self._text.setStyleSheet(f"color: {themes.now.base}")
        self.update()


class ElidedText(QWidget):
    """One line that ends in an ellipsis where there is no room; the whole is in its tooltip."""

    def __init__(
        self, size: int = SMALL_TEXT_SIZE, colour: str = "text", bold: bool = False
    ) -> None:
        super().__init__()
        self._text, self._colour = "", colour
        self.setFont(text_font(size, bold=bold))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_bold(self, *, bold: bool) -> None:
        """Show it bold, or not."""
        self.setFont(text_font(self.font().pixelSize(), bold=bold))

    def say(self, text: str, tip: str = "") -> None:
        """Show a text."""
        self._text = text
        self.setToolTip(tip or text)
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line; any width will do."""
        return QSize(self.fontMetrics().horizontalAdvance(self._text), self._line())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line of a few letters."""
        return QSize(8 * GRID, self._line())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The text, cut in the middle of nothing but its end."""
        painter = QPainter(self)
        painter.setPen(themes.now.colour(self._colour))
        rect = QRect(0, 0, self.width(), self.height())
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cut anew."""
        super().resizeEvent(event)
        self.update()

    def _line(self) -> int:
        return self.fontMetrics().height() + 2
