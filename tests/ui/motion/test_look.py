"""Pictures of a snippet: limits, opacity, colours, places."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from app.ui.motion.look import Look, Pictures, Shown, place_of, plain_above, source_of


def made_snippet(scale=0.5, steps=12):
    rng = np.random.default_rng(0)

    def levels(count, low, high):
        return tuple(
            rng.uniform(low, high, (2, count, size, size)).astype(np.float32) for size in (48, 24)
        )

    frames = steps + 1
    return SimpleNamespace(
        steps=steps,
        frames=np.arange(94, 94 + frames),
        faces=np.full((frames, 112, 112, 3), 90, np.uint8),
        difference=levels(steps, -scale, scale),
        phase=levels(frames, -3, 3),
        amplitude=levels(frames, 0, 0.2),
        unwrapped=levels(frames, -6, 6),
        note="",
    )


@pytest.mark.parametrize(
    ("value", "plain"), [(0.1, 0.1), (0.11, 0.15), (0.5, 0.5), (0.51, 0.7), (7.1, 10), (3.0, 3.0)]
)
def test_limits_are_plain_numbers(value, plain):
    assert plain_above(value) == pytest.approx(plain)


def test_automatic_limits_are_symmetric_and_never_blow_up_a_still_face():
    assert Pictures(made_snippet(0.45)).limits(Look()) == (-0.5, 0.5)
    assert Pictures(made_snippet(0.004)).limits(Look()) == (-0.1, 0.1)
    assert Pictures(made_snippet(0.0)).limits(Look()) == (-0.1, 0.1)
    assert Pictures(made_snippet()).limits(Look(Shown.PHASE)) == pytest.approx((-np.pi, np.pi))
    low, high = Pictures(made_snippet()).limits(Look(Shown.AMPLITUDE))
    assert (low, high) == (0.0, pytest.approx(0.2))
    assert Pictures(made_snippet()).limits(Look(limit=0.25)) == (-0.25, 0.25)


def test_opacity_follows_the_amplitude_of_both_frames():
    snippet = made_snippet()
    snippet.amplitude[0][0, :, :, :24] = 0
    snippet.amplitude[0][0, 3] = 0
    pictures = Pictures(snippet)
    strip = pictures.strip(Look(), 0, 0)
    assert strip.pixelColor(3, 5).alpha() == 0
    assert all(strip.pixelColor(40, step * 48 + 5).alpha() == 0 for step in (2, 3))
    assert any(strip.pixelColor(x, 6 * 48 + 5).alpha() > 100 for x in range(24, 48))
    plain = pictures.strip(Look(weighted=False), 0, 0)
    assert plain.pixelColor(3, 5).alpha() == 255


def test_what_rises_is_red_and_what_falls_is_blue():
    snippet = made_snippet()
    snippet.difference[1][1, 4] = 0.4
    snippet.difference[1][1, 5] = -0.4
    strip = Pictures(snippet).strip(Look(weighted=False), 1, 1)
    up, down = (strip.pixelColor(3, step * 24 + 3) for step in (4, 5))
    assert up.red() > up.blue() + 100
    assert down.blue() > down.red() + 100


def test_a_row_has_twelve_steps_or_thirteen_frames():
    pictures = Pictures(made_snippet())
    last = Look(step=12)
    assert (pictures.step(last), pictures.step(replace(last, shown=Shown.PHASE))) == (11, 12)
    assert pictures.strip(replace(last, shown=Shown.UNWRAPPED), 1, 0).height() == 13 * 24
    assert source_of(pictures.strip(Look(), 0, 0), 2) == QRectF(0, 96, 48, 48)


def test_a_sample_of_level_one_lies_on_every_second_of_level_zero():
    area = QRectF(0, 0, 480, 480)
    place = place_of(area, 1)
    middle_of_third = place.left() + 2.5 * place.width() / 24
    assert middle_of_third == pytest.approx(4.5 * 10)
