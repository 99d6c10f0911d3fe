"""The whole result of analysing one recording, as it is shown, written and kept."""

from dataclasses import dataclass

from app.core.face_track import FaceTrack
from app.core.prediction import PersonPrediction
from app.core.recording import Recording


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an analysis found.

    Attributes
    ----------
    recording : Recording
        With the presentation times of the frames the decoder showed.
    video_sha256 : str
        Digest of the file.
    predictions : tuple of PersonPrediction
        One per person asked for; one of gaps only when there is no face.
    tracks : tuple of FaceTrack
        Everybody who was found.
    span : (float or None, float or None)
        The range asked for, in seconds; None for the recording's own ends.
    rate_hz : float
        Analysed frames a second; 0.0 for a single frame.
    detector : str
        Name of the face detector.
    device : str
        Where it ran, in words.
    caution : str
        The label that goes wherever the values go; empty for validated weights.
    notices : tuple of str
        What the user should know; parts of a sentence.
    started : str
        When the work began, ISO 8601 with time zone.
    seconds : float
        How long the work took.
    """

    recording: Recording
    video_sha256: str
    predictions: tuple[PersonPrediction, ...]
    tracks: tuple[FaceTrack, ...]
    span: tuple[float | None, float | None]
    rate_hz: float
    detector: str
    device: str
    caution: str
    notices: tuple[str, ...]
    started: str
    seconds: float
