from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from app.ui.video.frame_plan import FrameRequest, plan, upcoming


@st.composite
def requests(draw):
    count = draw(st.integers(1, 300))
    frame = draw(st.integers(0, count - 1))
    loop = None
    if draw(st.booleans()):
        first = draw(st.integers(0, count - 1))
        loop = range(first, draw(st.integers(first, count)))
    direction = draw(st.sampled_from([-1, 1]))
    return FrameRequest(frame, direction, draw(st.booleans()), loop), count


@given(requests(), st.integers(1, 80))
def test_a_plan_begins_with_the_frame_fits_the_room_and_names_each_frame_once(made, room):
    request, count = made
    planned = plan(request, count, room)
    frames = [*planned.ahead, *planned.behind]
    assert planned.ahead[0] == request.frame
    assert len(frames) == len(set(frames)) <= max(room, 1)
    assert all(0 <= frame < count for frame in frames)


def test_playing_on_runs_to_the_end():
    assert list(upcoming(FrameRequest(7, 1, True), 10)) == [7, 8, 9]


def test_playing_back_runs_to_the_beginning():
    assert list(upcoming(FrameRequest(2, -1, True), 10)) == [2, 1, 0]


def test_a_loop_is_decoded_across_its_seam():
    request = FrameRequest(5, 1, True, range(4, 7))
    assert list(islice(upcoming(request, 10), 6)) == [5, 6, 4, 5, 6, 4]
    back = FrameRequest(5, -1, True, range(4, 7))
    assert list(islice(upcoming(back, 10), 5)) == [5, 4, 6, 5, 4]


def test_before_a_loop_playing_leads_into_it():
    request = FrameRequest(1, 1, True, range(3, 5))
    assert list(islice(upcoming(request, 10), 6)) == [1, 2, 3, 4, 3, 4]


def test_standing_still_looks_both_ways_most_where_the_playhead_came_from_going():
    planned = plan(FrameRequest(50, -1), 100, 9)
    assert planned.ahead == (50, 49, 48, 47, 46, 45)
    assert planned.behind == (51, 52, 53)
