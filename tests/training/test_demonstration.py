"""The demonstration weights: the parts they are trained with, and the file that is shipped."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from app.training.demonstration import WEIGHTS
from app.training.demonstration_augment import augmented
from app.training.demonstration_card import demonstration_card, write_readable_card
from app.training.demonstration_data import (
    Clip,
    jitter_matrix,
    known_affect,
    prepare,
    read_recording,
    write_recording,
)
from app.training.demonstration_evaluate import evaluate
from app.training.demonstration_frames import ClipFrames, FrameBank
from app.training.demonstration_plan import FULL, CropJitter, Stage
from app.training.demonstration_stages import batches, kept, optimise, window_batches
from app.training.synthetic.face_warp import ACTIONS
from app.training.synthetic.recording import TEST_SEEDS
from app.training.synthetic.settings import GeneratorSettings
from models.card import read_card
from models.checkpoint import load_model
from models.phase import phase_differences
from models.preprocessing import gray48
from tests.support.tolerances import DEMONSTRATION_CCC

SHORT = replace(FULL, settings=GeneratorSettings(duration=1.0))


def a_clip(count: int, seed: int = 0) -> Clip:
    rng = np.random.default_rng(seed)
    return Clip(
        crops=rng.integers(0, 256, (count, 112, 112, 3), dtype=np.uint8),
        affect=rng.uniform(-1, 1, (count, 2)).astype(np.float32),
        actions=rng.uniform(0, 1, (count, len(ACTIONS))).astype(np.float32),
    )


@pytest.mark.parametrize("count", [1, 2, 13, 30])
def test_kept_pairs_give_every_snippet_of_the_clip(count: int) -> None:
    clip = a_clip(count)
    frames = ClipFrames.of(clip)
    expected = phase_differences(gray48(torch.from_numpy(clip.crops)), 12, "pair")
    found = frames.snippets(0, count)
    for level, wanted in zip(found, expected, strict=True):
        assert level.shape == wanted.shape
        assert torch.allclose(level, wanted, atol=2e-3)  # kept in 16 bits


def test_a_bank_finds_frames_across_clips() -> None:
    clips = [a_clip(20, 1), a_clip(15, 2)]
    bank = FrameBank([ClipFrames.of(clip) for clip in clips])
    chosen = torch.tensor([3, 20, 34])
    assert len(bank) == 35
    assert np.array_equal(bank.crops(chosen)[1], clips[1].crops[0])
    assert torch.equal(bank.affect[chosen][2], torch.from_numpy(clips[1].affect[14]))
    alone = bank.clips[1].snippets(14, 15)[0]
    assert torch.equal(bank.snippets(chosen)[0][2], alone[0])
    assert [len(numbers) for numbers in bank.windows(8)] == [8, 8, 8, 8, 8]


def test_windows_never_cross_clips() -> None:
    bank = FrameBank(
        [ClipFrames.of(a_clip(20)), ClipFrames.of(a_clip(5)), ClipFrames.of(a_clip(9))]
    )
    drawn = window_batches(bank, 4, 8, np.random.default_rng(0))
    for _ in range(6):
        for window in next(drawn):
            assert torch.equal(window.diff(), torch.ones(7, dtype=torch.long))
            assert window.max() < 20 or window.min() >= 25


def test_batches_see_every_frame_once_an_epoch() -> None:
    drawn = batches(10, 5, np.random.default_rng(0))
    assert sorted(torch.cat([next(drawn), next(drawn)]).tolist()) == list(range(10))


def test_mirroring_swaps_left_and_right() -> None:
    crops = torch.zeros(64, 112, 112, 3, dtype=torch.uint8)
    crops[:, :, :56] = 200
    actions = torch.zeros(64, len(ACTIONS))
    actions[:, ACTIONS.index("smile_left")] = 1
    changed, followed = augmented(crops, actions, np.random.default_rng(1))
    bright_left = changed[:, 20:-20, 10:40].float().mean((1, 2, 3)) > changed[
        :, 20:-20, 70:100
    ].float().mean((1, 2, 3))
    assert torch.equal(bright_left, followed[:, ACTIONS.index("smile_left")] == 1)
    assert 0 < int(bright_left.sum()) < 64
    assert torch.equal(followed.sum(dim=1), torch.ones(64))
    assert changed.dtype == torch.uint8


def test_jitter_stays_within_its_settings() -> None:
    jitter = CropJitter(shift=2.0, scale=0.1, roll=5.0)
    for seed in range(20):
        matrix = jitter_matrix(seed, jitter, 112)
        centre = matrix @ [55.5, 55.5, 1]
        scale = np.hypot(*matrix[:, 0])
        assert np.abs(centre - 55.5).max() <= 2.0
        assert abs(np.log(scale)) <= 0.1
        assert abs(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0]))) <= 5.0


def test_a_finished_stage_is_not_trained_again(tmp_path: Path) -> None:
    module, other = nn.Linear(3, 2), nn.Linear(3, 2)
    calls: list[str] = []
    kept(tmp_path / "part.safetensors", module, lambda: calls.append("trained"))
    kept(tmp_path / "part.safetensors", other, lambda: calls.append("again"))
    assert calls == ["trained"]
    assert torch.equal(module.weight, other.weight)


def test_a_stage_takes_its_steps_and_learns() -> None:
    torch.manual_seed(0)
    layer, inputs = nn.Linear(4, 1), torch.randn(64, 4)
    target = inputs.sum(dim=1, keepdim=True)
    seen: list[float] = []

    def losses() -> Iterator[torch.Tensor]:
        while True:
            loss = (layer(inputs) - target).square().mean()
            seen.append(float(loss.detach()))
            yield loss

    optimise("toy", layer.parameters(), Stage(steps=60, batch=64, rate=0.1), losses())
    assert len(seen) == 60
    assert seen[-1] < 0.1 * seen[0]


def test_recordings_are_read_as_the_product_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "1.mp4"
    write_recording(1, path, SHORT)
    crops, index, runs = read_recording(path)
    assert crops.shape == (30, 112, 112, 3)
    assert index.tolist() == list(range(30))
    assert runs == [range(30)]
    assert known_affect(1, SHORT).shape == (30, 2)
    # The template puts the eyes at rows 51-52: darker than the cheeks below.
    face = crops[15].mean(axis=-1)
    assert face[46:57, 30:47].min() < face[65:75, 30:47].mean() - 30


def test_prepared_clips_are_kept(tmp_path: Path) -> None:
    (first,) = list(prepare([2], tmp_path, SHORT, jittered=True, workers=1))
    stamp = (tmp_path / "2.npz").stat().st_mtime_ns
    (second,) = list(prepare([2], tmp_path, SHORT, jittered=True, workers=1))
    assert (tmp_path / "2.npz").stat().st_mtime_ns == stamp
    assert np.array_equal(first[0].crops, second[0].crops)
    assert np.array_equal(first[0].affect, known_affect(2, SHORT))


def test_the_readable_card_says_what_the_weights_are_not(tmp_path: Path) -> None:
    card = demonstration_card(FULL, {"ccc_arousal": 0.7, "ccc_valence": 0.8, "frames": 9}, 20.0)
    write_readable_card(tmp_path / "card.md", card, 5_000_000)
    text = (tmp_path / "card.md").read_text()
    assert "not validated on people" in text
    assert "| both streams, as shipped | 0.700 | 0.800 |" in text
    assert "| spatial stream alone, linear head | not measured | not measured |" in text


def test_the_shipped_weights_say_what_they_are() -> None:
    card = read_card(WEIGHTS)
    model = load_model(WEIGHTS)
    assert WEIGHTS.stat().st_size <= 12_000_000
    assert card.name == "mimamo-demo"
    assert card.licence == "MIT"
    assert not card.validated_on_people
    assert "not validated on people" in card.intended_use
    assert (card.architecture.trunk, card.architecture.recurrence) == ("compact", "time")
    assert model.trunk is not None
    statistics = [v for k, v in model.net.state_dict().items() if k.endswith("running_var")]
    assert all(torch.isfinite(v).all() and (v > 0).all() for v in statistics)
    readable = WEIGHTS.with_suffix(".md").read_text()
    assert f"{card.validation['ccc_arousal']:.3f}" in readable
    assert f"{card.validation['ccc_valence']:.3f}" in readable


def test_the_shipped_weights_read_recordings_never_trained_on(tmp_path: Path) -> None:
    """Two short recordings of test seeds beyond those in the card, through the whole analysis."""
    plan = replace(FULL, settings=replace(FULL.settings, duration=5.0))
    card = read_card(WEIGHTS)
    numbers = evaluate(WEIGHTS, TEST_SEEDS[FULL.test : FULL.test + 2], tmp_path, plan)
    assert 280 <= numbers["frames"] <= 300
    for name in ("ccc_valence", "ccc_arousal"):
        promised = card.validation[name]
        assert isinstance(promised, float)
        assert numbers[name] > promised - DEMONSTRATION_CCC
