"""The bar below the picture: transport, rate, loop, sound, and where the playhead is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import Actions
from app.ui.fonts import digits_font
from app.ui.icons import TOOL_ICON_SIZE
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, TEXT_SIZE, themes
from app.ui.video.time_text import clock_text, rate_text
from app.ui.video.tool_button import EnterButton, action_button

RATES = (0.1, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
"""What the menu of rates offers."""

VOLUME_STEPS = 100


class TransportBar(QWidget):
    """Buttons of the playback actions, and a readout.

    Parameters
    ----------
    actions : Actions
        What the buttons do.

    Signals
    -------
    rateChosen(rate)
        From the menu of rates.
    volumeChosen(share)
        0 ... 1, from the slider.
    """

    rateChosen = Signal(float)  # noqa: N815 - Qt's way of naming
    volumeChosen = Signal(float)  # noqa: N815

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        row = QHBoxLayout(self)
        row.setContentsMargins(PANEL_PADDING, GRID, PANEL_PADDING, GRID)
        row.setSpacing(GRID // 2)
        for name in ("go_start", "step_back", "play_pause", "step_forward", "go_end"):
            row.addWidget(self._button(name))
        row.addWidget(_rule())
        self._rate = self._rate_button()
        row.addWidget(self._rate)
        row.addWidget(_rule())
        for name in ("loop_in", "loop_out", "loop_clear"):
            row.addWidget(self._button(name))
        row.addWidget(_rule())
        row.addWidget(self._button("mute"))
        self._volume = self._slider()
        row.addWidget(self._volume)
        row.addStretch(1)
        row.addLayout(self._readout())
        themes.changed.connect(self._retheme)

    def show_place(self, frame: int, last: int, seconds: float, end: float) -> None:
        """Say where the playhead is: frame and last frame, time and end of the recording."""
        self._time.setText(f"{clock_text(seconds)} / {clock_text(end)}")
        self._frame.setText(f"frame {frame} / {last}" if last >= 0 else "")

    def show_nothing(self) -> None:
        """No recording is on screen."""
        self._time.setText("")
        self._frame.setText("")

    def show_rate(self, rate: float) -> None:
        """Say how fast it plays."""
        self._rate.setText(rate_text(rate))
        for action in self._rate_choices.actions():
            action.setChecked(action.data() == rate)

    def show_volume(self, share: float) -> None:
        """Put the slider where the volume is, 0 ... 1."""
        self._volume.blockSignals(True)
        self._volume.setValue(round(share * VOLUME_STEPS))
        self._volume.blockSignals(False)

    def show_sound(self, there: bool, why: str) -> None:
        """Let volume and mute be used, or say why there is nothing to hear."""
        self._volume.setEnabled(there)
        self._actions.enable("mute", there)
        self._volume.setToolTip("Volume" if there else why)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A quiet surface with a hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), themes.now.colour("raised"))
        painter.fillRect(0, 0, self.width(), 1, themes.now.colour("hairline"))

    # Making.

    def _button(self, name: str) -> QToolButton:
        button = action_button(self._actions[name], self._actions.row(name).tip, TOOL_ICON_SIZE)
        button.setObjectName(f"transport_{name}")
        return button

    def _rate_button(self) -> QToolButton:
        button = EnterButton()
        button.setObjectName("transport_rate")
        button.setFont(digits_font())
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip("How fast it plays")
        button.setAccessibleName("Rate")
        button.setFixedWidth(QFontMetrics(digits_font()).horizontalAdvance(rate_text(-0.25)) + 28)
        menu = QMenu(button)
        self._rate_choices = QActionGroup(menu)
        for rate in RATES:
            choice = QAction(rate_text(rate), menu, checkable=True)
            choice.setData(rate)
            self._rate_choices.addAction(choice)
            menu.addAction(choice)
        self._rate_choices.triggered.connect(self._choose_rate)
        button.setMenu(menu)
        return button

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName("transport_volume")
        slider.setRange(0, VOLUME_STEPS)
        slider.setPageStep(10)
        slider.setMinimumWidth(8 * GRID)
        slider.setMaximumWidth(18 * GRID)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setToolTip("Volume")
        slider.setAccessibleName("Volume")
        slider.valueChanged.connect(self._choose_volume)
        return slider

    def _readout(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        self._time, self._frame = QLabel(), QLabel()
        self._time.setFont(digits_font(TEXT_SIZE))
        self._frame.setFont(digits_font(SMALL_TEXT_SIZE))
        self._frame.setProperty("role", "faint")
        self._time.setAccessibleName("Time at the playhead")
        self._frame.setAccessibleName("Frame at the playhead")
        self._time.setToolTip("Time at the playhead, and end of the recording")
        self._frame.setToolTip("Frame at the playhead, and the last one; counted from 0 as in CSV")
        metrics = QFontMetrics(digits_font(TEXT_SIZE))
        self._time.setMinimumWidth(metrics.horizontalAdvance("00:00.000 / 00:00.000"))
        for label in (self._time, self._frame):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(label)
        return column

    def _choose_rate(self, choice: QAction) -> None:
        self.rateChosen.emit(float(choice.data()))

    def _choose_volume(self, value: int) -> None:
        self.volumeChosen.emit(value / VOLUME_STEPS)

    def _retheme(self) -> None:
        self.update()


def _rule() -> QFrame:
    """A hairline between groups."""
    rule = QFrame()
    rule.setFixedSize(PANEL_PADDING, 5 * GRID)
    rule.setFrameShape(QFrame.Shape.NoFrame)
    return rule
