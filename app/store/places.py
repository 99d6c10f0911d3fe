"""What kind of place a project lies in: written or not, on this computer or another."""

import os
import tempfile
from pathlib import Path, PurePosixPath

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "9p", "ceph", "glusterfs", "lustre"}
_MOUNTS = Path("/proc/mounts")


def is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder; tried, since rights alone do not tell."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def is_network(folder: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether a folder lies on another computer, as far as the system says so.

    The write-ahead log of SQLite needs memory shared by all who use the file, which a network does
    not give (https://sqlite.org/wal.html).
    """
    full = os.path.realpath(folder)
    if full.startswith("\\\\"):
        return True
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    rows = [row for line in lines if len(row := line.split()) >= 3]
    within = [row for row in rows if PurePosixPath(full).is_relative_to(_unescaped(row[1]))]
    if not within:
        return False
    kind = max(within, key=lambda row: len(_unescaped(row[1])))[2]
    return kind in _NETWORK or kind.startswith("fuse.sshfs")


def _unescaped(name: str) -> str:
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        name = name.replace(code, sign)
    return name
