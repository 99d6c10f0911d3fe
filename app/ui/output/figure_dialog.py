"""File > Export figure: which view, how large, as what; with a preview of it."""

from collections.abc import Generator, Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.ui.dialogs.parts import column_of, faint
from app.ui.fonts import digits_font
from app.ui.output.drawing import painting_sheet
from app.ui.output.figure import LEAST_WIDTH, MOST_WIDTH, PRESETS, Figure, Sheet
from app.ui.panels.parts import note
from app.ui.theme import GRID, LIGHT, PANEL_PADDING, Theme, themes
from app.ui.turns import turns

KINDS = (("PDF, fonts embedded", ".pdf"), ("SVG, letters as outlines", ".svg"), ("PNG", ".png"))
_OWN = "Another size"
_SIZE = QSize(820, 520)
_EDGE = 12


class Preview(QWidget):
    """A figure on its sheet, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Figure, Sheet, Theme] | None = None
        self._picture = QPixmap()
        self._drawing: Generator[None, None, None] | None = None
        self.setAccessibleName("Preview of the figure")
        self.setMinimumSize(320, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_figure(self, figure: Figure, sheet: Sheet, theme: Theme) -> None:
        """Show a figure."""
        self._shown = (figure, sheet, theme)
        turns.soon(self._draw)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The sheet in the middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), themes.now.colour("overlay"))
        size = self._picture.deviceIndependentSize()
        painter.drawPixmap(
            QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2),
            self._picture,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Draw as large as there is room now."""
        turns.soon(self._draw)

    def _draw(self) -> None:
        if self._drawing is not None:
            self._drawing.close()
        if self._shown is not None:
            self._drawing = self._drawn(*self._shown)
            turns.steps(self._drawing, self)

    def _drawn(self, figure: Figure, sheet: Sheet, theme: Theme) -> Generator[None, None, None]:
        """Slice by slice; what was there before stays until all is drawn."""
        page, dense = sheet.page(figure), self.devicePixelRatioF()
        wide, high = self.width() - 2 * _EDGE, self.height() - 2 * _EDGE
        scale = min(wide / page.width(), high / page.height())
        picture = QPixmap((page.size() * scale * dense).toSize())
        picture.setDevicePixelRatio(dense)
        painter = QPainter(picture)
        try:
            painter.scale(scale, scale)
            painter.setClipRect(page)
            yield from painting_sheet(painter, figure, sheet, theme)
        finally:
            painter.end()
        self._picture = picture
        self.update()


class FigureDialog(QDialog):
    """Nothing is written by it: it says what is wanted.

    Parameters
    ----------
    figures : sequence of Figure
        What can be printed, at least one.
    caution : str
        Stands below the figure; empty for nothing.
    """

    def __init__(
        self, figures: Sequence[Figure], caution: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export figure")
        self._figures, self._caution = list(figures), caution
        self.view, self.kind, self.preset, self.colours = (QComboBox() for _ in range(4))
        self.width_cm, self.text_pt, self.dpi = QDoubleSpinBox(), QDoubleSpinBox(), QSpinBox()
        self.size_said, self.theme_said, self.preview = QLabel(), note(), Preview()
        self._fill()
        self._arrange()
        self._connect()
        self._take_preset()
        self.resize(_SIZE)

    @property
    def figure(self) -> Figure:
        """What is to be printed."""
        return self._figures[self.view.currentIndex()]

    @property
    def sheet(self) -> Sheet:
        """On what."""
        caution = f"{self._caution[:1].upper()}{self._caution[1:]}"
        return Sheet(self.width_cm.value(), self.text_pt.value(), self.dpi.value(), caution)

    @property
    def suffix(self) -> str:
        """As what: the ending of the file."""
        chosen: str = self.kind.currentData()
        return chosen

    @property
    def colour_theme(self) -> Theme:
        """In which colours."""
        return LIGHT if self.colours.currentIndex() == 0 else themes.now

    # What is chosen.

    def _take_preset(self, *_: object) -> None:
        place = self.preset.currentIndex()
        if place < len(PRESETS):
            for field, value in (
                (self.width_cm, PRESETS[place].width_cm),
                (self.text_pt, PRESETS[place].text_pt),
            ):
                field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(False)
        self._show()

    def _take_own(self, *_: object) -> None:
        values = (self.width_cm.value(), self.text_pt.value())
        known = [(each.width_cm, each.text_pt) for each in PRESETS]
        place = known.index(values) if values in known else len(PRESETS)
        self.preset.setCurrentIndex(place)
        self._show()

    def _show(self, *_: object) -> None:
        figure, sheet, dots = self.figure, self.sheet, self.suffix == ".png"
        wide, high = sheet.size_cm(figure)
        text = f"{wide:.1f} \N{MULTIPLICATION SIGN} {high:.1f} cm"
        if dots:
            text += ", {} \N{MULTIPLICATION SIGN} {} dots".format(*sheet.size_dots(figure))
        self.size_said.setText(text)
        self.dpi.setEnabled(dots)
        self.colours.setEnabled(not figure.as_on_screen)
        self.theme_said.setText(
            "Panels of this view keep the theme of the window." if figure.as_on_screen else ""
        )
        self.theme_said.setVisible(figure.as_on_screen)
        self.preview.show_figure(figure, sheet, self.colour_theme)

    # Making.

    def _fill(self) -> None:
        for figure in self._figures:
            self.view.addItem(figure.title, figure.name)
        for text, suffix in KINDS:
            self.kind.addItem(text, suffix)
        for preset in PRESETS:
            self.preset.addItem(preset.title)
        self.preset.addItem(_OWN)
        self.preset.setCurrentIndex(1)
        self.colours.addItems(["Light, for print", "As the window"])
        for field, low, high, unit in (
            (self.width_cm, LEAST_WIDTH, MOST_WIDTH, " cm"),
            (self.text_pt, 4.0, 32.0, " pt"),
        ):
            field.setRange(low, high)
            field.setDecimals(1)
            field.setSingleStep(0.5)
            field.setSuffix(unit)
            field.setFont(digits_font())
        self.dpi.setRange(72, 1200)
        self.dpi.setValue(300)
        self.dpi.setSingleStep(50)
        self.dpi.setSuffix(" dpi")
        self.dpi.setFont(digits_font())

    def _connect(self) -> None:
        for box in (self.view, self.kind, self.colours):
            box.currentIndexChanged.connect(self._show)
        self.preset.activated.connect(self._take_preset)
        self.width_cm.valueChanged.connect(self._take_own)
        self.text_pt.valueChanged.connect(self._take_own)
        self.dpi.valueChanged.connect(self._show)

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(PANEL_PADDING)
        rows: tuple[tuple[str, QWidget, str], ...] = (
            ("&View", self.view, "What is printed"),
            ("&Format", self.kind, "PDF and SVG stay sharp at any size"),
            ("&Size", self.preset, "Common widths of figures"),
            ("&Width", self.width_cm, "Width of the figure on paper"),
            ("&Text", self.text_pt, "Size of its text on paper"),
            ("&Dots", self.dpi, "Dots per inch of a PNG"),
            ("&Colours", self.colours, "Dark figures print badly"),
        )
        for text, field, tip in rows:
            label = QLabel(text)
            label.setBuddy(field)
            label.setContentsMargins(0, 0, GRID, 0)  # else its last letter is cut
            form.addRow(label, field)
            field.setToolTip(tip)
            field.setAccessibleName(text.replace("&", ""))
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export = box.addButton("Export...", QDialogButtonBox.ButtonRole.AcceptRole)
        self.export.setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        side = QVBoxLayout()
        side.addLayout(form)
        side.addWidget(self.size_said)
        side.addWidget(self.theme_said)
        if self._caution:
            side.addWidget(faint(f"Below the figure: {self._caution}."))
        side.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(PANEL_PADDING)
        across.addLayout(side)
        across.addWidget(self.preview, 1)
        column = column_of(self)
        column.addLayout(across, 1)
        column.addWidget(box, 0, Qt.AlignmentFlag.AlignRight)
