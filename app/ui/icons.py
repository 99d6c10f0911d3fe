"""One icon set: lines on a grid of 24, drawn in the theme's colour, crisp on every screen.

The drawings in ``resources/icons`` use ``currentColor``; it is replaced before they are rendered.
Each is drawn anew for the size and the screen that ask, so nothing is ever scaled.
"""

from functools import lru_cache
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.theme import Theme, themes

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
ICON_SIZE = 16
TOOL_ICON_SIZE = 20

FAINT_OPACITY = 0.6


class HasIcon(Protocol):
    """An action or a button."""

    def setIcon(self, icon: QIcon) -> None:  # noqa: N802 - Qt's name
        """Show an icon."""


def icon(name: str, colour: str = "text", theme: Theme | None = None) -> QIcon:
    """An icon in a colour of a theme; disabled, it is faint.

    Parameters
    ----------
    name : str
        A file of ``resources/icons`` without its suffix.
    colour : str
        A colour's name in `Theme`.
    theme : Theme or None
        None for the one in use.

    Raises
    ------
    FileNotFoundError
        There is no such drawing.
    """
    theme = theme or themes.now
    return _icon(name, theme.colour(colour).name(), theme.colour("faint").name())


def icon_pixmap(name: str, size: int, ratio: float, colour: str = "text") -> QPixmap:
    """An icon as a picture, for widgets that paint themselves.

    Parameters
    ----------
    size : int
        Side in device-independent pixels.
    ratio : float
        Device pixels per pixel, as `QPaintDevice.devicePixelRatioF` says.
    """
    return icon(name, colour).pixmap(QSize(size, size), ratio)


def tint(target: HasIcon, name: str, colour: str = "text") -> None:
    """Give an action or a button an icon that follows the theme."""
    if not isinstance(target, QObject):
        raise TypeError(f"only a QObject can follow the theme, not {target!r}")
    previous = target.findChild(_Tint, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if previous is not None:
        previous.use(name, colour)
    else:
        _Tint(target, name, colour)


class _Tint(QObject):
    """Lives and dies with what it tints."""

    def __init__(self, target: QObject, name: str, colour: str) -> None:
        super().__init__(target)
        self.use(name, colour)
        themes.changed.connect(self._show)

    def use(self, name: str, colour: str) -> None:
        self._name, self._colour = name, colour
        self._show()

    def _show(self) -> None:
        target: HasIcon = self.parent()  # type: ignore[assignment]
        target.setIcon(icon(self._name, self._colour))


class _LineIcon(QIconEngine):
    """Draws an icon at the size it is asked for, when it is asked for."""

    def __init__(self, name: str, colour: str, faint: str) -> None:
        super().__init__()
        self._name, self._colour, self._faint = name, colour, faint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        off = mode == QIcon.Mode.Disabled
        painter.save()
        painter.setOpacity(painter.opacity() * (FAINT_OPACITY if off else 1.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _renderer(self._name, self._faint if off else self._colour).render(painter, square)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        pixels = (QSizeF(size) * scale).toSize()
        if pixels.isEmpty():  # a button that a narrow dock has no room for
            return QPixmap()
        # Qt asks at every painting of a button, and keeps nothing itself.
        drawing = (self._name, self._colour, self._faint, mode == QIcon.Mode.Disabled)
        key = (*drawing, pixels.toTuple(), scale)
        kept = _drawn.get(key)
        if kept is None:
            kept = QPixmap(pixels)
            kept.fill(Qt.GlobalColor.transparent)
            painter = QPainter(kept)
            self.paint(painter, QRect(QPoint(), pixels), mode, state)
            painter.end()
            kept.setDevicePixelRatio(scale)
            _drawn[key] = kept
        return kept

    def clone(self) -> QIconEngine:
        copy = _LineIcon(self._name, self._colour, self._faint)
        # Qt owns it from here on, but PySide would let its Python half go with this call.
        _clones.append(copy)
        return copy


_clones: list[QIconEngine] = []
_drawn: dict[object, QPixmap] = {}
"""Few: names by colours of two themes, in the sizes there are."""


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, faint: str) -> QIcon:
    return QIcon(_LineIcon(name, colour, faint))


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))


def application_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(FOLDER / "mimamo-studio.svg"))
