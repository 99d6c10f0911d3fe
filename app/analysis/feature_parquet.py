"""Feature maps as Parquet, for data frames of any language; written piece by piece.

A row a position: ``frame`` int64, ``time_s`` float64, ``valence`` and ``arousal`` as the network
gave them (not clamped), then a column a unit, ``gru_000`` ...; float32, null where nothing was
read. What made them is a JSON text in the schema's metadata under ``mimamo_studio``. A group of
rows is as long as a kept file, so a recording may be longer than memory.
"""

from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np

from app.analysis.feature_export import about_maps, pieces, unit_names
from app.analysis.kept_maps import VALUES, FeatureMaps
from app.files import atomic_path

METADATA = b"mimamo_studio"


def export_parquet(
    maps: FeatureMaps,
    target: Path,
    names: Sequence[str] | None = None,
    start: int = 0,
    stop: int | None = None,
    caution: str = "",
) -> Generator[int, None, None]:
    """Write maps (all by default) of a range of positions; yields the positions written so far.

    Parameters
    ----------
    caution : str
        The label of weights that were not validated; empty for others.

    Raises
    ------
    InputError
        The maps are no longer there.
    OutputError
        The file cannot be written.
    """
    import pyarrow  # a large library, needed here alone
    from pyarrow import parquet

    end, chosen = len(maps) if stop is None else stop, tuple(maps.names if names is None else names)
    units = ("valence", "arousal", *unit_names(chosen))
    schema = pyarrow.schema(
        [("frame", pyarrow.int64()), ("time_s", pyarrow.float64())]
        + [(unit, pyarrow.float32()) for unit in units],
        metadata={METADATA: about_maps(maps, caution).encode()},
    )
    with (
        atomic_path(target) as temporary,
        parquet.ParquetWriter(
            temporary, schema, compression="zstd", use_dictionary=False
        ) as writer,
    ):
        for first, last in pieces(start, end):
            parts = [maps.read(name, first, last) for name in (VALUES, *chosen)]
            values = np.concatenate(parts, axis=1)
            columns = [maps.index[first:last], maps.seconds[first:last], *values.T]
            # Its own word for NaN as a gap is "from pandas"; pandas is not needed for it.
            arrays = [pyarrow.array(column, from_pandas=True) for column in columns]
            writer.write_table(pyarrow.table(arrays, schema=schema))
            yield last - start
