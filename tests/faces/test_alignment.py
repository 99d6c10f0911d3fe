import cv2
import numpy as np
import pytest
from PIL import Image

from app.core.face_track import EYES_AND_NOSE_BASE, FIVE_POINTS, FaceTrack
from app.faces.alignment import CROPS, crop_matrices, cut
from app.faces.resampling import warp
from app.faces.similarity import to_points
from app.faces.templates import FACE_FRAME
from tests.reference.faces_templates import OPENFACE_POINTS
from tests.support.face_frames import picture, track_all

FIVE = [(38.3, 51.7), (73.5, 51.5), (56.0, 71.7), (41.5, 92.4), (70.7, 92.2)]


def track_with(landmarks, scheme=FIVE_POINTS, box=(10, 20, 110, 120), valid=(True,)):
    count = len(valid)
    return FaceTrack(
        person=1,
        index=np.arange(count),
        seconds=np.arange(count) / 30,
        boxes=np.tile(np.array(box, np.float32), (count, 1)),
        landmarks=np.tile(np.array(landmarks, np.float32), (count, 1, 1)),
        scheme=scheme,
        confidence=np.array(valid, np.float32),
        valid=np.array(valid),
        bridged=np.zeros(count, bool),
        cuts=np.zeros(count, bool),
    )


def test_landmarks_on_the_template_need_no_change():
    matrices = crop_matrices(track_with(FIVE), "five-point-112")
    np.testing.assert_allclose(matrices, [[[1, 0, 0], [0, 1, 0]]], atol=1e-5)


@pytest.mark.parametrize("crop", ["five-point-112", "openface-112"])
@pytest.mark.parametrize("scheme", [FIVE_POINTS, EYES_AND_NOSE_BASE])
def test_the_crop_puts_turned_and_grown_landmarks_on_its_template(crop, scheme):
    layout = CROPS[crop].templates[scheme]
    landmarks = np.linalg.pinv(layout.mixing) @ layout.points  # any landmarks with these means
    turn = 2.5 * np.exp(0.3j)
    track = track_with(to_points(turn * landmarks + (40 - 7j)), scheme)
    (matrix,) = crop_matrices(track, crop)
    np.testing.assert_allclose(matrix[0, 0] + 1j * matrix[1, 0], turn, rtol=1e-5)
    np.testing.assert_allclose(matrix[0, 2] + 1j * matrix[1, 2], 40 - 7j, atol=1e-3)


def test_both_schemes_share_the_eyes_of_the_reference():
    here, there = FACE_FRAME[FIVE_POINTS], FACE_FRAME[EYES_AND_NOSE_BASE]
    np.testing.assert_array_equal(here.points[:2], there.points[:2])


def test_the_openface_crop_lies_on_its_mean_shape():
    def at(*points):
        return 0.7 * np.mean([OPENFACE_POINTS[i][1][:2] for i in points], axis=0) + 56

    expected = [at(36, 39), at(42, 45), at(30), at(48), at(54)]
    templates = CROPS["openface-112"].templates
    np.testing.assert_allclose(to_points(templates[FIVE_POINTS].points), expected, atol=0.06)
    expected[2:] = [at(33)]
    np.testing.assert_allclose(to_points(templates[EYES_AND_NOSE_BASE].points), expected, atol=0.06)


def test_a_frame_without_a_face_has_no_matrix():
    matrices = crop_matrices(track_with(FIVE, valid=(True, False)), "square-box-20")
    assert np.isfinite(matrices[0]).all()
    assert np.isnan(matrices[1]).all()
    with pytest.raises(ValueError, match="no usable face"):
        cut(np.zeros((9, 9, 3), np.uint8), matrices[1], "square-box-20")


def test_the_square_box_is_the_box_and_a_fifth():
    image = np.zeros((200, 200, 3), np.uint8)
    image[10:130, 0:120] = 200  # the box 10 ... 110 x 20 ... 120 and 10 on each side
    track = track_with(FIVE, box=(9.5, 19.5, 109.5, 119.5))
    (matrix,) = crop_matrices(track, "square-box-20")
    crop = cut(image, matrix, "square-box-20")
    assert crop.shape == (64, 64, 3)
    assert np.abs(crop[1:-1, 1:-1].astype(int) - 200).max() <= 2  # cubic overshoot
    wider = cut(image, np.add(matrix, [[0, 0, 4], [0, 0, 4]]), "square-box-20")
    assert (wider[-1] == 0).all()
    assert (wider[:, -1] == 0).all()


def test_unknown_names_are_refused_with_what_there_is():
    with pytest.raises(ValueError, match="no crop 'round'; choose one of five-point-112"):
        crop_matrices(track_with(FIVE), "round")
    with pytest.raises(ValueError, match="no template for landmarks 'mesh'"):
        crop_matrices(track_with(FIVE, "mesh"), "five-point-112")


def test_a_larger_size_shows_the_same_view(dlib_detector):
    image = picture("images/pyfeat_single_face.jpg")
    (face,) = dlib_detector.detect(image)
    (matrix,) = crop_matrices(track_with(face.landmarks, EYES_AND_NOSE_BASE), "five-point-112")
    small = cut(image, matrix, "five-point-112")
    large = cut(image, matrix, "five-point-112", size=224)
    assert large.shape == (224, 224, 3)
    halved = cv2.resize(large, (112, 112), interpolation=cv2.INTER_AREA)
    assert np.abs(halved.astype(int) - small).mean() < 2.5


def test_outside_the_picture_is_black():
    image = np.full((50, 50, 3), 180, np.uint8)
    crop = warp(image, np.array([[1.0, 0, -56], [0, 1, -56]]), 112)
    assert (crop[:50] == 0).all()
    assert (crop[60:104, 60:104] == 180).all()
    far = np.array([[1.0, 0, 9000], [0, 1, 0]])
    assert (warp(image, far, 112) == 0).all()


def test_whole_pixel_shifts_copy_the_picture():
    image = np.random.default_rng(0).integers(0, 256, (80, 90, 3), dtype=np.uint8)
    np.testing.assert_array_equal(
        warp(image, np.array([[1.0, 0, 7], [0, 1, 5]]), 64), image[5:69, 7:71]
    )


@pytest.mark.parametrize("reduction", [2, 3, 4, 6, 8])
def test_reduction_comes_close_to_an_independent_antialiased_one(reduction):
    image = picture("images/pyfeat_single_face.jpg")[:512, :512]
    side = 512 // reduction
    offset = (reduction - 1) / 2
    ours = warp(image, np.array([[reduction, 0, offset], [0, reduction, offset]], float), side)
    theirs = Image.fromarray(image[: side * reduction, : side * reduction])
    theirs = np.asarray(theirs.resize((side, side), Image.Resampling.BICUBIC))
    inner = slice(3, -3)
    away = np.abs(ours[inner, inner].astype(int) - theirs[inner, inner])
    assert away.mean() < 3.5


@pytest.mark.parametrize("reduction", [2.0, 3.3, 5.0, 9.0])
def test_detail_finer_than_the_crop_turns_gray_instead_of_crawling(reduction):
    size = round(130 * reduction)
    stripes = np.zeros((size, size, 3), np.uint8)
    stripes[:, ::2] = 255
    crop = warp(stripes, np.array([[reduction, 0, 9.37], [0, reduction, 9.37]]), 112)
    assert np.abs(crop[4:-4, 4:-4].astype(float) - 127.5).max() < 14


@pytest.mark.parametrize("reduction", [1.0, 3.0, 6.0])
def test_crossing_a_level_of_halving_is_no_motion(reduction):
    """What it adds to the change that reductions a thousandth apart make anyway."""
    image = cv2.resize(picture("images/pyfeat_Image_with_alpha.png"), None, fx=1.1, fy=1.1)

    def crop(scale):
        centre = np.array([image.shape[1], image.shape[0]]) / 2 - 55.5 * scale
        return warp(image, np.array([[scale, 0, centre[0]], [0, scale, centre[1]]]), 112)

    def change(scale):
        below, above = crop(scale * 0.9995), crop(scale * 1.0005)
        return np.abs(below.astype(int) - above).mean()

    assert change(reduction) < change(reduction * 1.01) + 0.6


def test_the_crop_of_a_real_face_has_its_eyes_on_the_template(dlib_detector):
    image = picture("images/pyfeat_single_face.jpg")
    frames = [image] * 3
    (track,) = track_all(
        dlib_detector,
        [
            type("Batch", (), {"images": [f], "index": [i], "seconds": [i / 30]})
            for i, f in enumerate(frames)
        ],
    )
    (matrix, *_) = crop_matrices(track, "five-point-112")
    crop = cut(image, matrix, "five-point-112", size=448)
    (again,) = dlib_detector.detect(crop, 448)
    eyes = (again.landmarks[[0, 2]] + again.landmarks[[1, 3]]) / 2
    expected = (np.array(FIVE[:2]) + 0.5) * 4 - 0.5
    assert np.abs(eyes - expected).max() < 12  # 3 pixels of 112
