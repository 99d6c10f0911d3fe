"""How many windows a batch holds where nobody said, and how it shrinks when memory runs out.

No trial steps are needed: a batch that does not fit fails at its first step, is halved, and the
epoch begins again. What is chosen depends on the recordings and the machine alone, so a run on one
machine can be repeated.
"""

import os

import torch

from app.core.errors import StudioError
from app.training.settings import StageSettings

LARGEST = 8
"""Windows, and so 512 frames of which a CCC is taken; half of the memory of a small machine."""

SMALLEST = 2
"""Windows where nothing forces fewer: the CCC of one window says nothing of what is between two."""

STEPS_AN_EPOCH = 4
"""A small collection is cut into smaller batches rather than into fewer steps."""

_BYTES_A_FRAME = 8 << 20
"""What training takes for a frame in float32: a process with 512 of them had up to 4.3 GB in all,
as it keeps what it frees (`app.training.freed_memory`)."""

_SHARE = 0.5
"""Of the memory that the machine has; the recordings' features and other programs need the rest."""

_SENTENCES = ("can't allocate memory", "not enough memory", "out of memory")


def first_batch(stage: StageSettings, windows: int, frames: int, device: torch.device) -> int:
    """Windows a batch to begin with.

    Parameters
    ----------
    windows : int
        Windows an epoch, at least 1.
    frames : int
        Frames a window.
    """
    if stage.batch:
        return stage.batch
    most = min(LARGEST, max(SMALLEST, windows // STEPS_AN_EPOCH))
    while most > 1 and most * frames * _BYTES_A_FRAME > _SHARE * _memory(device):
        most //= 2
    return most


def halved(batch: int) -> int:
    """The next smaller batch.

    Raises
    ------
    StudioError
        There is none.
    """
    if batch <= 1:
        raise StudioError(
            "There is not enough memory for a single window; close other programs, or choose a "
            "shorter window or another device."
        )
    return batch // 2


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory did not suffice; the CPU's allocator has no error of its own."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    text = str(error).lower()
    return isinstance(error, RuntimeError) and any(part in text for part in _SENTENCES)


def _memory(device: torch.device) -> float:
    """Bytes that the device has; infinite where that is not told."""
    if device.type == "cuda":
        return float(torch.cuda.get_device_properties(device).total_memory)
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return float("inf")
