"""Occlusion finds what was planted, and nothing where nothing is."""

import numpy as np
import pytest
import torch

from app.analysis.driving import drive, what_drove_it
from app.analysis.driving_answer import LONGEST_SECONDS, Change, Hidden, Question, sanity_of
from app.analysis.occlusion import Clip, ClipReader, hidden, stretch_of
from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.progress import Stage
from app.analysis.systems.expression_baseline import ExpressionBaseline
from app.analysis.systems.mimamo import Mimamo
from app.analysis.systems.table import make_system
from app.core.errors import InputError
from app.faces.dlib_detector import DlibDetector
from models.card import ModelCard
from models.checkpoint import LoadedModel
from models.face_regions import REGIONS, region_mask
from models.mimamo import MimamoNet
from models.spec import ModelSpec
from models.trunk import Trunk
from tests.support.shared import shared_file

CPU = torch.device("cpu")


class Planted(Trunk):
    """Sees one region and nothing else: its mean colour, and how uneven it is."""

    name, width = "compact", 512

    def __init__(self, region):
        super().__init__()
        self.register_buffer("mask", torch.from_numpy(region_mask(region, 112).copy()))
        self.weight = torch.nn.Parameter(torch.randn(6, 512) / 8)

    def prepare(self, crops):
        return crops.permute(0, 3, 1, 2).float() / 255

    def features(self, images):
        seen = images[:, :, self.mask].float()
        return torch.cat([seen.mean(dim=2), seen.std(dim=2)], dim=1) @ self.weight.float()


def system(trunk=None, recurrence="time"):
    """A network of both streams, of the planted trunk, or of the temporal stream alone."""
    torch.manual_seed(4)
    streams = ("temporal",) if trunk is None else ("spatial", "temporal")
    spec = ModelSpec(
        trunk="none" if trunk is None else "compact",
        spatial_width=0 if trunk is None else 512,
        streams=streams,
        window=16,
        recurrence=recurrence,
    )
    net = MimamoNet.from_spec(spec).eval()
    for parameter in net.gru.parameters():
        parameter.data.mul_(3)
    card = ModelCard("made", spec, "nothing", "MIT", "tests", False)
    return Mimamo(LoadedModel(net, trunk, card, "0" * 64), trunk, "0" * 64, "", CPU)


def pictures(count=28, moving=None):
    """A textured still; a region of it sways if asked."""
    rng = np.random.default_rng(0)
    coarse = torch.from_numpy(rng.uniform(40, 220, (1, 3, 14, 14)))
    still = torch.nn.functional.interpolate(coarse, (112, 112), mode="bicubic").clamp(0, 255)
    crops = np.repeat(still[0].permute(1, 2, 0).numpy()[None], count, axis=0)
    if moving is not None:
        mask = region_mask(moving, 112)
        for frame in range(count):
            swayed = np.roll(crops[0], round(3 * np.sin(frame)), axis=1)
            crops[frame][mask] = swayed[mask]
    return crops.astype(np.uint8)


def clip_of(crops, asked=range(4, 12)):
    return stretch_of(asked, len(crops), 16, 12).clip(crops[: 16 + 6])


def answer(steps):
    reports = []
    while True:
        try:
            reports.append(next(steps))
        except StopIteration as end:
            return end.value, reports


def size(change):
    return float(np.hypot(change.valence, change.arousal))


@pytest.mark.parametrize("region", ["mouth", "brows"])
def test_the_region_that_a_network_looks_at_is_found(region):
    torch.manual_seed(1)
    made, clip = system(Planted(region)), clip_of(pictures())
    found, reports = answer(drive(made, clip, np.arange(16) / 30, Question(0, 0)))
    by_size = sorted(found.regions, key=size, reverse=True)
    assert {change.part for change in found.regions} == set(REGIONS)
    assert by_size[0].part == region
    overlapping = {
        name
        for name in REGIONS
        if (region_mask(name, 112) & region_mask(region, 112)).any() and name != region
    }
    others = [change for change in by_size[1:] if change.part not in overlapping]
    assert size(by_size[0]) > 20 * max(size(change) for change in others)
    assert [report.done for report in reports] == list(range(1, 15))
    assert reports[-1].total == 14
    assert reports[0].stage is Stage.HIDING


def test_the_region_that_moves_is_found_by_the_temporal_stream():
    made, clip = system(), clip_of(pictures(moving="mouth"))
    found, _ = answer(drive(made, clip, np.arange(16) / 30, Question(0, 0, shuffled=0)))
    sizes = {change.part: size(change) for change in found.regions}
    assert max(sizes, key=sizes.__getitem__) == "mouth"
    assert sizes["mouth"] > 5 * max(sizes["brows"], sizes["eyes"])
    assert found.streams == ()  # it has only one
    assert found.sanity is None


def test_changes_have_the_sign_of_the_value_without_the_part():
    made, clip = system(Planted("mouth")), clip_of(pictures())
    found, _ = answer(drive(made, clip, np.arange(16) / 30, Question(0, 0, shuffled=0)))
    reader = ClipReader(made, clip)
    without = reader.streams(hidden(clip.crops, region_mask("mouth", 112)))
    values = reader.mean(reader.values(without))
    mouth = next(change for change in found.regions if change.part == "mouth")
    assert mouth.valence == pytest.approx(values[0] - found.valence)
    assert mouth.arousal == pytest.approx(values[1] - found.arousal)


def test_streams_held_at_what_they_are_change_nothing():
    made, clip = system(Planted("mouth")), clip_of(pictures(moving="mouth"))
    own = ClipReader(made, clip).streams(clip.crops)
    typical = {name: features.mean(dim=0).numpy() + 1 for name, features in own.items()}
    found, _ = answer(
        drive(made, clip, np.arange(16) / 30, Question(0, 0, shuffled=0, typical=typical))
    )
    assert [change.part for change in found.streams] == ["spatial", "temporal"]
    assert min(map(size, found.streams)) > 1e-4
    assert "over the recording" in found.notes[1]
    still = clip_of(pictures())  # features hardly vary, so their mean is what they are
    found, _ = answer(drive(made, still, np.arange(16) / 30, Question(0, 0, shuffled=0)))
    assert max(map(size, (*found.streams, *found.pieces))) < 1e-4


def test_pieces_of_time_cover_the_windows_and_the_near_ones_count_more():
    made, crops = system(Planted("mouth")), pictures(48, moving="mouth")
    clip = Clip(crops, 0, (range(16), range(16, 32), range(32, 48)), range(20, 22))
    found, _ = answer(drive(made, clip, np.arange(48) / 30, Question(0, 0, shuffled=0)))
    assert [piece.seconds[0] for piece in found.pieces] == pytest.approx(np.arange(0, 48, 8) / 30)
    assert found.pieces[-1].seconds[1] == pytest.approx(48 / 30)
    # The recurrence runs within windows: other windows have no part in it.
    sizes = [size(piece) for piece in found.pieces]
    assert max(sizes[:2] + sizes[4:]) == 0
    assert sizes[2] > sizes[3] > 0


def test_what_fills_a_region_is_like_what_is_around_it_and_the_rest_stays():
    crops, mask = pictures(3), region_mask("mouth", 112)
    filled = hidden(crops, mask)
    np.testing.assert_array_equal(filled[:, ~mask], crops[:, ~mask])
    assert filled[:, mask].std() < 0.6 * crops[:, mask].std()
    flat = np.full((1, 112, 112, 3), 77, np.uint8)
    np.testing.assert_array_equal(hidden(flat, mask), flat)
    with pytest.raises(ValueError, match="leave something"):
        hidden(flat, np.ones((112, 112), bool))


@pytest.mark.parametrize(
    ("asked", "covered", "crops"),
    [
        (range(3), range(16), range(22)),
        (range(20, 40), range(16, 48), range(10, 54)),
        (range(98, 100), range(84, 100), range(78, 100)),
    ],
)
def test_a_clip_holds_the_windows_asked_about_and_their_snippets(asked, covered, crops):
    stretch = stretch_of(asked, 100, 16, 12)
    assert (stretch.covered, stretch.crops) == (covered, crops)
    with pytest.raises(ValueError, match="no stretch"):
        stretch_of(range(90, 101), 100, 16, 12)


def test_it_reads_a_recording_as_the_analysis_does(tmp_path):
    video, detector = shared_file("video/liveportrait_d12.mp4"), DlibDetector()
    made = make_system("mimamo", None, CPU)
    request = AnalysisRequest(video, cache=tmp_path, end=1.2)
    analysis, _ = answer(analyze(request, made, detector))
    question = Question(0.3, 0.6, shuffled=1)
    found, reports = answer(what_drove_it(request, question, made, detector))
    prediction = analysis.predictions[0]
    chosen = (prediction.seconds >= 0.3) & (prediction.seconds < 0.6)
    valence, arousal = prediction.valence_arousal[chosen].mean(axis=0)
    assert found.valence == pytest.approx(valence, abs=1e-3)
    # Curves are clamped to [-1, 1], answers are not.
    assert np.clip(found.arousal, -1, 1) == pytest.approx(arousal, abs=1e-3)
    assert reports[-1].done == reports[-1].total
    assert len(found.sanity.changes) == 1
    assert found.seconds == (prediction.seconds[chosen][0], prediction.seconds[chosen][-1])
    masks = {"mouth": region_mask("mouth", 112)}
    moment, _ = answer(what_drove_it(request, Question(0.5, 0.5, 0, masks), made, detector))
    assert [change.part for change in moment.regions] == ["mouth"]
    assert moment.seconds[0] == moment.seconds[1]
    with pytest.raises(InputError, match="no face that was read"):
        answer(what_drove_it(request, Question(30.0, 31.0), made, detector))
    with pytest.raises(InputError, match="too long"):
        answer(what_drove_it(request, Question(0, LONGEST_SECONDS + 1), made, detector))


def of_network(deviation, *changes):
    named = tuple(Change(str(k), *change) for k, change in enumerate(changes))
    return Hidden(np.zeros(2), np.array(deviation, float), named)


def test_the_check_compares_size_and_pattern_with_shuffled_weights():
    own = of_network((3, 1), (3, 0), (-3, 0))
    one, two = of_network((1, 1), (1, 0.1), (-1, 0.3)), of_network((2, 0), (2, 0), (-2, 0))
    check = sanity_of([own, one, two])
    assert check.ratio[0] == pytest.approx(2)
    assert check.ratio[1] == 0
    assert check.relative_ratio[0] == pytest.approx(1)
    assert np.isnan(check.relative_ratio[1])  # a network that never moves has no scale
    assert check.likeness[0] == pytest.approx(1)
    assert np.isnan(check.likeness[1])
    assert check.changes == (one.changes, two.changes)
    assert np.isnan(sanity_of([own, of_network((1, 1), (0, 1), (0, 1))]).ratio[0])


def test_it_can_be_stopped_between_two_readings():
    steps = drive(system(), clip_of(pictures()), np.arange(16) / 30, Question(0, 0))
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


def test_weights_that_read_windows_together_say_so():
    made = system(recurrence="windows")
    found, _ = answer(drive(made, clip_of(pictures()), np.arange(16) / 30, Question(0, 0, 0)))
    assert "many windows together" in found.notes[-1]


def test_a_system_without_feature_maps_is_refused():
    other = ExpressionBaseline.__new__(ExpressionBaseline)
    other.spec = type("Spec", (), {"name": "expression-baseline"})
    request = AnalysisRequest(shared_file("video/liveportrait_d12.mp4"))
    with pytest.raises(InputError, match="has no feature maps"):
        next(what_drove_it(request, Question(0, 0), other, DlibDetector()))
