"""A bar that is painted when the window is."""

from PySide6.QtWidgets import QProgressBar


class ProgressBar(QProgressBar):
    """Qt's own bar paints itself, and whatever else of the window waits, within each step."""

    def setValue(self, value: int) -> None:  # noqa: N802 - Qt's name
        """Take how far it is."""
        if value != self.value():
            self.setUpdatesEnabled(False)
            super().setValue(value)
            self.setUpdatesEnabled(True)

    def setRange(self, minimum: int, maximum: int) -> None:  # noqa: N802 - Qt's name
        """Take the least and the most; 0 and 0 while nobody knows how much there is."""
        if (minimum, maximum) != (self.minimum(), self.maximum()):
            self.setUpdatesEnabled(False)
            super().setRange(minimum, maximum)
            self.setUpdatesEnabled(True)
