"""What is said of training: choices, states, events and figures in plain English."""

from collections.abc import Mapping, Sequence
from typing import get_args

from app.training.events import (
    Began,
    Ended,
    EpochDone,
    Event,
    Finished,
    Noticed,
    Prepared,
    StageBegun,
)
from app.training.following import FollowedRun
from app.training.labelled import PARTS, Part
from app.training.outlook import Outlook, label_word
from app.training.run_course import RunCourse, RunState, mean_ccc
from app.training.settings import NETWORK_PARTS, SplitKind
from app.ui.plane.painting import percent
from app.ui.status_bar import time_left_text
from app.ui.video.time_text import signed_text

NOT_KNOWN = "not known until prepared"
NOTHING = "\N{EN DASH}"

SPLITS: Mapping[SplitKind, tuple[str, str]] = {
    "subjects": (
        "Subjects, drawn",
        "A share of the subjects is held out, so what is tested is how the network does on people "
        "it has not seen.",
    ),
    "k-fold": (
        "Subjects, one fold of k",
        "Subjects are dealt into k folds and one is held out; k runs test on everybody once.",
    ),
    "leave-one-subject-out": (
        "Leave one subject out",
        "One subject is held out, which one by its number in the order of names.",
    ),
    "official": (
        "The dataset's own lists",
        "The lists its makers give, so that figures can be compared with published ones.",
    ),
    "passages": (
        "Passages",
        "The end of every recording is held out; this shows how the network adapts to people it "
        "has seen, not how it does on others.",
    ),
}
"""Name and one sentence of every way to split."""

PRESETS: Mapping[str, tuple[str, str]] = {
    "fine-tuning": (
        "Fine-tuning",
        "Go on from weights with all chosen parts at once, in small steps: what a few annotated "
        "recordings are enough for.",
    ),
    "paper": (
        "As in the paper",
        "SGD, each stream alone, then both from those weights; learning rate and batch are ours, "
        "for the paper gives none.",
    ),
    "modern": (
        "Modern",
        "AdamW on a cosine schedule in mixed precision, the stages as in the paper.",
    ),
}

TEMPORAL: Mapping[str, str] = {
    "phase-difference": "Phase differences",
    "phase": "Phases",
    "flow": "Optical flow",
    "none": "None",
}

TRUNKS: Mapping[str, str] = {
    "compact": "Compact (demonstration)",
    "resnet50_ferplus": "ResNet-50 (FER+)",
}

PART_WORDS: Mapping[str, tuple[str, str]] = {
    "spatial": ("Spatial", "What is made of the face's look, after the trunk"),
    "temporal": ("Temporal", "What is made of the face's motion"),
    "fusion": ("Fusion", "Where look and motion come together"),
    "recurrence": ("Recurrence", "What reads the 64 frames of a window together"),
    "head": ("Head", "What gives valence and arousal"),
}

STATES: Mapping[RunState, str] = {
    RunState.GOING_ON: "Going on",
    RunState.FINISHED: "Finished",
    RunState.CANCELLED: "Cancelled",
    RunState.FAILED: "Failed",
    RunState.INTERRUPTED: "Interrupted",
}

if set(PART_WORDS) != set(NETWORK_PARTS) or set(SPLITS) != set(get_args(SplitKind)):
    raise RuntimeError("every part and every way to split needs its words")


def ccc_text(value: float | None) -> str:
    """A CCC with its sign and two digits; a dash where it is not defined."""
    return NOTHING if value is None else signed_text(value)


def pair_text(ccc: Mapping[str, float | None]) -> str:
    """Both dimensions."""
    return ", ".join(f"{name} {ccc_text(ccc.get(name))}" for name in ("valence", "arousal"))


def duration_text(seconds: float) -> str:
    """About how long, for people."""
    return time_left_text(seconds).removesuffix(" left")


def size_text(count: int) -> str:
    """Bytes for people."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"


def event_text(event: Event) -> str:
    """A line of the log; empty for what needs none."""
    match event:
        case Prepared():
            parts = ", ".join(f"{event.frames[p]} {p}" for p in PARTS if event.frames.get(p))
            return f"Prepared: {parts} frames; {percent(event.gaps)} of the labelled ones are gaps."
        case Began():
            return f"Before training: validation {pair_text(event.validation)}."
        case StageBegun():
            return f"Stage {event.number} of {event.of}: {event.stage}, {event.batch} a batch."
        case EpochDone():
            best = ", the best so far" if event.is_best else ""
            return (
                f"Epoch {event.epoch}: loss {event.loss:.3f}, validation "
                f"{pair_text(event.validation)}{best}."
            )
        case Noticed():
            return event.text
        case Finished():
            test = f", test {pair_text(event.test)}" if event.test else ""
            return f"Finished ({event.reason}): validation {pair_text(event.validation)}{test}."
        case Ended():
            return event.sentence or "Cancelled; no weights are kept."
    return ""


def stage_text(run: FollowedRun) -> str:
    """Where a run is, in a few words."""
    course = run.course
    if run.state is not RunState.GOING_ON:
        return _ended_text(course, run.state)
    if course.stage is None:
        return _preparing_text(course)
    epoch = course.steps[-1].epoch if course.steps else 1
    of = f" of {course.epochs[-1].epochs}" if course.epochs else ""
    several = f" ({course.stage.number} of {course.stage.of})" if course.stage.of > 1 else ""
    return f"{course.stage.stage}{several}, epoch {epoch}{of}"


def _preparing_text(course: RunCourse) -> str:
    found = course.preparing
    if found is None:
        return "starting"
    return f"preparing {found.recording} ({found.number} of {found.of})"


def _ended_text(course: RunCourse, state: RunState) -> str:
    if state is RunState.INTERRUPTED:
        done = len(course.epochs)
        told = "1 epoch" if done == 1 else f"{done} epochs"
        return f"interrupted after {told}; Resume goes on from there"
    if isinstance(course.end, Finished):
        return course.end.reason
    return str(state.value)


def share_done(course: RunCourse) -> float | None:
    """Of the present stage, or of preparing, 0 ... 1; None while nobody knows."""
    if course.stage is None:
        found = course.preparing
        if found is None or not found.total:
            return None
        return (found.number - 1 + found.done / found.total) / max(1, found.of)
    step = course.steps[-1] if course.steps else None
    if step is None or step.stage != course.stage.stage or not course.of(step.stage):
        return None
    epochs = course.of(step.stage)[-1].epochs
    return min(1.0, (step.epoch - 1 + step.step / max(1, step.steps)) / max(1, epochs))


def best_text(course: RunCourse) -> str:
    """The best epoch of the last stage."""
    best = course.best(course.stages[-1]) if course.stages else None
    if best is None:
        return ""
    return f"Best epoch {best.epoch}: {pair_text(best.validation)}"


def best_mean(run: FollowedRun) -> float | None:
    """Mean CCC of the best weights on validation."""
    if isinstance(run.course.end, Finished):
        return mean_ccc(run.course.end.validation)
    stages = run.course.stages
    best = run.course.best(stages[-1]) if stages else None
    return mean_ccc(best.validation) if best is not None else None


def check_rows(found: Outlook) -> Sequence[tuple[str, str]]:
    """The check list: what, and how much."""
    known = found.seconds
    time = f"about {duration_text(known)}, and preparing" if known else "known after an epoch"
    gaps = f"{percent(found.gaps)} without a label" if found.gaps is not None else NOTHING
    return (
        (label_word(found).capitalize(), _counts(found.labels)),
        ("Subjects", _counts(found.subjects)),
        ("Recordings", _counts(found.recordings)),
        ("Gaps", gaps),
        ("Faces", NOT_KNOWN),
        ("Epochs", f"{found.epochs} at most"),
        ("Time", time),
        ("Memory", f"about {size_text(found.memory)} and the network" if found.memory else NOTHING),
    )


def _counts(by_part: Mapping[Part, int]) -> str:
    words: dict[Part, str] = {"training": "train", "validation": "validate", "test": "test"}
    known = [f"{by_part[p]} {words[p]}" for p in PARTS if by_part.get(p)]
    return " \N{MIDDLE DOT} ".join(known) or NOTHING
