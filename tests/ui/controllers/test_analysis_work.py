"""What an analysis says on the way: seldom enough, and nothing lost."""

import numpy as np
import pytest

from app.analysis.progress import PredictedBlock, Progress, Stage
from app.ui.controllers.analysis_work import gathered


def exhaust(generator):
    told = []
    while True:
        try:
            told.append(next(generator))
        except StopIteration as end:
            return told, end.value


def block(at):
    return PredictedBlock(1, np.array([at]), np.zeros((1, 2)))


def reports(count):
    yield Progress(Stage.FACES, count, count, faces=())
    for number in range(count):
        yield Progress(Stage.READING, number + 1, count, (block(number),))
    return "result"


@pytest.mark.parametrize("every", [0.0, 0.1, 0.35, 100.0])
def test_no_block_and_no_stage_is_lost(every):
    clock = iter(np.arange(0, 1000, 0.05))
    told, result = exhaust(gathered(reports(30), every, lambda: float(next(clock))))
    assert result == "result"
    assert [int(b.index[0]) for p in told for b in p.blocks] == list(range(30))
    assert [p.faces for p in told if p.stage is Stage.FACES] == [()]
    assert told[-1].done == 30
    assert [p.done for p in told[1:]] == sorted(p.done for p in told[1:])


def test_it_speaks_at_most_as_often_as_asked():
    clock = iter(np.arange(0, 1000, 0.02))
    told, _ = exhaust(gathered(reports(500), 0.1, lambda: float(next(clock))))
    assert len(told) < 500 * 0.02 / 0.1 * 1.3 + 3


def test_a_second_person_is_not_mixed_with_the_first():
    def two_people():
        for person in (1, 2):
            for done in (1, 2):
                yield Progress(Stage.READING, done, 2, (PredictedBlock(person, *EMPTY),))
        return None

    told, _ = exhaust(gathered(two_people(), 100.0, lambda: 0.0))
    assert [[b.person for b in p.blocks] for p in told] == [[1], [1], [2, 2]]


def test_closing_it_closes_the_work():
    closed = []

    def work():
        try:
            while True:
                yield Progress(Stage.FACES, 0, 1)
        finally:
            closed.append(True)

    generator = gathered(work())
    next(generator)
    generator.close()
    assert closed == [True]


EMPTY = (np.zeros(0, np.int64), np.zeros((0, 2)))
