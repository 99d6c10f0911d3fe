"""Splits: made of subjects, independent of order, without leaks; passages never see across."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import InputError
from app.training.clips import ClipView, SplitClips, TrainingClip
from app.training.labelled import PARTS, LabelCurve, LabelledRecording, Utterance
from app.training.settings import SplitSettings
from app.training.splits import (
    Split,
    check_leaks,
    cut_passages,
    divide,
    listing,
    split_recordings,
)
from app.training.subject_draws import shuffled

NOTHING = LabelCurve(np.zeros(0), np.zeros((0, 2)))


def recording(name, subject="", part=None, person="largest"):
    return LabelledRecording(name, Path(name), subject or name, NOTHING, part=part, person=person)


def recordings(subjects, each=2):
    return [recording(f"{s} {n}", s) for s in subjects for n in range(each)]


def clip(length, start=0, name="one", labelled=slice(None), utterance=None):
    labels = np.full((length, 2), np.nan, np.float32)
    labels[labelled] = 0.5
    view = ClipView(np.zeros((length, 48, 48), np.uint8), np.zeros((length, 3), np.float16))
    index = np.arange(start, start + length)
    return TrainingClip(name, "ab", "s", index, index / 30, labels, (view,), utterance)


def drawn(share, subjects):
    return max(1, int(share * len(subjects) + 0.5)) if share else 0


SUBJECTS = st.lists(st.text("abcdef", min_size=1, max_size=4), min_size=3, max_size=25, unique=True)


@given(SUBJECTS, st.integers(0, 99), st.floats(0.01, 0.45), st.floats(0, 0.4), st.randoms())
def test_a_draw_is_by_subjects_and_does_not_depend_on_the_order(
    subjects, seed, validation, test, random
):
    found = recordings(subjects)
    asked = SplitSettings("subjects", validation, test, seed=seed)
    if drawn(validation, subjects) + drawn(test, subjects) >= len(subjects):
        with pytest.raises(InputError, match="too few"):
            split_recordings(found, asked)
        return
    split = split_recordings(found, asked)
    mixed = found[:]
    random.shuffle(mixed)
    assert split_recordings(mixed, asked) == split
    by_subject = {each.subject: split.parts[each.name] for each in found}
    assert all(split.parts[each.name] == by_subject[each.subject] for each in found)
    counts = {part: list(by_subject.values()).count(part) for part in PARTS}
    assert counts["training"] >= 1
    assert abs(counts["validation"] - validation * len(subjects)) <= 1
    assert abs(counts["test"] - test * len(subjects)) <= 1
    check_leaks(found, split, {each.name: each.name for each in found})


@given(SUBJECTS, st.integers(0, 99))
def test_another_subject_moves_only_those_at_the_edges(subjects, seed):
    asked = SplitSettings("subjects", 0.3, 0.0, seed=seed)
    before = split_recordings(recordings(subjects), asked).parts
    after = split_recordings(recordings([*subjects, "somebody new"]), asked).parts
    moved = {name.split()[0] for name in before if before[name] != after[name]}
    assert len(moved) <= 1


def test_seeds_draw_differently():
    names = [f"person {n}" for n in range(12)]
    assert shuffled(names, 1) != shuffled(names, 2)
    assert sorted(shuffled(names, 1)) == sorted(names)


@given(SUBJECTS, st.sampled_from(["k-fold", "leave-one-subject-out"]), st.data())
def test_every_subject_is_held_out_once(subjects, kind, data):
    found = recordings(subjects)
    folds = len(subjects)
    share = data.draw(st.sampled_from([0.0, 0.2]))
    if kind == "k-fold":
        folds = data.draw(st.integers(2, len(subjects)))
    held = []
    for fold in range(folds):
        asked = SplitSettings(kind, share, folds=max(folds, 2), fold=fold)
        beside = shuffled(subjects, 1) if kind == "k-fold" else sorted(subjects)
        if share and len(subjects) - len(beside[fold::folds]) < 2:
            with pytest.raises(InputError, match="too few"):
                split_recordings(found, asked)
            return
        split = split_recordings(found, asked)
        side = "test" if share else "validation"
        out = {each.subject for each in found if split.parts[each.name] == side}
        held += sorted(out)
        assert {"training", side} <= set(split.parts.values())
        assert ("validation" in split.parts.values()) or share
        check_leaks(found, split, {each.name: each.name for each in found})
    assert sorted(held) == sorted(subjects)


def test_folds_that_do_not_exist_are_refused():
    found = recordings("abc")
    with pytest.raises(InputError, match="5 folds need as many subjects, and there are 3"):
        split_recordings(found, SplitSettings("k-fold", 0.0))
    with pytest.raises(InputError, match="no fold 4: they are counted from 0 to 2"):
        split_recordings(found, SplitSettings("leave-one-subject-out", 0.0, fold=4))


@pytest.mark.parametrize("kind", ["subjects", "k-fold", "leave-one-subject-out"])
def test_one_subject_alone_is_told_of_passages(kind):
    with pytest.raises(InputError, match=r"one subject \(Anna\).*choose “passages”"):
        split_recordings(recordings(["Anna"], 4), SplitSettings(kind))


def test_official_lists_are_taken_or_missed():
    found = [recording("a", part="training"), recording("b", part="validation")]
    asked = SplitSettings("official")
    assert split_recordings(found, asked).parts == {"a": "training", "b": "validation"}
    with pytest.raises(InputError, match="c is in none"):
        split_recordings([*found, recording("c")], asked)
    with pytest.raises(InputError, match="none for validation"):
        split_recordings(found[:1], asked)


def test_the_same_subject_or_file_on_two_sides_is_refused():
    found = [recording("a", "Anna"), recording("b", "Ben"), recording("c", "Anna")]
    digests = {"a": "1", "b": "2", "c": "3"}
    split = Split({"a": "training", "b": "validation", "c": "training"})
    check_leaks(found, split, digests)
    with pytest.raises(InputError, match=r"a \(training\) and b \(validation\) are the same file"):
        check_leaks(found, split, digests | {"b": "1"})
    with pytest.raises(InputError, match=r"a \(training\) and c \(test\) show the same subject"):
        check_leaks(found, Split(split.parts | {"c": "test"}), digests)


def test_a_file_counted_twice_is_refused_in_passages_but_two_people_of_it_are_not():
    found = [recording("left", person=1), recording("right", person=2)]
    same = {"left": "1", "right": "1"}
    check_leaks(found, Split({}, 0.2), same)
    with pytest.raises(InputError, match="left and right are the same file"):
        check_leaks([replace(each, person=1) for each in found], Split({}, 0.2), same)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 90), st.integers(0, 40)), min_size=1, max_size=5),
    st.floats(0.05, 0.45),
    st.floats(0, 0.4),
    st.sampled_from([5, 13, 17]),
)
def test_passages_keep_a_snippet_apart_and_their_shares(runs, validation, test, margin):
    clips, start = [], 0
    for length, gap in runs:
        clips.append(clip(length, start))
        start += length + gap
    total = sum(length for length, _ in runs)
    parts = cut_passages(clips, Split({}, validation, test), margin)
    frames = {part: np.concatenate([[-1], *(c.index for c in parts[part])]) for part in PARTS}
    for before, after in (("training", "validation"), ("validation", "test"), ("training", "test")):
        if parts[before] and parts[after]:
            # Counted in usable frames, for a gap between runs lets no snippet through anyway.
            usable = np.concatenate([c.index for c in clips])
            apart = np.searchsorted(usable, frames[after][1]) - np.searchsorted(
                usable, frames[before][-1]
            )
            assert apart > margin
    assert abs(len(frames["training"]) - 1 - (1 - validation - test) * total) <= 1.5
    held = sum(len(frames[part]) - 1 for part in PARTS[1:])
    assert held <= (validation + test) * total + 1.5
    assert held >= (validation + test) * total - 2 * margin - 1.5


def test_shares_of_passages_are_of_labelled_frames():
    parts = cut_passages([clip(100, labelled=slice(0, 50))], Split({}, 0.2), 5)
    assert parts["training"][0].index[-1] == 39
    assert parts["validation"][0].index[0] == 45
    assert parts["validation"][0].labelled.sum() == 5


def test_utterances_go_whole_to_one_side():
    said = [Utterance(str(n), n, n + 1, 0.1, 0.2) for n in range(10)]
    clips = [clip(30, 30 * n, utterance=each) for n, each in enumerate(said)]
    parts = cut_passages(clips, Split({}, 0.2, 0.1), 13)
    assert [[c.utterance.name for c in parts[part]] for part in PARTS] == [
        list("0123456"),
        list("78"),
        ["9"],
    ]
    clips[7] = clip(30, 200, utterance=said[7])  # it begins while the one before is said
    parts = cut_passages(clips, Split({}, 0.2, 0.1), 13)
    assert [c.utterance.name for c in parts["validation"]] == ["8"]


def test_clips_are_divided_by_recording_and_listed():
    clips = [clip(30, name="a"), clip(20, name="b"), clip(10, 40, name="a")]
    by_part = divide(clips, Split({"a": "training", "b": "test"}), 13)
    assert [len(c) for c in by_part.training] == [30, 10]
    assert [len(c) for c in by_part.test] == [20]
    listed = json.loads(listing(by_part))
    assert listed["test"] == [{"recording": "b", "sha256": "ab", "subject": "s"}]
    assert len(listed["training"]) == 1
    assert listed["validation"] == []
    assert isinstance(divide(clips, Split({}, 0.3), 5), SplitClips)


def test_passages_without_a_share_are_refused():
    with pytest.raises(InputError, match="both shares are 0"):
        split_recordings(recordings("a"), SplitSettings("passages", 0.0, 0.0))
