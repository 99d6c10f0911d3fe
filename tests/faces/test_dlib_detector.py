import subprocess
import sys
import threading

import numpy as np
import pytest

from app.core.errors import WeightsError
from app.core.face_track import EYES_AND_NOSE_BASE
from app.faces import dlib_detector as module
from tests.support.face_frames import picture


def test_landmarks_run_from_left_to_right(dlib_detector):
    (face,) = dlib_detector.detect(picture("images/pyfeat_single_face.jpg"))
    assert dlib_detector.scheme == EYES_AND_NOSE_BASE
    x, y = face.landmarks.T
    assert np.all(np.diff(x[:4]) > 5)
    assert x[1] < x[4] < x[2]
    assert y[4] > y[:4].max() + 10
    assert np.all((face.landmarks > face.box[:2]) & (face.landmarks < face.box[2:]))
    assert 0.9 < face.score <= 1


def test_a_picture_larger_than_the_working_size_gives_the_same_face(dlib_detector):
    small = picture("images/pyfeat_single_face.jpg", width=500)
    large = picture("images/pyfeat_single_face.jpg", width=500).repeat(3, 0).repeat(3, 1)
    (here,), (there,) = dlib_detector.detect(small), dlib_detector.detect(large)
    away = (there.landmarks + 0.5) / 3 - 0.5 - here.landmarks
    assert np.abs(away).max() < 4


def test_a_face_too_small_is_found_in_an_enlarged_picture(dlib_detector):
    tiny = picture("images/pyfeat_single_face.jpg", width=110)
    assert dlib_detector.detect(tiny) == []
    (face,) = dlib_detector.detect(tiny, 330)
    (known,) = dlib_detector.detect(picture("images/pyfeat_single_face.jpg"))
    scale = 110 / 572
    assert np.abs(face.landmarks - ((known.landmarks + 0.5) * scale - 0.5)).max() < 2


def test_a_face_in_the_dark_is_found(dlib_detector):
    dark = (picture("images/pyfeat_single_face.jpg") * 0.1).astype(np.uint8)
    assert len(dlib_detector.detect(dark)) == 1


def test_locating_in_a_known_box_repeats_the_detection(dlib_detector):
    image = picture("images/faceapi_neutral.jpg")
    (face,) = dlib_detector.detect(image)
    assert np.abs(dlib_detector.locate(image, face.box) - face.landmarks).max() < 3


def test_a_box_off_the_picture_has_no_landmarks(dlib_detector):
    image = np.zeros((40, 40, 3), np.uint8)
    assert dlib_detector.locate(image, np.array([500.0, 500, 600, 600])) is None


@pytest.mark.parametrize("shape", [(1, 1), (8, 8), (3, 700), (4096, 4096)])
def test_pictures_without_a_face_of_any_size(dlib_detector, shape):
    assert dlib_detector.detect(np.zeros((*shape, 3), np.uint8)) == []
    assert dlib_detector.detect(np.zeros((*shape, 3), np.uint8), 200) == []


def test_a_missing_predictor_is_named(monkeypatch):
    monkeypatch.setattr(module, "_PREDICTOR", "no_such_file.dat")
    with pytest.raises(WeightsError, match=r"no_such_file\.dat was not found; install"):
        module.DlibDetector()


def test_a_damaged_predictor_is_refused(monkeypatch, tmp_path):
    damaged = tmp_path / "predictor.dat"
    damaged.write_bytes(b"nothing")
    monkeypatch.setattr(module, "predictor_path", lambda: damaged)
    with pytest.raises(WeightsError, match="cannot be read"):
        module.DlibDetector()


def test_the_room_imports_neither_torch_nor_the_reader_nor_the_models_package():
    code = (
        "import sys, app.faces.dlib_detector, app.faces.tracker, app.faces.alignment;"
        "bad = {'torch', 'av', 'app.video', 'face_recognition_models', 'onnxruntime'};"
        "sys.exit(str(bad & set(sys.modules)) if bad & set(sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_other_threads_run_while_it_looks(dlib_detector):
    """The interpreter lock is released: a counting thread goes on during one long detection."""
    image = picture("images/pyfeat_single_face.jpg")
    counted, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counted[0] += 1

    dlib_detector.detect(image)
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.2)  # nobody is made to give the lock up
    thread = threading.Thread(target=count)
    try:
        thread.start()
        started = counted[0]
        dlib_detector.detect(image)
        ended = counted[0]
    finally:
        done.set()
        sys.setswitchinterval(before)
        thread.join()
    assert ended - started > 1000
