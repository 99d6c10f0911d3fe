"""The known weights: what they are, who publishes them, how to check that a file is they.

A table and nothing else; it reads no file and imports no torch. What finds, fetches and verifies
the files is ``app/weights``. A digest that is not known is None and never invented: such a file is
checked by its structure only (every array's name and shape), and whoever lists it says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Kind = Literal["mimamo", "mimamo-head-published", "trunk-resnet50-ferplus", "mini-xception"]
"""What a weights file holds and so what reads it: `models.checkpoint.load_model`,
`load_published`, `load_published_trunk`, or `models.mini_xception.read_mini_xception`."""

KINDS: tuple[Kind, ...] = get_args(Kind)

DEFAULT = "mimamo-demo"
"""What the default system uses when nothing is asked for."""

_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class KnownWeights:
    """One row of the table.

    Attributes
    ----------
    name : str
        What the user types.
    kind : str
        One of `KINDS`.
    file_name : str
        Its name wherever it is kept: shipped, in a folder of one's own, or in the user's data.
    url : str or None
        Where `weights fetch` gets it (https); None where there is nothing to download.
    obtain : str
        One sentence: how to get it.
    sha256 : str or None
        Digest of the file, 64 hexadecimal digits; None where unknown.
    size : int or None
        Bytes; None where unknown.
    licence : str
        As its publisher states it, or that they do not.
    description : str
        What it is, one sentence.
    intended_use : str
        What it may be used for, and what not, one sentence.
    validated_on_people : bool
        Whether it was evaluated on recordings of people for valence and arousal.
    shipped : bool
        Whether it lies in ``resources/weights``.
    """

    name: str
    kind: Kind
    file_name: str
    url: str | None
    obtain: str
    sha256: str | None
    size: int | None
    licence: str
    description: str
    intended_use: str
    validated_on_people: bool
    shipped: bool = False

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {KINDS}, not {self.kind!r}")
        if self.sha256 is not None and (len(self.sha256) != 64 or not set(self.sha256) <= _HEX):
            raise ValueError(f"sha256 must be 64 hexadecimal digits, not {self.sha256!r}")
        if self.size is not None and self.size < 1:
            raise ValueError(f"size must be at least 1 byte, not {self.size}")


_ROWS = (
    KnownWeights(
        name="mimamo-demo",
        kind="mimamo",
        file_name="mimamo-demo.safetensors",
        url=None,
        obtain="It comes with MIMAMO Studio.",
        sha256="b44afa850d18a35c213369544048e3e87b68b14ae54a5e333cd7ab00b1eff8c8",
        size=5_325_884,
        licence="MIT",
        description="The two-stream network with its compact trunk, trained from scratch on "
        "synthetic facial motion that this project makes itself.",
        intended_use="Demonstration weights, not validated on people: they show what the program "
        "does, and are no measurement of anyone's emotion.",
        validated_on_people=False,
        shipped=True,
    ),
    KnownWeights(
        name="fer2013-mini-xception",
        kind="mini-xception",
        file_name="fer2013_mini_XCEPTION.102-0.66.hdf5",
        url="https://raw.githubusercontent.com/oarriaga/face_classification/"
        "b861d21b0e76ca5514cdeb5b56a689b7318584f4/trained_models/emotion_models/"
        "fer2013_mini_XCEPTION.102-0.66.hdf5",
        obtain="Type: weights fetch fer2013-mini-xception",
        sha256="59534287fdfb125e30a94400296c25ea9f5d706fca93dd8adbbbed916799ea0e",
        size=872_856,
        licence="MIT",
        description="Seven expressions of one still gray face (Arriaga, Valdenegro-Toro, Plöger "
        "2017, arXiv:1710.07557; repository oarriaga/face_classification).",
        intended_use="A static-expression baseline: it sees no motion, is weak on speech, and its "
        "classes were validated on FER2013 photographs, not its valence and arousal.",
        validated_on_people=False,
    ),
    KnownWeights(
        name="resnet50-ferplus",
        kind="trunk-resnet50-ferplus",
        file_name="resnet50_ferplus_dag.pth",
        url="https://www.robots.ox.ac.uk/~albanie/models/pytorch-mcn/resnet50_ferplus_dag.pth",
        obtain="Type: weights fetch resnet50-ferplus, or download resnet50_ferplus_dag.pth from "
        "https://www.robots.ox.ac.uk/~albanie/pytorch-models.html and type: weights import FILE",
        sha256=None,
        size=None,
        licence="not stated by its publisher; trained on VGGFace2 and FER+",
        description="The spatial trunk of the published network: ResNet-50 trained on VGGFace2, "
        "then FER+ (Albanie, Nagrani, Vedaldi, Zisserman 2018; Visual Geometry Group, Oxford).",
        intended_use="Features for mimamo-published; it predicts no valence or arousal by itself.",
        validated_on_people=False,
    ),
    KnownWeights(
        name="mimamo-published",
        kind="mimamo",
        file_name="mimamo-published.safetensors",
        url=None,
        obtain="Its authors' download link is reported dead (issue 23 of "
        "https://github.com/wtomin/MIMAMO-Net): ask them for the .pth.tar file, then type: "
        "weights import FILE --columns valence,arousal (or arousal,valence).",
        sha256=None,
        size=None,
        licence="MIT (code); the weights' own licence is not stated",
        description="The head published with the paper (Deng, Chen, Zhou, Shi: MIMAMO Net, AAAI "
        "2020), imported from its .pth.tar file; it needs resnet50-ferplus beside it.",
        intended_use="Research comparison with the published method, on the crops, unwrapping and "
        "recurrence it was trained with.",
        validated_on_people=True,
    ),
)

KNOWN: Mapping[str, KnownWeights] = MappingProxyType({row.name: row for row in _ROWS})
"""Every known set of weights by its name."""
