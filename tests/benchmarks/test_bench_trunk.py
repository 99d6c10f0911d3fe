"""Trunks and gray input: ratios, measured side by side in one run."""

import time

import numpy as np
import pytest
import torch
from PIL import Image

from models.inference import prepare_for_inference
from models.preprocessing import gray48
from models.spatial_stream import build_trunk

BATCH = 16


def crops():
    generator = torch.Generator().manual_seed(0)
    return torch.randint(0, 256, (BATCH, 112, 112, 3), dtype=torch.uint8, generator=generator)


def paired(first, second, rounds=15):
    """Best milliseconds a frame of both, their calls taking turns so that both meet one machine."""
    best = [float("inf")] * 2
    for _ in range(rounds):
        for k, call in enumerate((first, second)):
            start = time.perf_counter()
            call()
            best[k] = min(best[k], (time.perf_counter() - start) / BATCH * 1e3)
    return best


@pytest.mark.parametrize(
    ("name", "at_most"), [("compact", 0.95), ("resnet50_ferplus", 1.0)], ids=["compact", "resnet50"]
)
def test_the_prepared_trunk_against_the_plain_one(benchmark, name, at_most):
    trunk, pictures = build_trunk(name).eval(), crops()
    quick = prepare_for_inference(trunk, dtypes=())

    def plain():
        with torch.no_grad():
            trunk(pictures)

    prepared_ms, plain_ms = paired(lambda: quick(pictures), plain)
    benchmark.extra_info |= {"plain_ms": plain_ms, "prepared_ms": prepared_ms}
    benchmark.pedantic(quick, (pictures,), rounds=5, warmup_rounds=1)
    print(f"\n{name}: plain {plain_ms:.2f}, prepared {prepared_ms:.2f} ms a frame")
    assert prepared_ms < at_most * plain_ms


def test_the_compact_trunk_against_the_full_one(benchmark):
    pictures = crops()
    small, full = (
        prepare_for_inference(build_trunk(name), dtypes=())
        for name in ("compact", "resnet50_ferplus")
    )
    small_ms, full_ms = paired(lambda: small(pictures), lambda: full(pictures), rounds=5)
    benchmark.extra_info |= {"compact_ms": small_ms, "resnet50_ms": full_ms}
    benchmark.pedantic(small, (pictures,), rounds=5, warmup_rounds=1)
    print(f"\ncompact {small_ms:.2f}, ResNet-50 {full_ms:.2f} ms a frame")
    assert small_ms < full_ms / 30


def test_gray_images_against_pillow(benchmark):
    pictures = crops()
    arrays = pictures.numpy()

    def pillow():
        for crop in arrays:
            image = Image.fromarray(crop).convert("L")
            np.asarray(image.resize((48, 48), Image.Resampling.LANCZOS))

    ours_ms, pillow_ms = paired(lambda: gray48(pictures), pillow, rounds=30)
    benchmark.extra_info |= {"ours_ms": ours_ms, "pillow_ms": pillow_ms}
    benchmark.pedantic(gray48, (pictures,), rounds=20, warmup_rounds=2)
    print(f"\ngray48 {ours_ms:.3f}, Pillow {pillow_ms:.3f} ms a frame")
    assert ours_ms < 1.5 * pillow_ms
