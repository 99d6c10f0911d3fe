"""Feature maps made up for tests, in memory and in a cache."""

import numpy as np

from app.analysis.cache import open_cache
from app.analysis.kept_maps import KEPT_FRAMES, MAPS_PREFIX, VALUES, FeatureMaps, to_arrays
from app.core.analysis import Analysis
from app.core.heat_map import HeatMap
from app.core.prediction import PersonPrediction
from app.core.track import Provenance
from app.session.feature_maps import LoadedMap, LoadedMaps

NAMES = ("spatial", "temporal", "fused", "gru")
SHA256, WEIGHTS = "cd" * 32, "ab" * 32


def activity(frames, seed=0, units=256):
    """Slow waves of all signs and sizes: unit k follows unit 0 the less the larger k is."""
    rng = np.random.default_rng(seed)
    wave = np.sin(np.arange(frames) / max(5.0, frames / 20))[:, None]
    noise = rng.normal(size=(frames, units))
    return (wave + noise * np.linspace(0, 3, units)).astype(np.float32)


def loaded_maps(base, values=None, names=NAMES, person=1):
    """In memory, over all frames of a time base."""
    values = activity(len(base)) if values is None else values
    heat = HeatMap.of_blocks([values], len(base), values.shape[1])
    sample = heat.sample()
    levels = np.quantile(sample, np.linspace(0, 1, 1001)) if sample.size else sample
    one = LoadedMap(heat, levels.astype(np.float32))
    return LoadedMaps(
        person, "made up", np.arange(len(base)), base.seconds, dict.fromkeys(names, one)
    )


def keep_maps(root, base, gaps=(), weights=WEIGHTS, person=1):
    """In a cache; the run before and the one after a gap ``range`` are read."""
    frames, cache = len(base), open_cache(root, SHA256)
    bounds = [0, *(edge for gap in gaps for edge in (gap.start, gap.stop)), frames]
    runs = tuple(range(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True))
    name = f"{MAPS_PREFIX}{weights[:8]}-{person}"
    about = ("made.mp4", person, "mimamo", "made-up", weights, NAMES)
    maps = FeatureMaps(cache.folder / name, *about, np.arange(frames), base.seconds, runs)
    cache.save(f"{name}/index", to_arrays(maps))
    values = activity(frames).astype(np.float16)
    for run in runs:
        for path, held in maps.files_of(run):
            assert len(held) <= KEPT_FRAMES
            part = dict.fromkeys(NAMES, values[held.start : held.stop])
            part[VALUES] = np.zeros((len(held), 2), np.float32)
            cache.save(f"{name}/{path.stem}", part)
    return maps


def analysed(recording, face, system="mimamo", weights=WEIGHTS):
    """What an analysis of every frame says, as far as feature maps need it."""
    frames, seconds = len(face), recording.time_base.seconds
    made = Provenance(system, "made-up", weights, False, {})
    prediction = PersonPrediction(
        face.person,
        seconds,
        np.ones(frames, bool),
        face.valid,
        np.ones(frames),
        np.zeros((frames, 2)),
        (),
        (),
        0.0,
        None,
        made,
    )
    return Analysis(
        recording,
        SHA256,
        (prediction,),
        (face,),
        (None, None),
        30.0,
        "made",
        "cpu",
        "",
        (),
        "2026-01-01T00:00:00+00:00",
        1.0,
    )
