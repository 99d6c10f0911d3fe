"""What a synthetic recording varies, as explicit values.

Lengths are portrait pixels (the eyes are 44 apart), gray levels are of 255. A pair is a range from
which each recording, by its seed, draws one value uniformly.
"""

from dataclasses import dataclass, field

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LightSettings:
    """Changing light; each spread is the standard deviation of a slow random process.

    Attributes
    ----------
    gain : float
        Spread of log brightness.
    gamma : float
        Spread of log gamma.
    gradient : float
        Spread of the brightness slope across half a picture, in each direction.
    colour : float
        Spread of log red against log blue.
    drift_hz : float
        Highest frequency of the changes.
    """

    gain: float = 0.12
    gamma: float = 0.12
    gradient: float = 0.12
    colour: float = 0.03
    drift_hz: float = 0.3


@dataclass(frozen=True, slots=True)
class SensorSettings:
    """Lens and sensor.

    Attributes
    ----------
    noise : (float, float)
        Standard deviation of the sensor noise in gray levels.
    blur : (float, float)
        Standard deviation of the lens blur in picture pixels.
    """

    noise: Range = (0.5, 3.0)
    blur: Range = (0.0, 0.7)


@dataclass(frozen=True, slots=True)
class PoseSettings:
    """Head motion, framing and cuts.

    Attributes
    ----------
    shift : float
        Spread of the head's position in portrait pixels.
    roll : float
        Spread of the head's in-plane rotation in degrees.
    scale : float
        Spread of log head size.
    turn : float
        Spread of the perspective of a turning and nodding head, in pixels of the nose against
        the face's outline.
    drift_hz : (float, float)
        Highest frequency of head motion.
    zoom : (float, float)
        Picture pixels per portrait pixel.
    framing : float
        Largest shift of the view away from the face, in portrait pixels.
    cuts_per_minute : float
        Mean rate of cuts to another framing and light.
    mirror : float
        Probability that a recording is mirrored.
    """

    shift: float = 2.5
    roll: float = 1.8
    scale: float = 0.02
    turn: float = 1.6
    drift_hz: Range = (0.2, 0.7)
    zoom: Range = (0.95, 1.25)
    framing: float = 18.0
    cuts_per_minute: float = 2.0
    mirror: float = 0.5


@dataclass(frozen=True, slots=True)
class DynamicsSettings:
    """How valence and arousal move, how the face shows them, and what else it does.

    Attributes
    ----------
    curve_hz : float
        Highest frequency of the valence and arousal curves.
    holds : (float, float)
        Share of the piecewise course (holds joined by eased steps) in a curve; the rest is smooth.
    tremble : float
        Root mean square of the fast small motion at arousal 1, in portrait pixels.
    tremble_rest : float
        The same at arousal -1; between the two it grows geometrically.
    tremble_hz : (float, float)
        Band of the fast small motion.
    tremble_gain : (float, float)
        How strongly this person trembles.
    shape_gain : (float, float)
        How strongly this person's mouth and brows show valence.
    shape_rest : float
        Spread of the resting expression, in units of valence (a confound).
    speech : (float, float)
        Largest mouth opening of speech, 0 ... 1 (a confound: motion and shape without affect).
    speech_share : float
        Share of the time spent speaking.
    speech_hz : (float, float)
        Band of the mouth's opening in speech.
    brows : float
        Spread of brow raises without affect.
    blinks_per_minute : float
        Mean blink rate, whatever the arousal.
    """

    curve_hz: float = 0.16
    holds: Range = (0.0, 0.8)
    tremble: float = 1.3
    tremble_rest: float = 0.08
    tremble_hz: Range = (5.0, 11.0)
    tremble_gain: Range = (0.8, 1.25)
    shape_gain: Range = (0.8, 1.1)
    shape_rest: float = 0.1
    speech: Range = (0.1, 0.6)
    speech_share: float = 0.35
    speech_hz: Range = (1.5, 3.5)
    brows: float = 0.25
    blinks_per_minute: float = 14.0


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """How far a seed's person departs from the portrait.

    Attributes
    ----------
    shape : float
        Spread of a fixed smooth deformation in portrait pixels.
    tone : float
        Spread of log brightness of red, green and blue.
    """

    shape: float = 1.2
    tone: float = 0.03


@dataclass(frozen=True, slots=True)
class GeneratorSettings:
    """Everything that decides a synthetic recording but its seed.

    Attributes
    ----------
    width, height : int
        Picture size in pixels.
    fps : int
        Frames per second.
    duration : float
        Seconds.
    texture : float
        Texture pixels per portrait pixel; about the largest zoom.
    """

    width: int = 272
    height: int = 224
    fps: int = 30
    duration: float = 16.0
    texture: float = 1.0
    light: LightSettings = field(default_factory=LightSettings)
    sensor: SensorSettings = field(default_factory=SensorSettings)
    pose: PoseSettings = field(default_factory=PoseSettings)
    dynamics: DynamicsSettings = field(default_factory=DynamicsSettings)
    person: PersonSettings = field(default_factory=PersonSettings)

    def __post_init__(self) -> None:
        """Check what would otherwise fail late."""
        if min(self.width, self.height, self.fps) < 1 or self.duration <= 0 or self.texture <= 0:
            raise ValueError("width, height, fps, duration and texture must be positive")

    @property
    def frames(self) -> int:
        """Number of frames, at least one."""
        return max(1, round(self.duration * self.fps))
