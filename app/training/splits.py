"""Who is learnt from, who decides when to stop, and who is only tested on. Loads no torch.

Convention: splits are made of subjects, never of frames. A draw depends on the seed and on each
subject's name alone: the order of recordings does not matter, and a subject who joins later moves
few of the others. ``"passages"`` is the exception that says so itself: it holds out the end of
every recording, so subjects are on both sides, and a margin keeps snippets from seeing across.

A held-out fold is the test part, and the validation share is drawn from the other subjects; with a
validation share of 0 the fold decides when to stop as well, as many papers do.
"""

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.core.errors import InputError
from app.training.clips import SplitClips, TrainingClip
from app.training.labelled import PARTS, LabelledRecording, Part
from app.training.settings import SplitSettings
from app.training.subject_draws import PASSAGES_HINT, fold, shares


@dataclass(frozen=True, slots=True)
class Split:
    """What each recording is for.

    Attributes
    ----------
    parts : mapping of str to str
        Recording name to part; empty for passages, where every recording is for all of them.
    validation, test : float
        For passages: shares of each recording's labelled frames, at its end; else 0.
    """

    parts: Mapping[str, Part] = field(default_factory=dict)
    validation: float = 0.0
    test: float = 0.0

    @property
    def is_passages(self) -> bool:
        """Whether recordings are divided in time."""
        return not self.parts


def split_recordings(recordings: Sequence[LabelledRecording], settings: SplitSettings) -> Split:
    """Divide recordings by their subjects.

    Raises
    ------
    InputError
        There are too few subjects, no such fold, or no official lists.
    """
    if settings.kind == "passages":
        return _passages(settings)
    if settings.kind == "official":
        return _official(recordings)
    subjects = sorted({each.subject for each in recordings})
    if len(subjects) < 2:
        raise InputError(
            f"All recordings are of one subject ({subjects[0] if subjects else 'none'}), so nobody "
            f"is left to test on; name the subjects of recordings, or {PASSAGES_HINT}."
        )
    draw = shares if settings.kind == "subjects" else fold
    by_subject = draw(subjects, settings)
    return Split({each.name: by_subject[each.subject] for each in recordings})


def _official(recordings: Sequence[LabelledRecording]) -> Split:
    parts = {each.name: each.part for each in recordings if each.part is not None}
    without = [each.name for each in recordings if each.part is None]
    lacking = [part for part in PARTS[:2] if part not in parts.values()]
    if without or lacking:
        why = f"{without[0]} is in none" if without else f"there is none for {lacking[0]}"
        raise InputError(
            f"The source has no official lists to divide it by ({why}); choose another split, for "
            "example subjects."
        )
    return Split(parts)


def _passages(settings: SplitSettings) -> Split:
    if settings.validation + settings.test <= 0:
        raise InputError(
            "Passages hold out the end of each recording, and both shares are 0; give validation "
            "or test a share."
        )
    return Split({}, settings.validation, settings.test)


def check_leaks(
    recordings: Sequence[LabelledRecording], split: Split, sha256: Mapping[str, str]
) -> None:
    """Refuse that the same subject or the same file is on two sides.

    Parameters
    ----------
    recordings : sequence of LabelledRecording
        All of the split.
    split : Split
        What they are for.
    sha256 : mapping of str to str
        Of the bytes of each recording, by its name.

    Raises
    ------
    InputError
        There is a leak; the sentence names both recordings.
    """
    if split.is_passages:
        _refuse_twice(recordings, sha256)
        return
    subjects = {each.name: each.subject for each in recordings}
    for what, of in (("show the same subject", subjects), ("are the same file", sha256)):
        sides: dict[str, LabelledRecording] = {}
        for each in recordings:
            other = sides.setdefault(of[each.name], each)
            if split.parts[other.name] != split.parts[each.name]:
                raise InputError(
                    f"{other.name} ({split.parts[other.name]}) and {each.name} "
                    f"({split.parts[each.name]}) {what}, so what is tested would have been learnt "
                    "from; put both on one side."
                )


def _refuse_twice(recordings: Sequence[LabelledRecording], sha256: Mapping[str, str]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for each in recordings:
        other = seen.setdefault((sha256[each.name], str(each.person)), each.name)
        if other != each.name:
            raise InputError(
                f"{other} and {each.name} are the same file, so a passage held out of one would "
                "be learnt from in the other; leave one of them out."
            )


def divide(clips: Sequence[TrainingClip], split: Split, margin: int) -> SplitClips:
    """Clips by what they are for.

    Parameters
    ----------
    clips : sequence of TrainingClip
        Of all recordings; those of one recording in the order of time.
    split : Split
        What recordings are for.
    margin : int
        For passages: frames left out between two parts, at least the frames of a snippet.
    """
    found: dict[Part, list[TrainingClip]] = {part: [] for part in PARTS}
    if not split.is_passages:
        for clip in clips:
            found[split.parts[clip.recording]].append(clip)
    else:
        for group in _by_recording(clips):
            for part, passages in cut_passages(group, split, margin).items():
                found[part] += passages
    return SplitClips(*(tuple(found[part]) for part in PARTS))


def _by_recording(clips: Sequence[TrainingClip]) -> list[list[TrainingClip]]:
    groups: dict[str, list[TrainingClip]] = defaultdict(list)
    for clip in clips:
        groups[clip.recording].append(clip)
    return list(groups.values())


def cut_passages(
    clips: Sequence[TrainingClip], split: Split, margin: int
) -> dict[Part, list[TrainingClip]]:
    """The passages of one recording: its beginning, then what validates, then what tests.

    Shares are of labelled frames. The first ``margin`` analysed frames of each held-out passage are
    in no part. Utterances are clips of their own and go whole to one side; one that overlaps what
    was said before, on the other side, is in no part.
    """
    bounds, said = _bounds(clips, split), any(clip.utterance is not None for clip in clips)
    parts: dict[Part, list[TrainingClip]] = {}
    last = -1
    for at, part in enumerate(PARTS):
        held_out = at > 0 and bounds[at] > 0
        found = _within(
            clips, bounds[at] + (margin if held_out and not said else 0), bounds[at + 1]
        )
        parts[part] = [clip for clip in found if clip.index[0] > last]
        last = max([last, *(int(clip.index[-1]) for clip in found)])
    return parts


def _bounds(clips: Sequence[TrainingClip], split: Split) -> tuple[int, int, int, int]:
    """Where parts begin and end, counted in analysed frames over all clips of the recording."""
    labelled = [at for at, is_labelled in enumerate(_labelled(clips)) if is_labelled]
    total = sum(map(len, clips))
    places = []
    for share in (split.validation + split.test, split.test):
        first = len(labelled) - math.floor(share * len(labelled) + 0.5)
        places.append(labelled[first] if first < len(labelled) else total)
    return 0, _whole(clips, places[0]), _whole(clips, places[1]), total


def _labelled(clips: Sequence[TrainingClip]) -> list[bool]:
    return [bool(each) for clip in clips for each in clip.labelled]


def _whole(clips: Sequence[TrainingClip], place: int) -> int:
    """The place, moved to the beginning of the utterance it falls into."""
    start = 0
    for clip in clips:
        if start <= place < start + len(clip):
            return place if clip.utterance is None else start
        start += len(clip)
    return place


def _within(clips: Sequence[TrainingClip], first: int, stop: int) -> list[TrainingClip]:
    found, start = [], 0
    for clip in clips:
        low, high = max(first - start, 0), min(stop - start, len(clip))
        start += len(clip)
        if high <= low or (clip.utterance is not None and high - low < len(clip)):
            continue
        part = clip if (low, high) == (0, len(clip)) else clip.part(low, high)
        if part.labelled.any():
            found.append(part)
    return found


def listing(clips: SplitClips) -> str:
    """Who is for what, as JSON for the run folder: names, digests and subjects by part."""
    by_part = {
        part: sorted({(clip.recording, clip.sha256, clip.subject) for clip in clips.of(part)})
        for part in PARTS
    }
    fields = ("recording", "sha256", "subject")
    rows = {
        part: [dict(zip(fields, each, strict=True)) for each in members]
        for part, members in by_part.items()
    }
    return json.dumps(rows, indent=1, ensure_ascii=False)
