import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.prediction import RunReading, Span
from app.formats.provenance_json import provenance_json
from tests.support.results_by_hand import finished
from tests.support.videos import constant_pts, write_counted


@pytest.fixture
def analysis(tmp_path):
    return finished(
        write_counted(tmp_path / "clip.mp4", constant_pts(5)), notices=("one",)
    ).analysis


def test_it_says_what_made_the_values(analysis):
    document = json.loads(provenance_json(analysis, analysis.predictions[0], "9.9"))
    assert document["application"] == {"name": "MIMAMO Studio", "version": "9.9"}
    assert document["weights"]["name"] == "by-hand"
    assert document["video"]["file"] == "clip.mp4"
    assert document["video"]["frames"] == 5
    assert document["notices"] == ["one"]


def test_what_is_no_number_is_never_written(analysis):
    run = RunReading(Span(0.0, 0.1), float("nan"), 0.0)
    with pytest.raises(ValueError, match="JSON"):
        provenance_json(analysis, replace(analysis.predictions[0], runs=(run,)), "9.9")


def test_names_that_are_no_text_are_written_with_escapes(analysis):
    name = b"M\xfcller.mp4".decode("utf-8", "surrogateescape")
    named = replace(
        analysis,
        recording=replace(analysis.recording, path=Path(name)),
        notices=(f"see {name}",),
    )
    document = json.loads(provenance_json(named, named.predictions[0], "9.9").encode())
    assert document["video"]["file"] == "M\\udcfcller.mp4"
    assert document["notices"] == ["see M\\udcfcller.mp4"]
