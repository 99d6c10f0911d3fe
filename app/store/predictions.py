"""Predictions of systems, kept with the project; a newer one takes the place of an older one.

Presentation times are shared by all predictions of a recording and kept as one object.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.core.track import ContinuousTrack, Provenance
from app.store import objects
from app.store.canonical import sha256, written
from app.store.damage import ProjectDamaged
from app.store.manifests import bytes_of, floats
from app.store.moment import now
from app.store.recordings import StoredPrediction
from app.store.schema import prediction

_KEY = ("recording", "system", "weights_sha256", "person", "dimension")


def put(connection: Connection, number: int, stored: StoredPrediction) -> None:
    """Keep a prediction in the place of one of the same system, weights, person and dimension."""
    track, made = stored.track, stored.track.provenance
    seconds, samples = bytes_of(track.seconds), bytes_of(track.values)
    objects.put(connection, {sha256(seconds): seconds})
    row = {
        "recording": number,
        "system": made.system,
        "weights_sha256": made.weights_sha256,
        "person": stored.person,
        "dimension": track.dimension,
        "label": stored.label,
        "caution": stored.caution,
        "made": stored.made or now(),
        "provenance": written(asdict(replace(made, parameters=dict(made.parameters)))),
        "seconds": sha256(seconds),
        "samples": samples,
        "samples_sha256": sha256(samples),
    }
    rest = {name: value for name, value in row.items() if name not in _KEY}
    connection.execute(
        insert(prediction).values(**row).on_conflict_do_update(index_elements=_KEY, set_=rest)
    )


def of_recording(connection: Connection, folder: Path, number: int) -> tuple[StoredPrediction, ...]:
    """The predictions of a recording, in the order in which they were first stored.

    Raises
    ------
    ProjectDamaged
        The values of one are not what they were.
    """
    query = select(prediction).where(prediction.c.recording == number).order_by(prediction.c.id)
    rows = connection.execute(query).all()
    times = objects.get(connection, {row.seconds for row in rows})
    return tuple(_prediction(folder, row, times) for row in rows)


def _prediction(folder: Path, row: Any, times: dict[str, bytes]) -> StoredPrediction:
    if row.seconds not in times or sha256(row.samples) != row.samples_sha256:
        raise ProjectDamaged(folder, f"the {row.dimension} predicted by {row.label} was altered")
    try:
        made = Provenance(**json.loads(row.provenance))
        values = floats(row.samples)
        track = ContinuousTrack(row.dimension, floats(times[row.seconds]), values, made)
    except (ValueError, TypeError) as error:
        raise ProjectDamaged(folder, f"a prediction is unreadable: {error}") from error
    return StoredPrediction(row.label, track, row.person, row.caution, row.made)
