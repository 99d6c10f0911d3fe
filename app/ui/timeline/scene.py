"""What the timeline shows: a frozen value made from the session, which every lane is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from app.core.document import Annotation, CurveAnnotation, Document
from app.core.face_track import FaceTrack
from app.core.scheme import DEFAULT_SCHEMES, Schemes
from app.session.annotations import Annotations, is_own
from app.session.bands import Band
from app.session.comparing import Compared
from app.session.feature_maps import ShownMap, UnitCourse
from app.session.session import Session
from app.session.tool_settings import FrameRange
from app.session.tracks import ShownTrack, TrackKey
from app.ui.timeline.decimation import Curve
from app.ui.timeline.gaps import Shares, gap_frames


class SoundState(Enum):
    """What is known of a recording's sound."""

    UNREAD = "not read yet"
    READING = "being read"
    READ = "read"
    NONE = "no sound"


@dataclass(frozen=True, slots=True)
class Sound:
    """The waveform.

    Attributes
    ----------
    state : SoundState
        Whether there is one.
    curve : Curve or None
        Lowest and highest sample of short stretches, -1 ... 1.
    """

    state: SoundState = SoundState.UNREAD
    curve: Curve | None = None


NOTHING_ANNOTATED = Document(0)


def _no_times() -> NDArray[np.float64]:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that is drawn, apart from where one looks and where the playhead is.

    Attributes
    ----------
    times : float64 array (T,)
        Presentation times of the frames; empty without a recording.
    tracks : tuple of ShownTrack
        In order.
    faces : tuple of FaceTrack
        Everybody found.
    face : FaceTrack or None
        Of the person chosen.
    person : int
        Number chosen; 0 for the largest face.
    gaps : Shares or None
        Where there is nothing to read; None without a recording.
    sound : Sound
        The waveform.
    document : Document
        What people made.
    preview : Annotation or None
        One of them as the stroke under way would leave it, to be drawn in its place.
    active : str
        Id of the one for edits; empty for none.
    segment : int
        Id of the selected segment of the active track; 0 for none.
    selection : FrameRange or None
        The stretch of frames that is selected.
    hidden : frozenset of str
        Ids of annotations that are not drawn.
    blind : bool
        Whether a take is made, which hides everything but the active track and segments of the
        rater; `tracks` is empty then.
    rater : str
        Who is at work.
    schemes : Schemes
        What may be annotated.
    compared : mapping
        By dimension, the prediction and the annotation whose difference is shaded.
    maps : tuple of ShownMap
        Feature maps, in order.
    unit : UnitCourse or None
        The selected unit of one of them.
    bands : mapping
        By prediction, how far it spreads under dropout.
    """

    times: NDArray[np.float64] = field(default_factory=_no_times)
    tracks: tuple[ShownTrack, ...] = ()
    faces: tuple[FaceTrack, ...] = ()
    face: FaceTrack | None = None
    person: int = 0
    gaps: Shares | None = None
    sound: Sound = Sound()
    document: Document = NOTHING_ANNOTATED
    preview: Annotation | None = None
    active: str = ""
    segment: int = 0
    selection: FrameRange | None = None
    hidden: frozenset[str] = frozenset()
    blind: bool = False
    rater: str = ""
    schemes: Schemes = DEFAULT_SCHEMES
    compared: Mapping[str, Compared] = field(default_factory=dict)
    maps: tuple[ShownMap, ...] = ()
    unit: UnitCourse | None = None
    bands: Mapping[TrackKey, Band] = field(default_factory=dict)

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """What people made, in order."""
        return self.document.tracks

    def selected_seconds(self, end: float) -> tuple[float, float] | None:
        """When the selection begins and ends; ``end`` is when the last frame ceases to be shown."""
        chosen, times = self.selection, self.times
        if chosen is None or chosen.stop > times.size:
            return None
        stop = float(times[chosen.stop]) if chosen.stop < times.size else end
        return float(times[chosen.first]), stop

    def shown(self, annotation: Annotation) -> Annotation:
        """An annotation as it is to be drawn now."""
        preview = self.preview
        if preview is None or preview.head.id != annotation.head.id:
            return annotation
        return preview

    def is_seen(self, annotation: Annotation) -> bool:
        """Whether an annotation is drawn."""
        own = is_own(annotation, self.rater)
        if self.blind and annotation.head.id != self.active and not own:
            return False
        return annotation.head.id not in self.hidden


def scene_of(
    session: Session, times: NDArray[np.float64], sound: Sound, before: Scene | None = None
) -> Scene:
    """What is to be drawn now.

    Parameters
    ----------
    session : Session
        What is known.
    times : float64 array (T,)
        Of the session's time base.
    sound : Sound
        The waveform.
    before : Scene, optional
        What was drawn last: gaps that are the same stay the same object, so that a lane which
        shows nothing else new need not be drawn again.
    """
    tracks, faces, person = tuple(session.tracks), session.faces, session.person
    if before is not None and before.faces is faces and before.person == person:
        face = before.face
    else:
        face = face_of(faces, person)
    gaps = None
    if times.size:
        shown = [each.track for each in tracks if each.visible and _of(each, person)]
        gaps = _kept(before, times, gap_frames(times, face, shown))
    tracks = () if session.annotations.blind else tracks
    compared = session.comparing.shaded
    maps, unit = session.features.shown, session.features.course
    scene = Scene(
        times,
        tracks,
        faces,
        face,
        person,
        gaps,
        sound,
        compared=compared,
        maps=maps,
        unit=unit,
        bands=session.bands.shown,
    )
    return annotated(scene, session.annotations)


def annotated(scene: Scene, annotations: Annotations) -> Scene:
    """The same with the annotations as they are now."""
    active, document, preview = annotations.active, annotations.document, annotations.preview
    if isinstance(preview, CurveAnnotation) and document.find(preview.head.id) is None:
        # A first take makes its curve when it is kept; until then it is seen as if it were there.
        document, active = document.added(preview), preview
    return replace(
        scene,
        document=document,
        preview=preview,
        active=active.head.id if active is not None else "",
        segment=annotations.segment,
        selection=annotations.selection,
        hidden=annotations.hidden,
        blind=annotations.blind,
        rater=annotations.rater,
        schemes=annotations.schemes,
    )


def _kept(before: Scene | None, times: NDArray[np.float64], frames: NDArray[np.bool_]) -> Shares:
    last = before.gaps if before is not None and before.times is times else None
    same = last is not None and np.array_equal(last.frames, frames)
    return last if last is not None and same else Shares(times, frames)


def face_of(faces: Sequence[FaceTrack], person: int) -> FaceTrack | None:
    """The face of a person; for 0 the one that covers most area over time."""
    if person:
        return next((face for face in faces if face.person == person), None)
    return max(faces, key=lambda face: face.median_area * float(face.valid.sum()), default=None)


def _of(shown: ShownTrack, person: int) -> bool:
    return not person or shown.person == person
