"""``expression-baseline``: valence and arousal expected from a still face's expression.

A small network trained on photographs gives the probabilities of seven expressions; valence and
arousal are their expectation over published coordinates. It sees no motion, every frame stands for
itself, and speech reads as expression: it is a baseline to compare with, and is labelled so.
"""

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.choices import STATIC_BASELINE
from app.analysis.systems.system import Features, Reading, SystemCard, SystemSpec
from app.core.circumplex import EXPRESSIONS, expectation
from app.core.errors import WeightsError
from app.weights.find import find_weights
from models.mini_xception import CLASSES, INPUT_SIZE, read_mini_xception

NAME = "expression-baseline"
WEIGHTS = "fer2013-mini-xception"


class ExpressionBaseline:
    """The system; see the module for what it is."""

    def __init__(self, weights: str | None, device: torch.device) -> None:
        found = find_weights(weights or WEIGHTS)
        if found.kind != "mini-xception":
            raise WeightsError(
                f"{found.path.name} holds no expression network ({found.kind}), which {NAME} "
                f"needs; leave --weights out, or choose the system its weights are for."
            )
        self.device = device
        self._network = read_mini_xception(found.path).to(device)
        self.spec = SystemSpec(
            name=NAME, crop="square-box-20", rate_hz=30.0, batch=16, class_names=EXPRESSIONS
        )
        self.card = SystemCard(
            title="Expression baseline (FER2013 mini-XCEPTION)",
            weights=found.name,
            weights_sha256=found.sha256,
            validated=False,
            caution=STATIC_BASELINE,
            text="Seven expressions of each still face (Arriaga, Valdenegro-Toro and Plöger 2017), "
            "weighed by the coordinates of Russell and Mehrabian (1977). A baseline: it sees no "
            "motion and takes speech for expression.",
            parameters={
                "crop": "square-box-20",
                "input": f"gray {INPUT_SIZE} x {INPUT_SIZE}",
                "classes": list(CLASSES),
                "coordinates": "Russell & Mehrabian 1977",
            },
        )

    def features(self, crops: NDArray[np.uint8]) -> Features:
        """Probabilities (N, 7) of RGB face boxes (N, 64, 64, 3)."""
        weights = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601 luma
        gray = torch.from_numpy(np.ascontiguousarray(crops @ weights)).to(self.device)
        with torch.inference_mode():
            return {"probabilities": self._network(gray).float()}

    def start_run(self) -> "ExpressionReader":
        """A reader for the next run of usable face."""
        return ExpressionReader()


class ExpressionReader:
    """Reads each frame by itself."""

    def __init__(self) -> None:
        self._read = 0
        self._sum = np.zeros(2)

    def push(self, features: Features) -> list[Reading]:
        """Values of the next frames, at once."""
        probabilities = features["probabilities"].cpu().numpy().astype(np.float64)
        values = expectation(probabilities)
        reading = Reading(self._read, values, probabilities)
        self._read += len(values)
        self._sum += values.sum(axis=0)
        return [reading]

    def finish(self) -> list[Reading]:
        """Nothing is left."""
        return []

    def whole(self) -> tuple[float, float]:
        """Mean valence and arousal of the run."""
        valence, arousal = self._sum / max(1, self._read)
        return float(valence), float(arousal)
