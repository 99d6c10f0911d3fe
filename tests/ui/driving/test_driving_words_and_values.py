"""What an answer is made of, and what is said about it."""

from dataclasses import replace

import numpy as np
import pytest

from app.analysis.driving_answer import Change, Driving, SanityCheck
from app.ui.controllers.driving_work import explanation, face_at
from app.ui.driving.explanation import Check, rounded_up
from app.ui.driving.words import answered_text, change_text, check_text, part_text
from app.ui.video.time_text import MINUS


def driving(sanity=None):
    regions = (Change("brows", 0.1, -0.2), Change("mouth", -0.3, 0.05))
    streams = (Change("spatial", -0.1, 0.0), Change("temporal", 0.0, 0.2))
    pieces = (Change("", 0.01, 0.02, (0.0, 0.5)), Change("", 0.0, -0.04, (0.5, 1.0)))
    return Driving((0.2, 0.2), 0.4, -0.1, regions, streams, pieces, sanity, ("How.",))


def sanity(ratio=(20.0, 30.0), relative=(4.0, 3.0), likeness=(0.9, 0.1)):
    changes = ((Change("brows", 0.01, 0.02), Change("mouth", 0.03, 0.04)),) * 2
    return SanityCheck(changes, ratio, relative, likeness)


def test_an_answer_becomes_plain_values_in_the_order_arousal_valence():
    found = explanation(driving(sanity()), None, "weights", "careful")
    assert (found.arousal, found.valence) == (-0.1, 0.4)
    assert [(bar.part, bar.arousal, bar.valence) for bar in found.regions] == [
        ("brows", -0.2, 0.1),
        ("mouth", 0.05, -0.3),
    ]
    # Scaled by how much less shuffled networks vary: 30 / 3 for arousal, 20 / 4 for valence.
    assert found.regions[0].shuffled == pytest.approx((0.02 * 10, 0.01 * 5))
    assert all(bar.shuffled is None for bar in (*found.streams, *found.pieces))
    assert found.check == Check((3.0, 4.0), (0.1, 0.9), 2)
    assert found.limit == pytest.approx(0.4)  # the largest is the scaled 0.4 of the mouth
    assert found.limit_of_pieces == pytest.approx(0.04)


def test_regions_are_where_their_masks_are():
    found = explanation(driving(), np.zeros((112, 112, 3), np.uint8), "weights", "")
    values = found.map_of("valence")
    assert set(np.unique(values[~np.isnan(values)])) == {0.1, -0.3}
    assert values[~found.masks["mouth"] & ~found.masks["brows"]].size
    assert np.isnan(values[~found.masks["mouth"] & ~found.masks["brows"]]).all()
    assert (values[found.masks["mouth"]] == -0.3).all()


def test_without_numbers_nothing_is_scaled_or_divided():
    nothing = (float("nan"),) * 2
    found = explanation(driving(sanity(nothing, nothing, nothing)), None, "weights", "")
    assert all(bar.shuffled is None for bar in found.regions)
    assert "nothing to compare" in check_text(found.check)
    assert rounded_up(0.0) == 0.001
    assert check_text(None).startswith("Shuffled weights were not asked")


@pytest.mark.parametrize(
    ("value", "end"), [(0.0011, 0.0015), (0.33, 0.4), (1.0, 1.0), (0.051, 0.06), (7.0, 8.0)]
)
def test_axes_end_at_round_numbers(value, end):
    assert rounded_up(value) == pytest.approx(end)


def test_words_say_what_the_check_found():
    assert "read nothing into the bars" in check_text(Check((1.0, 5.0), (0.0, 0.0), 1))
    assert "from the pictures" in check_text(Check((5.0, 5.0), (0.9, 0.0), 1))
    assert check_text(Check((5.0, 5.0), (0.0, 0.0), 1)).count("network's own") == 2


def test_numbers_and_parts_for_people():
    assert change_text(-0.0001) == "+0.000"
    assert change_text(-0.25) == f"{MINUS}0.250"
    assert part_text("temporal") == "Motion stream"
    assert part_text("brows") == "Brows"
    found = explanation(driving(), None, "weights", "")
    assert answered_text(found) == f"0:00.200: arousal {MINUS}0.100, valence +0.400"


def test_no_face_track_no_face(tmp_path):
    assert face_at(tmp_path / "none.mp4", None, (0.0, 0.0), "five-point-112") is None


def test_a_number_beyond_the_scale_is_told_as_the_timeline_shows_it():
    found = explanation(replace(driving(), arousal=1.0312, valence=-0.4), None, "weights", "")
    text = answered_text(found)
    assert "arousal +1.000 (network +1.031), valence" in text
    assert text.endswith(f"{MINUS}0.400")
