"""An evaluation as CSV and JSON: every figure in full, text safe for spreadsheets.

``comparison.csv`` has a row for every weights file and dimension, ``recordings.csv`` and
``subjects.csv`` one for each recording or subject of these, ``values.csv`` every label beside every
prediction, and ``differences.csv``, with several weights, what the first has over each other.
Numbers have 6 decimals and a dot; what is not defined is empty, and ``remark`` says why.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence

from app.core.evaluation.pairs import DIMENSIONS, LACK_WORDS, Figures, figures_of
from app.core.evaluation.scores import Score, difference
from app.core.evaluation.subject_sums import FIGURE_NAMES, FigureName
from app.core.names import printable
from app.formats.excel_safe import excel_safe
from app.training.evaluation.results import EvaluatedRecording, EvaluatedWeights, Evaluation
from app.training.evaluation.words import remarks, seen_sentence

COLUMNS: dict[FigureName, str] = {
    "concordance": "ccc",
    "mean_concordance": "ccc_mean_of_recordings",
    "pearson": "pearson",
    "error": "rmse",
    "sign_agreement": "sign_agreement",
}
"""Names of figures in headers."""

Row = Sequence[object]


def tables(evaluation: Evaluation) -> dict[str, str]:
    """Every table by the name of its file."""
    found = {
        "comparison.csv": _csv(_comparison(evaluation)),
        "recordings.csv": _csv(_recordings(evaluation)),
        "subjects.csv": _csv(_subjects(evaluation)),
        "values.csv": _csv(_values(evaluation)),
    }
    if len(evaluation.weights) > 1:
        found["differences.csv"] = _csv(_differences(evaluation))
    if evaluation.gamma:
        found["gamma.csv"] = _csv(_gamma(evaluation))
    return found


def provenance(evaluation: Evaluation) -> str:
    """Where the figures came from, as JSON."""
    document = {
        "application": {"name": "MIMAMO Studio", "version": evaluation.version},
        "started": evaluation.started,
        "source": {"title": evaluation.source, "folder": printable(evaluation.place)},
        "part": evaluation.part,
        "split": dict(evaluation.split),
        "value": evaluation.unit,
        "frames_analysed": evaluation.frames,
        "bootstrap": {
            "over": "subjects",
            "method": "BCa",
            "level": 0.95,
            "replicates": evaluation.replicates,
            "seed": evaluation.seed,
        },
        "device": evaluation.device,
        "recordings": [
            {
                "name": printable(each.name),
                "subject": printable(each.subject),
                "sha256": each.sha256,
            }
            for each in evaluation.weights[0].recordings
        ],
        "weights": [_weights(each) for each in evaluation.weights],
        "notices": [printable(each) for each in evaluation.notices],
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def by_subject(weights: EvaluatedWeights) -> dict[str, list[EvaluatedRecording]]:
    """Recordings of each subject, sorted by subject."""
    found: dict[str, list[EvaluatedRecording]] = {}
    for each in sorted(weights.recordings, key=lambda one: one.subject):
        found.setdefault(each.subject, []).append(each)
    return found


def _weights(weights: EvaluatedWeights) -> Mapping[str, object]:
    facts = weights.facts
    return {
        "name": facts.name,
        "sha256": facts.sha256,
        "caution": facts.caution or None,
        "card": facts.text,
        "trained_on": facts.training_data,
        "licence": facts.licence,
        "parameters": dict(facts.parameters),
        "tested_on_recordings_it_was_trained_on": [*map(printable, facts.seen.recordings)],
        "tested_on_subjects_of_names_it_was_trained_on": [*map(printable, facts.seen.subjects)],
    }


def _comparison(evaluation: Evaluation) -> Iterator[Row]:
    yield (
        "weights", "weights_sha256", "caution", "part", "dimension", evaluation.values,
        "zero_labels", "subjects", "recordings", "recordings_with_ccc",
        *_score_header(), "remark",
    )  # fmt: skip
    for weights in evaluation.weights:
        facts = weights.facts
        for found in weights.scores.dimensions:
            cells = [cell for name in FIGURE_NAMES for cell in _score(found.scores[name])]
            said = [*remarks(found), *([seen_sentence(facts.seen)] if facts.seen else [])]
            yield (
                facts.name, facts.sha256, facts.caution, evaluation.part, found.dimension,
                found.values, found.zeros, weights.scores.subjects, found.of, found.recordings,
                *cells, "; ".join(said),
            )  # fmt: skip


def _score_header() -> Iterator[str]:
    for name in FIGURE_NAMES:
        yield from (COLUMNS[name], f"{COLUMNS[name]}_low", f"{COLUMNS[name]}_high")


def _score(score: Score) -> tuple[str, str, str]:
    return _number(score.value), _number(score.interval.low), _number(score.interval.high)


def _recordings(evaluation: Evaluation) -> Iterator[Row]:
    yield ("weights", "recording", "subject", "dimension", evaluation.values, *_figure_header())
    for weights in evaluation.weights:
        for each in weights.recordings:
            for dimension, found in zip(DIMENSIONS, figures_of([each.pair]), strict=True):
                start = (weights.facts.name, each.name, each.subject, dimension)
                yield (*start, found.count, *_figures(found))


def _subjects(evaluation: Evaluation) -> Iterator[Row]:
    yield ("weights", "subject", "dimension", "recordings", evaluation.values, *_figure_header())
    for weights in evaluation.weights:
        for subject, recordings in by_subject(weights).items():
            pairs = [each.pair for each in recordings]
            for dimension, found in zip(DIMENSIONS, figures_of(pairs), strict=True):
                start = (weights.facts.name, subject, dimension, len(recordings))
                yield (*start, found.count, *_figures(found))


def _figure_header() -> tuple[str, ...]:
    return ("ccc", "pearson", "rmse", "sign_agreement", "remark")


def _figures(found: Figures) -> Row:
    values = (found.concordance, found.pearson, found.error, found.sign_agreement)
    return (*map(_number, values), LACK_WORDS[found.lack])


def _values(evaluation: Evaluation) -> Iterator[Row]:
    yield (
        "weights", "recording", evaluation.unit, "time_s",
        "valence_label", "valence", "arousal_label", "arousal",
    )  # fmt: skip
    for weights in evaluation.weights:
        for each in weights.recordings:
            rows = zip(
                each.index.tolist(), each.seconds.tolist(),
                each.labelled.tolist(), each.predicted.tolist(), strict=True,
            )  # fmt: skip
            for index, seconds, labels, values in rows:
                pairs = zip(labels, values, strict=True)
                cells = [_number(value) for pair in pairs for value in pair]
                yield (weights.facts.name, each.name, index, f"{seconds:.6f}", *cells)


def _differences(evaluation: Evaluation) -> Iterator[Row]:
    yield ("weights", "minus", "dimension", *_score_header(), "remark")
    first, *others = evaluation.weights
    for other in others:
        for dimension in DIMENSIONS:
            found = [
                difference(
                    first.pairs, other.pairs, name, dimension,
                    seed=evaluation.seed, replicates=evaluation.replicates,
                )
                for name in FIGURE_NAMES
            ]  # fmt: skip
            cells = [cell for score in found for cell in _score(score)]
            said = dict.fromkeys(score.why or score.interval.remark for score in found)
            remark = "; ".join(text for text in said if text)
            yield (first.facts.name, other.facts.name, dimension, *cells, remark)


def _gamma(evaluation: Evaluation) -> Iterator[Row]:
    yield ("weights", "b", "dimension", *_score_header(), "remark")
    for point in evaluation.gamma:
        for found in point.scores.dimensions:
            cells = [cell for name in FIGURE_NAMES for cell in _score(found.scores[name])]
            remark = "; ".join(remarks(found))
            yield (point.weights, f"{point.bound:g}", found.dimension, *cells, remark)


def _number(value: float | None) -> str:
    if value is None or value != value:
        return ""
    text = f"{value:.6f}"
    return "0.000000" if text == "-0.000000" else text


def _csv(rows: Iterator[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(cell: object) -> str:
    """Numbers as they are (a minus begins no formula), text so that a spreadsheet leaves it."""
    text = printable(str(cell))
    try:
        float(text)
    except ValueError:
        return excel_safe(text)
    return text
