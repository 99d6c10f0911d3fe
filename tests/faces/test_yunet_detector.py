import numpy as np
import pytest

from app.core.errors import WeightsError
from app.core.face_track import FIVE_POINTS
from app.faces.similarity import to_complex
from app.faces.templates import FACE_FRAME, pose
from tests.support.face_frames import frames_of, picture, track_all
from tests.support.shared import shared_file

pytest.importorskip("onnxruntime")

from app.faces.yunet_detector import YunetDetector, decode


@pytest.fixture(scope="module")
def yunet():
    return YunetDetector(shared_file("weights/yunet_n_dynamic.onnx"))


@pytest.mark.parametrize(
    ("name", "faces"),
    [("faceapi_neutral.jpg", 1), ("pyfeat_single_face.jpg", 1), ("fc_test_image.jpg", 5)],
)
def test_it_finds_the_faces_of_photographs(yunet, name, faces):
    found = yunet.detect(picture(f"images/{name}"))
    assert len(found) >= faces
    assert len(found) <= faces + 2
    assert all(np.diff(face.landmarks[:2, 0]) > 0 for face in found)


def test_it_agrees_with_dlib_where_the_face_lies(yunet, dlib_detector):
    image = picture("images/faceapi_neutral.jpg")
    centre = np.array(56 + 60j)
    here, there = (
        pose(detector.detect(image)[0].landmarks, detector.scheme)(centre)
        for detector in (yunet, dlib_detector)
    )
    assert abs(complex(here - there)) < 6


def test_enlarging_and_reducing_keep_the_place(yunet):
    image = picture("images/pyfeat_single_face.jpg")
    (usual,) = yunet.detect(image)
    for side in (300, 900):
        (face,) = yunet.detect(image, side)
        assert np.abs(face.landmarks - usual.landmarks).max() < 0.1 * np.diff(usual.box[[0, 2]])


def test_the_tracker_takes_it_as_it_takes_dlib(yunet):
    image = picture("images/faceapi_neutral.jpg", width=400)
    moving = [np.roll(image, 2 * step, axis=1) for step in range(12)]
    (track,) = track_all(yunet, frames_of(moving))
    assert track.scheme == FIVE_POINTS
    assert track.valid.all()
    # It cannot locate between detections: flow alone must carry the landmarks.
    walked = track.landmarks[:, :2, 0] - track.landmarks[0, :2, 0]
    np.testing.assert_allclose(walked, 2 * np.arange(12)[:, None] * np.ones(2), atol=0.5)


def test_decoding_puts_a_cell_where_its_grid_says():
    answers = {}
    for stride in (8, 16, 32):
        cells = (64 // stride) ** 2
        for kind, width in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
            answers[f"{kind}_{stride}"] = np.zeros((1, cells, width), np.float32)
    answers["cls_16"][0, 6], answers["obj_16"][0, 6] = 0.81, 1.0  # row 1, column 2 of 4 x 4
    answers["bbox_16"][0, 6] = [0.5, 0.25, np.log(2), np.log(4)]
    boxes, scores, points = decode(answers, 8, 0.5)
    np.testing.assert_allclose(boxes, [[24, -12, 56, 52]], rtol=1e-6)
    np.testing.assert_allclose(scores, [0.9])
    np.testing.assert_allclose(points, [[[32, 16]] * 5])


def test_what_is_no_network_is_refused(tmp_path):
    wrong = tmp_path / "wrong.onnx"
    wrong.write_bytes(b"not a network")
    with pytest.raises(WeightsError, match=r"wrong\.onnx cannot be read as an ONNX network"):
        YunetDetector(wrong)


def test_its_template_is_the_five_point_one():
    points = FACE_FRAME[FIVE_POINTS].points
    expected = [(38.3, 51.7), (73.5, 51.5), (56.0, 71.7), (41.5, 92.4), (70.7, 92.2)]
    np.testing.assert_array_equal(points, to_complex(np.array(expected)))
