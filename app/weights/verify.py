"""Checking every weights file on this machine against what it should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import WeightsError
from app.weights.digests import Evidence, checked_digest
from app.weights.places import Origin, places
from app.weights.recognise import check_structure
from models import catalogue


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out for one file.

    Attributes
    ----------
    name : str
        The catalogue's name.
    path : Path
        The file.
    origin : str
        Where it was found.
    evidence : str or None
        What it was proved by; None when it is not what it should be.
    fault : str
        The sentence saying what is wrong; empty when all is well.
    """

    name: str
    path: Path
    origin: Origin
    evidence: Evidence | None
    fault: str = ""


def verify_all() -> Iterator[Verdict]:
    """Check every file of known weights, wherever it lies, one verdict each.

    A file of which no digest is known is loaded strictly, so that its structure is proved.
    """
    for known in catalogue.KNOWN.values():
        for path, origin in places(known):
            try:
                _, evidence = checked_digest(path, known)
                if evidence == "structure only":
                    check_structure(path, known.kind)
            except WeightsError as error:
                yield Verdict(known.name, path, origin, None, str(error))
            else:
                yield Verdict(known.name, path, origin, evidence)
