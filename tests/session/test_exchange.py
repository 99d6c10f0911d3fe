"""What becomes of files of other tools, and what is handed to them."""

from dataclasses import replace

import numpy as np
import pytest

from app.core.document import Document
from app.core.errors import EditError, InputError
from app.core.scheme import DEFAULT_SCHEMES
from app.core.segment import Segment
from app.formats.content import Content, CurveContent, SegmentContent
from app.formats.registry import recognise
from app.session.exchange import export_content, imported
from app.session.exchange_outlook import outlook
from app.session.exchange_plan import carried, misfit, proposed_plan
from tests.support.shared import shared_file

FRAMES = 50
SECONDS = np.arange(FRAMES) / 25


def curve(values, dimension="arousal", rater="Bea", times=None, declared=None):
    times = None if times is None else np.asarray(times, float)
    return CurveContent(dimension, rater, times, np.asarray(values, float), declared)


def taken(content, rater="Anna", document=None, schemes=DEFAULT_SCHEMES, **changes):
    plan = proposed_plan(content, schemes, rater)
    if changes:
        first = replace(
            plan.curves[0], **{name: v for name, v in changes.items() if name != "shift"}
        )
        plan = replace(plan, curves=(first, *plan.curves[1:]), shift=changes.get("shift", 0.0))
    document = Document(SECONDS.size) if document is None else document
    return imported(document, schemes, SECONDS, content, plan, "x.csv")


def read(name):
    path = shared_file(f"annotations/{name}")
    return recognise(path)[0].read(path)[0]


def test_a_row_per_frame_is_taken_bit_by_bit():
    values = np.linspace(-1, 1, FRAMES)
    done = taken(Content((curve(values),)))
    (made,) = done.document.curves
    assert made.samples.values.tobytes() == values.tobytes()
    assert (made.head.rater, made.head.scheme) == ("Bea", "arousal")
    assert made.head.source == "imported from x.csv"
    assert done.remarks == ()
    assert done.schemes is DEFAULT_SCHEMES


@pytest.mark.parametrize(("rows", "said"), [(60, "left out"), (40, "gap")])
def test_another_length_is_said(rows, said):
    done = taken(Content((curve(np.zeros(rows)),)))
    (remark,) = done.remarks
    assert f"{rows} rows" in remark
    assert said in remark
    assert np.isnan(done.document.curves[0].samples.values).sum() == max(0, FRAMES - rows)


def test_times_outside_the_recording_are_said():
    content = Content((curve([0.1, 0.2, 0.3], times=[0.0, 1.0, 9.0]),))
    done = taken(content, between="linear")
    assert "1 of 3 values" in done.remarks[0]
    assert done.document.curves[0].samples.values[25] == pytest.approx(0.2)


@pytest.mark.parametrize("times", [None, SECONDS])
def test_a_shift_moves_frames_as_it_moves_times(times):
    values = np.arange(FRAMES) / 100
    shifted = taken(Content((curve(values, times=times),)), shift=0.4)
    assert np.isnan(shifted.document.curves[0].samples.values[:10]).all()
    assert shifted.document.curves[0].samples.values[10:].tolist() == values[:-10].tolist()


def test_nothing_is_rescaled_that_fits_or_was_not_asked_for():
    assert (
        proposed_plan(Content((curve([0.5]),)), DEFAULT_SCHEMES, "A").curves[0].from_range is None
    )
    content = Content((curve([-7.0, 5.0]),))
    assert proposed_plan(content, DEFAULT_SCHEMES, "A").curves[0].from_range == (-10, 10)
    with pytest.raises(InputError, match="from -7 to 5, outside -1 to 1"):
        taken(content, from_range=None)
    done = taken(content)
    assert done.document.curves[0].samples.values[:2].tolist() == [-0.7, 0.5]


def test_new_dimensions_have_room_for_all_their_columns():
    content = Content((curve([0.2], "trust", "A"), curve([40.0], "trust", "B")))
    done = taken(content)
    scheme = done.schemes.dimension("trust")
    assert scheme is not None
    assert (scheme.low, scheme.high) == (-100, 100)
    assert [each.high for each in done.document.curves] == [100, 100]
    stated = taken(Content((curve([1.0, 2.0], "AU12", declared=(0.0, 5.0)),)))
    assert stated.document.curves[0].high == 5


def test_segments_move_with_the_shift_and_keep_their_words():
    track = SegmentContent("speech", "", (Segment(0.1, 0.4, "hi", "loud", 1),))
    done = taken(Content((), (track,)))
    (made,) = done.document.segment_tracks
    assert (made.head.name, made.head.rater) == ("speech", "Anna")
    assert made.segments[0].label == "hi"


def test_nothing_chosen_is_refused():
    with pytest.raises(InputError, match="tick at least one"):
        taken(Content((curve([0.1]),)), take=False)


def test_measured_values_become_predictions_and_never_annotations():
    content = read("openface/OpenFace_Test.csv")
    plan = proposed_plan(content, DEFAULT_SCHEMES, "")
    assert 0 < sum(each.take for each in plan.curves) < len(plan.curves)
    done = taken(content)
    assert not done.document.tracks
    assert len(done.predictions) == sum(each.take for each in plan.curves)
    assert {each.track.values.size for each in done.predictions} == {FRAMES}
    assert len({each.key for each in done.predictions}) == len(done.predictions)


def test_afew_va_is_mapped_from_its_own_range():
    content = read("afewva/afewva_video1.json")
    done = taken(content)
    arousal = next(each for each in done.document.curves if each.head.scheme == "arousal")
    assert arousal.samples.values[0] == 0.5
    assert "Values are mapped from -10 … 10 on -1 … 1" in said(content).sentence


def test_muse_raw_has_three_raters():
    done = taken(read("muse/raw_arousal_11.csv"))
    assert [each.head.rater for each in done.document.curves] == ["1", "2", "3"]
    assert "lie outside the recording" in done.remarks[0]


def said(content, by="Anna", seconds=SECONDS, **changes):
    plan = proposed_plan(content, DEFAULT_SCHEMES, by)
    if changes:
        plan = replace(plan, curves=(replace(plan.curves[0], **changes), *plan.curves[1:]))
    return outlook(content, plan, DEFAULT_SCHEMES, seconds, "clip.mp4")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"take": False}, "Tick at least one"),
        ({"dimension": " "}, "Name the dimension"),
        ({"rater": ""}, "name a rater"),
        ({"from_range": (1.0, 0.0)}, "is no range"),
        ({"from_range": (0.0, 0.1)}, "outside 0 … 0.1"),
    ],
)
def test_what_is_wrong_is_said_before(changes, sentence):
    found = said(Content((curve(np.full(FRAMES, 0.5)),)), **changes)
    assert not found.possible
    assert sentence in found.sentence


def test_what_will_happen_is_said_before():
    track = SegmentContent("speech", "B", (Segment(0.1, 0.4, "hi", "", 1),))
    found = said(Content((curve(np.zeros(60)), curve(np.zeros(60), "valence")), (track,)))
    assert found.possible
    assert found.sentence == "2 curves and 1 track of segments will be added to clip.mp4."
    assert len(found.remarks) == 1
    assert "nothing in the file" in said(Content()).sentence
    measured = Content((curve([0.1], "AU12"), curve([0.2], "AU12")), read_only=True)
    assert "Two columns" in said(measured).sentence


def test_a_guessed_dimension_is_said():
    found = said(Content((curve(np.zeros(FRAMES), ""),)))
    assert "check the dimension" in found.remarks[0]


def test_a_gap_throughout_is_not_ticked():
    content = Content((curve([np.nan] * 3), curve([0.1])))
    plan = proposed_plan(content, DEFAULT_SCHEMES, "A")
    assert [each.take for each in plan.curves] == [False, True]
    assert "holds no value" in said(content, take=True).sentence


def test_what_the_user_settled_survives_another_reading():
    first = proposed_plan(Content((curve([0.5]), curve([0.5]))), DEFAULT_SCHEMES, "A")
    mine = replace(first, curves=(replace(first.curves[0], rater="Cy"), first.curves[1]), shift=2.0)
    second = proposed_plan(Content((curve([5.0]), curve([5.0]))), DEFAULT_SCHEMES, "A")
    kept = carried(second, first, mine)
    assert kept.curves[0].rater == "Cy"
    assert kept.curves[0].from_range == second.curves[0].from_range
    assert kept.curves[1] == second.curves[1]
    assert kept.shift == 2.0
    other = proposed_plan(Content((curve([5.0]),)), DEFAULT_SCHEMES, "A")
    assert carried(other, first, mine).curves == other.curves


def test_what_fits_is_not_remarked():
    assert misfit(curve(np.zeros(FRAMES)), SECONDS) == ""
    assert misfit(curve([0.0, 0.1], times=[0.0, 1.0]), SECONDS) == ""


def test_what_is_exported():
    done = taken(Content((curve(np.zeros(FRAMES)),), (SegmentContent("speech", "B", ()),)))
    whole = export_content(done.document, SECONDS, media=None, fps=25)
    assert len(whole.curves) == 1
    assert whole.curves[0].rater == "Bea"
    only = export_content(done.document, SECONDS, media=None, fps=25, tracks=[done.tracks[0]])
    assert not only.segment_tracks
    with pytest.raises(EditError, match="nothing to export"):
        export_content(Document(FRAMES), SECONDS, media=None, fps=25)
