"""What a row of the Tracks dock shows of an annotated track, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.core.document import Annotation, CurveAnnotation, TrackHead
from app.session.annotations import Annotations
from app.ui.annotation_colours import colour_of
from app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class RowLook:
    """Everything a row shows but the value at the playhead.

    Attributes
    ----------
    head : TrackHead
        The track's.
    colour : str
        ``"#RRGGBB"`` in the theme in use.
    kind : {"curve", "segments"}
        What it holds.
    shown, active, read_only : bool
        Whether it is drawn, is the one for edits, cannot be changed.
    tip : str
        Who made it, when, and from what.
    """

    head: TrackHead
    colour: str
    kind: str
    shown: bool
    active: bool
    read_only: bool
    tip: str


def look_of(
    track: Annotation, annotations: Annotations, edits: Mapping[str, int], theme: Theme
) -> RowLook:
    """What the row of a track shows.

    Parameters
    ----------
    edits : mapping of str to int
        How often each track was edited.
    """
    head, active = track.head, annotations.active
    return RowLook(
        head=head,
        colour=colour_of(annotations.document, head, theme).name(),
        kind="curve" if isinstance(track, CurveAnnotation) else "segments",
        shown=head.id not in annotations.hidden,
        active=active is not None and active.head.id == head.id,
        read_only=bool(annotations.read_only),
        tip=head_tip(head, edits.get(head.id, 0)),
    )


def head_tip(head: TrackHead, edits: int) -> str:
    """Who made a track, when, from what, and how often it was edited."""
    lines = [head.name, f"{head.scheme}, rated by {head.rater or 'nobody named'}"]
    if head.created:
        lines.append(f"made {local_time(head.created)}")
    if head.source:
        lines.append(head.source)
    lines.append("1 edit" if edits == 1 else f"{edits} edits")
    if head.locked:
        lines.append("locked: unlock it to edit it")
    return "\n".join(lines)


def local_time(at: str) -> str:
    """A moment written in UTC, as the clock here showed it; what is no moment stays as it is."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at
