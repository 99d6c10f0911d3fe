"""Where the feature maps of what is on screen are, in words."""

from dataclasses import dataclass
from enum import Enum

from app.analysis.kept_maps import Standing


class Stage(Enum):
    """What the dock shows."""

    TEACHING = "teaching"
    TO_READ = "to read"
    READING = "reading"
    LOADED = "loaded"


TO_READ = (
    "What each unit of the network does over time, as heat maps on the timeline: the spatial and "
    "the temporal stream, what joins them, and the recurrent layer (GRU)."
)
CLOSED = "Open a recording and analyse it to see what the network makes of it."
NOT_ANALYSED = (
    "This recording is not analysed yet. Run the analysis; then its feature maps can be read here."
)
NO_MAPS = (
    "The system that read this recording has no feature maps; analyse it with MIMAMO Net to see "
    "them."
)
NO_FACE = "No face was found in this recording, so there are no features to show."
BLIND = "While you rate blind, what the network made of the recording is hidden."

_STANDING = {
    Standing.ABSENT: "",
    Standing.OTHER_WEIGHTS: (
        "The maps in the cache were made with other weights than the curves on the timeline; read "
        "them again with these."
    ),
    Standing.PARTIAL: "A part is in the cache already; reading goes on from there.",
    Standing.COMPLETE: "",
}


@dataclass(frozen=True, slots=True)
class FeatureState:
    """What the dock shows.

    Attributes
    ----------
    stage : Stage
        Which of its pages.
    sentence : str
        What to know; may be empty.
    share : float or None
        Of reading, 0 ... 1; None while nobody knows.
    """

    stage: Stage
    sentence: str = ""
    share: float | None = None

    @classmethod
    def of(cls, standing: Standing) -> "FeatureState":
        """How things stand in the cache."""
        return cls(Stage.TO_READ, _STANDING[standing])
