import pytest

from app.core.errors import InputError
from app.core.segment import Segment
from app.formats import boris, elan, nova, srt, textgrid
from app.formats.content import ExportSegments, ReadOptions, WriteOptions
from app.formats.marks import distinct, files_of_tracks, layers, parted_name
from app.formats.registry import format_named, recognise
from app.formats.whole_text import LARGEST
from tests.support.exports import content_of
from tests.support.shared import shared_file

WHOLE = [boris, elan, nova, srt, textgrid]


@pytest.mark.parametrize("module", WHOLE)
def test_a_file_of_200_mb_is_refused_at_once(tmp_path, module):
    path = tmp_path / "x.annotation"
    with path.open("wb") as stream:
        stream.truncate(LARGEST + (1 << 20))
    with pytest.raises(InputError, match=r"has 129 MB, which is too large for a file of this kind"):
        module.read(path, ReadOptions())


@pytest.mark.parametrize("module", WHOLE)
def test_a_file_that_is_not_there_and_a_wrong_encoding(tmp_path, module):
    with pytest.raises(InputError, match="There is no file"):
        module.read(tmp_path / "none", ReadOptions())
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="Cannot read"):
        module.read(tmp_path / "folder", ReadOptions())


def test_an_encoding_can_be_settled(tmp_path):
    path = tmp_path / "x.srt"
    path.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nłąka\n".encode("cp1250"))
    content, _ = srt.read(path, ReadOptions(encoding="cp1250"))
    assert content.segment_tracks[0].segments[0].label == "łąka"
    with pytest.raises(InputError, match="There is no text encoding “klingon”"):
        srt.read(path, ReadOptions(encoding="klingon"))
    with pytest.raises(InputError, match="is no text in utf-8; save it as UTF-8"):
        srt.read(path, ReadOptions(encoding="utf-8"))


@pytest.mark.parametrize("identity", ["boris", "elan", "nova", "srt", "textgrid"])
def test_a_wrong_ending_does_not_matter(tmp_path, identity):
    tracks = (ExportSegments("e", "Anna", (Segment(0, 1, "smile"),)),)
    format_named(identity).write(content_of(tracks), tmp_path / "x.txt", WriteOptions())
    assert recognise(tmp_path / "x.txt")[0].id == identity


def test_layers_hold_no_overlaps():
    a, b, c = Segment(0, 2, "a"), Segment(1, 3, "b", id=2), Segment(2, 4, "a", id=3)
    event = Segment(4, 4, "e", id=4)
    assert layers([a, b, c, event]) == [[a, c, event], [b]]
    assert layers([a, b, c], lambda segment: segment.label) == [[a, b, c]]
    assert layers([event, event]) == [[event], [event]]
    assert layers([]) == [[]]


def test_names(tmp_path):
    assert distinct(["a", "a", "a 2", "a"]) == ["a", "a 2", "a 2 2", "a 3"]
    assert parted_name("a@b@c") == ("a@b", "c")
    assert [parted_name(name) for name in ("a@", "@a", "a")] == [("a@", ""), ("@a", ""), ("a", "")]
    target = tmp_path / "clip.srt"
    assert files_of_tracks(target, ["../x"]) == [target]
    assert [file.name for file in files_of_tracks(target, ["../x", "a:b", ""])] == [
        "clip._x.srt",
        "clip.a_b.srt",
        "clip.track.srt",
    ]


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("boris/test.boris", "boris"),
        ("boris/test_export_events_tabular.tsv", "boris"),
        ("elan/sample_3.0.eaf", "elan"),
        ("imotions/iMotions_Test_v5.txt", "imotions"),
        ("nova/laughter_scheme.annotation", "nova"),
        ("nova/valence_scheme.annotation", "nova"),
        ("openface/OpenFace_Test.csv", "openface"),
        ("pyfeat/pyfeat_001.csv", "pyfeat"),
        ("pyfeat/pyfeat_Feat_Test.csv", "pyfeat"),
    ],
)
def test_every_example_is_recognised_as_what_it_is(name, identity):
    assert recognise(shared_file(f"annotations/{name}"))[0].id == identity
