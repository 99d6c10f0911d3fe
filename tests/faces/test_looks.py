import numpy as np
import pytest

from app.faces.looks import Looks


def looks(seed):
    return np.random.default_rng(seed).normal(size=(28, 28))


def test_a_face_is_like_itself_and_unlike_another():
    face = Looks(looks(0))
    assert face.likeness(looks(0)) == pytest.approx(1)
    assert abs(face.likeness(looks(1))) < 0.2


def test_a_view_once_taken_is_still_known_after_many_of_another():
    front, side = looks(0), looks(1)
    face = Looks(front)
    for _ in range(40):
        face.take(side)
    assert face.likeness(front) == pytest.approx(1)
    assert face.likeness(side) == pytest.approx(1)
    assert face.recent_likeness(side) > 0.99
    assert face.recent_likeness(front) < 0.3


def test_views_do_not_grow_without_end_and_the_first_is_kept():
    face = Looks(looks(0))
    for seed in range(1, 60):
        face.take(looks(seed))
    known = [seed for seed in range(60) if face.likeness(looks(seed)) > 0.9]
    assert known == [0, *range(53, 60)]


def test_a_view_follows_slow_change_of_the_face():
    old, new = looks(0), looks(1)
    face = Looks(old)
    for share in np.linspace(0, 1, 30):
        face.take((1 - share) * old + share * new)
    assert face.likeness(new) > 0.9


def test_what_was_handed_over_is_not_changed():
    seen = looks(0)
    before = seen.copy()
    Looks(seen).take(looks(0) + 0.1 * looks(1))
    np.testing.assert_array_equal(seen, before)
