"""One training of a study: by the product's own loop, then tested on the test subjects.

A stream alone is one stage of the loop with its linear head; a network begins with the streams that
were trained alone and is the loop's last stage. A training that was stopped goes on after its last
whole epoch.
"""

import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from app.core.errors import InputError
from app.files import atomic_path, make_folder
from app.training.batches import BatchMaker
from app.training.beginning import begin
from app.training.clips import SplitClips, TrainingClip
from app.training.labelled import Part
from app.training.loop import run_stage
from app.training.resuming import Best, Point
from app.training.run import Run, copied
from app.training.run_folder import RunFolder
from app.training.scoring import reader
from app.training.settings import (
    NetworkSettings,
    SourceSettings,
    StageSettings,
    TrainingSettings,
)
from app.training.stages import StageNet, stage_net
from app.training.study.conditions import SPATIAL, Condition
from app.training.study.plan import StudyPlan
from app.training.study.results import Result, Results
from app.training.study.subjects import TRUNK, Subject
from models.mimamo import MimamoNet


@dataclass(frozen=True, slots=True)
class TrainingOrder:
    """What one process does.

    Attributes
    ----------
    condition : Condition
        What is trained.
    seed : int
        Of initial weights, order and dropout.
    plan : StudyPlan
        How much.
    folder : Path
        Of the study.
    device : str
        Where it computes.
    """

    condition: Condition
    seed: int
    plan: StudyPlan
    folder: Path
    device: str

    @property
    def name(self) -> str:
        """Of its files."""
        return f"{self.condition.name}-{self.seed}"


def train_condition(order: TrainingOrder) -> str:
    """Train, test and keep the result; gives the training's name.

    Raises
    ------
    StudioError
        Something in the study's folder is damaged, or nothing can be written there.
    """
    if order.device == "cpu":
        torch.set_num_threads(1)
    began = time.process_time()
    place, settings = RunFolder(order.folder / "runs" / order.name), settings_of(order)
    if not place.settings_file.exists():
        place.create(settings)
    beginning = begin(settings)
    _take_streams(beginning.net, order)
    clips = SplitClips(clips_of("training", order), clips_of("validation", order))
    run = Run.of(place, settings, beginning, clips, torch.device(order.device))
    epochs, best = _trained(run)
    stage = stage_net(order.condition.stage, run.net, order.seed).to(run.device)
    stage.load_state_dict(best.stage)
    predictions = _tested(stage, run, order)
    if order.condition.stage != "together":
        _keep_stream(stage, order)
    _keep_result(order, predictions, epochs, best, time.process_time() - began)
    shutil.rmtree(place.path)
    return order.name


def settings_of(order: TrainingOrder) -> TrainingSettings:
    """The settings of a training."""
    condition, plan = order.condition, order.plan
    alone = condition.stage != "together"
    stage = StageSettings(condition.stage, plan.epochs, plan.patience, plan.rate, plan.batch)
    network = NetworkSettings(
        temporal=condition.temporal,
        spatial=condition.spatial,
        differences=condition.differences,
        trunk=TRUNK,
    )
    return TrainingSettings(
        source=SourceSettings("synthetic", str(order.folder)),
        network=network if alone else replace(network, train=plan.together),
        # The loop's stages end with the whole network, which a stream alone never reaches.
        stages=(stage, StageSettings("together")) if alone else (stage,),
        preset="study",
        optimiser="adamw",
        schedule="cosine",
        precision="mixed",
        window=plan.window,
        augment=False,
        seed=order.seed,
        device=order.device,
    )


def clips_of(part: Part, order: TrainingOrder, gamma: int = 0) -> tuple[TrainingClip, ...]:
    """The clips of a part's subjects, seen under a spread of gamma by its position."""
    folder = order.folder / "subjects"
    subjects = [Subject(seed, part, order.plan, folder) for seed in order.plan.subjects(part)]
    return tuple(clip for subject in subjects for clip in subject.clips(gamma))


def _trained(run: Run) -> tuple[int, Best]:
    """Train the first stage from where it is; the epochs done, and the best of them."""
    for _ in run_stage(run, 0, run.keeper.find() or Point(net=copied(run.net))):
        pass
    kept = run.keeper.find()
    if kept is None or kept.best is None:
        raise ValueError("a stage keeps its last epoch and the best one")
    return kept.epoch, kept.best


def _tested(stage: StageNet, run: Run, order: TrainingOrder) -> NDArray[np.float32]:
    """Predictions (G, T, 2) of all test frames under each spread of gamma that is asked for."""
    stage.eval()
    found = []
    for gamma in range(len(order.plan.gammas) if order.condition.flickers else 1):
        maker = BatchMaker(clips_of("test", order, gamma), run.training.spec, by_utterance=False)
        read = reader(stage, maker, run.device)
        found.append(np.concatenate([read(number) for number in range(len(maker.clips))]))
    return np.stack(found)


def _keep_result(
    order: TrainingOrder,
    predictions: NDArray[np.float32],
    epochs: int,
    best: Best,
    seconds: float,
) -> None:
    tested = clips_of("test", order)
    result = Result(
        subjects=np.concatenate([np.full(len(clip), int(clip.subject)) for clip in tested]),
        labels=np.concatenate([clip.labels for clip in tested]),
        predictions=predictions,
        epochs=epochs,
        best=best.epoch,
        validation=best.score,
        seconds=seconds,
    )
    Results(order.folder / "results").keep(order.condition.name, order.seed, result)


def _stream_file(condition: str, order: TrainingOrder) -> Path:
    return order.folder / "streams" / f"{condition}-{order.seed}.safetensors"


def _keep_stream(stage: StageNet, order: TrainingOrder) -> None:
    """Keep what a stream learnt alone, for the networks that begin with it."""
    path = _stream_file(order.condition.name, order)
    make_folder(path.parent)
    stream = stage.parts()["spatial" if order.condition.spatial else "temporal"]
    with atomic_path(path) as temporary:
        save_file(copied(stream), temporary)


def _take_streams(net: MimamoNet, order: TrainingOrder) -> None:
    """Give a network the streams that were trained alone."""
    for name in order.condition.after:
        stream = net.spatial if name == SPATIAL.name else net.temporal
        path = _stream_file(name, order)
        if stream is None:
            raise ValueError(f"{order.name} has no such stream as {name}")
        try:
            stream.load_state_dict(load_file(path))
        except (OSError, SafetensorError, RuntimeError) as error:
            raise InputError(
                f"{path} is missing or damaged; delete the results of {name} in "
                f"{order.folder / 'results'} and start again."
            ) from error
