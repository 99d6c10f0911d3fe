"""The card of the demonstration weights: inside the file, and beside it for people."""

from collections.abc import Mapping
from pathlib import Path

from app.files import atomic_path
from app.training.demonstration_data import CROP
from app.training.demonstration_plan import DemonstrationPlan
from models.card import ModelCard
from models.spec import ModelSpec

NAME = "mimamo-demo"


def demonstration_card(
    plan: DemonstrationPlan, validation: Mapping[str, object], minutes: float = 0.0
) -> ModelCard:
    """What a user of the weights has to know."""
    seconds = plan.settings.duration
    return ModelCard(
        name=NAME,
        architecture=ModelSpec(
            crop=CROP,
            trunk="compact",
            spatial_width=512,
            window=plan.window,
            rate_hz=float(plan.settings.fps),
        ),
        training_data=(
            "Synthetic facial motion only: one public-domain portrait (NASA, Eileen Collins), "
            f"warped along known valence and arousal curves in {plan.training} recordings of "
            f"{seconds:g} s with varied light, noise, pose, speech and blinks. Valence is shown by "
            "the shape of mouth and brows, arousal by fast small motion. No recording of a person "
            "was used."
        ),
        licence="MIT",
        intended_use=(
            "Demonstration only; not validated on people. Shows that the program works from end "
            "to end. Its readings of real people mean nothing and must not be used for research "
            "or for decisions about anyone."
        ),
        validated_on_people=False,
        validation=validation,
        extra={"made_by": "python -m app.training.demonstration", "processor_minutes": minutes},
    )


def write_readable_card(path: Path, card: ModelCard, size: int) -> None:
    """Write the card as Markdown beside the weights."""
    numbers = card.validation
    rows = [
        ("both streams, as shipped", "ccc_arousal", "ccc_valence"),
        ("temporal stream alone, linear head", "temporal_ccc_arousal", "temporal_ccc_valence"),
        ("spatial stream alone, linear head", "spatial_ccc_arousal", "spatial_ccc_valence"),
    ]
    table = "\n".join(
        f"| {name} | {_number(numbers.get(arousal))} | {_number(numbers.get(valence))} |"
        for name, arousal, valence in rows
    )
    text = f"""# {card.name}: demonstration weights, not validated on people

{card.intended_use}

| | |
|---|---|
| File | `{path.with_suffix(".safetensors").name}`, {size / 1e6:.1f} MB, weights in 16 bits |
| Architecture | two streams (phase differences, compact trunk) and a bidirectional GRU; \
crop `{card.architecture.crop}`, windows of {card.architecture.window} frames at \
{card.architecture.rate_hz:g} Hz |
| Training data | {card.training_data} |
| Licence | {card.licence} |
| Made by | `{card.extra["made_by"]}`, {card.extra["processor_minutes"]:g} minutes of \
processor time |

## Concordance (CCC) on held-out synthetic recordings

{numbers.get("recordings")} recordings, {numbers.get("frames")} frames, of seeds that were never
trained on, read by the program's own analysis with the stored weights. The seeds share the
portrait, so this says nothing about other faces.

| | arousal | valence |
|---|---|---|
{table}

The single streams read each frame by itself, without the recurrence over time.
"""
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "not measured"
