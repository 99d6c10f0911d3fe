import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.ui.video.zoom import LARGEST_SCALE, Placement, actual, fitted, held, panned, zoomed

sides = st.floats(20, 5000)
sizes = st.tuples(sides, sides)
factors = st.floats(0.05, 20)
shares = st.tuples(st.floats(0, 1), st.floats(0, 1))


@given(sizes, sizes)
def test_a_fitted_picture_is_all_there_centred_and_touches_two_edges(picture, widget):
    place = fitted(picture, widget)
    right, bottom = place.to_widget(picture)
    assert place.left == pytest.approx(widget[0] - right, abs=1e-6)
    assert place.top == pytest.approx(widget[1] - bottom, abs=1e-6)
    assert min(place.left, place.top) == pytest.approx(0, abs=1e-6)
    assert max(place.left, place.top) >= -1e-6


@given(sizes, sizes, factors, shares)
def test_places_go_to_the_widget_and_back(picture, widget, factor, share):
    place = zoomed(fitted(picture, widget), picture, widget, factor, (widget[0] / 3, 0))
    point = share[0] * picture[0], share[1] * picture[1]
    assert place.to_picture(place.to_widget(point)) == pytest.approx(point, abs=1e-6)


@given(sizes, sizes, st.floats(1, 8), st.floats(1, 3), shares)
def test_zooming_in_keeps_what_is_under_the_cursor(picture, widget, first, factor, share):
    # Filled in both directions, so that nothing needs to be pulled back to the middle.
    cover = max(widget[0] / picture[0], widget[1] / picture[1])
    assume(cover * first * factor <= LARGEST_SCALE)
    place = held(Placement(cover * first, 0, 0), picture, widget)
    about = share[0] * widget[0], share[1] * widget[1]
    after = zoomed(place, picture, widget, factor, about)
    assert after.to_picture(about) == pytest.approx(place.to_picture(about), abs=1e-4)


@given(sizes, sizes, factors, st.floats(-9000, 9000), st.floats(-9000, 9000))
def test_a_panned_picture_leaves_no_margin_it_need_not_leave(picture, widget, factor, x, y):
    middle = (widget[0] / 2, widget[1] / 2)
    place = zoomed(fitted(picture, widget), picture, widget, factor, middle)
    place = panned(place, picture, widget, x, y)
    for start, length, room in (
        (place.left, picture[0] * place.scale, widget[0]),
        (place.top, picture[1] * place.scale, widget[1]),
    ):
        if length <= room:
            assert start == pytest.approx((room - length) / 2, abs=1e-6)
        else:
            assert start <= 1e-6
            assert start + length >= room - 1e-6


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_actual_size_is_one_pixel_on_one_pixel_of_the_screen(ratio):
    picture, widget = (640.0, 360.0), (501.0, 303.0)
    place = actual(picture, widget, ratio, fitted(picture, widget))
    assert place.scale * ratio == pytest.approx(1)
    assert (place.left * ratio) % 1 == pytest.approx(0, abs=1e-9)
    assert (place.top * ratio) % 1 == pytest.approx(0, abs=1e-9)


def test_a_placement_has_a_size():
    with pytest.raises(ValueError, match="scale must be > 0"):
        Placement(0.0, 0, 0)
