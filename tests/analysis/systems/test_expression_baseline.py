"""The expression baseline on recordings of people, from the file to valence and arousal."""

import numpy as np
import pytest
import torch

from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.systems.expression_baseline import WEIGHTS, ExpressionBaseline
from app.core.analysis import Analysis
from app.core.circumplex import EXPRESSIONS, expectation
from app.core.errors import WeightsError
from app.core.metrics import pearson
from app.core.prediction import PersonPrediction
from app.faces.dlib_detector import DlibDetector
from models import catalogue
from tests.support.shared import shared_file


def read(recording: str) -> PersonPrediction:
    """What `analyze` makes of the one person in a recording."""
    weights = shared_file(f"weights/{catalogue.KNOWN[WEIGHTS].file_name}")
    system = ExpressionBaseline(str(weights), torch.device("cpu"))
    steps = analyze(AnalysisRequest(shared_file(recording)), system, DlibDetector())
    while True:
        try:
            next(steps)
        except StopIteration as end:
            analysis: Analysis = end.value
            break
    [prediction] = analysis.predictions
    assert prediction.face.all()
    return prediction


@pytest.fixture(scope="module")
def elim() -> PersonPrediction:
    return read("video/elim_demo_vid.mp4")


@pytest.fixture(scope="module")
def smile() -> PersonPrediction:
    return read("video/pyfeat_single_face.mp4")


def test_follows_another_network_on_expressions_made_on_request(elim: PersonPrediction) -> None:
    """Pearson r with the ELIM network's reading; .91 and .79 were measured, .85 and .75 wanted."""
    other = np.genfromtxt(
        shared_file("annotations/elim/elim_demo_va_trace.csv"), delimiter=",", names=True
    )
    values = elim.valence_arousal
    assert values.shape == (213, 2)
    assert pearson(values[:, 0], other["valence"]) >= 0.85
    assert pearson(values[:, 1], other["arousal"]) >= 0.75


def test_valence_rises_with_a_smile(smile: PersonPrediction) -> None:
    valence = smile.valence_arousal[:, 0]
    assert abs(valence[:12].mean()) < 0.15
    assert valence[-30:].mean() > 0.5


def test_values_are_the_expectation_of_the_probabilities(smile: PersonPrediction) -> None:
    probabilities = np.stack(list(smile.class_probabilities.values()), axis=1)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-6)
    expected = expectation(probabilities)
    np.testing.assert_allclose(smile.valence_arousal, expected.clip(-1, 1), atol=1e-9)
    assert tuple(smile.class_probabilities) == EXPRESSIONS


def test_weights_of_another_kind_are_refused() -> None:
    with pytest.raises(WeightsError, match="holds no expression network"):
        ExpressionBaseline(str(shared_file("golden/mimamo_random.pth.tar")), torch.device("cpu"))
