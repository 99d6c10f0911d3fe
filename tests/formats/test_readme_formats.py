"""The tables of formats in README and guide say what the program can do, cell by cell."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import InputError
from app.core.resample import to_frames
from app.core.segment import Segment
from app.core.track import ContinuousTrack, Provenance
from app.formats.content import Content, ReadOptions, WriteOptions
from app.formats.joined_csv import write_joined_csv
from app.formats.registry import FORMATS, format_named, recognise
from app.session.exporting import JOINED, targets
from tests.support.annotation_files import exported, written

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
GUIDE = ROOT / "resources" / "help" / "11-files.md"

REFUSED = {"imotions"}
"""Recognised, so that it is taken for nothing else, and not read."""
JOINED_ROW = ("Joined CSV", JOINED, ("`.csv`",), "no", "yes", "curves, segments")

# A file made by hand for each, after the format's description; (path, text, what it holds).
BY_HAND: dict[str, tuple[str, str | bytes, str]] = {
    "tracks": ("a.csv", "time_s,arousal:Anna\n0,0.5\n0.05,\n", "curves"),
    "nova": (
        "a.annotation",
        '<?xml version="1.0"?><annotation ssi-v="3"><info ftype="ASCII" size="2"/>'
        '<meta annotator="Anna"/><scheme name="arousal" type="CONTINUOUS" sr="25" min="-1" '
        'max="1"/></annotation>',
        "curves",
    ),
    "elan": (
        "a.eaf",
        '<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT AUTHOR="" VERSION="3.0">'
        '<HEADER TIME_UNITS="milliseconds"/><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" '
        'TIME_VALUE="100"/><TIME_SLOT TIME_SLOT_ID="t2" TIME_VALUE="900"/></TIME_ORDER>'
        '<TIER TIER_ID="words" LINGUISTIC_TYPE_REF="x"><ANNOTATION><ALIGNABLE_ANNOTATION '
        'ANNOTATION_ID="a1" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>smile'
        "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
        "segments",
    ),
    "boris": (
        "a.boris",
        json.dumps(
            {
                "project_name": "x",
                "behaviors_conf": {"0": {"type": "State event", "code": "smile"}},
                "observations": {
                    "o": {
                        "events": [[0.1, "", "smile", "", ""], [0.9, "", "smile", "", ""]],
                        "time offset": 0,
                        "file": {"1": ["v.mp4"]},
                    }
                },
            }
        ),
        "segments",
    ),
    "textgrid": (
        "a.TextGrid",
        'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n1\n<exists>\n1\n'
        '"IntervalTier"\n"words"\n0\n1\n1\n0\n1\n"smile"\n',
        "segments",
    ),
    "srt": ("a.srt", "1\n00:00:00,100 --> 00:00:00,900\nsmile\n", "segments"),
    "openface": (
        "a.csv",
        "frame, timestamp, confidence, success, AU01_r\n1, 0.0, 0.98, 1, 2.5\n",
        "measured curves",
    ),
    "pyfeat": (
        "a.csv",
        "frame,FaceRectX,FaceScore,AU01,anger\n0,1,0.9,0.5,0.25\n",
        "measured curves",
    ),
    "afew-va": ("a.json", '{"frames": {"00000": {"valence": 1, "arousal": -10}}}', "curves"),
    "darma": (
        "a.csv",
        "Time of Rating,2022-11-28 13:37:48,,\nMultimedia File,clip.mp4,1,\nMagnitude,100,,\n"
        "Second,Valence,Arousal,Button\n%%%%%%,%%%%%%,%%%%%%,%%%%%%\n0.25,-7.8,7.8,0\n",
        "curves",
    ),
    "carma": ("a.csv", "time,value\n0.25,NA\n0.5,3\n", "curves"),
    "omg": (
        "a.csv",
        "link,start,end,video,utterance,arousal,valence,EmotionMaxVote\n"
        "u,1,3,a,utterance_1.mp4,0.1,0.3,3\n",
        "curves, segments",
    ),
    "aff-wild2": ("a.txt", "valence,arousal\n0.5,-0.25\n-5,-5\n", "curves"),
    "recola": ("arousal/P16.csv", "time ;FM1 ;FM2\n0;0.1;0.2\n0.04;0.3;-1\n", "curves"),
    "avec": (
        "arousal/dev_1.arff",
        "@relation GOLDSTANDARD\n\n@attribute Instance_name string\n@attribute frameTime numeric\n"
        "@attribute GoldStandard numeric\n\n@data\ndev_1,0,-0.02\n",
        "curves",
    ),
    "sewa": (
        "Train_DE_01.csv",
        "'Train_DE_01';0.0;0.1;0.2;0.3\n'Train_DE_01';0.1;0.4;0.5;0.6\n",
        "curves",
    ),
    "muse": ("arousal/11.csv", "timestamp,1,2,3\n0.5,0.1,0.2,0.3\n1.0,0.1,0.2,0.3\n", "curves"),
    "aff-wild": ("valence/a.txt", "0.5\n-0.25\n-5\n", "curves"),
}  # fmt: skip
BESIDE = {"nova": ("a.annotation~", "0.25;1\nNaN;0.5\n")}


def kinds(content: Content) -> str:
    """What was read, in the words of the tables."""
    curves = [each for each in content.curves if not np.isnan(each.values).all()]
    found = ["measured curves" if content.read_only else "curves"] if curves else []
    return ", ".join(
        found + (["segments"] if any(t.segments for t in content.segment_tracks) else [])
    )


# ---- every readable row, by a file made by hand


@pytest.mark.parametrize("identity", [row.id for row in FORMATS if row.id not in REFUSED])
def test_what_is_read(tmp_path, identity):
    assert format_named(identity).reads
    name, text, holds = BY_HAND[identity]
    path = written(tmp_path, name, text)
    if identity in BESIDE:
        written(tmp_path, *BESIDE[identity])
    assert recognise(path)[0].id == identity
    content, _ = format_named(identity).read(path)
    assert kinds(content) == holds


@pytest.mark.parametrize("identity", sorted(REFUSED))
def test_what_is_refused(tmp_path, identity):
    path = written(tmp_path, "a.txt", "#METADATA\n#Recording time,x\n")
    with pytest.raises(InputError, match="is an iMotions export"):
        format_named(identity).read(path)


# ---- every writable row, written and read again

FRAMES, RATE = 40, 20.0
SEGMENTS = (Segment(0.0, 1.0, "Happy", id=1), Segment(1.0, 2.0, "Sad", id=2))


def content_to_write():
    """Two seconds of Anna's, with steps that even tables of bins and of utterances can hold."""
    late = np.arange(FRAMES) >= FRAMES // 2
    return exported(
        np.where(late, -0.25, 0.5), np.where(late, 0.75, 0.25), fps=RATE, segments=SEGMENTS
    )


WRITTEN = {row.id: "curves" for row in FORMATS if row.writes} | {
    **dict.fromkeys(("tracks", "nova", "elan", "omg", "muse"), "curves, segments"),
    **dict.fromkeys(("boris", "textgrid", "srt"), "segments"),
}


@pytest.mark.parametrize("identity", list(WRITTEN))
def test_what_is_written_comes_back(tmp_path, identity):
    row, content = format_named(identity), content_to_write()
    paths = row.write(content, tmp_path / f"clip{row.suffixes[0]}", WriteOptions())
    read = [_read(row, path) for path in paths if row in recognise(path)]
    found = {part for each in read for part in kinds(each).split(", ") if part}
    assert ", ".join(sorted(found)) == WRITTEN[identity]
    if "curves" in found:
        _same_curves(content, read)
    if "segments" in found:
        marks = {
            (m.onset, m.offset) for each in read for t in each.segment_tracks for m in t.segments
        }
        assert marks == {(mark.onset, mark.offset) for mark in SEGMENTS}


def _read(row, path: Path) -> Content:
    return row.read(path, ReadOptions())[0]


def _same_curves(content, read: list[Content]) -> None:
    seconds = content.frame_seconds
    back = [curve for each in read for curve in each.curves]
    for before in content.curves:
        curve = next(each for each in back if each.dimension in (before.dimension, ""))
        values = curve.values
        if curve.times is not None:
            values = to_frames(curve.times, curve.values, seconds, longest_gap=1.0)
        np.testing.assert_array_equal(values, before.values)


def test_the_joined_table_is_only_written(tmp_path):
    content = content_to_write()
    made = Provenance("mimamo", "mimamo-demo", "0" * 64, validated=False)
    seconds = content.frame_seconds
    prediction = ContinuousTrack("arousal", seconds, np.linspace(-1, 1, FRAMES), made)
    write_joined_csv(
        tmp_path / "a.csv",
        [("mimamo", prediction)],
        content.curves,
        content.segment_tracks,
        seconds,
    )
    lines = (tmp_path / "a.csv").read_text().splitlines()
    assert lines[0] == ("frame,time_s,arousal:mimamo,valence:Anna,arousal:Anna,expression:Anna")
    assert lines[1] == "0,0,-1,0.5,0.25,Happy"
    assert len(lines) == FRAMES + 1
    assert JOINED in [target.id for target in targets()]
    assert JOINED not in [row.id for row in FORMATS]


# ---- the tables


def expected_rows() -> list[tuple[str, str, tuple[str, ...], str, str, str]]:
    """Name, id, endings, read, write, holds; the joined table after our own."""
    rows = []
    for row in FORMATS:
        reads = "yes" if row.reads and row.id not in REFUSED else "no"
        holds = WRITTEN.get(row.id) or ("" if row.id in REFUSED else BY_HAND[row.id][2])
        endings = tuple(f"`{suffix}`" for suffix in row.suffixes)
        rows.append((row.name, row.id, endings, reads, "yes" if row.writes else "no", holds))
    return [rows[0], JOINED_ROW, *rows[1:]]


def table_after(path: Path, heading: str) -> list[dict[str, str]]:
    """The first table below a heading, a dictionary for each row."""
    text = path.read_text(encoding="utf-8").partition(f"\n{heading}\n")[2]
    table = re.search(r"^\|.*?\n(?!\|)", text + "\n", re.MULTILINE | re.DOTALL)
    assert table is not None, heading
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table[0].split("\n")
        if line
    ]
    names = [name.lower() for name in lines[0]]
    return [dict(zip(names, line, strict=True)) for line in lines[2:]]


@pytest.mark.parametrize(
    ("path", "heading"),
    [(README, "### Formats"), (GUIDE, "## The formats")],
    ids=["README", "guide"],
)
def test_the_tables_say_what_is_so(path, heading):
    rows = table_after(path, heading)
    said = [
        (
            row["format"],
            row.get("id", "").strip("`"),
            tuple(row["endings"].split()),
            row["read"],
            row["write"],
            row["holds"],
        )
        for row in rows
    ]
    wanted = [row if path is README else (row[0], "", *row[2:]) for row in expected_rows()]
    assert said == wanted


def test_the_guide_says_what_cannot_be_held():
    """The last column against what the formats themselves say would be lost."""
    rows = {
        row["format"]: row["what it cannot hold"] for row in table_after(GUIDE, "## The formats")
    }
    for row in FORMATS:
        if not row.writes:
            continue
        lost = " ".join(row.cannot_hold(content_to_write()))
        said = rows[row.name]
        assert ("segments" in said) == ("no segments" in lost), row.id
        assert said.startswith("curves") == ("no curves" in lost), row.id
        assert ("times" in said) == ("holds no times" in lost), row.id
        assert ("raters" in said) == bool(_WITHOUT_RATERS.search(lost)), row.id


_WITHOUT_RATERS = re.compile("who rated|without its rater|track's name and rater")
