"""The weights that a run leaves, each with its card."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import InputError
from app.files import output_error
from app.training.beginning import Beginning
from app.training.run_folder import RunFolder
from app.training.settings import TrainingSettings
from app.version import application_version
from models.card import ModelCard, read_card
from models.checkpoint import save_model
from models.errors import ModelError
from models.mimamo import MimamoNet

_INTENDED = (
    "For recordings like those they were trained on; how well they do on other people is only as "
    "well known as the figures say that stand here. Not for judging a person."
)
_LICENCE = "that of the recordings and labels they were trained on; not stated"


@dataclass(frozen=True, slots=True)
class WeightsKeeper:
    """Writes the checkpoints of one run.

    Attributes
    ----------
    folder : RunFolder
        Of the run.
    settings : TrainingSettings
        Stand in the card.
    beginning : Beginning
        Its trunk and conventions go with the weights.
    split : mapping
        Who was for what, see `split_record`.
    """

    folder: RunFolder
    settings: TrainingSettings
    beginning: Beginning
    split: Mapping[str, object]

    def keep(self, path: Path, net: MimamoNet, figures: Mapping[str, float | None]) -> None:
        """Write a checkpoint, all or nothing.

        Parameters
        ----------
        figures : mapping of str to float or None
            On clips held out, by name; those that are not defined are left out.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        try:
            save_model(path, net, self.beginning.trunk, self._card(figures))
        except OSError as error:
            raise output_error(path, error) from error

    def check_kept(self) -> None:
        """Refuse a folder whose checkpoints were exchanged for others.

        Raises
        ------
        InputError
            One is of another architecture, or damaged.
        """
        for path in (self.folder.best, self.folder.last):
            if not path.exists():
                continue
            try:
                same = read_card(path).architecture == self.beginning.spec
            except ModelError:
                same = False
            if not same:
                raise InputError(
                    f"{path.name} of the run {self.folder.name} is not what the run wrote (it is "
                    "damaged or of another architecture); put it back, or start a new run."
                )

    def _card(self, figures: Mapping[str, float | None]) -> ModelCard:
        return ModelCard(
            name=self.folder.name,
            architecture=self.beginning.spec,
            training_data=self._words(),
            licence=_LICENCE,
            intended_use=_INTENDED,
            validated_on_people=False,
            validation={key: round(x, 4) for key, x in figures.items() if x is not None},
            extra={
                "application": f"MIMAMO Studio {application_version()}",
                "began_from": self.beginning.origin,
                "settings": json.loads(self.settings.to_json()),
                "split": dict(self.split),
            },
        )

    def _words(self) -> str:
        source = self.settings.source
        training = self.split["training"]
        listed = training if isinstance(training, list) else []
        frames = sum(int(each["frames"]) for each in listed)
        subjects = len({each["subject"] for each in listed})
        return (
            f"{len(listed)} recordings of {subjects} subjects, {frames} frames, from {source.kind} "
            f"{Path(source.path).name}; it began from {self.beginning.origin}."
        )
