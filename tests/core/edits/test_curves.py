"""Other values for a curve."""

from dataclasses import replace

import numpy as np
import pytest

from app.core.document import CurveAnnotation, Document, SegmentAnnotation, TrackHead
from app.core.edits.curves import with_values
from app.core.errors import EditError
from app.core.samples import CHUNK, Samples

HEAD = TrackHead("a" * 32, "mine", "Anna", "arousal")
FRAMES = 2 * CHUNK + 10


@pytest.fixture
def document() -> Document:
    return Document(FRAMES, (CurveAnnotation(HEAD, Samples.gap(FRAMES)),))


def test_values_are_clipped_and_gaps_stay(document: Document) -> None:
    values = np.full(FRAMES, np.nan)
    values[:3] = [-7, 0.25, 7]
    after = with_values(document, HEAD.id, values)
    taken = after.curve(HEAD.id).samples.values
    np.testing.assert_array_equal(taken[:3], [-1, 0.25, 1])
    assert np.isnan(taken[3:]).all()
    assert np.isnan(document.curve(HEAD.id).samples.values).all()


def test_chunks_that_are_as_before_keep_their_digest(document: Document) -> None:
    values = np.full(FRAMES, np.nan)
    values[0] = 0.5
    after = with_values(document, HEAD.id, values).curve(HEAD.id).samples
    before = document.curve(HEAD.id).samples
    assert after.digests[1:] == before.digests[1:]
    assert after.digests[0] != before.digests[0]


def test_the_same_values_are_the_same_document(document: Document) -> None:
    assert with_values(document, HEAD.id, np.full(FRAMES, np.nan)) is document


def test_a_locked_curve_and_segments_take_no_values(document: Document) -> None:
    curve = document.curve(HEAD.id)
    locked = document.replaced(replace(curve, head=replace(HEAD, locked=True)))
    with pytest.raises(EditError, match="locked"):
        with_values(locked, HEAD.id, curve.samples.values)
    other = replace(HEAD, id="b" * 32)
    marked = document.added(SegmentAnnotation(other))
    with pytest.raises(EditError, match="holds segments"):
        with_values(marked, other.id, curve.samples.values)
    with pytest.raises(EditError, match="not there"):
        with_values(document, "c" * 32, curve.samples.values)
