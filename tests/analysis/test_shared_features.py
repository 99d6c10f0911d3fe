"""Weights with one trunk share the features that are kept of a recording, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from app.analysis.feature_maps import find_person
from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.systems.mimamo import Mimamo
from app.analysis.systems.table import make_system
from app.faces.dlib_detector import DlibDetector
from app.training.evaluation.gamma import GammaFaces
from app.training.sources.synthetic import write_recordings
from app.training.synthetic.settings import GeneratorSettings
from app.training.views import ViewedFaces, views_of
from app.video.pyav_reader import open_recording
from app.weights.find import find_weights
from models.checkpoint import load_model, save_model

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    folder = tmp_path_factory.mktemp("video")
    list(write_recordings(folder, (1,), GeneratorSettings(duration=1.2)))
    return folder / "1.mp4"


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """The shipped weights, a copy with another head, and one with another trunk."""
    folder = tmp_path_factory.mktemp("weights")
    made = {"shipped": str(find_weights().path)}
    for name, part in (("head", "net"), ("trunk", "trunk")):
        loaded = load_model(find_weights().path)
        with torch.no_grad():
            for parameter in getattr(loaded, part).parameters():
                parameter.mul_(0.9)
        made[name] = str(folder / f"{name}.safetensors")
        save_model(folder / f"{name}.safetensors", loaded.net, loaded.trunk, loaded.card)
    return made


def followed(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def read(video, weights, cache):
    """Values of the only person, and how many crops were looked at."""
    system, looked = make_system("mimamo", weights, CPU), []
    features = system.features
    system.features = lambda crops: looked.append(len(crops)) or features(crops)
    request = AnalysisRequest(video, cache=cache)
    analysis = followed(analyze(request, system, DlibDetector()))
    return analysis.predictions[0].valence_arousal, sum(looked)


def test_a_copy_of_the_trunk_needs_no_crop_to_be_looked_at_again(video, weights, tmp_path):
    first, looked = read(video, weights["shipped"], tmp_path)
    assert looked == len(first)
    shared, again = read(video, weights["head"], tmp_path)
    assert again == 0
    alone, _ = read(video, weights["head"], None)
    np.testing.assert_array_equal(shared, alone)
    assert not np.allclose(shared, first)


def test_another_trunk_has_features_of_its_own(video, weights, tmp_path):
    first, looked = read(video, weights["shipped"], tmp_path)
    other, again = read(video, weights["trunk"], tmp_path)
    assert again == looked
    np.testing.assert_array_equal(other, read(video, weights["trunk"], None)[0])
    assert not np.allclose(other, first)


def test_what_weights_make_of_features_has_a_name_for_each(video, weights, tmp_path):
    found = {}
    for name, path in weights.items():
        request = AnalysisRequest(video, cache=tmp_path)
        with open_recording(video) as reader:
            system = make_system("mimamo", path, CPU)
            found[name] = followed(find_person(reader, request, system, DlibDetector()))
    assert len({each.name for each in found.values()}) == 3


def test_other_crops_and_shuffled_weights_are_told_apart(weights):
    shipped, head = (make_system("mimamo", weights[name], CPU) for name in ("shipped", "head"))
    assert isinstance(shipped, Mimamo)
    assert shipped.card.features == head.card.features
    makers = [
        shipped,
        shipped.shuffled(1),
        shipped.shuffled(2),
        ViewedFaces(shipped, views_of("ab" * 32, 0)),
        ViewedFaces(shipped, views_of("cd" * 32, 0)),
        GammaFaces(shipped, 0.2, "ab" * 32, 1),
        GammaFaces(shipped, 0.4, "ab" * 32, 1),
    ]
    seen = [tuple(sorted(maker.card.features.items())) for maker in makers]
    assert len(set(seen)) == len(makers)


def test_a_card_without_features_of_its_own_is_told_apart_by_its_parameters():
    card = make_system("mimamo", None, CPU).card
    changed = replace(card, features={}).seeing({"gamma": 0.2})
    assert changed.features == {}
    assert changed.parameters["gamma"] == 0.2
    assert card.seeing({"gamma": 0.2}).features == {**card.features, "gamma": 0.2}
