"""Which curves are compared: the choice, what is taken without one, and what blind hides."""

import numpy as np
import pytest

from app.core.agreement import Lack
from app.core.scheme import DEFAULT_SCHEMES, DimensionScheme, Schemes
from app.session.comparing import predicted_scale
from app.session.session import Session
from app.session.viewport import Viewport
from tests.support.annotating import make_curve, open_annotations
from tests.support.timelines import recording, shown, time_base

FRAMES = 300


@pytest.fixture
def base():
    return time_base(FRAMES, first=5.0)


@pytest.fixture
def session(base):
    session = Session()
    session.show(recording(base))
    open_annotations(session)
    return session


@pytest.fixture
def comparing(session):
    return session.comparing


def system(session, base, name="a", dimension="arousal", values=None, person=1):
    track = shown(base, dimension, values, system=name, person=person)
    session.tracks.put(track)
    return track.key


def test_nothing_is_compared_until_both_are_there(session, comparing, base):
    assert comparing.pair("arousal") is None
    system(session, base)
    assert comparing.pair("arousal") is None
    assert comparing.agreement("arousal").lack is Lack.NO_FRAME
    make_curve(session, np.zeros(FRAMES))
    pair = comparing.pair("arousal")
    assert pair.prediction.label == "System a"
    assert pair.annotation.head.scheme == "arousal"
    assert comparing.pair("valence") is None


def test_without_a_choice_it_is_the_first_that_is_shown_and_the_active_one(
    session, comparing, base
):
    first, second = system(session, base, "a"), system(session, base, "b")
    one = make_curve(session, np.zeros(FRAMES))
    two = make_curve(session, np.ones(FRAMES), activate=False)
    assert comparing.prediction("arousal").key == first
    assert comparing.annotation("arousal").head.id == one
    session.tracks.show(first, visible=False)
    session.annotations.activate(two)
    assert comparing.prediction("arousal").key == second
    assert comparing.annotation("arousal").head.id == two
    session.annotations.activate("")
    session.annotations.show(one, visible=False)
    assert comparing.annotation("arousal").head.id == two


def test_own_ratings_come_before_those_of_others(session, comparing, base):
    make_curve(session, activate=False)
    session.annotations.work_as("Ben")
    own = make_curve(session, activate=False)
    assert comparing.annotation("arousal").head.id == own


def test_a_choice_stays_while_its_track_is_there(session, comparing, base):
    _, second = system(session, base, "a"), system(session, base, "b")
    make_curve(session)
    two = make_curve(session, activate=False)
    heard = []
    comparing.changed.connect(lambda: heard.append(comparing.pair("arousal")))
    comparing.choose_prediction("arousal", second)
    comparing.choose_annotation("arousal", two)
    assert (heard[-1].prediction.key, heard[-1].annotation.head.id) == (second, two)
    session.tracks.show(second, visible=False)
    assert comparing.prediction("arousal").key == second
    session.tracks.remove(second)
    assert comparing.prediction("arousal").label == "System a"


def test_the_person_chosen_is_the_one_compared(session, comparing, base):
    system(session, base, person=1)
    other = system(session, base, person=2)
    session.choose_person(2)
    assert comparing.prediction("arousal").key == other
    session.choose_person(0)
    assert comparing.prediction("arousal").person == 1


def test_blind_hides_everything_there_is_to_compare(session, comparing, base):
    system(session, base)
    make_curve(session, np.zeros(FRAMES), activate=False)
    own = make_curve(session, np.zeros(FRAMES))
    comparing.shade(True)
    assert comparing.shaded
    session.annotations.hide_others(True)
    assert comparing.prediction("arousal") is None
    assert [each.head.id for each in comparing.annotations("arousal")] == [own]
    assert comparing.pair("arousal") is None
    assert comparing.agreement("arousal").count == 0
    assert not comparing.shaded
    session.annotations.hide_others(False)
    assert comparing.shaded


def test_figures_of_a_stretch_and_of_the_whole(session, comparing, base):
    values = np.sin(np.arange(FRAMES) / 20)
    system(session, base, values=values)
    make_curve(session, values * 0.5)
    whole = comparing.agreement("arousal")
    assert (whole.count, whole.pearson) == (FRAMES, pytest.approx(1))
    part = comparing.agreement("arousal", 10, 40)
    assert part.count == 30
    assert part.error == pytest.approx(np.sqrt(np.mean((values[10:40] / 2) ** 2)))


def test_an_edit_is_in_the_figures_at_once(session, comparing, base):
    system(session, base, values=np.zeros(FRAMES))
    make_curve(session, np.full(FRAMES, 0.5))
    assert comparing.agreement("arousal").error == pytest.approx(0.5)
    session.annotations.undo()
    session.annotations.undo()
    assert comparing.agreement("arousal").count == 0


def test_other_ranges_are_stretched_onto_the_scale_of_predictions(session, comparing, base):
    nine = DimensionScheme("arousal", 1.0, 9.0)
    session.annotations.use_schemes(Schemes((nine, DEFAULT_SCHEMES.dimension("valence")), ()))
    values = np.linspace(-1, 1, FRAMES)
    system(session, base, values=values)
    make_curve(session, 5 + 4 * values)
    assert np.allclose(predicted_scale(comparing.annotation("arousal")), values)
    assert comparing.agreement("arousal").concordance == pytest.approx(1)


def test_a_prediction_of_other_frames_is_not_compared(session, comparing):
    system(session, time_base(FRAMES - 1))
    make_curve(session, np.zeros(FRAMES))
    assert comparing.pair("arousal") is None


def test_shading_says_when_other_pairs_are_shaded(session, comparing, base):
    told = []
    comparing.shaded_changed.connect(lambda: told.append(dict(comparing.shaded)))
    key = system(session, base)
    track = make_curve(session, np.zeros(FRAMES))
    assert told == []
    comparing.shade(True)
    assert told == [{"arousal": (key, track)}]
    session.tracks.put(shown(base, values=np.zeros(FRAMES), system="a"))
    assert len(told) == 1  # the same pair with other values
    comparing.shade(False)
    assert told[-1] == {}


def test_the_frames_of_what_is_visible(comparing):
    assert comparing.frames_of(Viewport(5, 15, 5, 15)) == (0, FRAMES)
    assert comparing.frames_of(Viewport(5, 15, 6.0, 6.5)) == (30, 45)
    assert comparing.frames_of(Viewport(5, 15, 6.01, 6.5)) == (30, 45)  # still shown at 6.01
    assert Session().comparing.frames_of(Viewport(0, 1, 0, 1)) == (0, 0)


def test_another_recording_forgets_the_figures(session, comparing, base):
    system(session, base, values=np.zeros(FRAMES))
    make_curve(session, np.ones(FRAMES))
    assert comparing.agreement("arousal").count
    session.show(None)
    assert not comparing.agreement("arousal").count
    assert not comparing._sums
