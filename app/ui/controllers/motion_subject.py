"""Whose motion is looked at, and by which system's convention."""

from app.core.face_track import FaceTrack
from app.session.session import Session
from app.ui.video.faces_shown import chosen_person


def track_in_use(session: Session) -> FaceTrack | None:
    """The face of the person chosen; None before it was found."""
    person = chosen_person(session.faces, session.person)
    return next((face for face in session.faces if face.person == person), None)


def parameters_in_use(session: Session) -> dict[str, object]:
    """Of the latest system that reads motion; empty for none."""
    for analysis in reversed(session.analyses):
        for prediction in analysis.predictions:
            if "unwrap" in prediction.provenance.parameters:
                return dict(prediction.provenance.parameters)
    return {}
