"""YuNet, a small convolutional face detector, run by ONNX Runtime (extra ``detectors``).

Wu, Peng, Yu: YuNet: a tiny millisecond-level face detector, Machine Intelligence Research 20
(2023). The network file is given by its path; it takes BGR 0 ... 255 of any size divisible by 32
and answers, for each cell of three grids (strides 8, 16, 32), two scores, a box and five points,
all relative to the cell: ``x = (column + dx) stride``, ``width = exp(dw) stride``,
``score = sqrt(class * objectness)``.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.core.errors import WeightsError
from app.core.face_track import FIVE_POINTS
from app.faces.detector import Detection, working_scale

_STRIDES = (8, 16, 32)
_GRID = 32
_OVERLAP = 0.3


class YunetDetector:
    """YuNet with five landmarks (eye centres, nose tip, mouth corners).

    Parameters
    ----------
    path : Path
        The network, for example ``yunet_n_dynamic.onnx``.
    threshold : float
        Least score, 0 ... 1.

    Raises
    ------
    WeightsError
        ONNX Runtime is not installed, or the file is not such a network.
    """

    name = "yunet"
    scheme = FIVE_POINTS

    def __init__(self, path: Path, threshold: float = 0.6) -> None:
        self._threshold = threshold
        self._network = _session(path)
        self._outputs = [output.name for output in self._network.get_outputs()]
        missing = {f"{kind}_{s}" for kind in ("cls", "obj", "bbox", "kps") for s in _STRIDES}
        missing -= set(self._outputs)
        if missing:
            raise WeightsError(
                f"{path} is not a YuNet network: it has no output {', '.join(sorted(missing))}; "
                f"give a file such as yunet_n_dynamic.onnx"
            )

    def detect(self, image: NDArray[np.uint8], longest_side: int | None = None) -> list[Detection]:
        """Find the faces of a picture (see `FaceDetector.detect`)."""
        height, width = image.shape[:2]
        scale = working_scale(image, longest_side)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else 2)
        bottom, right = -size[1] % _GRID, -size[0] % _GRID
        padded = cv2.copyMakeBorder(small, 0, bottom, 0, right, cv2.BORDER_CONSTANT)
        channels = np.ascontiguousarray(padded[None, ..., ::-1].transpose(0, 3, 1, 2), np.float32)
        answers = self._network.run(self._outputs, {"input": channels})
        named = dict(zip(self._outputs, answers, strict=True))
        boxes, scores, points = decode(named, padded.shape[1] // 8, self._threshold)
        kept = _without_overlaps(boxes, scores, self._threshold)
        return [
            Detection(
                (boxes[i] + 0.5) / scale - 0.5, float(scores[i]), (points[i] + 0.5) / scale - 0.5
            )
            for i in kept
        ]

    def locate(
        self, image: NDArray[np.uint8], box: NDArray[np.float64]
    ) -> NDArray[np.float64] | None:
        """Nothing: finding YuNet's landmarks costs a whole detection."""
        return None


def decode(
    answers: Mapping[str, NDArray[np.float32]], columns: int, threshold: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Boxes (N, 4), scores (N,) and points (N, 5, 2) above a threshold.

    Parameters
    ----------
    answers : mapping
        The network's outputs by name, ``cls_8`` (1, cells, 1) and so on.
    columns : int
        Cells in a row of the finest grid.
    threshold : float
        Least score.
    """
    found = []
    for stride in _STRIDES:
        product = answers[f"cls_{stride}"][0, :, 0] * answers[f"obj_{stride}"][0, :, 0]
        scores = np.sqrt(np.clip(product.astype(np.float64), 0, 1))
        cells = np.flatnonzero(scores >= threshold)
        across = columns * _STRIDES[0] // stride
        corner = np.stack([cells % across, cells // across], axis=-1).astype(np.float64)
        box = answers[f"bbox_{stride}"][0, cells].astype(np.float64)
        centre, half = corner + box[:, :2], np.exp(box[:, 2:]) / 2
        points = corner[:, None] + answers[f"kps_{stride}"][0, cells].reshape(-1, 5, 2)
        edges = np.concatenate([centre - half, centre + half], axis=1)
        found.append((edges * stride, scores[cells], points * stride))
    boxes, all_scores, all_points = (np.concatenate(part) for part in zip(*found, strict=True))
    return boxes, all_scores, all_points


def _without_overlaps(
    boxes: NDArray[np.float64], scores: NDArray[np.float64], threshold: float
) -> list[int]:
    """Which boxes remain when those that overlap a surer one are dropped, the surest first."""
    corner_and_size = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
    kept = cv2.dnn.NMSBoxes(corner_and_size.tolist(), scores.tolist(), threshold, _OVERLAP)
    return [int(i) for i in np.ravel(np.array(kept, int))]


def _session(path: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise WeightsError(
            "the YuNet detector needs ONNX Runtime; install mimamo-studio[detectors]"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its own exception types differ between releases
        raise WeightsError(
            f"{path} cannot be read as an ONNX network ({error}); fetch it again"
        ) from error
