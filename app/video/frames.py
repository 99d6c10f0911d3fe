"""Pictures of a recording together with when they are shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class FrameBatch:
    """Some frames of a recording, in presentation order.

    Attributes
    ----------
    images : uint8 array (N, H, W, 3)
        RGB, 0 ... 255, upright (rotation of the file applied).
    index : int64 array (N,)
        Each frame's rank in presentation order, from 0, strictly increasing.
    seconds : float64 array (N,)
        Presentation times, not shifted to zero.
    """

    images: NDArray[np.uint8]
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check that the arrays speak of the same N frames."""
        if self.images.ndim != 4 or self.images.shape[3] != 3 or self.images.dtype != np.uint8:
            raise ValueError(
                f"images must be uint8 (N, H, W, 3), not {self.images.dtype} {self.images.shape}"
            )
        count = (self.images.shape[0],)
        if self.index.shape != count or self.seconds.shape != count:
            raise ValueError(
                f"index and seconds must be {count}, not {self.index.shape} and "
                f"{self.seconds.shape}"
            )

    def __len__(self) -> int:
        return int(self.images.shape[0])
