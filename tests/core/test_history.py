"""The tree of edits."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.core.history import ROOT, EditEntry, History


def entry(number, parent):
    return EditEntry(number, parent, "Anna", "2026-11-21T10:00:00Z", "draw", f"Edit {number}")


def grown(*parents):
    history = History()
    for number, parent in enumerate(parents, 1):
        history = history.at(parent).made(entry(number, parent))
    return history


def test_undo_and_redo_walk_one_line():
    history = grown(0, 1, 2)
    assert history.line == (1, 2, 3)
    back = history.undone().undone()
    assert (back.head, back.can_redo, back.redone().head) == (1, True, 2)
    start = back.undone()
    assert start.head == ROOT
    assert not start.can_undo
    assert start.redone().head == 1


def test_an_edit_after_undo_sets_the_rest_aside_and_loses_nothing():
    history = grown(0, 1, 2).undone().undone().made(entry(4, 1))
    assert history.line == (1, 4)
    assert not history.can_redo
    assert [each.id for each in history.entries] == [1, 2, 3, 4]
    assert history.at(3).line == (1, 2, 3)


def test_a_jump_back_along_the_line_keeps_the_way_forward():
    history = grown(0, 1, 2).at(1)
    assert history.line == (1, 2, 3)
    assert history.can_redo
    assert grown(0, 1, 2).at(ROOT).redone().redone().redone().head == 3


def test_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="there is no edit 7"):
        History(head=7)
    with pytest.raises(ValueError, match="nothing to undo"):
        History().undone()
    with pytest.raises(ValueError, match="nothing to redo"):
        grown(0).redone()
    with pytest.raises(ValueError, match="follows the present state"):
        grown(0).made(entry(2, 0))


class AnyWalk(RuleBasedStateMachine):
    """Whatever is done, states are found again by the way they were made."""

    def __init__(self):
        super().__init__()
        self.history = History()
        self.made = {ROOT: ()}

    @rule()
    def edit(self):
        number = len(self.history.entries) + 1
        self.made[number] = (*self.made[self.history.head], number)
        self.history = self.history.made(entry(number, self.history.head))

    @precondition(lambda self: self.history.can_undo)
    @rule()
    def undo_and_redo(self):
        there = self.history.undone().redone()
        assert there == self.history

    @precondition(lambda self: self.history.can_undo)
    @rule()
    def undo(self):
        self.history = self.history.undone()

    @precondition(lambda self: self.history.can_redo)
    @rule()
    def redo(self):
        self.history = self.history.redone()

    @rule(data=st.data())
    def jump(self, data):
        self.history = self.history.at(data.draw(st.sampled_from(sorted(self.made))))

    @invariant()
    def every_state_knows_its_way(self):
        for number, way in self.made.items():
            assert self.history.path(number) == way
        assert self.history.head in (ROOT, *self.history.line)
        assert [each.id for each in self.history.entries] == sorted(self.made)[1:]


TestAnyWalk = AnyWalk.TestCase
