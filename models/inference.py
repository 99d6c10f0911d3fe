"""Networks made quick: batch norms folded into convolutions, and a trunk in 16 bits where they pay.

The trunk is what bounds the analysis on a CPU, so it is worth a copy of its own for inference.
16 bits are used only where the processor computes in them and only when the features of a probe
then move by less than `TOLERANCE`; otherwise everything stays in float32.

Convolutions alone run in 16 bits, which is what autocast would do; casting their weights once saves
casting them at every call.

The rest of the network is small and works on phase differences, so it stays in float32 everywhere.
"""

import copy
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from models.mimamo import MimamoNet
from models.trunk import ConvNorm, Trunk

TOLERANCE = 1e-2

_CPU_BFLOAT16 = ("avx512_bf16", "amx_bf16", "bf16")  # the last one on ARM
_PROBE_CROPS = 4


@dataclass(frozen=True, slots=True)
class PreparedTrunk:
    """Features of crops, ready to be computed on one device.

    Attributes
    ----------
    trunk : Trunk
        The prepared copy: fused, channels last, evaluation mode.
    device : torch.device
        Where it computes.
    dtype : torch.dtype
        Of the convolutions.
    moved : float
        How far 16 bits moved the features of the probe, relative to their norm; 0 in float32.
    """

    trunk: Trunk
    device: torch.device
    dtype: torch.dtype
    moved: float

    def __call__(self, crops: Tensor) -> Tensor:
        """Features, float32 (N, S) on the device, of uint8 crops (N, 112, 112, 3) from anywhere."""
        with torch.no_grad(), torch.autocast(self.device.type, enabled=False):
            images = self.trunk.prepare(crops.to(self.device, non_blocking=True))
            images = images.to(self.dtype, memory_format=torch.channels_last)
            return self.trunk.features(images).float()


def prepare_for_inference(
    trunk: Trunk,
    device: torch.device | str = "cpu",
    *,
    probe: Tensor | None = None,
    dtypes: tuple[torch.dtype, ...] | None = None,
) -> PreparedTrunk:
    """A quick copy of a trunk on a device; the trunk itself is left as it is.

    Parameters
    ----------
    trunk : Trunk
        Any trunk, in any mode.
    device : torch.device or str
        Where the copy computes.
    probe : uint8 tensor (N, 112, 112, 3), optional
        Crops on which 16 bits are compared with 32; a fixed pattern by default.
    dtypes : tuple of torch.dtype, optional
        16-bit types to try, the best first; by default what the device computes in.

    Returns
    -------
    PreparedTrunk
        Called with crops, gives their features; its `dtype` says what was chosen.
    """
    target = torch.device(device)
    exact = PreparedTrunk(_folded(trunk).to(target), target, torch.float32, 0.0)
    crops = _probe() if probe is None else probe
    for dtype in reduced_types(target) if dtypes is None else dtypes:
        reduced = PreparedTrunk(_cast(exact.trunk, dtype), target, dtype, 0.0)
        moved = _moved(exact(crops), reduced(crops))
        if moved < TOLERANCE:
            return PreparedTrunk(reduced.trunk, target, dtype, moved)
    return exact


def prepare_network(net: MimamoNet, device: torch.device | str = "cpu") -> MimamoNet:
    """A copy of a network on a device, for inference only; the network itself is left as it is.

    The temporal stream's batch norms are folded into its convolutions, and on a CPU its weights lie
    channels last: together 9 % of the stream's time. Outputs move by rounding only.
    """
    target = torch.device(device)
    quick = copy.deepcopy(net).eval().requires_grad_(False).to(target)
    if quick.temporal is not None:
        for block in quick.temporal.blocks:
            _fold(block)  # type: ignore[arg-type]  # a ModuleList forgets what it holds
        if target.type == "cpu":
            quick.temporal.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return quick


def with_dropout(net: MimamoNet) -> MimamoNet:
    """A copy whose dropout is on while all else, batch norms too, is as in evaluation."""
    drawing = copy.deepcopy(net).eval()
    for module in drawing.modules():
        # The recurrent layers have their dropout inside; nothing else in them has a mode.
        if isinstance(module, nn.Dropout | nn.Dropout2d | nn.GRU):
            module.train()
    return drawing


@contextmanager
def true_float32(device: torch.device) -> Iterator[None]:
    """Inference in float32 proper: no autocast, and on CUDA no TF32.

    By default cuDNN computes float32 convolutions and recurrences in TF32, with 10 bits of mantissa
    instead of 23: that alone would set CUDA and CPU apart by more than 1e-3. The switches belong to
    the process, so they are put back at once.
    """
    with ExitStack() as stack:
        stack.enter_context(torch.inference_mode())
        stack.enter_context(torch.autocast(device.type, enabled=False))
        if device.type == "cuda":
            stack.enter_context(_no_tf32())
        yield


@contextmanager
def _no_tf32() -> Iterator[None]:
    backends: Any = torch.backends  # its type stubs lack the switches
    switches = (backends.cudnn.conv, backends.cudnn.rnn, backends.cuda.matmul)
    before = [switch.fp32_precision for switch in switches]
    try:
        for switch in switches:
            switch.fp32_precision = "ieee"
        yield
    finally:
        for switch, precision in zip(switches, before, strict=True):
            switch.fp32_precision = precision


def _fold(block: nn.Sequential) -> None:
    """Fold each batch norm of a block into the convolution before it."""
    for place in range(len(block) - 1):
        before, norm = block[place], block[place + 1]
        if isinstance(before, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
            block[place] = fuse_conv_bn_eval(before, norm)
            block[place + 1] = nn.Identity()


def reduced_types(device: torch.device) -> tuple[torch.dtype, ...]:
    """16-bit types that the device computes in, the more exact first."""
    if device.type == "cuda":
        return torch.float16, torch.bfloat16
    if device.type == "cpu":
        capabilities = torch.cpu.get_capabilities()
        if any(capabilities.get(name, False) for name in _CPU_BFLOAT16):
            return (torch.bfloat16,)
    return ()


def _folded(trunk: Trunk) -> Trunk:
    folded = copy.deepcopy(trunk).eval().requires_grad_(False)
    for module in folded.modules():
        if isinstance(module, ConvNorm) and isinstance(module.norm, nn.BatchNorm2d):
            module.conv = fuse_conv_bn_eval(module.conv, module.norm)
            module.norm = nn.Identity()
    folded.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return folded


def _cast(trunk: Trunk, dtype: torch.dtype) -> Trunk:
    cast = copy.deepcopy(trunk)
    for module in cast.modules():
        if isinstance(module, ConvNorm):
            module.conv.to(dtype)
    return cast


def _moved(exact: Tensor, reduced: Tensor) -> float:
    """Distance over norm; infinite when 16 bits overflowed."""
    moved = float((reduced - exact).norm() / exact.norm().clamp_min(1e-12))
    return moved if moved == moved else float("inf")


def _probe() -> Tensor:
    """Crops with smooth shading and fine texture, always the same."""
    generator = torch.Generator().manual_seed(0)
    coarse = torch.rand(_PROBE_CROPS, 3, 7, 7, generator=generator)
    smooth = nn.functional.interpolate(coarse, (112, 112), mode="bicubic", align_corners=False)
    texture = torch.randn(smooth.shape, generator=generator)
    images = (255 * smooth + 8 * texture).clamp(0, 255)
    return images.to(torch.uint8).permute(0, 2, 3, 1).contiguous()
