"""Which processor the networks run on."""

import torch

from app.analysis.choices import DEVICES
from app.core.errors import DeviceError


def is_available(name: str) -> bool:
    """Whether a device of that name is there."""
    if name == "cuda":
        return torch.cuda.is_available()
    if name == "mps":
        return torch.backends.mps.is_available()
    return name == "cpu"


def choose_device(name: str) -> torch.device:
    """The device to run on.

    Raises
    ------
    DeviceError
        The device asked for is not there.
    """
    if name not in DEVICES:
        raise DeviceError(f"There is no device '{name}'; choose one of {', '.join(DEVICES)}.")
    if name == "auto":
        name = next(device for device in ("cuda", "mps", "cpu") if is_available(device))
    if not is_available(name):
        raise DeviceError(
            f"The device '{name}' was asked for but is not there; use --device auto or cpu."
        )
    return torch.device(name)


def describe(device: torch.device) -> str:
    """The device in words, for provenance and status lines."""
    if device.type == "cuda":
        return f"cuda ({torch.cuda.get_device_name(device)})"
    return device.type
