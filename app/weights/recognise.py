"""What a file of unknown origin holds, found out without running anything in it.

A pickle is read for numbers and names only; one that asks for anything else is refused.
"""

from pathlib import Path

from app.core.errors import WeightsError
from models.catalogue import Kind
from models.errors import ModelError

_HDF5 = b"\x89HDF\r\n\x1a\n"
_ZIP = b"PK\x03\x04"
_PICKLE = b"\x80"
_HEAD_PREFIX = "phasenet."
_TRUNK_KEY = "conv1_7x7_s2.weight"


def recognise(path: Path) -> Kind:
    """What kind of weights a file holds, by its content and not by its name.

    Raises
    ------
    WeightsError
        It is missing, empty, damaged, holds program code, or holds something else.
    """
    start = _first_bytes(path)
    if start.startswith(_HDF5):
        return "mini-xception"
    if start[8:9] == b"{" and int.from_bytes(start[:8], "little") < path.stat().st_size:
        return "mimamo"
    if start.startswith((_ZIP, _PICKLE)):
        return _kind_of_keys(path, _pickled_names(path))
    raise WeightsError(
        f"{path} is no weights file: it is neither safetensors, nor HDF5, nor a torch file."
    )


def check_structure(path: Path, kind: Kind) -> None:
    """Load a file strictly as what it should be, and let it go again.

    Raises
    ------
    WeightsError
        An array is missing, unknown or of another shape, or the file is damaged.
    """
    # Loading needs torch, which takes seconds to import; listing weights must not.
    from models import checkpoint
    from models.mini_xception import read_mini_xception

    try:
        match kind:
            case "mini-xception":
                read_mini_xception(path)
            case "trunk-resnet50-ferplus":
                checkpoint.load_published_trunk(path)
            case "mimamo-head-published":
                checkpoint.load_published(path, "windows")
            case "mimamo":
                checkpoint.load_model(path)
    except (ModelError, OSError) as error:
        raise weights_error(path, error) from error


def weights_error(path: Path, error: ModelError | OSError) -> WeightsError:
    """The sentence for a file that cannot be read as weights."""
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        return WeightsError(f"Cannot read {path}: {reason}; give a file you may read.")
    text = str(error).rstrip(".")
    if str(path) not in text:
        text = text.replace(path.name, str(path), 1)
    if not text.startswith(str(path)):  # a path keeps its letters as they are
        text = text[:1].upper() + text[1:]
    return WeightsError(f"{text}.")


def _first_bytes(path: Path) -> bytes:
    if not path.exists():
        raise WeightsError(f"There is no weights file {path}; check the path.")
    try:
        with path.open("rb") as stream:
            start = stream.read(16)
    except OSError as error:
        raise weights_error(path, error) from error
    if not start:
        raise WeightsError(f"{path} is empty; get the weights anew.")
    return start


def _pickled_names(path: Path) -> list[str]:
    """The names of the arrays in a torch file."""
    from models.published import read_state_dict  # needs torch; listing weights must not

    try:
        return list(read_state_dict(path))
    except (ModelError, OSError) as error:
        raise weights_error(path, error) from error


def _kind_of_keys(path: Path, names: list[str]) -> Kind:
    if any(name.startswith(_HEAD_PREFIX) for name in names):
        return "mimamo-head-published"
    if _TRUNK_KEY in names:
        return "trunk-resnet50-ferplus"
    raise WeightsError(
        f"{path} is a torch file of neither the published MIMAMO head (phasenet...) nor the "
        f"resnet50_ferplus_dag trunk ({_TRUNK_KEY}); give one of these."
    )
