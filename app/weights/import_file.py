"""Taking weights that the user got elsewhere into the user's data folder.

The published head is rewritten as safetensors with a card, because its file does not say which
column of its output is valence; the trunk and the expression network are kept byte for byte. Head
and trunk stay two files: a system that needs both finds both.
"""

import shutil
from pathlib import Path

from app.core.errors import WeightsError
from app.files import atomic_write, make_folder, output_error
from app.weights.digests import checked_digest, digest_of, record_digest
from app.weights.find import FoundWeights
from app.weights.places import user_weights_folder
from app.weights.recognise import check_structure, recognise, weights_error
from models import catalogue
from models.catalogue import Kind, KnownWeights
from models.errors import ModelError

COLUMNS = (("valence", "arousal"), ("arousal", "valence"))
"""The two orders in which the published head's output columns can stand."""

_CATALOGUE_NAMES: dict[Kind, str] = {
    "mimamo-head-published": "mimamo-published",
    "trunk-resnet50-ferplus": "resnet50-ferplus",
    "mini-xception": "fer2013-mini-xception",
}


class ColumnsNeededError(WeightsError):
    """The published head cannot be imported without saying which column is which."""


def import_weights(path: Path, columns: tuple[str, str] | None = None) -> FoundWeights:
    """Check a file of weights and keep it in the user's data folder under its catalogue name.

    Parameters
    ----------
    path : Path
        The published MIMAMO head (``.pth.tar``), the trunk (``resnet50_ferplus_dag.pth``) or the
        FER2013 mini-XCEPTION (HDF5), recognised by content.
    columns : tuple of str, optional
        One of `COLUMNS`: what columns 0 and 1 of the head's output are. Needed for the head only.

    Raises
    ------
    ColumnsNeededError
        It is the head and ``columns`` is None.
    WeightsError
        It is missing, damaged, holds code, does not fit exactly, or needs no import.
    OutputError
        It cannot be kept.
    """
    if columns is not None and columns not in COLUMNS:
        raise ValueError(f"columns must be one of {COLUMNS}, not {columns}")
    kind = recognise(path)
    if kind == "mimamo":
        raise WeightsError(
            f"{path} is in this program's own format and needs no import: use it with --weights."
        )
    known = catalogue.KNOWN[_CATALOGUE_NAMES[kind]]
    target = user_weights_folder() / known.file_name
    if kind == "mimamo-head-published":
        _import_head(path, target, known, columns)
    else:
        _import_copy(path, target, known, kind)
    digest, evidence = checked_digest(target, known)
    return FoundWeights(known.name, known.kind, target, "user data", digest, evidence, known)


def _import_head(
    path: Path, target: Path, known: KnownWeights, columns: tuple[str, str] | None
) -> None:
    if columns is None:
        raise ColumnsNeededError(
            f"{path} does not say which column of its output is valence: add --columns "
            "valence,arousal (as its tester names them) or --columns arousal,valence (as its "
            "training labels suggest)."
        )
    from models.card import ModelCard
    from models.checkpoint import save_model
    from models.published import load_published, published_spec

    try:
        spec = published_spec("windows", columns)
        network = load_published(path, "windows", columns)
    except (ModelError, OSError) as error:
        raise weights_error(path, error) from error
    card = ModelCard(
        name=known.name,
        architecture=spec,
        training_data="OMG-Emotion or Aff-Wild, by its authors; the file does not say which.",
        licence=known.licence,
        intended_use=known.intended_use,
        validated_on_people=known.validated_on_people,
        extra={"imported_from": path.name, "imported_sha256": digest_of(path)},
    )
    make_folder(target.parent)
    try:
        save_model(target, network, None, card)
    except OSError as error:
        raise output_error(target, error) from error
    record_digest(target)


def _import_copy(path: Path, target: Path, known: KnownWeights, kind: Kind) -> None:
    digest = digest_of(path)
    if known.sha256 is not None and digest != known.sha256:
        raise WeightsError(
            f"{path} is not the published {known.name}: its sha256 is {digest[:12]}... and should "
            f"be {known.sha256[:12]}...; get it anew, or use it as it is with --weights."
        )
    check_structure(path, kind)
    make_folder(target.parent)
    with path.open("rb") as source, atomic_write(target) as stream:
        shutil.copyfileobj(source, stream)
    if known.sha256 is None:
        record_digest(target)
