"""Each published dataset in a miniature of its own folders, and what is said of other layouts."""

import json

import cv2
import numpy as np
import pytest

from app.core.errors import InputError
from app.training.labels_on_frames import labels_of
from app.training.settings import SourceSettings
from app.training.sources.table import SOURCES, open_source
from app.video.picture_folder import PictureFolderReader, digest_pictures
from tests.support.videos import constant_pts, write_counted

OMG_HEADER = "link,start,end,video,utterance,arousal,valence,EmotionMaxVote"


def listed(kind, root, **settings):
    source = open_source(SourceSettings(kind, str(root), **settings))
    return {each.name: each for each in source.recordings()}, source


def written(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def video(path):
    return written(path, "not read here")


# Aff-Wild


def aff_wild(root, videos="train/videos", above=""):
    for name, values in {"105": [0.1, 0.2, -5.0], "106": [0.5, -1.0, 1.0]}.items():
        lines = "".join(f"{v}\n" for v in values)
        written(root / above / "train" / "valence" / f"{name}.txt", lines)
        lines = "".join(f"{-v / 2 if v != -5 else 0.3}\n" for v in values)
        written(root / above / "train" / "arousal" / f"{name}.txt", lines)
        video(root / videos / f"{name}.mp4")


@pytest.mark.parametrize(
    ("videos", "above"), [("train/videos", ""), ("videos/train", "annotations")]
)
def test_aff_wild(tmp_path, videos, above):
    aff_wild(tmp_path, videos, above)
    found, source = listed("aff-wild", tmp_path)
    assert source.title == "Aff-Wild"
    assert list(found) == ["105", "106"]
    one = found["105"]
    assert (one.subject, one.part, one.path) == ("105", "training", tmp_path / videos / "105.mp4")
    np.testing.assert_allclose(
        labels_of(one.labels, np.arange(4), np.arange(4) / 30),
        [[0.1, -0.05], [0.2, -0.1], [np.nan, 0.3], [np.nan, np.nan]],
        rtol=1e-6,
    )


def test_aff_wild_without_videos_says_what_was_found(tmp_path):
    aff_wild(tmp_path)
    (tmp_path / "train" / "videos" / "105.mp4").unlink()
    found, source = listed("aff-wild", tmp_path)
    assert list(found) == ["106"]
    assert source.notices == [
        "1 of 2 files of labels have no video beside them, for example 105.txt; they are left out."
    ]
    (tmp_path / "train" / "videos" / "106.mp4").unlink()
    with pytest.raises(InputError) as error:
        listed("aff-wild", tmp_path)
    assert str(error.value) == (
        f"{tmp_path} is not laid out as Aff-Wild: no video has the name of a file of labels; found "
        "4 files (train/arousal/105.txt, train/arousal/106.txt, train/valence/105.txt, …), "
        "expected the folders train/valence and train/arousal with a text file a video, and the "
        "videos."
    )


# Aff-Wild2


def aff_wild2(root):
    sets = root / "annotations" / "VA_Estimation_Challenge"
    head = "valence,arousal\n"
    written(sets / "Train_Set" / "1-30-1280x720.txt", head + "0.5,0.25\n-5,0.3\n-5,-5\n-0.1,1\n")
    written(sets / "Train_Set" / "video10_left.txt", head + "0.1,0.1\n")
    written(sets / "Train_Set" / "video10_right.txt", head + "0.2,0.2\n")
    written(sets / "Validation_Set" / "20-24-1920x1080.txt", head + "0,0\n0,0.1\n")
    written(root / "annotations" / "EXPR_Set" / "Train_Set" / "1-30-1280x720.txt", "Neutral\n1\n")
    for name in ("batch1/1-30-1280x720.mp4", "batch1/video10.mp4", "batch2/20-24-1920x1080.avi"):
        video(root / name)
    written(root / "cropped_aligned" / "video10" / "00001.jpg", "a picture")


def test_aff_wild2(tmp_path):
    aff_wild2(tmp_path)
    found, _ = listed("aff-wild2", tmp_path)
    assert {name: (r.part, r.subject, r.person) for name, r in found.items()} == {
        "1-30-1280x720": ("training", "1-30-1280x720", "largest"),
        "video10_left": ("training", "video10", 1),
        "video10_right": ("training", "video10", 2),
        "20-24-1920x1080": ("validation", "20-24-1920x1080", "largest"),
    }
    nan = [np.nan, np.nan]
    np.testing.assert_allclose(
        found["1-30-1280x720"].labels.values, [[0.5, 0.25], nan, nan, [-0.1, 1]]
    )
    assert found["1-30-1280x720"].labels.by_frame
    assert found["video10_left"].path == found["video10_right"].path


def test_aff_wild2_laid_out_otherwise(tmp_path):
    aff_wild2(tmp_path)
    (tmp_path / "annotations" / "VA_Estimation_Challenge").rename(tmp_path / "labels")
    with pytest.raises(InputError, match=r"is not laid out as Aff-Wild2; found 9 files \(annotat"):
        listed("aff-wild2", tmp_path)


def test_aff_wild2_tells_of_labels_without_video(tmp_path):
    aff_wild2(tmp_path)
    (tmp_path / "batch1" / "video10.mp4").unlink()
    found, source = listed("aff-wild2", tmp_path)
    assert len(found) == 2
    assert "2 of 4 files of labels have no video, for example video10_left.txt" in source.notices[0]


# OMG-Emotion


def omg(root):
    rows = [
        "https://y/a,1.0,4.0,aaa,utterance_1.mp4,0.5,-0.2,3",
        "https://y/a,4.0,9.5,aaa,utterance_2.mp4,0.0,0.4,4",
        "https://y/b,0.0,2.0,bbb,utterance_1.mp4,1.0,0.1,0",
        "https://y/c,0.0,2.0,ccc,utterance_1.mp4,0.3,0.1,0",
    ]
    written(root / "omg_TrainVideos.csv", "\n".join([OMG_HEADER, *rows]) + "\n")
    row = "https://y/d,0.0,2.0,ddd,utterance_7.mp4,0.25,0.75,6"
    written(root / "omg_ValidationVideos.csv", f"{OMG_HEADER}\n{row}\n")
    written(root / "omg_TrainTranscripts.csv", "link,video,utterance,transcript\n")
    for name in ("utterance_1.mp4", "utterance_2.mp4"):
        video(root / "Train_Set" / "aaa" / name)
    video(root / "Train_Set" / "bbb.mp4")
    video(root / "Validation_Set" / "ddd" / "utterance_7.mp4")


def test_omg(tmp_path):
    omg(tmp_path)
    found, source = listed("omg", tmp_path)
    assert list(found) == [
        "aaa/utterance_1.mp4",
        "aaa/utterance_2.mp4",
        "bbb",
        "ddd/utterance_7.mp4",
    ]
    assert [each.part for each in found.values()] == ["training"] * 3 + ["validation"]
    first, whole = found["aaa/utterance_1.mp4"], found["bbb"]
    assert first.subject == "aaa"
    (said,) = first.utterances
    assert (said.onset, said.offset) == (0.0, np.inf)
    assert (said.valence, said.arousal) == (-0.2, 0.0)
    (said,) = whole.utterances
    assert (said.onset, said.offset, said.valence, said.arousal) == (0.0, 2.0, 0.1, 1.0)
    assert len(first.labels.values) == 0
    assert source.notices == [
        "1 listed utterances are not there, for example ccc/utterance_1.mp4; they are left out."
    ]


def test_omg_without_lists_or_videos(tmp_path):
    video(tmp_path / "aaa" / "utterance_1.mp4")
    with pytest.raises(InputError, match=r"OMG-Emotion: there is no list; found 1 files \(aaa/utt"):
        listed("omg", tmp_path)
    omg(tmp_path / "other")
    for path in (tmp_path / "other").rglob("*.mp4"):
        path.unlink()
    with pytest.raises(InputError, match="none of the listed videos is there"):
        listed("omg", tmp_path / "other")


# AFEW-VA


def afew(root, name, numbers, keys, actor=None):
    folder = root / name
    folder.mkdir(parents=True)
    for number in numbers:
        cv2.imwrite(str(folder / f"{number:05d}.png"), np.full((8, 10, 3), number, np.uint8))
    frames = {f"{key:05d}": {"landmarks": [], "valence": key - 5, "arousal": -key} for key in keys}
    about = {"video_id": name, "frames": frames} | ({"actor": actor} if actor else {})
    (folder / f"{name}.json").write_text(json.dumps(about))
    return folder


def test_afew_va(tmp_path):
    afew(tmp_path, "001", range(4), range(4), "Somebody")
    afew(tmp_path / "01", "002", [1, 2, 5], range(1, 6))
    found, _ = listed("afew-va", tmp_path, fps=20.0)
    assert list(found) == ["001", "002"]
    one, two = found["001"], found["002"]
    assert (one.subject, two.subject) == ("Somebody", "002")
    assert (one.fps, one.path) == (20.0, tmp_path / "001")
    expected = [[(i - 5) / 10, -i / 10] for i in range(4)]
    np.testing.assert_allclose(one.labels.values, expected)
    # Counted from 1, and two pictures are missing: labels go by the pictures' numbers.
    np.testing.assert_allclose(two.labels.values, [[-0.4, -0.1], [-0.3, -0.2], [0.0, -0.5]])
    reader = PictureFolderReader(two.path, two.fps)
    np.testing.assert_allclose(reader.recording.time_base.seconds, [0, 0.05, 0.2])


def test_a_published_file_of_afew_va_is_read(tmp_path):
    from tests.support.shared import shared_file

    text = shared_file("annotations/afewva/afewva_video1.json").read_text()
    count = len(json.loads(text)["frames"])
    folder = afew(tmp_path, "001", range(1, count + 1), [0])
    (folder / "001.json").write_text(text)
    found, _ = listed("afew-va", tmp_path)
    labels = found["001"].labels.values
    frames = json.loads(text)["frames"]
    first = frames[min(frames)]
    assert len(labels) == count
    np.testing.assert_allclose(labels[0], [first["valence"] / 10, first["arousal"] / 10])


def test_pictures_are_a_recording(tmp_path):
    folder = afew(tmp_path, "001", range(9), [0])
    with PictureFolderReader(folder, 25.0) as reader:
        batches = list(reader.batches(start=1, step=3, size=2))
        assert [batch.index.tolist() for batch in batches] == [[1, 4], [7]]
        assert batches[1].images[0, 0, 0].tolist() == [7, 7, 7]
        assert reader.recording.time_base.median_fps == 25.0
        assert (reader.recording.width, reader.recording.height) == (10, 8)
        cv2.imwrite(str(folder / "00003.png"), np.zeros((4, 5, 3), np.uint8))
        assert reader.frame(3).shape == (8, 10, 3)
        assert "several sizes" in reader.notices[0]
        (folder / "00004.png").write_bytes(b"no picture")
        with pytest.raises(InputError, match=r"00004\.png is no picture"):
            reader.frame(4)
    one = _end(digest_pictures(folder))
    (folder / "00000.png").rename(folder / "00100.png")
    assert _end(digest_pictures(folder)) != one
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no picture"):
        PictureFolderReader(tmp_path / "empty", 25.0)


def _end(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


# All of them


@pytest.mark.parametrize("kind", [k for k in SOURCES if k not in ("project", "synthetic")])
def test_an_empty_folder_and_none_are_told(tmp_path, kind):
    with pytest.raises(InputError, match="found no file, expected"):
        listed(kind, tmp_path)
    with pytest.raises(InputError, match="There is no folder"):
        listed(kind, tmp_path / "nowhere")


def test_a_recording_that_is_not_there_is_told(tmp_path):
    aff_wild(tmp_path)
    found, _ = listed("aff-wild", tmp_path, recordings=("106",))
    assert list(found) == ["106"]
    with pytest.raises(InputError, match=r"no labelled recording “7”; there are 2 \(105, 106\)"):
        listed("aff-wild", tmp_path, recordings=("7",))


def test_labels_that_count_frames_are_moved_by_the_times_of_frames(tmp_path):
    aff_wild(tmp_path)
    write_counted(tmp_path / "train" / "videos" / "106.mp4", constant_pts(10))
    found, _ = listed("aff-wild", tmp_path, recordings=("106",), shifts={"*": 1 / 30})
    labels = labels_of(found["106"].labels, np.arange(3), np.arange(3) / 30)
    np.testing.assert_allclose(labels, [[-1, 0.5], [1, -0.5], [np.nan] * 2], atol=1e-6)
