"""The worker behind Explain, with the weights that are shipped and a real face."""

from dataclasses import replace

import numpy as np
import pytest

from app.analysis.choices import AnalysisChoice
from app.analysis.run import AnalysisRun
from app.core.errors import InputError
from app.ui.controllers.driving_work import Explainer, ExplainRequest
from models.face_regions import REGIONS
from tests.support.shared import shared_file


def answer(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.fixture(autouse=True)
def _keep_priority(monkeypatch):
    """Here the worker is the thread of the tests, which must not give way for good."""
    monkeypatch.setattr("app.ui.controllers.driving_work.give_way", lambda: None)


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """A recording read, and what can be asked about it."""
    path, cache = shared_file("video/pyfeat_single_face.mp4"), tmp_path_factory.mktemp("cache")
    run = AnalysisRun.prepare(AnalysisChoice(), cache)
    analysis = answer(run.start(path))
    made = analysis.predictions[0]
    request = ExplainRequest(
        path,
        1.2,
        1.2,
        made.provenance.weights,
        made.provenance.weights_sha256,
        made.person,
        analysis.tracks[0],
        cache,
        shuffled=0,
    )
    return request, made


def test_it_answers_about_the_curve_that_is_shown(read):
    request, made = read
    found = answer(Explainer().explain(request))
    frame = int(np.abs(made.seconds - 1.2).argmin())
    valence, arousal = made.valence_arousal[frame]
    assert (found.valence, found.arousal) == pytest.approx((valence, arousal), abs=1e-3)
    assert [bar.part for bar in found.regions] == list(REGIONS)
    assert [bar.part for bar in found.streams] == ["spatial", "temporal"]
    assert found.pieces[0].seconds[0] <= 1.2 < found.pieces[-1].seconds[1]
    assert "not validated" in found.caution
    assert found.check is None
    assert found.face.shape == (112, 112, 3)
    assert found.face.std() > 20  # a face, and not a black square
    mouth = max(found.regions, key=lambda bar: abs(bar.valence))
    assert mouth.part == "mouth"  # this person smiles


def test_other_weights_are_not_passed_off_as_these(read):
    request, _ = read
    with pytest.raises(InputError, match="other weights"):
        answer(Explainer().explain(replace(request, weights_sha256="0" * 64)))
    with pytest.raises(InputError, match="no face that was read"):
        answer(Explainer().explain(replace(request, start=99.0, end=99.5)))
