"""Whole tracks: made, accepted, changed, ordered, deleted; locked ones stay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.document import CurveAnnotation, Document, SegmentAnnotation
from app.core.edits.tracks import (
    accepted,
    deleted,
    duplicated,
    free_name,
    locked,
    moved_to,
    new_curve,
    new_segment_track,
    recoloured,
    renamed,
)
from app.core.errors import EditError
from app.core.samples import Samples
from app.core.scheme import DimensionScheme
from app.core.segment import Segment
from app.core.track import ContinuousTrack, Provenance

AROUSAL = DimensionScheme("arousal")
PERCENT = DimensionScheme("arousal", 0.0, 100.0)
FRAMES = 6


def predicted(values):
    seconds = np.arange(len(values)) / 25
    made = Provenance("made", "weights", "ab" * 32, False)
    return ContinuousTrack("arousal", seconds, np.asarray(values, float), made)


def document(*names, rater="Anna"):
    made, ids = Document(FRAMES), []
    for name in names:
        made, track = new_curve(made, AROUSAL, rater=rater, name=name)
        ids.append(track)
    return made, ids


def names(made):
    return [track.head.name for track in made]


def test_a_new_curve_is_a_gap_with_the_range_of_its_dimension():
    made, track = new_curve(Document(FRAMES), PERCENT, rater="Anna", created="2026-01-02T03:04:05Z")
    curve = made.curve(track)
    assert np.isnan(curve.samples.values).all()
    assert (curve.low, curve.high) == (0, 100)
    assert (curve.head.name, curve.head.rater, curve.head.scheme) == ("arousal", "Anna", "arousal")
    assert curve.head.created == "2026-01-02T03:04:05Z"
    assert len(track) == 32
    assert int(track, 16) >= 0


def test_the_moment_is_now_when_nobody_says_otherwise():
    made, track = new_curve(Document(FRAMES), AROUSAL, rater="Anna")
    assert made.track(track).head.created.endswith("Z")


def test_names_are_proposed_that_the_rater_has_not_used():
    made, _ = new_curve(Document(FRAMES), AROUSAL, rater="Anna")
    made, _ = new_curve(made, AROUSAL, rater="Anna")
    made, _ = new_curve(made, AROUSAL, rater="Ben")
    assert names(made) == ["arousal", "arousal 2", "arousal"]
    assert free_name(made, "arousal", "Anna") == "arousal 3"
    assert free_name(made, "valence", "Anna") == "valence"


@pytest.mark.parametrize("values", [[0.0] * 5, [2.0] * FRAMES])
def test_values_that_do_not_fit_are_refused(values):
    with pytest.raises(EditError):
        new_curve(Document(FRAMES), AROUSAL, rater="Anna", samples=Samples.of(values))


def test_segments_are_sorted():
    late, early = Segment(3, 4, "frown", id=1), Segment(0, 1, "smile", id=2)
    made, track = new_segment_track(
        Document(FRAMES), "expression", rater="Anna", segments=[late, early], source="x.eaf"
    )
    found = made.segments_of(track)
    assert isinstance(found, SegmentAnnotation)
    assert found.segments == (early, late)
    assert found.head.source == "x.eaf"


class TestAccepting:
    def test_takes_the_values_as_they_are(self):
        values = [0.1, np.nan, 0.3, -1, 1, 0]
        made, track = accepted(
            Document(FRAMES), predicted(values), AROUSAL, rater="Anna", label="MIMAMO Net"
        )
        curve = made.curve(track)
        np.testing.assert_array_equal(curve.samples.values, values)
        assert curve.head.source == "accepted from MIMAMO Net"
        assert curve.head.rater == "Anna"

    def test_of_a_part_leaves_the_rest_a_gap(self):
        made, track = accepted(
            Document(FRAMES),
            predicted(np.full(FRAMES, 0.5)),
            AROUSAL,
            rater="Anna",
            label="it",
            part=slice(2, 4),
        )
        known = ~np.isnan(made.curve(track).samples.values)
        assert known.tolist() == [False, False, True, True, False, False]

    def test_refuses_another_recording(self):
        with pytest.raises(EditError, match=r"7 values.*6 frames"):
            accepted(Document(FRAMES), predicted([0] * 7), AROUSAL, rater="Anna", label="it")

    def test_rescales_only_when_told(self):
        values = [-1, 0, 1, np.nan, 0.5, 0]
        with pytest.raises(EditError, match="-1 to 1"):
            accepted(Document(FRAMES), predicted(values), PERCENT, rater="A", label="it")
        made, track = accepted(
            Document(FRAMES),
            predicted(values),
            PERCENT,
            rater="A",
            label="it",
            from_range=(-1.0, 1.0),
        )
        np.testing.assert_allclose(
            made.curve(track).samples.values, [0, 50, 100, np.nan, 75, 50], equal_nan=True
        )

    def test_does_not_change_the_prediction(self):
        track = predicted([0.5] * FRAMES)
        accepted(Document(FRAMES), track, PERCENT, rater="A", label="it", from_range=(-1.0, 1.0))
        assert track.values.tolist() == [0.5] * FRAMES


def test_renaming_and_colours():
    made, (track,) = document("a")
    made = recoloured(renamed(made, track, "  b "), track, "#009E73")
    assert (made.track(track).head.name, made.track(track).head.colour) == ("b", "#009E73")
    assert recoloured(made, track, "").track(track).head.colour == ""
    with pytest.raises(EditError):
        renamed(made, track, " ")
    with pytest.raises(EditError):
        recoloured(made, track, "red")


def test_a_locked_track_keeps_its_name_and_its_existence_but_not_its_look():
    made, (track, other) = document("a", "b")
    shut = locked(made, track, lock=True)
    for change in (lambda: renamed(shut, track, "c"), lambda: deleted(shut, track)):
        with pytest.raises(EditError, match="locked"):
            change()
    assert recoloured(shut, track, "#000000").track(track).head.locked
    assert names(moved_to(shut, track, 1)) == ["b", "a"]
    assert locked(shut, track, lock=False) == made
    assert names(deleted(shut, other)) == ["a"]


def test_a_copy_stands_after_its_original_is_open_to_edits_and_of_who_copied():
    made, (first, _) = document("a", "b")
    made = recoloured(locked(made, first, lock=True), first, "#112233")
    after, copy = duplicated(made, first, rater="Ben")
    assert names(after) == ["a", "a copy", "b"]
    head = after.track(copy).head
    assert (head.rater, head.locked, head.colour) == ("Ben", False, "#112233")
    assert head.source == "copied from a of Anna"
    original, copied = after.curve(first), after.curve(copy)
    assert isinstance(copied, CurveAnnotation)
    assert copied.samples == original.samples
    assert copy != first


@pytest.mark.parametrize(
    ("place", "order"),
    [(0, "bac"), (2, "acb"), (99, "acb"), (-5, "bac"), (1, "abc")],
)
def test_moving_in_the_list(place, order):
    made, (_, track, _) = document("a", "b", "c")
    assert "".join(names(moved_to(made, track, place))) == order


@given(st.integers(0, 4), st.integers(0, 4))
def test_moving_there_and_back_is_nothing(start, place):
    made, ids = document(*"abcde")
    there = moved_to(made, ids[start], place)
    assert there.tracks[place].head.id == ids[start]
    assert sorted(names(there)) == names(made)
    assert moved_to(there, ids[start], start) == made


def test_what_is_gone_is_said():
    made, _ = document("a")
    for change in (renamed, recoloured):
        with pytest.raises(EditError, match="not there any more"):
            change(made, "nothing", "#000000")
    with pytest.raises(EditError):
        moved_to(made, "nothing", 0)
