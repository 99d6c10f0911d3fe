"""What is offered before torch is there is what there is."""

import subprocess
import sys

from app.analysis.choices import DEVICES, SYSTEM_ROWS, weights_card, weights_for
from models.catalogue import DEFAULT


def test_every_system_is_offered_and_no_other():
    from app.analysis.systems.table import SYSTEMS

    assert list(SYSTEM_ROWS) == list(SYSTEMS)
    assert all(row.name == name for name, row in SYSTEM_ROWS.items())


def test_each_system_takes_its_own_weights():
    assert [known.name for known in weights_for("mimamo")] == [DEFAULT, "mimamo-published"]
    assert [known.name for known in weights_for("expression-baseline")] == ["fer2013-mini-xception"]
    for row in SYSTEM_ROWS.values():
        assert row.weights in [known.name for known in weights_for(row.name)]


def test_the_caution_shown_before_is_the_caution_of_the_result():
    import torch

    from app.analysis.systems.table import make_system

    made = make_system("mimamo", None, torch.device("cpu"))
    card = weights_card("mimamo", None)
    assert card.caution == made.card.caution != ""
    assert card.missing == ()
    assert card.fault == ""


def test_published_weights_need_their_trunk():
    card = weights_card("mimamo", "mimamo-published")
    assert [known.name for known in card.missing] == ["mimamo-published", "resnet50-ferplus"]
    assert card.caution == ""


def test_a_file_of_the_wrong_kind_is_a_fault(tmp_path):
    path = tmp_path / "x.hdf5"
    path.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    assert "holds no weights for MIMAMO Net" in weights_card("mimamo", str(path)).fault
    assert weights_card("expression-baseline", str(path)).fault == ""
    gone = weights_card("mimamo", str(tmp_path / "gone"))
    assert gone.fault.startswith("There is no weights file")
    assert gone.caution != ""


def test_offering_loads_no_torch():
    program = (
        "import sys; from app.analysis.choices import *; weights_card('mimamo', None); "
        "print('torch' in sys.modules, 'h5py' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"], done.stderr


def test_devices_are_those_that_can_be_asked_for():
    from app.analysis.devices import choose_device

    assert DEVICES[0] == "auto"
    assert choose_device("auto").type in DEVICES
