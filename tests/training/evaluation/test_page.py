"""The report: self-contained, escaped, and everything that was found is in it."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.core.evaluation.scores import scores
from app.training.evaluation.page import page
from app.training.evaluation.results import EvaluatedWeights, Seen
from app.training.evaluation.words import number
from tests.support.evaluations import CAUTION, evaluation, gamma_points, recording, weights


class Tags(HTMLParser):
    """Every tag with its attributes, and whether they close."""

    VOID = frozenset({"meta", "br", "use", "path", "image"})

    def __init__(self, text):
        super().__init__()
        self.found, self._open = [], []
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self._open.pop() == tag


@pytest.fixture(scope="module")
def compared():
    first, second = weights("mimamo-demo", 0.85), weights("flow", 0.5, caution="")
    gamma = (*gamma_points("mimamo-demo", loss=0.2), *gamma_points("flow", loss=0.8))
    return evaluation(first, second, gamma=gamma, notices=("clip 09 is left out: no face.",))


@pytest.fixture(scope="module")
def text(compared):
    return page(compared)


def test_it_asks_for_nothing_and_runs_nothing(text):
    tags = Tags(text).found
    assert not [tag for tag, _ in tags if tag in ("script", "link", "iframe", "object", "form")]
    for tag, attributes in tags:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "xlink:href"):
            value = attributes.get(name) or "#"
            assert value.startswith(("#", "data:")), (tag, name, value)
    assert not re.search(r"url\((?!#)", text)
    policy = next(a["content"] for _, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def test_every_figure_stands_in_it_with_its_interval(text, compared):
    for tested in compared.weights:
        for found in tested.scores.dimensions:
            for score in found.scores.values():
                assert number(score.value) in text
                assert f"[{number(score.interval.low)}, {number(score.interval.high)}]" in text


def test_cautions_notices_and_provenance_stand_in_it(text):
    assert f"{CAUTION}" in text
    assert "clip 09 is left out" in text
    assert "ab" * 32 in text
    assert "&quot;replicates&quot;: 2000" in text
    assert "rough guide" in text


def test_there_is_a_picture_for_every_weights_and_recording(text):
    # two scatters, eight recordings, one study of light
    assert text.count("<svg") == 2 + 8 + 1


def test_names_from_outside_are_text():
    each = recording(0, "<b>S</b>", 0.5, name="<script>alert(1)</script> $title ${body}")
    tested = weights("<i>w</i>", 0.8, seen=Seen((each.name,)))
    tested = EvaluatedWeights(tested.facts, (each,), scores([each.pair]))
    made = page(evaluation(tested, source="A & B", notices=("<u>", "\udcfc")))
    tags = {tag for tag, _ in Tags(made).found}
    assert not tags & {"script", "i", "u"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $title ${body}" in made
    assert "trained on 1 recording" in made
    assert made.encode("utf-8")


def test_utterances_and_undefined_figures_are_drawn_too():
    each = recording(0, "S1", 0.5, frames=12, unit="utterance")
    each.labelled[:, 0] = 0.2
    tested = weights("a", 0.8)
    tested = EvaluatedWeights(tested.facts, (each,), scores([each.pair]))
    made = page(evaluation(tested, unit="utterance"))
    assert "all labels are equal" in made
    assert "Utterances" in made
    assert "nan" not in re.sub(r"[\w-]*nan[a-z]+", "", made.lower())


def test_a_long_recording_stays_small():
    each = recording(0, "S1", 0.5, frames=100_000)
    tested = weights("a", 0.8)
    tested = EvaluatedWeights(tested.facts, (each,), scores([each.pair]))
    assert len(page(evaluation(tested))) < 500_000


def test_equal_evaluations_give_equal_pages(compared, text):
    assert page(compared) == text


def test_a_subject_who_is_called_as_the_recording_is_named_once():
    tested = weights("demo", 0.9)
    first = tested.recordings[0]
    assert f"<figcaption>{first.name}, {first.subject}: " in page(evaluation(tested))
    alone = replace(tested, recordings=(replace(first, subject=first.name), *tested.recordings[1:]))
    assert f"<figcaption>{first.name}: " in page(evaluation(alone))


def test_when_it_was_made_is_said_as_people_write_it(compared):
    text = page(replace(compared, started="2026-11-28T20:14:43+01:00"))
    assert "Begun 2026-11-28 20:14 UTC+01:00." in text
