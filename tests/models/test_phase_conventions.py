"""Each convention against motion that is known: a small sample of ``docs/phase-conventions.md``."""

import pytest

from models.phase import Unwrap
from tests.reference.measure_phase_conventions import PICTURE, Agreement, Condition, study
from tests.support.shared import shared_file

Study = dict[Condition, dict[tuple[Unwrap, int], Agreement]]


@pytest.fixture(scope="module")
def found() -> Study:
    return study(shared_file(PICTURE), amplitudes=(1.0, 4.0), noises=(0.0, 2.0), fields=3)


def test_pair_follows_the_motion(found: Study) -> None:
    for row in found.values():
        assert row["pair", 0].in_time > 0.93
        assert row["pair", 1].in_time > 0.95
        assert row["pair", 0].in_space > 0.8
        assert row["pair", 1].in_space > 0.8


def test_principal_follows_it_a_little_less(found: Study) -> None:
    for row in found.values():
        for level, least in ((0, 0.88), (1, 0.91)):
            assert least < row["principal", level].in_time < row["pair", level].in_time
            assert row["principal", level].in_space < row["pair", level].in_space


def test_released_follows_it_poorly(found: Study) -> None:
    for row in found.values():
        for level, (least, most) in ((0, (0.2, 0.7)), (1, (0.15, 0.5))):
            assert least < row["released", level].in_time < most
            assert row["released", level].in_space < row["principal", level].in_space - 0.2
