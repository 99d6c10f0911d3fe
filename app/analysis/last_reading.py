"""What a recording was read with last, kept beside what was read: so that it can be shown again.

The note lies in the recording's own folder of the cache and goes with it, so where there is a note,
reading again with these choices comes from the cache. Loads no torch.
"""

import json
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from app.analysis.cache import AnalysisCache, open_cache
from app.analysis.choices import AnalysisChoice
from app.files import digest_steps
from models.catalogue import KNOWN

_NAME = "last-reading"


def note_reading(cache: AnalysisCache, choice: AnalysisChoice) -> None:
    """Note what a recording was just read with, from its beginning to its end."""
    fields = asdict(choice)
    if choice.weights is not None and choice.weights not in KNOWN:
        fields["weights"] = str(Path(choice.weights).absolute())
    text = json.dumps(fields).encode()
    cache.save(_NAME, {"choice": np.frombuffer(text, np.uint8)})


def last_reading(video: Path, root: Path) -> Generator[None, None, AnalysisChoice | None]:
    """What a file with these bytes was read with last; None when it was not, or too long ago.

    Each ``yield`` is a place to stop: the file is read whole, for its digest.

    Raises
    ------
    InputError
        The file cannot be read.
    """
    steps = digest_steps(video)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return _choice(open_cache(root, str(end.value)))
        yield


def _choice(cache: AnalysisCache) -> AnalysisChoice | None:
    kept = cache.load(_NAME)
    if kept is None or "choice" not in kept:
        return None
    try:
        fields = json.loads(kept["choice"].tobytes())
        return AnalysisChoice(**{**fields, "span": tuple(fields["span"])})
    except (ValueError, TypeError, KeyError):
        return None  # written by another version
