"""The band of uncertainty: finds it in the cache when it is switched on, reads it when asked."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from app.session.bands import Band
from app.session.session import Session
from app.settings import cache_folder
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.compare.band_block import (
    BLIND,
    CLOSED,
    NO_DROPOUT,
    NO_FACE,
    NOT_ANALYSED,
    OFF,
    STOPPED,
    BandBlock,
    BandStage,
    BandState,
)
from app.ui.controllers.bands_work import find_bands, read_bands
from app.ui.controllers.features_work import Doing
from app.ui.controllers.read_again import Subject, subject_of, was_read
from app.ui.latest_task import LatestTask
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import Work


class BandsController(QObject):
    """What stands behind Analyse > Uncertainty band.

    Parameters
    ----------
    session : Session
        Its `Bands` are kept in step with what is on screen.
    block : BandBlock
        Shows where the band is.
    actions : Actions
        ``uncertainty_band``, ``read_band``.
    preferences : Preferences
        Remember the number of passes.
    board : TaskBoard
        Work is done on it.
    cache : callable
        Where analyses are kept.
    reveal : callable
        Brings the dock of the block on screen.
    """

    def __init__(
        self,
        session: Session,
        block: BandBlock,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        parent: QObject | None = None,
        *,
        cache: Callable[[], Path] = cache_folder,
        reveal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._session, self._bands, self._block = session, session.bands, block
        self._actions, self._preferences = actions, preferences
        self._cache, self._reveal = cache, reveal
        self._subject: Subject | None = None
        self._finding, self._reading = LatestTask(board), LatestTask(board)
        self._busy, self._said = False, ""
        self._bands.choose(preferences.get("band_passes"))
        block.show_passes(self._bands.passes)
        block.passesChosen.connect(self.choose)
        block.cancelRequested.connect(self.cancel)
        actions.on("uncertainty_band", self._switch)
        actions.on("read_band", self.read)
        for signal in (session.analysis_changed, session.person_changed, session.faces_changed):
            signal.connect(self._follow)
        session.annotations.blind_changed.connect(self._show)
        self._bands.changed.connect(self._show)
        self._follow()

    # What the user asks for.

    def read(self) -> None:
        """Read the person on screen with dropout, unless that is known or under way."""
        self._actions["uncertainty_band"].setChecked(True)
        self._reveal()
        if self._obstacle:
            notices.error(self._obstacle)
        if self._subject is None or self._obstacle or self._busy or self._bands.known:
            return
        self._finding.stop()
        self._busy, self._said = True, "Starting..."
        self._reading.run(
            f"Computing the band of {self._subject.path.name}",
            self._work(read_bands, self._subject),
            on_progress=self._hear,
            on_done=partial(self._take, self._subject, self._bands.passes),
            on_error=self._fail,
            on_ended=self._on_ended,
        )
        self._show()

    def cancel(self) -> None:
        """Stop; passes that are finished are kept."""
        self._reading.stop()
        if self._busy:
            self._busy, self._said = False, STOPPED
            self._show()

    def choose(self, passes: int) -> None:
        """Want bands of another number of passes."""
        self._preferences.set("band_passes", passes)
        self._give_up()
        self._bands.choose(passes)
        self._look()

    def _switch(self, on: bool) -> None:
        self._bands.want(on)
        if on:
            self._reveal()
            self._look()
        else:
            self._give_up()
            self._show()

    # What is on screen.

    def _follow(self, *_: object) -> None:
        """Another recording, result or person."""
        subject = subject_of(self._session, self._cache())
        if subject is None or not subject.same_as(self._subject):
            self._give_up()
            self._subject = subject
            if self._bands.known:
                self._bands.take(())
            self._look()
        self._show()

    def _look(self) -> None:
        """Show what the cache has, if it is wanted."""
        subject = self._subject
        if subject is None or not self._bands.wanted or self._busy or self._bands.known:
            return
        self._finding.run(
            "Looking for the band",
            self._work(find_bands, subject),
            on_done=partial(self._take, subject, self._bands.passes),
            on_error=self._fail,
        )

    def _give_up(self) -> None:
        self._finding.stop()
        self._reading.stop()
        self._busy, self._said = False, ""

    def _show(self, *_: object) -> None:
        """Say where the band is."""
        obstacle = self._obstacle
        self._actions.enable("read_band", not obstacle)
        if obstacle:
            state = BandState(BandStage.NOTHING, obstacle)
        elif self._busy:
            state = BandState(BandStage.READING, self._said)
        elif not self._bands.wanted:
            state = BandState(BandStage.TO_READ, OFF)
        elif self._bands.known:
            about = f"Drawn about both curves: {self._bands.passes} passes."
            state = BandState(BandStage.SHOWN, about)
        else:
            state = BandState(BandStage.TO_READ, self._said or self._to_do)
        self._block.show_state(state)

    @property
    def _obstacle(self) -> str:
        """Why there can be no band; empty where there can."""
        session = self._session
        if session.recording is None:
            return CLOSED
        if session.annotations.blind:
            return BLIND
        if not session.analyses:
            return NOT_ANALYSED
        if self._subject is not None:
            return ""
        return NO_FACE if was_read(self._session) else NO_DROPOUT

    @property
    def _to_do(self) -> str:
        frames = len(self._subject.index) if self._subject is not None else 0
        return (
            f"Not computed yet: the network would read {frames} frames {self._bands.passes} times."
        )

    # By the workers.

    def _work(
        self, do: Callable[..., Generator[Any, None, tuple[Band, ...]]], subject: Subject
    ) -> Work:
        base = self._session.playback.time_base
        seconds = base.seconds if base is not None else np.zeros(0)
        return partial(do, subject, self._bands.passes, seconds)

    def _hear(self, news: Doing) -> None:
        self._said = f"{news.detail[:1].upper()}{news.detail[1:]}"
        self._block.show_state(BandState(BandStage.READING, self._said, news.share))

    def _take(self, subject: Subject, passes: int, found: tuple[Band, ...]) -> None:
        """Show what was found; an answer to another question is dropped."""
        if subject is not self._subject or passes != self._bands.passes:
            return
        self._busy, self._said = False, ""
        if found:
            self._bands.take(found)
        else:
            self._show()

    def _on_ended(self) -> None:
        """Nothing else was told: it was stopped from the status bar."""
        if self._busy:
            self.cancel()

    def _fail(self, sentence: str, details: str) -> None:
        self._busy, self._said = False, sentence
        self._show()
        notices.error(sentence, details)
