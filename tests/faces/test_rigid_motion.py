import cv2
import numpy as np
import pytest

from app.faces.frame import AnalysedFrame, is_cut, likeness
from app.faces.rigid_motion import rigid_motion
from app.faces.similarity import Similarity
from app.faces.templates import pose
from tests.support.face_frames import picture, warped, with_noise

CENTRE = np.array(56 + 55j)


@pytest.fixture(scope="module")
def face(dlib_detector):
    image = picture("images/faceapi_neutral.jpg")
    (found,) = dlib_detector.detect(image)
    return image, pose(found.landmarks, dlib_detector.scheme)


def matrix_about(centre, degrees=0.0, scale=1.0, shift=(0.0, 0.0)):
    matrix = cv2.getRotationMatrix2D((centre.real, centre.imag), -degrees, scale)
    matrix[:, 2] += shift
    return matrix


@pytest.mark.parametrize(
    ("degrees", "scale", "shift"),
    [(0, 1, (3.3, -1.7)), (4, 1, (0, 0)), (0, 1.04, (0, 0)), (-3, 0.97, (-12.4, 8.2))],
)
def test_it_measures_a_known_motion(face, degrees, scale, shift):
    image, at = face
    rng = np.random.default_rng(3)
    middle = complex(at(CENTRE))
    after = with_noise(warped(image, matrix_about(middle, degrees, scale, shift)), rng)
    motion = rigid_motion(AnalysedFrame(with_noise(image, rng)), AnalysedFrame(after), at)
    whole = at.after(motion.change).after(at.inverse())
    assert abs(whole.a) == pytest.approx(scale, abs=2e-3)
    assert np.degrees(np.angle(whole.a)) == pytest.approx(degrees, abs=0.15)
    went = complex(whole(np.array(middle))) - middle
    assert abs(went - complex(*shift)) < 0.15 * abs(at.a)
    assert motion.agreement > 0.8


def test_a_still_face_under_noise_does_not_move(face):
    image, at = face
    rng = np.random.default_rng(4)
    frames = [AnalysedFrame(with_noise(image, rng)) for _ in range(2)]
    motion = rigid_motion(*frames, at)
    assert abs(complex(motion.change(CENTRE) - CENTRE)) < 0.03


def test_an_opening_mouth_is_no_motion_of_the_head(face):
    image, at = face
    height, width = image.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    place = at.inverse()(x + 1j * y)
    down = 5 * abs(at.a) * np.exp(-(((place.real - 56) / 22) ** 2) - ((place.imag - 98) / 12) ** 2)
    opened = cv2.remap(image, x, (y - down).astype(np.float32), cv2.INTER_CUBIC)
    motion = rigid_motion(AnalysedFrame(image), AnalysedFrame(opened), at)
    assert np.abs(motion.change(np.array([38 + 52j, 74 + 52j])) - [38 + 52j, 74 + 52j]).max() < 0.25


def test_what_shows_no_structure_shows_no_motion():
    plain = AnalysedFrame(np.full((120, 160, 3), 90, np.uint8))
    assert rigid_motion(plain, plain, Similarity(0.5 + 0j, 20 + 20j)) is None


def test_a_face_off_the_picture_cannot_be_seen(face):
    image, _ = face
    frame = AnalysedFrame(image)
    assert rigid_motion(frame, frame, Similarity(1 + 0j, 5000 + 0j)) is None


@pytest.mark.parametrize("factor", [1, 3])
def test_a_patch_shows_the_face_frame_whatever_the_size_of_the_picture(face, factor):
    image, at = face
    large = image.repeat(factor, 0).repeat(factor, 1)
    half = 0.5 * (1 + 1j)
    there = Similarity(at.a * factor, (at.b + half) * factor - half)
    one, other = AnalysedFrame(image).patch(at), AnalysedFrame(large).patch(there)
    assert likeness(one.astype(float), other.astype(float)) > 0.99


def test_a_cut_is_another_scene_and_neither_shake_nor_flash_are(face):
    image, _ = face
    other = picture("images/pyfeat_single_face.jpg", width=image.shape[1])[: image.shape[0]]
    before = AnalysedFrame(image)
    assert is_cut(before, AnalysedFrame(other))
    assert not is_cut(before, AnalysedFrame(np.roll(image, (8, -12), (0, 1))))
    flash = np.clip(image.astype(int) + 60, 0, 255).astype(np.uint8)
    assert not is_cut(before, AnalysedFrame(flash))
    assert not is_cut(before, AnalysedFrame((image * 0.4).astype(np.uint8)))


def test_likeness_is_the_correlation_coefficient():
    rng = np.random.default_rng(5)
    one, other = rng.normal(size=(2, 9, 9))
    expected = np.corrcoef(one.ravel(), other.ravel())[0, 1]
    assert likeness(one, other) == pytest.approx(expected)
    assert likeness(one, np.ones((9, 9))) == 0.0
