"""What following noted of one face, frame by frame.

Convention: ``row`` is the rank among the analysed frames, from 0.
"""

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ABSENT, FOLLOWED, FOUND = 0, 1, 2
"""No face; carried along by following; confirmed by the detector in this very frame."""


@dataclass(frozen=True, slots=True)
class FaceHistory:
    """One face over the R analysed frames from its first to its last row.

    Attributes
    ----------
    first : int
        Row of the first entry.
    state : int8 array (R,)
        ``ABSENT``, ``FOLLOWED`` or ``FOUND``.
    missed : bool array (R,)
        Whether the detector looked for the face in or before this frame and has not found it since.
    motion : complex array (R, 2)
        ``a``, ``b`` of the similarity that took the face here from the previous frame, pixels of
        the picture; NaN where the face was not followed.
    landmarks : complex array (R, L)
        As located in this frame; NaN where none were.
    agreement : float array (R,)
        Share of the face that moved as one, 0 ... 1.
    score : float array (R,)
        The detector's score in ``FOUND`` frames, NaN elsewhere.
    box : complex array (R, 2)
        In ``FOUND`` frames, centre and size (width + i height) of the detected box in the face
        frame; NaN elsewhere.
    """

    first: int
    state: NDArray[np.int8]
    missed: NDArray[np.bool_]
    motion: NDArray[np.complex128]
    landmarks: NDArray[np.complex128]
    agreement: NDArray[np.float64]
    score: NDArray[np.float64]
    box: NDArray[np.complex128]

    def __len__(self) -> int:
        return int(self.state.size)

    @property
    def confirmations(self) -> int:
        """In how many frames the detector found the face."""
        return int(np.count_nonzero(self.state == FOUND))


class FaceRecorder:
    """Collects a `FaceHistory`, some 150 bytes a frame.

    Parameters
    ----------
    first : int
        Row of the first entry.
    landmark_count : int
        L.
    """

    def __init__(self, first: int, landmark_count: int) -> None:
        self.first = first
        self._count = landmark_count
        self._flags = array("b")
        self._numbers = array("d")

    def __len__(self) -> int:
        return len(self._flags) // 2

    @property
    def nbytes(self) -> int:
        """Bytes noted so far."""
        return len(self._flags) + self._numbers.itemsize * len(self._numbers)

    def add(
        self,
        state: int,
        *,
        missed: bool = False,
        motion: tuple[complex, complex] | None = None,
        landmarks: NDArray[np.complex128] | None = None,
        agreement: float = 0.0,
        score: float = np.nan,
        box: tuple[complex, complex] | None = None,
    ) -> None:
        """Note the next frame."""
        self._flags.extend((state, missed))
        nothing = complex(np.nan, np.nan)
        points = np.full(self._count, nothing) if landmarks is None else landmarks
        for number in (*(motion or (nothing,) * 2), *(box or (nothing,) * 2), *points):
            self._numbers.extend((number.real, number.imag))
        self._numbers.extend((agreement, score))

    def history(self) -> FaceHistory:
        """Everything noted so far."""
        flags = np.array(self._flags, np.int8).reshape(-1, 2)
        numbers = np.array(self._numbers, np.float64).reshape(flags.shape[0], -1)
        pairs = np.ascontiguousarray(numbers[:, :-2]).view(np.complex128)
        return FaceHistory(
            first=self.first,
            state=flags[:, 0],
            missed=flags[:, 1].astype(bool),
            motion=pairs[:, :2],
            box=pairs[:, 2:4],
            landmarks=pairs[:, 4:],
            agreement=numbers[:, -2],
            score=numbers[:, -1],
        )
