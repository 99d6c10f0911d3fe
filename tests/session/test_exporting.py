"""What is written of annotations: every kind of file, alone and joined, and of whole recordings."""

import re
from pathlib import Path

import numpy as np
import pytest

from app.core.document import Document
from app.core.errors import InputError, OutputError
from app.core.history import History
from app.core.segment import Segment
from app.core.track import ContinuousTrack, Provenance
from app.formats.content import ExportContent, ExportCurve, ExportSegments, WriteOptions
from app.formats.registry import FORMATS
from app.session.exporting import (
    JOINED,
    Export,
    cannot_hold,
    files_of,
    predictions_of,
    target_named,
    targets,
    write,
)
from app.session.project_export import Annotated, own_names, write_annotated
from app.session.tracks import ShownTrack
from tests.support.timelines import shown, time_base
from tests.support.videos import constant_pts, write_counted

FRAMES = 25
SECONDS = np.arange(FRAMES) / 25
GAP = np.where(np.arange(FRAMES) < 5, np.nan, 0.25)


def content(low=-1.0, high=1.0, gap=True):
    values = GAP if gap else np.full(FRAMES, 0.25)
    return ExportContent(
        SECONDS,
        tuple(ExportCurve(name, "Anna", values, low, high) for name in ("valence", "arousal")),
        (ExportSegments("speech", "Anna", (Segment(0.2, 0.6, "hi", "loud", 1),)),),
        Path("clip.mp4"),
        25.0,
    )


def texts(files):
    return [re.sub(rb' DATE="[^"]*"', b"", path.read_bytes()) for path in files]


def test_every_format_that_writes_is_a_target_and_the_joined_table():
    ids = [each.id for each in targets()]
    assert ids[:2] == ["tracks", JOINED]
    assert set(ids) == {row.id for row in FORMATS if row.writes} | {JOINED}
    assert target_named("elan").suffix == ".eaf"
    with pytest.raises(OutputError, match="openface"):
        target_named("openface")


@pytest.mark.parametrize("kind", targets(), ids=lambda kind: kind.id)
def test_the_files_are_known_before_they_are_written(kind, tmp_path):
    export = Export(kind.id, content(gap=False))
    target = tmp_path / "deep" / f"clip{kind.suffix}"
    planned = files_of(export, target)
    assert not target.parent.exists()
    assert write(export, target) == planned
    assert all(path.is_file() for path in planned)


@pytest.mark.parametrize("kind", targets(), ids=lambda kind: kind.id)
def test_what_may_be_chosen_has_an_effect_and_nothing_else_has(kind, tmp_path):
    def written(gap=True, high=1.0, **options):
        export = Export(kind.id, content(gap=gap, high=high), (), WriteOptions(**options))
        return texts(write(export, tmp_path / f"clip{kind.suffix}"))

    plain = written()
    assert (written(time_base="milliseconds") != plain) == kind.times
    assert (written(gaps="sentinel", sentinel=-9.0) != plain) == kind.gaps
    wide = written(gap=False, high=2.0)
    assert (written(gap=False, high=2.0, map_ranges=True) != wide) == kind.ranges


def test_a_folder_of_the_dimension_is_found_before_too(tmp_path):
    export = Export("muse", content(gap=False))
    target = tmp_path / "arousal" / "clip.csv"
    assert files_of(export, target) == write(export, target)


def test_predictions_belong_to_the_joined_table_only(tmp_path):
    track = ContinuousTrack("valence", SECONDS, np.zeros(FRAMES), Provenance("m", "", "", False))
    lost = cannot_hold(Export("tracks", content(), (("m", track),)))
    assert "Predictions are left out." in lost
    joined = Export(JOINED, content(), (("m", track),))
    assert cannot_hold(joined) == ["A joined table holds the labels of segments, not their notes."]
    (path,) = write(joined, tmp_path / "x.csv")
    assert path.read_text().startswith("frame,time_s,valence:m,valence:Anna,arousal:Anna,speech")


def test_persons_are_told_apart():
    base = time_base(FRAMES)
    one: ShownTrack = shown(base)
    assert predictions_of([one])[0][0] == "made"
    assert predictions_of([one, shown(base, person=2)])[1][0] == "made person 2"


def test_recordings_of_one_name_are_numbered(tmp_path):
    videos = [Path("/a/clip.mp4"), Path("/b/Clip.mov"), Path("/c/other.mp4")]
    names = [path.name for path in own_names(tmp_path, videos)]
    assert names == ["clip", "Clip (2)", "other"]


def test_annotations_of_another_length_are_not_written(tmp_path):
    video = write_counted(tmp_path / "clip.mp4", constant_pts(30))
    with pytest.raises(InputError, match="30 frames, and its annotations have 20"):
        write_annotated(tmp_path / "out" / "clip", Annotated(video, Document(20), History()))
    assert not (tmp_path / "out").exists()
