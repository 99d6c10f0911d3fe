"""Whom to read: the largest face, everybody, or a person by number."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.analysis.choices import Person
from app.session.session import Session
from app.ui.panels.parts import chooser

OFFERED_UNSEARCHED = 4
"""Numbers offered before anybody knows how many people there are."""


class PersonChooser(QObject):
    """A list that follows the person chosen in the picture, and changes it.

    Signals
    -------
    changed()
        Somebody else is chosen.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.box = chooser(
            "Person", "Whose face is read; numbers go from left to right at first appearance"
        )
        self._wanted: Person = "largest"
        self.box.activated.connect(self._on_choice)
        session.faces_changed.connect(self._fill)
        session.person_changed.connect(self._on_person)
        session.recording_changed.connect(self._on_recording)
        self._fill()

    @property
    def value(self) -> Person:
        """Who is chosen."""
        return self._wanted

    def choose(self, person: Person) -> None:
        """Choose somebody."""
        self._wanted = person
        self._fill()
        self._session.choose_person(person if isinstance(person, int) else 0)
        self.changed.emit()

    def _fill(self) -> None:
        people = len(self._session.faces) or OFFERED_UNSEARCHED
        if isinstance(self._wanted, int):
            people = max(people, self._wanted)
        if self.box.count() != 2 + people:
            self._offer(people)
        self.box.setCurrentIndex(self.box.findData(self._wanted))

    def _offer(self, people: int) -> None:
        self.box.clear()
        self.box.addItem("Largest face", "largest")
        self.box.addItem("Everybody", "all")
        for number in range(1, people + 1):
            self.box.addItem(f"Person {number}", number)

    def _on_choice(self, index: int) -> None:
        self.choose(self.box.itemData(index))

    def _on_person(self, person: int) -> None:
        if person:
            self._wanted = person
        elif isinstance(self._wanted, int):
            self._wanted = "largest"
        self._fill()
        self.changed.emit()

    def _on_recording(self) -> None:
        if isinstance(self._wanted, int):  # numbers belong to one recording
            self._wanted = "largest"
            self._fill()
