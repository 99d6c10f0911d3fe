"""Network folders are known, and writing is tried."""

from pathlib import Path

import pytest

from app.store.places import is_network, is_writable


@pytest.mark.parametrize(
    ("kind", "point", "network"),
    [
        ("nfs4", "/mnt/lab\\040share", True),
        ("cifs", "/mnt/lab\\040share", True),
        ("fuse.sshfs", "/mnt/lab\\040share", True),
        ("ext4", "/mnt/lab\\040share", False),
        ("nfs4", "/mnt/other", False),
    ],
)
def test_network_folders_are_known(tmp_path, kind, point, network):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {point} {kind} rw 0 0\n")
    assert is_network(Path("/mnt/lab share/study"), mounts) is network
    assert not is_network(Path("/mnt/lab share/study"), tmp_path / "none")


def test_writing_is_tried(tmp_path):
    assert is_writable(tmp_path)
    assert not is_writable(tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []
