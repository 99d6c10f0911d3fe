"""The edits of one recording: a tree of states, and where in it one is.

Every edit is a node whose parent is the state it was made from. Undo goes to the parent, redo to
the child one came from last (the newest one otherwise). After an undo, a new edit begins a branch;
the old one stays, so nothing that was ever made is lost.
"""

from dataclasses import dataclass, field, replace

ROOT = 0
"""The state before the first edit: a document without tracks."""


@dataclass(frozen=True, slots=True)
class EditEntry:
    """One edit, as the history lists it.

    Attributes
    ----------
    id : int
        From 1, in the order in which edits were made.
    parent : int
        The edit before, or `ROOT`.
    author : str
        Who made it.
    at : str
        When, ISO 8601 in UTC.
    kind : str
        A short fixed word: ``"draw"``, ``"smooth"``, ``"segment"``, ``"import"``, ...
    summary : str
        For people: ``"Drew arousal, 0:02.3 to 0:04.1"``.
    reason : str
        Why, if the author said so; may be empty.
    track : str
        Id of the track it is about; empty where several are.
    """

    id: int
    parent: int
    author: str
    at: str
    kind: str
    summary: str
    reason: str = ""
    track: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """All edits of a recording, and the one that is the present state.

    Attributes
    ----------
    entries : tuple of EditEntry
        By id.
    head : int
        The present state: an edit, or `ROOT`.
    tip : int
        Where redo leads: `head` or one of its descendants.
    """

    entries: tuple[EditEntry, ...] = ()
    head: int = ROOT
    tip: int = ROOT
    _by_id: dict[int, EditEntry] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check that head and tip are there."""
        self._by_id.update((entry.id, entry) for entry in self.entries)
        for number in (self.head, self.tip):
            if number != ROOT and number not in self._by_id:
                raise ValueError(f"there is no edit {number}")

    def entry(self, number: int) -> EditEntry:
        """The edit of an id."""
        return self._by_id[number]

    @property
    def can_undo(self) -> bool:
        """Whether there is a state before."""
        return self.head != ROOT

    @property
    def can_redo(self) -> bool:
        """Whether there is a state to go back to."""
        return self.tip != self.head

    def path(self, number: int) -> tuple[int, ...]:
        """The edits from the first to one, in order; empty for `ROOT`."""
        found = []
        while number != ROOT:
            found.append(number)
            number = self._by_id[number].parent
        return tuple(reversed(found))

    @property
    def line(self) -> tuple[int, ...]:
        """The edits one can walk by undo and redo, in order."""
        return self.path(self.tip)

    def made(self, entry: EditEntry) -> "History":
        """After a new edit of the present state."""
        if entry.parent != self.head:
            raise ValueError(f"an edit follows the present state {self.head}, not {entry.parent}")
        return History((*self.entries, entry), entry.id, entry.id)

    def undone(self) -> "History":
        """One edit back."""
        if not self.can_undo:
            raise ValueError("nothing to undo")
        return replace(self, head=self._by_id[self.head].parent)

    def redone(self) -> "History":
        """One edit on."""
        if not self.can_redo:
            raise ValueError("nothing to redo")
        line = self.line
        return replace(self, head=line[line.index(self.head) + 1 if self.head else 0])

    def at(self, number: int) -> "History":
        """At any state; redo then leads where it did, if that is still ahead."""
        tip = self.tip if number in (ROOT, *self.line) else number
        return replace(self, head=number, tip=tip)
