"""Who is for what, as it stands in the folder of a run. Loads no torch."""

import hashlib
import json
from collections.abc import Sequence

import numpy as np

from app.core.errors import InputError
from app.files import atomic_write
from app.training.clips import SplitClips, TrainingClip
from app.training.labelled import PARTS
from app.training.run_folder import RunFolder


def split_record(clips: SplitClips) -> dict[str, list[dict[str, object]]]:
    """By part: name, digest and subject of each recording, its frames, and a digest of its labels.

    Equal records mean equal recordings, equal frames of them and equal labels.
    """
    return {part: _recordings(clips.of(part)) for part in PARTS}


def keep_split(folder: RunFolder, clips: SplitClips) -> bytes:
    """Write ``split.json``, or see that it is as it was written; gives its bytes.

    Raises
    ------
    InputError
        The run began with another split, other recordings or other labels.
    OutputError
        It cannot be written.
    """
    content = json.dumps(split_record(clips), indent=1, ensure_ascii=False).encode()
    if not folder.split_file.exists():
        with atomic_write(folder.split_file) as stream:
            stream.write(content)
    elif folder.split_file.read_bytes() != content:
        raise InputError(
            f"The recordings or labels of the run {folder.name} are others than in its "
            f"{folder.split_file.name}; start a new run with them."
        )
    return content


def _recordings(clips: Sequence[TrainingClip]) -> list[dict[str, object]]:
    by_name: dict[str, list[TrainingClip]] = {}
    for clip in clips:
        by_name.setdefault(clip.recording, []).append(clip)
    return [
        {
            "recording": name,
            "subject": group[0].subject,
            "sha256": group[0].sha256,
            "clips": len(group),
            "frames": sum(map(len, group)),
            "labels": _digest(group),
        }
        for name, group in by_name.items()
    ]


def _digest(clips: Sequence[TrainingClip]) -> str:
    digest = hashlib.sha256()
    for clip in clips:
        digest.update(clip.index.tobytes())
        digest.update(np.ascontiguousarray(clip.labels).tobytes())
        if clip.utterance is not None:
            digest.update(repr((clip.utterance.valence, clip.utterance.arousal)).encode())
    return digest.hexdigest()
