"""An evaluation as one HTML page: tables, pictures and where everything came from.

It holds no script and asks for nothing from elsewhere, and says so to the browser. Every text that
came from outside is escaped.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

import numpy as np

from app.core.evaluation.intervals import LEVEL
from app.core.evaluation.pairs import DIMENSIONS, LACK_WORDS, figures_of
from app.core.evaluation.scores import DimensionScores, Score, difference
from app.core.evaluation.subject_sums import FIGURE_NAMES
from app.core.names import printable
from app.training.evaluation.drawings import colour_of, curves_svg, gamma_svg, scatter_svg
from app.training.evaluation.results import EvaluatedWeights, Evaluation
from app.training.evaluation.tables import by_subject, provenance
from app.training.evaluation.words import (
    MEANINGS,
    TITLES,
    counted,
    interval_text,
    number,
    remarks,
    seen_sentence,
)

_PAGE = Path(__file__).with_name("page.html")


def page(evaluation: Evaluation) -> str:
    """The whole page."""
    parts = (
        _head(evaluation),
        _cautions(evaluation),
        _comparison(evaluation),
        _differences(evaluation),
        _gamma(evaluation),
        _scatters(evaluation),
        _people(evaluation),
        _recordings(evaluation),
        _cards(evaluation),
        _provenance(evaluation),
    )
    body = "\n".join(text for part in parts for text in part)
    title = _text(f"Evaluation on {evaluation.source}")
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(title=title, body=body)


def _text(value: object) -> str:
    return escape(printable(str(value)))


def _head(evaluation: Evaluation) -> Iterator[str]:
    tested = evaluation.weights[0]
    part = "all recordings" if evaluation.part == "all" else f"the {evaluation.part} part"
    labelled = sum(int(np.isfinite(each.labelled).all(axis=1).sum()) for each in tested.recordings)
    facts = ", ".join(
        (
            counted(len(tested.recordings), "recording"),
            counted(len(evaluation.subjects), "subject"),
            counted(labelled, f"labelled {evaluation.unit}"),
        )
    )
    yield f"<h1>Evaluation on {_text(evaluation.source)}</h1>"
    place = _text(evaluation.place)
    began = datetime.fromisoformat(evaluation.started).strftime("%Y-%m-%d %H:%M %Z")
    yield f'<p class="facts">{_text(part)} of {place}: {facts}. Begun {_text(began)}.</p>'


def _cautions(evaluation: Evaluation) -> Iterator[str]:
    for order, weights in enumerate(evaluation.weights):
        for said in (weights.facts.caution, seen_sentence(weights.facts.seen)):
            if said:
                name = f"{_chip(order)}{_text(weights.facts.name)}"
                yield f'<p class="caution">{name}: {_text(said)}</p>'
    for notice in evaluation.notices:
        yield f'<p class="notice">{_text(notice)}</p>'


def _chip(order: int) -> str:
    return f'<span class="chip" style="background:{colour_of(order)}"></span>'


def _comparison(evaluation: Evaluation) -> Iterator[str]:
    yield "<h2>Figures</h2>"
    for dimension in DIMENSIONS:
        found = [weights.scores.of(dimension) for weights in evaluation.weights]
        yield f"<h3>{dimension}</h3>"
        yield from _score_table(evaluation, found)
    meanings = "; ".join(f"<b>{TITLES[name]}</b>: {MEANINGS[name]}" for name in FIGURE_NAMES)
    yield (
        f'<p class="facts">{meanings}. In brackets: {LEVEL:.0%} interval by bootstrap over '
        f"subjects (BCa, {evaluation.replicates} draws).</p>"
    )


def _score_table(evaluation: Evaluation, found: Sequence[DimensionScores]) -> Iterator[str]:
    titles = "".join(f"<th>{_text(TITLES[name])}</th>" for name in FIGURE_NAMES)
    yield f"<table><tr><th>Weights</th>{titles}<th>{evaluation.values.capitalize()}</th></tr>"
    for order, (weights, scores) in enumerate(zip(evaluation.weights, found, strict=True)):
        cells = "".join(_score_cell(scores.scores[name]) for name in FIGURE_NAMES)
        name = f"<th>{_chip(order)}{_text(weights.facts.name)}</th>"
        yield f"<tr>{name}{cells}<td>{scores.values}</td></tr>"
    yield "</table>"
    said = dict.fromkeys(text for scores in found for text in remarks(scores))
    yield from (f'<p class="remark">{_text(text)}</p>' for text in said)


def _score_cell(score: Score) -> str:
    around = interval_text(score)
    between = f'<span class="interval">{around}</span>' if around else ""
    return f"<td>{number(score.value)}{between}</td>"


def _differences(evaluation: Evaluation) -> Iterator[str]:
    first, *others = evaluation.weights
    if not others:
        return
    yield f"<h2>Differences: {_text(first.facts.name)} minus the others</h2>"
    titles = "".join(f"<th>{_text(TITLES[name])}</th>" for name in FIGURE_NAMES)
    yield f"<table><tr><th>Minus</th><th></th>{titles}</tr>"
    for order, other in enumerate(others, 1):
        for dimension in DIMENSIONS:
            cells = "".join(
                _score_cell(
                    difference(
                        first.pairs, other.pairs, name, dimension,
                        seed=evaluation.seed, replicates=evaluation.replicates,
                    )
                )
                for name in FIGURE_NAMES
            )  # fmt: skip
            name = f"<th>{_chip(order)}{_text(other.facts.name)}</th>"
            yield f"<tr>{name}<td class='word'>{dimension}</td>{cells}</tr>"
    yield "</table>"
    yield (
        '<p class="facts">The same subjects are drawn for both, so an interval without 0 speaks '
        "for a difference even where the intervals above overlap.</p>"
    )


def _gamma(evaluation: Evaluation) -> Iterator[str]:
    if not evaluation.gamma:
        return
    names = [weights.facts.name for weights in evaluation.weights]
    yield "<h2>Changing light</h2>"
    yield (
        '<p class="facts">In each frame the crop of the face was brightened or darkened by a gamma '
        "of its own, drawn evenly from 1 \N{MINUS SIGN} b to 1 + b, before anything looked at it; "
        "all weights saw the same draws.</p>"
    )
    yield f"<figure>{gamma_svg(evaluation.gamma, names)}</figure>"
    bounds = sorted({point.bound for point in evaluation.gamma})
    heads = "".join(f"<th>b = {bound:g}</th>" for bound in bounds)
    yield f"<table><tr><th>Weights</th><th></th>{heads}</tr>"
    for order, name in enumerate(names):
        for dimension in DIMENSIONS:
            cells = "".join(
                _score_cell(point.scores.of(dimension).scores["concordance"])
                for point in evaluation.gamma
                if point.weights == name
            )
            label = f"<th>{_chip(order)}{_text(name)}</th><td class='word'>{dimension}</td>"
            yield f"<tr>{label}{cells}</tr>"
    yield "</table>"


def _scatters(evaluation: Evaluation) -> Iterator[str]:
    yield "<h2>Predicted against labelled</h2>"
    for order, weights in enumerate(evaluation.weights):
        caption = f"{_chip(order)}{_text(weights.facts.name)}"
        drawing = scatter_svg(weights, colour_of(order))
        yield f"<figure><figcaption>{caption}</figcaption>{drawing}</figure>"


def _people(evaluation: Evaluation) -> Iterator[str]:
    yield "<h2>Subjects</h2>"
    heads = "".join(
        f"<th colspan='3'>{_chip(order)}{_text(weights.facts.name)}</th>"
        for order, weights in enumerate(evaluation.weights)
    )
    names = "<th>CCC</th><th>r</th><th>RMSE</th>" * len(evaluation.weights)
    yield f"<table><tr><th></th><th></th><th></th>{heads}</tr>"
    yield f"<tr><th>Subject</th><th></th><th>{evaluation.values.capitalize()}</th>{names}</tr>"
    groups = [by_subject(weights) for weights in evaluation.weights]
    for subject in evaluation.subjects:
        found = [figures_of([each.pair for each in group[subject]]) for group in groups]
        for column, dimension in enumerate(DIMENSIONS):
            mine = [figures[column] for figures in found]
            cells = "".join(
                f"<td title='{_text(LACK_WORDS[one.lack])}'>{number(value)}</td>"
                for one in mine
                for value in (one.concordance, one.pearson, one.error)
            )
            start = f"<th>{_text(subject)}</th><td class='word'>{dimension}</td>"
            yield f"<tr>{start}<td>{mine[0].count}</td>{cells}</tr>"
    yield "</table>"


def _recordings(evaluation: Evaluation) -> Iterator[str]:
    yield "<h2>Recordings</h2>"
    names = " ".join(
        f"{_chip(order)}{_text(weights.facts.name)}"
        for order, weights in enumerate(evaluation.weights)
    )
    yield f'<p class="facts"><span class="chip ink"></span>labels {names}</p>'
    for readings in zip(*(weights.recordings for weights in evaluation.weights), strict=True):
        first = readings[0]
        who = "" if first.subject == first.name else f", {first.subject}"
        summary = f"{_text(first.name + who)}: " + "; ".join(
            f"{_chip(order)}CCC {_concordances(evaluation.weights[order], each.name)}"
            for order, each in enumerate(readings)
        )
        yield f"<figure><figcaption>{summary}</figcaption>{curves_svg(readings)}</figure>"


def _concordances(weights: EvaluatedWeights, name: str) -> str:
    pair = next(each.pair for each in weights.recordings if each.name == name)
    return ", ".join(
        f"{dimension} {number(found.concordance)}"
        + (f" ({LACK_WORDS[found.lack]})" if found.concordance is None else "")
        for dimension, found in zip(DIMENSIONS, figures_of([pair]), strict=True)
    )


def _cards(evaluation: Evaluation) -> Iterator[str]:
    yield "<h2>Weights</h2>"
    for order, weights in enumerate(evaluation.weights):
        facts = weights.facts
        yield f"<h3>{_chip(order)}{_text(facts.name)}</h3>"
        if facts.caution:
            yield f'<p class="caution">{_text(facts.caution)}</p>'
        rows = (
            ("sha256", facts.sha256),
            ("What they are for", facts.text),
            ("Trained on", facts.training_data),
            ("Licence", facts.licence),
        )
        cells = "".join(f"<tr><th>{name}</th><td>{_text(text)}</td></tr>" for name, text in rows)
        yield f'<table class="card">{cells}</table>'


def _provenance(evaluation: Evaluation) -> Iterator[str]:
    yield "<h2>Where this came from</h2>"
    yield f"<details><summary>Everything, as JSON</summary><pre>{_text(provenance(evaluation))}"
    yield "</pre></details>"
    version = _text(evaluation.version)
    yield f'<p class="facts">MIMAMO Studio {version}, {_text(evaluation.device)}.</p>'
