"""How a page of the guide is set: Qt's Markdown knows structure, not looks."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from app.ui.fonts import FIXED_FAMILIES, text_font
from app.ui.theme import GRID, PANEL_PADDING, TEXT_SIZE, Theme

_HEADING_SIZES = {1: 22, 2: 16, 3: TEXT_SIZE}
_LINE_HEIGHT = 140.0
_PICTURE_HEIGHT = 100.0
"""Per cent of a line with a picture: more would leave a space of its size below it."""


def typeset(document: QTextDocument, theme: Theme) -> None:
    """Give a document room, sizes and the theme's colours."""
    document.setDefaultFont(text_font())
    document.setDocumentMargin(2 * PANEL_PADDING)
    for block in _blocks(document):
        _set_block(block, theme)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _set_table(frame, theme)


def highlight(document: QTextDocument, query: str, theme: Theme) -> QTextCursor:
    """Mark the words that were searched for; gives the first place, null without any."""
    first = QTextCursor()
    mark = QTextCharFormat()
    mark.setBackground(theme.colour("warning", 0.35))
    for word in query.split():
        found = document.find(word)
        while not found.isNull():
            found.mergeCharFormat(mark)
            first = found if first.isNull() or found < first else first
            found = document.find(word, found)
    return first


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _set_block(block: QTextBlock, theme: Theme) -> None:
    level = block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    room = QTextBlockFormat()
    height = _PICTURE_HEIGHT if _has_picture(block) else _LINE_HEIGHT
    room.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    in_list = block.textList() is not None
    in_table = cursor.currentTable() is not None
    room.setTopMargin((0 if level == 1 else 5 * GRID) if level else 0)
    room.setBottomMargin(0 if in_table else GRID if in_list else 2 * GRID)
    cursor.mergeBlockFormat(room)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    if level:
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.DemiBold)
        look.setProperty(QTextCharFormat.Property.FontPixelSize, _HEADING_SIZES.get(level, 13))
        look.setForeground(theme.colour("text"))
        cursor.mergeCharFormat(look)
    _set_fragments(block, theme)


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    step = block.begin()
    while not step.atEnd():
        yield step.fragment()
        step += 1


def _has_picture(block: QTextBlock) -> bool:
    return any(each.charFormat().isImageFormat() for each in _fragments(block))


def _set_fragments(block: QTextBlock, theme: Theme) -> None:
    pieces = [
        (each.position(), each.length())
        for each in _fragments(block)
        if each.charFormat().fontFixedPitch()
    ]
    code = QTextCharFormat()
    code.setFontFamilies(list(FIXED_FAMILIES))
    code.setBackground(theme.colour("overlay"))
    for position, length in pieces:
        cursor = QTextCursor(block)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(code)


def _set_table(table: QTextTable, theme: Theme) -> None:
    look = table.format()
    look.setBorder(1)
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderBrush(theme.colour("hairline"))
    look.setBorderCollapse(True)
    look.setCellPadding(GRID + 2)
    look.setCellSpacing(0)
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    look.setBottomMargin(PANEL_PADDING)
    look.setAlignment(Qt.AlignmentFlag.AlignLeft)
    table.setFormat(look)
