"""How feature maps are looked at: limits, order, the selected unit."""

import numpy as np
import pytest

from app.core.errors import InputError
from app.core.unit_ranking import RankedUnit
from app.session.feature_curves import offered_curves
from app.session.feature_maps import RowOrder
from app.session.features import Features
from app.session.session import Session
from tests.support.annotating import make_curve, open_annotations
from tests.support.feature_maps import NAMES, activity, loaded_maps
from tests.support.timelines import recording, shown, time_base

BASE = time_base(200)


@pytest.fixture
def features():
    made = Features()
    made.load(loaded_maps(BASE))
    return made


def heard(features):
    times = []
    features.changed.connect(lambda: times.append(1))
    return times


def test_all_maps_are_shown_in_their_order_until_one_is_not_wanted(features):
    assert [each.name for each in features.shown] == list(NAMES)
    features.choose("fused", shown=False)
    assert [each.name for each in features.shown] == ["spatial", "temporal", "gru"]
    assert features.map("fused").name == "fused"


def test_the_same_maps_are_the_same_objects_until_something_changes(features):
    before = features.shown
    assert features.shown is before
    features.select("gru", 3)
    assert features.shown is not before


def test_values_of_both_signs_have_zero_in_the_middle(features):
    limits = features.map("gru").limits
    assert features.map("gru").diverging
    assert limits.low == -limits.high


def test_values_of_one_sign_run_from_the_least_to_the_most(features):
    features.load(loaded_maps(BASE, np.abs(activity(200)), ("gru",)))
    one = features.map("gru")
    assert not one.diverging
    assert 0 <= one.limits.low < one.limits.high


def test_percentiles_narrow_the_colours(features):
    before = features.map("gru").limits.high
    features.limit_by_percentiles(20, 80)
    assert features.map("gru").limits.high < before


@pytest.mark.parametrize("limits", [(2.0, 1.0), (1.0, 1.0), (float("nan"), 1.0)])
def test_limits_that_cross_are_refused_and_change_nothing(features, limits):
    before = features.map("gru").limits
    with pytest.raises(InputError):
        features.limit_by_hand("gru", *limits)
    with pytest.raises(InputError):
        features.limit_by_percentiles(*limits)
    assert features.map("gru").limits == before


def test_typed_limits_are_those_of_one_map(features):
    features.limit_by_hand("gru", -0.5, 2.0)
    assert (features.map("gru").limits.low, features.map("gru").limits.high) == (-0.5, 2.0)
    assert features.is_by_hand("gru")
    assert not features.is_by_hand("fused")
    features.limit_by_percentiles(1, 99)
    assert not features.is_by_hand("gru")


def test_constant_features_are_said_to_be_so(features):
    features.load(loaded_maps(BASE, np.full((200, 256), 0.25, np.float32), ("gru",)))
    assert "Every value is 0.25" in features.map("gru").limits.note
    features.select("gru", 0)
    assert features.course.low < 0.25 < features.course.high


def test_a_map_of_nothing_but_gaps_is_said_to_be_so(features):
    features.load(loaded_maps(BASE, np.full((200, 256), np.nan, np.float32), ("gru",)))
    assert features.map("gru").limits.note
    features.select("gru", 0)
    assert np.isnan(features.course.values).all()


def test_an_order_that_is_no_longer_wanted_is_not_taken(features):
    features.sort(RowOrder.CLUSTERED)
    backwards = np.arange(256)[::-1].copy()
    features.take_order(RowOrder.BY_CORRELATION, "gru", backwards)
    assert features.map("gru").order[0] == 0
    features.take_order(RowOrder.CLUSTERED, "gru", backwards)
    assert features.map("gru").order[0] == 255
    features.sort(RowOrder.AS_IS)
    assert features.map("gru").order[0] == 0


def test_a_selected_unit_is_marked_and_has_a_course(features):
    features.select("gru", 7)
    assert features.map("gru").unit == 7
    assert features.map("fused").unit is None
    np.testing.assert_allclose(features.course.values, activity(200)[:, 7], atol=5e-3)
    assert "GRU unit 7" in features.course.label
    features.select("gru", None)
    assert features.course is None


def test_other_maps_forget_what_was_chosen_of_these(features):
    features.select("gru", 7)
    features.rank("gru", (RankedUnit(0, 1.0),))
    features.limit_by_hand("gru", 0, 1)
    features.load(loaded_maps(BASE))
    assert features.unit is None
    assert features.ranking("gru") == ()
    assert not features.is_by_hand("gru")


def test_frames_between_analysed_ones_show_the_one_before():
    made = Features()
    loaded = loaded_maps(BASE, names=("gru",))
    every_other = loaded.__class__(1, "", 10 + 2 * loaded.index, loaded.seconds * 2, loaded.maps)
    made.load(every_other)
    one = made.map("gru")
    places = [one.position_of(frame) for frame in (9, 10, 11, 12, 409, 410)]
    assert places == [None, 0, 0, 1, 199, None]
    assert np.isnan(one.value(9, 0))
    assert one.value(12, 0) == one.value(13, 0)


def test_saying_the_same_again_is_not_heard(features):
    times = heard(features)
    features.choose("gru", shown=True)
    features.sort(RowOrder.AS_IS)
    features.select("gru", None)
    assert not times


def test_curves_to_compare_with_are_predictions_and_annotations_unless_blind():
    session = Session()
    session.show(recording(BASE))
    open_annotations(session)
    session.tracks.put(shown(BASE))
    track = make_curve(session)
    assert [each.key[0] for each in offered_curves(session)] == ["prediction", "annotation"]
    session.annotations.activate(track)
    session.annotations.hide_others(True)
    assert [each.key[0] for each in offered_curves(session)] == ["annotation"]
    one = offered_curves(session)[0]
    assert one.at(np.array([0, 199])).shape == (2,)
    assert one.at(np.array([0, 200])) is None
