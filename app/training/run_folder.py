"""A training run on disk: what is in its folder, and how it is told to stop. Loads no torch.

``settings.json``, ``split.json`` (who is for what), ``events.jsonl`` (see ``events``),
``best.safetensors`` and ``last.safetensors`` (checkpoints with their card), ``last.optimizer.pt``
(loads with ``weights_only=True``) and ``state.json`` (where to go on). A file called ``stop`` asks
the process to end and keep the best weights, one called ``cancel`` to end and keep none; both work
whoever started the process, and after the window that did is gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import InputError
from app.files import atomic_write, make_folder, output_error
from app.training.events import Event, StageBegun, event_of
from app.training.settings import TrainingSettings

BEST = "best.safetensors"
LAST = "last.safetensors"
OPTIMISER = "last.optimizer.pt"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of one run.

    Attributes
    ----------
    path : Path
        It need not exist yet.
    """

    path: Path

    @property
    def name(self) -> str:
        """For people."""
        return self.path.name

    @property
    def settings_file(self) -> Path:
        """Written first, and never changed once a stage has begun."""
        return self.path / "settings.json"

    @property
    def split_file(self) -> Path:
        """Names, digests and subjects of recordings by part."""
        return self.path / "split.json"

    @property
    def events_file(self) -> Path:
        """Appended to, a line an event."""
        return self.path / "events.jsonl"

    @property
    def state_file(self) -> Path:
        """Where a run that was interrupted goes on; replaced after each epoch."""
        return self.path / "state.json"

    @property
    def best(self) -> Path:
        """The weights of the best validation CCC."""
        return self.path / BEST

    @property
    def last(self) -> Path:
        """The weights of the last whole epoch."""
        return self.path / LAST

    @property
    def optimiser(self) -> Path:
        """The optimiser's state at the last whole epoch."""
        return self.path / OPTIMISER

    def settings(self) -> TrainingSettings:
        """What the run was started with.

        Raises
        ------
        InputError
            There is no run in the folder, or its settings were changed by hand beyond use.
        """
        try:
            text = self.settings_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise InputError(
                f"{self.path} holds no training run (there is no readable "
                f"{self.settings_file.name}); choose the folder of a run."
            ) from None
        return TrainingSettings.from_json(text)

    @property
    def has_begun(self) -> bool:
        """Whether anything was learnt: not where preparing has failed, or was ended."""
        return self.state_file.exists() or any(isinstance(e, StageBegun) for e in self.events())

    def create(self, settings: TrainingSettings) -> None:
        """Make the folder and write the settings.

        Raises
        ------
        OutputError
            There is a run in it already, or it cannot be written.
        """
        make_folder(self.path)
        if self.settings_file.exists():
            raise output_error(self.path, FileExistsError("there is a run in it already"))
        with atomic_write(self.settings_file) as stream:
            stream.write(settings.to_json().encode())

    def replace(self, settings: TrainingSettings) -> None:
        """Let other settings take the place of those of a run that never began.

        Raises
        ------
        OutputError
            It did begin, or they cannot be written.
        """
        if self.has_begun:
            raise output_error(self.path, FileExistsError("something was learnt in it already"))
        self.forget_asking()
        # The settings go last, and new ones come first: no run has events of another.
        for path in (self.events_file, self.split_file, self.settings_file):
            path.unlink(missing_ok=True)
        self.create(settings)

    def events(self) -> Iterator[Event]:
        """Everything told so far; lines that are cut off or not known are left out."""
        try:
            text = self.events_file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        for line in text.splitlines():
            event = event_of(line)
            if event is not None:
                yield event

    def ask_to_stop(self) -> None:
        """Let the process end after the present batch and keep the best weights."""
        (self.path / "stop").touch()

    def ask_to_cancel(self) -> None:
        """Let the process end at once and keep no weights."""
        (self.path / "cancel").touch()

    def forget_asking(self) -> None:
        """Take back both, before a run goes on."""
        for name in ("stop", "cancel"):
            (self.path / name).unlink(missing_ok=True)

    @property
    def is_asked_to_stop(self) -> bool:
        """Whether to end and keep the best weights."""
        return (self.path / "stop").exists()

    @property
    def is_asked_to_cancel(self) -> bool:
        """Whether to end and keep none."""
        return (self.path / "cancel").exists()
