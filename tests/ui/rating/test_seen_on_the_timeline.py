"""A take is seen on the timeline while it grows, also when its curve is not there yet."""

import numpy as np
import pytest

from app.ui.timeline.scene import Scene, annotated


@pytest.mark.parametrize("blind", [False, True])
def test_a_first_take_is_drawn_as_the_active_curve(room, blind):
    notes = room.bench.notes
    notes.hide_others(blind)
    room.start()
    room.bench.pass_time(1.0)
    scene = annotated(Scene(times=room.bench.base.seconds), notes)
    (curve,) = scene.annotations
    assert scene.active == curve.head.id
    assert scene.is_seen(curve)
    assert not np.isnan(scene.shown(curve).samples.values[:20]).any()
    assert not notes.document.tracks
    room.actions["live_rating"].trigger()
    (kept,) = annotated(scene, notes).annotations
    assert kept.head.id == curve.head.id


def test_a_take_on_a_curve_is_drawn_in_its_place(room):
    track = room.bench.add(value=-0.5)
    room.start()
    room.bench.pass_time(1.0)
    scene = annotated(Scene(times=room.bench.base.seconds), room.bench.notes)
    assert [each.head.id for each in scene.annotations] == [track]
    assert scene.shown(scene.annotations[0]).samples.values[20] == 0.0
