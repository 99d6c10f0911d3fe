"""Tables of evaluations: every figure in its place, safe text, nothing that is not defined."""

import csv
import io
import json

import numpy as np
import pytest

from app.core.evaluation.pairs import figures_of
from app.core.evaluation.scores import difference, scores
from app.training.evaluation.results import EvaluatedWeights, Seen, seen_by
from app.training.evaluation.tables import provenance, tables
from tests.support.evaluations import evaluation, gamma_points, recording, weights


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_every_split_recording_and_subject_has_its_figures():
    tested = weights("mimamo-demo", 0.8)
    found = tables(evaluation(tested))
    assert set(found) == {"comparison.csv", "recordings.csv", "subjects.csv", "values.csv"}
    split = rows(found["comparison.csv"])
    assert [row["dimension"] for row in split] == ["valence", "arousal"]
    for row in split:
        score = tested.scores.of(row["dimension"]).scores["concordance"]
        assert float(row["ccc"]) == pytest.approx(score.value, abs=1e-6)
        assert float(row["ccc_low"]) == pytest.approx(score.interval.low, abs=1e-6)
        assert float(row["ccc_low"]) < float(row["ccc"]) < float(row["ccc_high"])
        assert row["recordings"] == row["recordings_with_ccc"] == "8"
        assert "rough guide" in row["remark"]
    recordings = rows(found["recordings.csv"])
    assert len(recordings) == 2 * 8
    valence = [float(row["ccc"]) for row in recordings if row["dimension"] == "valence"]
    assert float(split[0]["ccc_mean_of_recordings"]) == pytest.approx(np.mean(valence), abs=1e-6)
    subjects = rows(found["subjects.csv"])
    mine = [each.pair for each in tested.recordings if each.subject == "S2"]
    (row,) = [r for r in subjects if (r["subject"], r["dimension"]) == ("S2", "arousal")]
    assert float(row["ccc"]) == pytest.approx(figures_of(mine)[1].concordance, abs=1e-6)
    assert row["recordings"] == "2"


def test_values_stand_beside_their_labels_and_gaps_are_empty():
    tested = weights("a", 0.8, recordings=1, subjects=1)
    found = rows(tables(evaluation(tested))["values.csv"])
    assert len(found) == 300
    assert found[155]["valence"] == ""
    assert float(found[10]["arousal_label"]) == pytest.approx(
        tested.recordings[0].labelled[10, 1], abs=1e-6
    )
    assert found[30]["time_s"] == "1.000000"


def test_several_weights_are_compared_on_the_same_subjects():
    first, second = weights("better", 0.9), weights("worse", 0.4)
    found = rows(tables(evaluation(first, second))["differences.csv"])
    expected = difference(first.pairs, second.pairs, "concordance", "valence")
    assert (found[0]["weights"], found[0]["minus"]) == ("better", "worse")
    assert float(found[0]["ccc"]) == pytest.approx(expected.value, abs=1e-6)
    assert float(found[0]["ccc_low"]) > 0


def test_what_light_does_is_a_table_of_its_own():
    tested = weights("a", 0.8)
    found = rows(tables(evaluation(tested, gamma=gamma_points("a", loss=0.5)))["gamma.csv"])
    assert [row["b"] for row in found[::2]] == ["0", "0.2", "0.4", "0.6", "0.8"]
    assert float(found[0]["ccc"]) > float(found[-2]["ccc"])


def test_names_are_no_formulas_and_numbers_stay_numbers():
    each = recording(0, "@home", 0.5, name="=1+1")
    tested = weights("+evil", 0.8)
    tested = EvaluatedWeights(tested.facts, (each,), scores([each.pair]))
    row = rows(tables(evaluation(tested))["recordings.csv"])[0]
    assert (row["weights"], row["recording"], row["subject"]) == ("'+evil", "'=1+1", "'@home")
    (least,) = [r for r in rows(tables(evaluation(tested))["values.csv"]) if r["frame"] == "3"]
    assert float(least["valence_label"]) == pytest.approx(each.labelled[3, 0], abs=1e-6)


def test_equal_labels_leave_an_empty_cell_and_a_reason():
    each = recording(0, "S1", 0.5)
    each.labelled[:] = 0.2
    tested = weights("a", 0.8)
    tested = EvaluatedWeights(tested.facts, (each,), scores([each.pair]))
    found = tables(evaluation(tested))
    assert "nan" not in "".join(found.values()).lower()
    assert rows(found["comparison.csv"])[0]["ccc"] == ""
    assert "all labels are equal" in rows(found["comparison.csv"])[0]["remark"]
    assert rows(found["recordings.csv"])[0]["remark"] == "all labels are equal"


def test_provenance_names_weights_recordings_and_split():
    tested = weights("a", 0.8, seen=Seen(("clip 00",)))
    found = json.loads(provenance(evaluation(tested)))
    assert found["weights"][0]["sha256"] == "ab" * 32
    assert found["weights"][0]["tested_on_recordings_it_was_trained_on"] == ["clip 00"]
    assert found["split"]["kind"] == "subjects"
    assert found["bootstrap"] == {
        "over": "subjects", "method": "BCa", "level": 0.95, "replicates": 2000, "seed": 1,
    }  # fmt: skip
    assert len(found["recordings"]) == 8


def test_testing_on_what_was_learnt_is_noticed_and_told():
    trained = [{"recording": "x", "sha256": "1", "subject": "A"}, {"sha256": "2", "subject": "B"}]
    tested = [("other name", "1", "Z"), ("new", "9", "B"), ("free", "8", "C")]
    assert seen_by(tested, trained) == Seen(("other name",), ("B",))
    assert not seen_by(tested[2:], trained)
    assert not seen_by(tested, [])
    table = rows(tables(evaluation(weights("a", 0.8, seen=Seen(("clip 00",)))))["comparison.csv"])
    assert "trained on 1 recording of these (clip 00)" in table[0]["remark"]
