"""A recording over the affect plane, as predicted and as annotated."""

import numpy as np
import pytest

from app.core.scheme import DEFAULT_SCHEMES, DimensionScheme, Schemes
from app.session.affect_courses import AffectCourses, Source
from app.session.session import Session
from tests.support.annotating import make_curve, open_annotations
from tests.support.timelines import recording, shown, time_base

FRAMES = 90
PREDICTED, ANNOTATED = Source


@pytest.fixture
def base():
    return time_base(FRAMES)


@pytest.fixture
def session(base):
    session = Session()
    session.show(recording(base))
    open_annotations(session)
    return session


def test_both_dimensions_are_needed(session, base):
    courses = AffectCourses(session)
    assert courses.course(PREDICTED) is courses.course(ANNOTATED) is None
    session.tracks.put(shown(base, "valence", np.full(FRAMES, 0.5)))
    assert courses.course(PREDICTED) is None
    assert courses.missing(PREDICTED) == ["arousal"]
    session.tracks.put(shown(base, "arousal", np.full(FRAMES, -0.5)))
    assert courses.course(PREDICTED).at(7) == (0.5, -0.5)
    assert courses.name(PREDICTED) == "System made"
    make_curve(session, np.full(FRAMES, 0.1), "arousal")
    make_curve(session, np.full(FRAMES, 0.2), "valence")
    assert courses.course(ANNOTATED).at(0) == (0.2, 0.1)
    assert courses.name(ANNOTATED) == "Anna"


def test_they_are_kept_until_a_value_changes(session, base):
    courses = AffectCourses(session)
    for name in ("valence", "arousal"):
        session.tracks.put(shown(base, name))
    first = courses.course(PREDICTED)
    assert courses.course(PREDICTED) is first
    session.tracks.put(shown(base, "arousal", np.zeros(FRAMES)))
    assert courses.course(PREDICTED) is not first


def test_other_ranges_lie_on_the_same_plane(session):
    nine = [DimensionScheme(name, 1.0, 9.0) for name in ("arousal", "valence")]
    session.annotations.use_schemes(Schemes(tuple(nine), DEFAULT_SCHEMES.categories))
    make_curve(session, np.full(FRAMES, 9.0), "valence")
    make_curve(session, np.full(FRAMES, 5.0), "arousal")
    assert AffectCourses(session).course(ANNOTATED).at(0) == (1.0, 0.0)


def test_blind_hides_predictions(session, base):
    courses = AffectCourses(session)
    for name in ("valence", "arousal"):
        session.tracks.put(shown(base, name))
    session.annotations.hide_others(True)
    assert courses.course(PREDICTED) is None
    session.annotations.hide_others(False)
    assert courses.course(PREDICTED) is not None


def test_other_frames_than_those_of_the_recording_are_none(session):
    for name in ("valence", "arousal"):
        session.tracks.put(shown(time_base(FRAMES - 1), name))
    assert AffectCourses(session).course(PREDICTED) is None


def test_another_recording_forgets(session, base):
    courses = AffectCourses(session)
    for name in ("valence", "arousal"):
        session.tracks.put(shown(base, name))
    assert courses.course(PREDICTED) is not None
    session.show(None)
    assert courses.course(PREDICTED) is None
    assert not courses._kept
