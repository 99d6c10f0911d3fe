"""A face through time.

Convention: pixels ``(x, y)`` of the upright picture, (0, 0) being the centre of the top left pixel;
boxes ``(left, top, right, bottom)``. Left and right are the picture's, so the
first eye is the one further left in the picture (the person's right eye).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FIVE_POINTS = "five-point"
"""Eye centre left, eye centre right, nose tip, mouth corner left, mouth corner right."""

EYES_AND_NOSE_BASE = "eyes-nose-base"
"""Eye corners from left to right (outer, inner, inner, outer), then the base of the nose."""


@dataclass(frozen=True, slots=True)
class FaceTrack:
    """One person's face over the analysed frames of a recording.

    Attributes
    ----------
    person : int
        From 1, left to right at first appearance.
    index : int64 array (T,)
        Recording frame index of each analysed frame, strictly increasing; every track of a
        recording has the same.
    seconds : float64 array (T,)
        Their presentation times.
    boxes : float32 array (T, 4)
        Left, top, right, bottom in pixels; NaN where not valid.
    landmarks : float32 array (T, L, 2)
        Pixels, steadied in time; NaN where not valid.
    scheme : str
        What the L landmarks are, for example ``EYES_AND_NOSE_BASE``.
    confidence : float32 array (T,)
        0 ... 1; 0 where not valid, at most 0.5 where bridged.
    valid : bool array (T,)
        Whether a usable face is there (found, followed, or bridged).
    bridged : bool array (T,)
        Whether the frame is held over a gap of at most 0.5 s without detection.
    cuts : bool array (T,)
        True where the picture was cut just before the frame, so that it does not continue the one
        before; False in the first frame. The same for every track of a recording.
    median_area : float
        Median area of the box in square pixels over the valid frames; 0.0 without any. It is made
        of the boxes.
    """

    person: int
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    scheme: str
    confidence: NDArray[np.float32]
    valid: NDArray[np.bool_]
    bridged: NDArray[np.bool_]
    cuts: NDArray[np.bool_]
    median_area: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Check that all arrays speak of the same T frames."""
        count = self.index.shape[0]
        shapes = {
            "seconds": (count,),
            "boxes": (count, 4),
            "landmarks": (count, self.landmarks.shape[1], 2),
            "confidence": (count,),
            "valid": (count,),
            "bridged": (count,),
            "cuts": (count,),
        }
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} must have shape {shape}, not {getattr(self, name).shape}")
        if np.any(self.bridged & ~self.valid):
            raise ValueError("a bridged frame is a valid frame")
        if self.cuts[:1].any():
            raise ValueError("before the first frame there is nothing to be cut from")
        # Asked for at every repaint of the picture, to tell who is largest.
        object.__setattr__(self, "median_area", self._median_area())

    def __len__(self) -> int:
        return int(self.index.shape[0])

    def _median_area(self) -> float:
        boxes = self.boxes[self.valid]
        if boxes.size == 0:
            return 0.0
        return float(np.median((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])))
