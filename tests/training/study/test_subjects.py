"""Synthetic subjects: recorded, read by the product's pipeline, kept for training."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import InputError
from app.training.study.plan import QUICK
from app.training.study.subjects import Subject, flickering, make_subject
from app.training.synthetic.dynamics import perform

PLAN = dataclasses.replace(QUICK, seconds=0.5, test_seconds=0.6, gammas=(0.0, 0.8))


def test_a_test_subject_is_seen_plain_and_under_gamma(tmp_path: Path) -> None:
    seed = PLAN.subjects("test")[0]
    subject = Subject(seed, "test", PLAN, tmp_path)
    assert make_subject(subject) == str(seed)
    plain, flickering = (list(subject.clips(gamma)) for gamma in (0, 1))
    assert [len(clip) for clip in plain] == [18]
    assert plain[0].views[0].spatial.shape == (18, 512)
    assert plain[0].subject == str(seed)
    assert list(tmp_path.glob("*.mp4")) == []  # what is kept is what training needs
    known = perform(seed, PLAN.recording("test"))
    assert np.allclose(plain[0].labels[:, 0], known.valence, atol=1e-6)
    assert np.allclose(plain[0].labels[:, 1], known.arousal, atol=1e-6)
    means = [clip.views[0].gray.mean(axis=(1, 2)) for clip in (plain[0], flickering[0])]
    assert np.diff(means[0]).std() < 0.2 * np.diff(means[1]).std()


def test_a_subject_is_made_once_and_the_same_each_time(tmp_path: Path) -> None:
    seed = PLAN.subjects("training")[0]
    first, again = (Subject(seed, "training", PLAN, tmp_path / name) for name in ("a", "b"))
    for subject in (first, again):
        subject.folder.mkdir()
        make_subject(subject)
    one, two = next(first.clips()), next(again.clips())
    assert one.sha256 == two.sha256
    assert np.array_equal(one.views[0].gray, two.views[0].gray)
    written = first.path.stat().st_mtime_ns
    make_subject(first)
    assert first.path.stat().st_mtime_ns == written


def test_a_damaged_subject_is_named(tmp_path: Path) -> None:
    subject = Subject(1000, "training", PLAN, tmp_path)
    subject.path.write_bytes(b"no archive")
    with pytest.raises(InputError, match=r"1000\.npz is damaged; delete it"):
        next(subject.clips())


def test_gamma_is_drawn_for_each_frame_and_keeps_black_and_white() -> None:
    crops = np.zeros((40, 112, 112, 3), np.uint8)
    crops[:, 50], crops[:, -1] = 100, 255
    assert flickering(crops, 0.0, 1) is crops
    changed = flickering(crops, 0.4, 1)
    assert (changed[:, 0] == 0).all()
    assert (changed[:, -1] == 255).all()
    powers = np.log(changed[:, 50, 0, 0] / 255) / np.log(100 / 255)
    assert powers.min() >= 0.59
    assert powers.max() <= 1.41
    assert np.unique(powers).size > 20
