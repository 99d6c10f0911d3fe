"""From what the user asked for to a file that is what it claims to be."""

from dataclasses import dataclass
from pathlib import Path

from app.core.errors import WeightsError
from app.weights.digests import Evidence, checked_digest
from app.weights.places import Origin, places
from app.weights.recognise import recognise
from models import catalogue
from models.catalogue import Kind, KnownWeights


@dataclass(frozen=True, slots=True)
class FoundWeights:
    """A weights file on this machine.

    Attributes
    ----------
    name : str
        The catalogue's name, or the file's name without suffix when it is not in the catalogue.
    kind : str
        What it holds, see `models.catalogue.Kind`.
    path : Path
        The file.
    origin : str
        Where it was found.
    sha256 : str
        Its digest, 64 hexadecimal digits, computed now.
    evidence : str
        What the digest was compared with; ``"structure only"`` means with nothing: whether every
        array fits is then checked when it is loaded.
    known : KnownWeights or None
        Its row of the catalogue.
    """

    name: str
    kind: Kind
    path: Path
    origin: Origin
    sha256: str
    evidence: Evidence
    known: KnownWeights | None


def find_weights(choice: str | Path = catalogue.DEFAULT) -> FoundWeights:
    """The weights of a catalogue name, or of one file.

    Parameters
    ----------
    choice : str or Path
        A name of the catalogue, else the path of a file.

    Raises
    ------
    WeightsError
        Unknown, missing, damaged, or holding program code; the sentence says what to do.
    """
    if isinstance(choice, str) and choice in catalogue.KNOWN:
        return find_known(catalogue.KNOWN[choice])
    path = Path(choice)
    if not path.exists():
        raise WeightsError(
            f"There are no weights called {choice}, and no such file; known are "
            f"{', '.join(catalogue.KNOWN)}."
        )
    return _find_file(path)


def find_known(known: KnownWeights) -> FoundWeights:
    """The first file of these weights in the order of `app.weights.places`.

    Raises
    ------
    WeightsError
        There is none, or the first is not what it should be (the search does not go on past a
        damaged file in silence).
    """
    for path, origin in places(known):
        digest, evidence = checked_digest(path, known)
        return FoundWeights(known.name, known.kind, path, origin, digest, evidence, known)
    raise WeightsError(f"The weights {known.name} are not on this machine. {known.obtain}")


def _find_file(path: Path) -> FoundWeights:
    kind = recognise(path)
    digest, evidence = checked_digest(path, None)
    for known in catalogue.KNOWN.values():
        if known.sha256 == digest:
            return FoundWeights(
                known.name, known.kind, path, "file", digest, "published digest", known
            )
    return FoundWeights(path.stem, kind, path, "file", digest, evidence, None)
