"""How far an analysis is, and how fast."""

import pytest

from app.analysis.course import Course
from app.analysis.pace import Pace
from app.analysis.progress import Progress, Stage


def follow(course, reports):
    return [course.take(Progress(*report), now) for now, report in reports]


def test_faces_are_the_first_half_and_reading_the_second():
    standings = follow(
        Course(),
        [
            (0, (Stage.FACES, 0, 100)),
            (1, (Stage.FACES, 50, 100)),
            (2, (Stage.FACES, 100, 100, (), ("one", "two"))),
            (2, (Stage.READING, 0, 80)),
            (4, (Stage.READING, 80, 80)),
        ],
    )
    assert [s.share for s in standings] == [0, 0.25, 0.5, 0.5, 1]


def test_of_everybody_each_person_takes_an_equal_part():
    course = Course(everybody=True)
    course.take(Progress(Stage.FACES, 10, 10, faces=("a", "b", "c", "d")), 0)
    shares = [
        course.take(Progress(Stage.READING, done, 40), person).share
        for person in range(4)
        for done in (0, 20, 40)
    ]
    assert shares == sorted(shares)
    assert shares[1] == pytest.approx(0.5 + 0.5 / 8)
    assert shares[-1] == 1.0


def test_it_never_says_more_than_all():
    course = Course()
    for _ in range(3):
        for done in (0, 10):
            assert course.take(Progress(Stage.READING, done, 10), 0).share <= 1


def test_nothing_to_do_is_done():
    assert Course().take(Progress(Stage.READING, 0, 0), 0).share == 1.0


def test_a_new_stage_has_a_pace_of_its_own():
    course = Course()
    follow(course, [(0, (Stage.FACES, 0, 100)), (1, (Stage.FACES, 100, 100))])
    first, later = follow(course, [(1, (Stage.READING, 0, 100)), (3, (Stage.READING, 40, 100))])
    assert (first.frames_per_second, first.seconds_left) == (None, None)
    assert later.frames_per_second == pytest.approx(20)
    assert later.seconds_left == pytest.approx(3)


def test_the_pace_is_that_of_the_last_ten_seconds():
    pace = Pace()
    pace.take(0, 2000, 0.0)
    assert pace.take(1000, 2000, 0.1) == (None, None)  # from the cache, in no time
    for second in range(1, 20):
        speed, left = pace.take(1000 + 5 * second, 2000, float(second))
    assert speed == pytest.approx(5)
    assert left == pytest.approx((1000 - 95) / 5)


def test_without_an_end_nobody_knows_how_long():
    pace = Pace()
    pace.take(0, None, 0.0)
    assert pace.take(10, None, 2.0) == (5.0, None)
