"""How good stored weights are on synthetic recordings, by the product's own analysis."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.systems.system import System
from app.analysis.systems.table import make_system
from app.core.analysis import Analysis
from app.core.metrics import concordance
from app.faces.dlib_detector import DlibDetector
from app.training.demonstration_data import known_affect, write_recording
from app.training.demonstration_plan import DemonstrationPlan


def analysed(path: Path, system: System) -> Analysis:
    """The analysis of a recording, without a cache."""
    steps = analyze(AnalysisRequest(path), system, DlibDetector())
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Analysis = end.value
            return result


def evaluate(
    weights: Path, seeds: Sequence[int], folder: Path, plan: DemonstrationPlan
) -> dict[str, float | int]:
    """CCC of stored weights over all frames of the seeds' recordings.

    Parameters
    ----------
    weights : Path
        A checkpoint of ours, as it is shipped.
    seeds : sequence of int
        Of the recordings; what is not in the folder yet is made.
    folder : Path
        Where the recordings are, ``SEED.mp4``.
    plan : DemonstrationPlan
        Their settings.

    Returns
    -------
    dict
        ``ccc_valence``, ``ccc_arousal``, ``frames`` (predicted) and ``recordings``.
    """
    system = make_system("mimamo", str(weights), torch.device("cpu"))
    predicted, known = [], []
    for seed in seeds:
        path = folder / f"{seed}.mp4"
        if not path.exists():
            write_recording(seed, path, plan)
        prediction = analysed(path, system).predictions[0]
        usable = np.isfinite(prediction.valence_arousal).all(axis=1)
        predicted.append(prediction.valence_arousal[usable])
        known.append(known_affect(seed, plan)[usable])
    columns = zip(np.concatenate(predicted).T, np.concatenate(known).T, strict=True)
    valence, arousal = (concordance(ours, target) for ours, target in columns)
    return {
        "ccc_valence": round(valence, 3),
        "ccc_arousal": round(arousal, 3),
        "frames": sum(map(len, known)),
        "recordings": len(seeds),
    }
