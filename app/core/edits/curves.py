"""Other values for a curve: the one way by which every edit of values reaches a document."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from app.core.document import Document
from app.core.samples import Samples


def with_values(document: Document, track: str, values: ArrayLike) -> Document:
    """Give a curve other values.

    Parameters
    ----------
    document : Document
        Holds the curve.
    track : str
        Id of the curve.
    values : array (T,)
        One per frame; NaN is a gap. Clipped to the curve's ``[low, high]``.

    Returns
    -------
    Document
        The same object when no value differs.

    Raises
    ------
    EditError
        The track is gone, locked or no curve.
    """
    document.editable(track)
    curve = document.curve(track)
    clipped = np.clip(np.asarray(values, np.float64), curve.low, curve.high)
    samples = Samples.of(clipped, curve.samples)
    if samples == curve.samples:
        return document
    return document.replaced(replace(curve, samples=samples))
