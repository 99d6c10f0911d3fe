"""Training: the straight line from labelled recordings to weights.

`train` is a generator: each event it yields is written to the run's folder first, and is progress
and a place to stop. Whoever asks to stop or cancel does so by files in the folder. A run that was
interrupted, however that was, goes on from its last whole epoch when it is started again, and ends
with the weights it would have had.
"""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import torch

from app.analysis.devices import choose_device
from app.core.errors import StudioError
from app.training.beginning import begin
from app.training.event_log import EventLog
from app.training.events import Began, Ended, EpochDone, Event, Finished, Noticed, event_of
from app.training.loop import run_stage
from app.training.preparation import prepare as prepare_recordings
from app.training.resuming import Point
from app.training.run import CancelledError, Run, StoppedError, copied
from app.training.run_folder import RunFolder
from app.training.run_lock import RunLock
from app.training.scoring import mean_score
from app.training.stages import Together
from models.errors import ModelError

Prepare = Callable[..., Generator[Event, None, Any]]


def train(
    folder: RunFolder, cache: Path | None, prepare: Prepare = prepare_recordings
) -> Generator[Event, None, Finished | Ended]:
    """Train what the settings in a run's folder say, from the start or from where it is.

    Parameters
    ----------
    folder : RunFolder
        Holds its settings.
    cache : Path or None
        Root of the cache of prepared recordings; None keeps nothing.
    prepare : callable, optional
        Makes the clips; for tests.

    Raises
    ------
    InputError
        There is no run in the folder, or another process trains in it. All else that goes wrong is
        told as the run's end.
    """
    folder.settings()
    with RunLock(folder):
        log, work = EventLog(folder), _ended_well(_train(folder, cache, prepare), folder)
        while True:
            try:
                event = next(work)
                log.append(event)
            except StopIteration as end:
                final: Finished | Ended = end.value
                return final
            except StudioError as error:  # what was told cannot be written
                work.close()
                event = Ended("failed", str(error))
                yield event
                return event
            yield event


def _train(
    folder: RunFolder, cache: Path | None, prepare: Prepare
) -> Generator[Event, None, Finished | Ended]:
    """The line itself."""
    settings = folder.settings()
    device = choose_device(settings.device)
    _make_repeatable()
    beginning = begin(settings)
    prepared = yield from _heeding(prepare(settings, cache, device), folder)
    run = Run.of(folder, settings, beginning, prepared.clips, device)
    point = run.keeper.find()
    if point is None:
        point = Point(net=copied(run.net))
    else:
        run.weights.check_kept()
        yield from _told_again(folder, point)
    try:
        while point.stage < len(run.stages):
            point = yield from run_stage(run, point.stage, point)
            run.keeper.keep(point)
        finished = _finish(run, point, point.reason)
    except StoppedError:
        finished = _stopped(run)
    yield from _no_better(folder, finished)
    yield finished
    return finished


def _ended_well(
    work: Generator[Event, None, Finished | Ended], folder: RunFolder
) -> Generator[Event, None, Finished | Ended]:
    """The same, with every end told: what a user asked for, can act on, or should report."""
    bug: Exception | None = None
    try:
        return (yield from work)
    except CancelledError:
        _forget(folder)
        ended = Ended("cancelled")
    except (StudioError, ModelError) as error:
        ended = Ended("failed", str(error))
    except Exception as error:
        ended = Ended("failed", f"Something went wrong inside the program ({error!r}); report it.")
        bug = error
    yield ended
    if bug is not None:
        raise bug
    return ended


def _heeding(work: Generator[Event, None, Any], folder: RunFolder) -> Generator[Event, None, Any]:
    """The same, ended when somebody asks for it; before anything is learnt both words mean that."""
    while True:
        if folder.is_asked_to_cancel or folder.is_asked_to_stop:
            work.close()
            raise CancelledError
        try:
            event = next(work)
        except StopIteration as end:
            return end.value
        yield event


def _told_again(folder: RunFolder, point: Point) -> Iterator[Event]:
    """The event of the point's epoch, where the process died before it was written."""
    event = event_of(point.told)
    if isinstance(event, EpochDone) and event not in folder.events():
        yield event


def _forget(folder: RunFolder) -> None:
    """Keep no weights. The state goes first: without it, the rest is of no run."""
    for path in (folder.state_file, folder.optimiser, folder.last, folder.best):
        path.unlink(missing_ok=True)


def _make_repeatable() -> None:
    """Let CUDA choose by size alone, and only ways that give the same twice."""
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True


def _finish(run: Run, point: Point, reason: str) -> Finished | Ended:
    """Keep the best weights with all that is known of them."""
    best = point.best
    if best is None:
        raise ValueError("a run ends after an epoch")
    whole = Together(run.net)
    whole.load_state_dict(best.stage)
    test = run.scored(whole, run.clips.test) if run.clips.test else {}
    figures = {f"ccc_{name}": value for name, value in best.validation.items()}
    figures |= {f"test_ccc_{name}": value for name, value in test.items()}
    run.weights.keep(run.folder.best, run.net, figures)
    return Finished(reason, run.folder.best.name, best.validation, test)


def _no_better(folder: RunFolder, finished: Finished | Ended) -> Iterator[Noticed]:
    """What is to be said where nothing was gained."""
    began = next((each for each in folder.events() if isinstance(each, Began)), None)
    if began is None or not isinstance(finished, Finished):
        return
    if mean_score(finished.validation) <= mean_score(began.validation):
        yield Noticed(
            "No epoch has a better validation CCC than the weights that the training began from; "
            "go on using those, or train fewer parts, at a smaller rate, or on more recordings."
        )


def _stopped(run: Run) -> Finished | Ended:
    """The user wants the best weights so far."""
    point = run.keeper.find()
    last = len(run.stages) - 1
    if point is None or point.best is None or point.stage < last:
        return Ended(
            "failed",
            "The run was stopped before an epoch of the whole network was done, so it has no "
            "weights to keep; it can go on from here.",
        )
    run.folder.forget_asking()  # or the test would stop, too
    return _finish(run, point, "stopped early")
