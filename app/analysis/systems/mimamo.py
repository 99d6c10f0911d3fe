"""``mimamo``: the two-stream network, from aligned crops to valence and arousal.

What looks at one crop by itself (gray picture, trunk) is ``features``; what needs its neighbours
(phase differences over a snippet, recurrence over a window) is the `MimamoReader` of a run. Only
8-bit crops go to the device; gray, phase, trunk and head run there. The trunk may compute in 16
bits, where `prepare_for_inference` found that its features hardly move; all else is float32.

Conventions that weights carry stand in their `ModelSpec` and are read here and nowhere else.
"""

import copy
import hashlib
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.analysis.systems.memory import in_parts
from app.analysis.systems.mimamo_reader import WINDOWS_AT_ONCE, MimamoReader
from app.analysis.systems.system import Features, SystemCard, SystemSpec
from models.checkpoint import LoadedModel
from models.inference import prepare_for_inference, prepare_network, with_dropout
from models.mimamo import MimamoNet
from models.preprocessing import gray48_bytes
from models.shuffled import shuffled
from models.spec import ModelSpec
from models.trunk import Trunk

NAME = "mimamo"
BATCH = 16
GRAY = "gray48"
"""The gray pictures that are kept; another name whenever they are made in another way."""


class Mimamo:
    """The system; see the module for what it does.

    Parameters
    ----------
    model : LoadedModel
        Network and card.
    trunk : Trunk or None
        The spatial trunk, from the same file or one of its own; None for a network without a
        spatial stream.
    trunk_sha256 : str
        Digest of the file the trunk came from; not used without a trunk.
    caution : str
        The label of weights that were not validated; empty for validated ones.
    device : torch.device
        Where to run.
    """

    def __init__(
        self,
        model: LoadedModel,
        trunk: Trunk | None,
        trunk_sha256: str,
        caution: str,
        device: torch.device,
    ) -> None:
        spec = model.card.architecture
        self.device = device
        self._spec = spec
        self._net = prepare_network(model.net, device)
        self._trunk = None if trunk is None else prepare_for_inference(trunk, device)
        self.spec = SystemSpec(name=NAME, crop=spec.crop, rate_hz=spec.rate_hz, batch=BATCH)
        self.card = SystemCard(
            title="MIMAMO Net",
            weights=model.card.name,
            weights_sha256=model.sha256,
            validated=model.card.validated_on_people,
            caution=caution,
            text=model.card.intended_use,
            parameters=spec.to_dict() | self._of_trunk(trunk_sha256),
            features=self._of_features(),
        )

    def _of_trunk(self, sha256: str) -> dict[str, object]:
        if self._trunk is None:
            return {}
        precision = str(self._trunk.dtype).removeprefix("torch.")
        return {"trunk_sha256": sha256, "trunk_precision": precision}

    def _of_features(self) -> dict[str, object]:
        """Gray pictures are the same of all weights, and features those of the trunk's numbers."""
        return {"gray": GRAY, "trunk": self.trunk_digest()}

    @property
    def architecture(self) -> ModelSpec:
        """The conventions of its weights."""
        return self._spec

    @property
    def windows_at_once(self) -> int:
        """Windows of a run that are read together, so that one's values depend on the others'."""
        return WINDOWS_AT_ONCE[self._spec.recurrence]

    @property
    def network(self) -> MimamoNet:
        """The network as it is prepared for inference; not to be changed."""
        return self._net

    def trunk_digest(self) -> str:
        """SHA-256 of the numbers of the trunk in use; empty without one.

        Weights that were trained on one frozen trunk hold equal copies of it in files of their own.
        """
        if self._trunk is None:
            return ""
        digest = hashlib.sha256(str(self._trunk.dtype).encode())
        for name, tensor in sorted(self._trunk.trunk.state_dict().items()):
            digest.update(name.encode())
            digest.update(tensor.detach().float().cpu().contiguous().numpy().tobytes())
        return digest.hexdigest()

    def shuffled(self, seed: int) -> "Mimamo":
        """The same system with random weights of the same sizes, in network and trunk."""
        made = copy.copy(self)
        made._net = shuffled(self._net, seed)
        if self._trunk is not None:
            made._trunk = replace(self._trunk, trunk=shuffled(self._trunk.trunk, seed))
        digest = hashlib.sha256(f"{self.card.weights_sha256} shuffled {seed}".encode()).hexdigest()
        name = f"{self.card.weights}, shuffled"
        features = made._of_features()
        made.card = replace(self.card, weights=name, weights_sha256=digest, features=features)
        return made

    def with_dropout(self) -> "Mimamo":
        """The same system, whose network draws at random which of its units count."""
        made = copy.copy(self)
        made._net = with_dropout(self._net)
        return made

    def features(self, crops: NDArray[np.uint8]) -> Features:
        """Gray pictures and trunk features of RGB crops (N, 112, 112, 3).

        Trunk features are kept in 16 bits, as the cache keeps them, so that a run read from the
        cache gives the same values as a fresh one.
        """
        pictures = torch.from_numpy(crops)
        parts = in_parts(lambda part: self._features(pictures[part]), len(pictures))
        return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}

    def _features(self, crops: Tensor) -> Features:
        on_device = crops.to(self.device, non_blocking=True)
        with torch.inference_mode():
            features = {"gray": gray48_bytes(on_device)}
            if self._trunk is not None:
                features["spatial"] = self._trunk(on_device).half()
        return features

    def start_run(self, *, keep_features: bool = False) -> MimamoReader:
        """A reader for the next run of usable face, whose readings carry feature maps if asked."""
        return MimamoReader(self._net, self._spec, keep_features=keep_features)
