"""How far an analysis is: what its controller says, and the Analyse dock and status bar show."""

from dataclasses import dataclass
from pathlib import Path

from app.analysis.course import Standing


@dataclass(frozen=True, slots=True)
class WorkState:
    """What the Analyse dock shows of the work.

    Attributes
    ----------
    path : Path or None
        What is being analysed; None while nothing is.
    stage : str
        ``"loading the networks"``, ``"finding faces"``, ``"stopping"``, ...
    standing : Standing or None
        How far it is; None while unknown.
    waiting : tuple of Path
        What comes after it.
    """

    path: Path | None = None
    stage: str = ""
    standing: Standing | None = None
    waiting: tuple[Path, ...] = ()


def in_words(state: WorkState) -> tuple[str, float | None, float | None]:
    """Detail, share and seconds left, for the status bar."""
    standing = state.standing
    if standing is None:
        return state.stage, None, None
    pace = standing.frames_per_second
    speed = f", {pace:.0f} frames/s" if pace is not None else ""
    return f"{state.stage}{speed}", standing.share, standing.seconds_left
