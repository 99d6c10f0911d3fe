"""The table of trunks."""

import pytest

from models.spatial_stream import TRUNKS, Trunk, build_trunk
from models.spec import NO_TRUNK, TRUNK_WIDTHS


@pytest.mark.parametrize("name", sorted(TRUNKS))
def test_a_name_gives_its_trunk(name):
    trunk = build_trunk(name)
    assert isinstance(trunk, Trunk)
    assert trunk.name == name


def test_the_spec_knows_the_same_trunks_and_widths():
    widths = {name: trunk.width for name, trunk in TRUNKS.items()}
    assert widths | {NO_TRUNK: 0} == dict(TRUNK_WIDTHS)


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="no trunk 'vgg'; there are compact, resnet50_ferplus"):
        build_trunk("vgg")
