"""The spatial trunks by name. Every `Trunk` takes 8-bit crops and does its own normalisation."""

from models.compact_trunk import CompactTrunk
from models.resnet50 import ResNet50Trunk
from models.trunk import Trunk

__all__ = ["TRUNKS", "CompactTrunk", "ResNet50Trunk", "Trunk", "build_trunk"]

TRUNKS: dict[str, type[Trunk]] = {trunk.name: trunk for trunk in (ResNet50Trunk, CompactTrunk)}


def build_trunk(name: str) -> Trunk:
    """An untrained trunk by its name in `ModelSpec.trunk`; `ValueError` for an unknown name."""
    if name not in TRUNKS:
        raise ValueError(f"there is no trunk {name!r}; there are {', '.join(sorted(TRUNKS))}")
    return TRUNKS[name]()
