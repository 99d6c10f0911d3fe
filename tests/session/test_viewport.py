import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.session.viewport import SHORTEST_SECONDS, Viewport

actions = st.lists(
    st.tuples(st.sampled_from(["zoom", "pan", "centre", "show", "fit"]), st.floats(0.01, 100)),
    max_size=25,
)


@given(st.floats(-10, 10), st.floats(0, 5000), actions)
def test_what_is_visible_is_always_a_part_of_the_recording(first, length, done):
    view = Viewport.of(first, first + length)
    for name, value in done:
        match name:
            case "zoom":
                view = view.zoomed(value, first + value)
            case "pan":
                view = view.panned(value - 50)
            case "centre":
                view = view.centred(value)
            case "show":
                view = view.showing(min(max(value, view.first), view.last))
            case "fit":
                view = view.fitted()
        assert view.first <= view.start < view.end <= view.last
        assert view.span >= min(SHORTEST_SECONDS, length) - 1e-6


def test_zooming_keeps_the_instant_under_the_cursor():
    view = Viewport.of(0, 100).zoomed(4, 40)
    assert view.span == pytest.approx(25)
    assert (40 - view.start) / view.span == pytest.approx(0.4)
    again = view.zoomed(0.5, 40)
    assert (40 - again.start) / again.span == pytest.approx(0.4)


def test_pages_turn_when_the_playhead_leaves():
    view = Viewport(0, 100, 10, 20)
    assert view.showing(15) is view
    turned = view.showing(20.5)
    assert turned.start < 20.5 < turned.end
    assert turned.span == pytest.approx(10)
    assert view.showing(3).start == pytest.approx(0)


def test_what_lies_outside_is_refused():
    with pytest.raises(ValueError, match="part of the recording"):
        Viewport(0, 10, -1, 5)
