"""Batches hold what the analysis would compute of their frames."""

import numpy as np
import pytest
import torch

from app.analysis.temporal_input import whole_snippets
from app.training.batches import BatchMaker, Piece
from models.spec import TEMPORAL_INPUTS, ModelSpec
from tests.support.training_clips import WIDTH, a_clip

CPU = torch.device("cpu")
BOTH = ("spatial", "temporal")


def spec_of(**changes: object) -> ModelSpec:
    fields = {"trunk": "compact", "spatial_width": WIDTH, "num_phase": 4, "window": 10}
    return ModelSpec(**fields | changes)


@pytest.mark.parametrize("temporal", TEMPORAL_INPUTS)
@pytest.mark.parametrize("unwrap", ["pair", "released"])
def test_snippets_of_pieces_are_those_of_the_whole_clip(temporal, unwrap) -> None:
    spec = spec_of(temporal_input=temporal, unwrap=unwrap)
    clips = [a_clip(1, 30, views=2), a_clip(2, 12)]
    pieces = [
        Piece(0, 1, np.arange(0, 10)),
        Piece(1, 0, np.arange(2, 12)),
        Piece(0, 0, np.array([3, 17, 18, 29])),
    ]
    batch = BatchMaker(clips, spec, by_utterance=False).batch(pieces, BOTH, CPU)
    assert batch.lengths == (10, 10, 4)
    at = 0
    for piece in pieces:
        view = clips[piece.clip].views[piece.view]
        whole = whole_snippets(spec, torch.from_numpy(view.gray).float() / 255)
        part = slice(at, at + len(piece.frames))
        for found, wanted in zip(batch.temporal, whole, strict=True):
            torch.testing.assert_close(found[part], wanted[piece.frames], atol=1e-5, rtol=1e-5)
        assert np.array_equal(batch.spatial[part].numpy(), view.spatial[piece.frames])
        assert np.array_equal(batch.labels[part].numpy(), clips[piece.clip].labels[piece.frames])
        at += len(piece.frames)


def test_frames_without_both_labels_are_not_valid_and_pieces_without_any_are_left_out() -> None:
    clip = a_clip(1, 40)
    clip.labels[:21, 0] = np.nan
    clip.labels[25, 1] = np.nan
    maker = BatchMaker([clip], spec_of(), by_utterance=False)
    batch = maker.batch([Piece(0, 0, np.arange(18, 28))], ("spatial",), CPU)
    assert batch.temporal is None
    assert batch.valid.tolist() == [False] * 3 + [True] * 4 + [False] + [True] * 2
    for seed in range(20):
        for piece in maker.pieces(10, np.random.default_rng(seed), augment=False):
            assert clip.labelled[piece.frames].sum() >= 2


def test_views_are_drawn_for_each_piece_only_when_augmenting() -> None:
    maker = BatchMaker([a_clip(1, 400, views=3)], spec_of(), by_utterance=False)
    drawn = maker.pieces(10, np.random.default_rng(2), augment=True)
    assert {piece.view for piece in drawn} == {0, 1, 2}
    assert {p.view for p in maker.pieces(10, np.random.default_rng(2), augment=False)} == {0}


def test_windows_come_in_random_order_but_for_a_recurrence_over_windows() -> None:
    clips = [a_clip(seed, 60) for seed in range(3)]
    by_time = BatchMaker(clips, spec_of(), by_utterance=False)
    order = [p.clip for p in by_time.pieces(10, np.random.default_rng(1), augment=False)]
    assert order != sorted(order)
    over = BatchMaker(clips, spec_of(recurrence="windows"), by_utterance=False)
    rng = np.random.default_rng(1)
    groups = over.grouped(over.pieces(10, rng, augment=False), 4, rng)
    for group in groups:
        assert len({piece.clip for piece in group}) == 1
        starts = [int(piece.frames[0]) for piece in group]
        assert np.diff(starts).tolist() == [10] * (len(group) - 1)
    assert sorted(p.clip for g in groups for p in g) == sorted(order)
