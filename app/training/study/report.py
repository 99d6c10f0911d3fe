"""The report of a study in Markdown: what was done, what came of it, what was not done."""

from collections.abc import Iterator

from app.training.study.conditions import CONDITIONS, FLICKER, QUESTIONS
from app.training.study.figures import Figure, verdict
from app.training.study.plan import StudyPlan
from app.training.study.tables import (
    AROUSAL_VALENCE,
    Findings,
    compared,
    difference_cell,
    flickered,
    gamma_lines,
    question_lines,
    where_told,
)
from app.version import application_version

_ABOUT = """\
# The paper's claims in miniature, on synthetic facial motion

Written by `mimamo-studio study --{name} --out DIR`; anyone can repeat it.

**Everything here is synthetic.** The datasets of the paper are licensed and were not at hand. All
recordings are made by this project from one public-domain portrait; seeds of the generator stand
for subjects, who differ only by a slight deformation, tone, light, noise, pose and dynamics.
Arousal is carried by fast small motion and valence by shape, *by construction*; speech, blinks,
brow raises, head motion, light and a resting expression are confounds. So this shows whether the
method reads what it is meant to read, and how its inputs compare at that; it says nothing about
people, and the paper's figures stand beside ours for orientation only."""

_METHOD = """\
## How
* {training} training subjects ({training_frames} frames at 30 a second), {validation} for
  validation, {test} for test ({test_frames} frames); nobody is in two of these, nor among those
  that the shipped trunk was trained on.
* Each recording is written as an H.264 file and read by the product's own pipeline: decoded,
  searched for the face, cut into aligned crops. In place of random crops and flips, half of the
  recordings are mirrored and the crops of training recordings are off by a little, fixed within a
  recording.
* The spatial stream sees features of the shipped compact trunk, frozen. **That trunk was trained
  to read valence and the generator's shapes from other synthetic subjects**, as the paper's was
  trained on expressions of other people; so the spatial stream has a head start on valence.
* Each stream is trained alone with a linear head (`1 - CCC`), then fusion, recurrence and head on
  those streams ({together}). At most {epochs} epochs, AdamW at {rate:g} (as the shipped weights
  were trained; no search was made) on a cosine schedule, {batch} sequences of {window} frames a
  batch (the paper: SGD, 25 epochs, sequences of 64); the epoch with the best validation CCC is
  kept.
* Figures are CCC over all test frames, the mean of {seeds} seeds of initial weights and order. In
  brackets: 95 % interval by bootstrap over test subjects ({resamples} draws), which all
  conditions share. *Seeds* gives the lowest and highest seed. Differences are paired: both
  conditions on the same drawn subjects. A claim *agrees* when the whole interval of the
  difference is above zero, *disagrees* when it is below, and is *not told apart* otherwise; no
  correction is made for the number of claims.
* Published figures: OMG-Emotion, test part; for the number of differences 5-fold, temporal stream
  alone. Optical flow here is DIS, the paper does not name its method."""


def report(findings: Findings) -> str:
    """The whole report; conditions that were not run are named as such."""
    return "\n".join(_lines(findings)).rstrip() + "\n"


def _lines(findings: Findings) -> Iterator[str]:
    plan = findings.plan
    yield _ABOUT.format(name=plan.name)
    yield ""
    yield from _missing(findings)
    yield from _summary(findings)
    yield from _method(plan)
    yield ""
    for question in QUESTIONS:
        yield from question_lines(question, findings)
    yield from gamma_lines(findings)
    yield from _course(findings)


def _method(plan: StudyPlan) -> Iterator[str]:
    yield _METHOD.format(
        training=plan.training,
        training_frames=plan.training * plan.recording("training").frames,
        validation=plan.validation,
        test=plan.test,
        test_frames=plan.test * plan.recording("test").frames,
        together="which then stay as they are"
        if "temporal" not in plan.together
        else "which go on being trained",
        epochs=plan.epochs,
        rate=plan.rate,
        batch=plan.batch,
        window=plan.window,
        seeds=len(plan.seeds),
        resamples=plan.resamples,
    )


def _missing(findings: Findings) -> Iterator[str]:
    """What of the plan is not finished."""
    seeds = len(findings.plan.seeds)
    left = [
        f"{condition.name} ({seeds - len(findings.seeds(condition))} of {seeds} seeds)"
        for condition in CONDITIONS
        if len(findings.seeds(condition)) < seeds
    ]
    if left:
        yield (
            f"**Not run yet:** {', '.join(left)}. The same command goes on with these; until then "
            "the figures below are of the seeds that are there."
        )
        yield ""


def _summary(findings: Findings) -> Iterator[str]:
    """Every claim under its verdict, those that disagree first."""
    found: dict[str, list[str]] = {}
    for claim, figures in _claims(findings):
        for _, name in AROUSAL_VALENCE:
            words = f"{name}: {claim} ({difference_cell(figures[name])})"
            found.setdefault(verdict(figures[name]), []).append(words)
    headings = {
        "disagrees": "Disagrees with the paper",
        "agrees": "Agrees with the paper",
        "not told apart": "Not told apart here",
        "no interval": "Too few subjects for an interval",
    }
    yield "## In short"
    for kind, heading in headings.items():
        if kind in found or kind == "disagrees":
            yield f"**{heading}**" + ("" if kind in found else ": nothing.")
            yield from (f"* {words}" for words in found.get(kind, ()))
            yield ""


def _claims(findings: Findings) -> Iterator[tuple[str, dict[str, Figure]]]:
    for question in QUESTIONS:
        for each in question.comparisons:
            if figures := compared(each, findings):
                short = findings.short_of(findings.seeds(each.better, each.worse))
                yield f"{each.claim} [{question.title.lower()}]{short}", figures
    for each in FLICKER:
        if figures := flickered(each, findings):
            short = findings.short_of(findings.seeds(each.better, each.worse))
            yield f"{each.claim} [light that flickers]{short}", figures
            middle = len(findings.plan.gammas) // 2
            words = f"{where_told(each.better)}, phase difference is better than optical flow"
            spread = f"light that flickers, b = {findings.plan.gammas[middle]:g}"
            yield f"{words} [{spread}]{short}", compared(each, findings, middle)


def _course(findings: Findings) -> Iterator[str]:
    """How the trainings went: epochs, validation, processor time."""
    yield "## Trainings"
    yield "| training | seeds | best epoch | validation CCC (mean) | processor minutes |"
    yield "|---|---|---|---|---|"
    for condition in CONDITIONS:
        results = [findings.results[condition.name][seed] for seed in findings.seeds(condition)]
        if not results:
            continue
        best = ", ".join(f"{each.best} of {each.epochs}" for each in results)
        validation = ", ".join(f"{each.validation:.2f}" for each in results)
        minutes = sum(each.seconds for each in results) / 60
        yield f"| {condition.name} | {len(results)} | {best} | {validation} | {minutes:.1f} |"
    total = sum(one.seconds for each in findings.results.values() for one in each.values())
    yield ""
    yield f"In all {total / 60:.0f} processor minutes; MIMAMO Studio {application_version()}."
