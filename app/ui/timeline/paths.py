"""Arrays of points as Qt's paths, without making a Python object of each point."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QPainterPath

# Qt streams a path as a count, its elements, the start of the last line, and the fill rule; all
# big-endian.
ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
MOVE, LINE = 0, 1


def path_of(
    x: NDArray[np.float64], y: NDArray[np.float64], begins: NDArray[np.bool_]
) -> QPainterPath:
    """Lines through points.

    Parameters
    ----------
    x, y : float64 array (N,)
        Corners.
    begins : bool array (N,)
        Whether a corner begins a new line; True for the first.
    """
    path = QPainterPath()
    if not x.size:
        return path
    elements = np.empty(x.size, ELEMENT)
    elements["kind"] = np.where(begins, MOVE, LINE)
    elements["x"], elements["y"] = x, y
    count, last = (int(number).to_bytes(4, "big") for number in (x.size, begins.nonzero()[0][-1]))
    # The stream reads from the array's own memory, so it must outlive the stream.
    streamed = QByteArray(count + elements.tobytes() + last + bytes(4))
    stream = QDataStream(streamed, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path
    return path
