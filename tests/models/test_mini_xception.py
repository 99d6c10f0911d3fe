"""The FER2013 expression network against a plain numpy one and on real faces."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import h5py
import numpy as np
import pytest
import torch
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from models.errors import ModelError
from models.mini_xception import CLASSES, INPUT_SIZE, MiniXception, read_mini_xception
from tests.support.shared import ROOT, shared_file
from tests.support.tolerances import NETWORK_FLOAT32

Array = NDArray[np.float64]

FILE = "weights/fer2013_mini_XCEPTION.102-0.66.hdf5"


@pytest.fixture(scope="module")
def published() -> Path:
    return shared_file(FILE)


@pytest.fixture(scope="module")
def network(published: Path) -> MiniXception:
    return read_mini_xception(published)


# An independent implementation: float64 numpy, NHWC, driven by the layer list that Keras stored in
# the file itself, with the padding rule of TensorFlow's documentation.


def same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def patches(x: Array, kernel: int, stride: int, padding: str, fill: float) -> Array:
    """Windows (N, H', W', C, kernel, kernel)."""
    if padding == "same":
        rows, columns = (same_padding(x.shape[axis], kernel, stride) for axis in (1, 2))
        x = np.pad(x, ((0, 0), rows, columns, (0, 0)), constant_values=fill)
    windows = sliding_window_view(x, (kernel, kernel), axis=(1, 2))
    return windows[:, ::stride, ::stride]


def keras_layer(kind: str, config: dict, w: dict[str, Array], inputs: list[Array]) -> Array:
    x = inputs[0]
    if kind == "Conv2D":
        stride, kernel = config["strides"][0], config["kernel_size"][0]
        y = np.einsum(
            "nhwcij,ijco->nhwo", patches(x, kernel, stride, config["padding"], 0.0), w["kernel"]
        )
        return y + w["bias"] if config["use_bias"] else y
    if kind == "SeparableConv2D":
        windows = patches(x, 3, 1, config["padding"], 0.0)
        depth = np.einsum("nhwcij,ijc->nhwc", windows, w["depthwise_kernel"][..., 0])
        return depth @ w["pointwise_kernel"][0, 0]
    if kind == "BatchNormalization":
        scale = w["gamma"] / np.sqrt(w["moving_variance"] + config["epsilon"])
        return (x - w["moving_mean"]) * scale + w["beta"]
    if kind == "MaxPooling2D":
        return patches(x, 3, 2, config["padding"], -np.inf).max(axis=(-2, -1))
    if kind == "GlobalAveragePooling2D":
        return x.mean(axis=(1, 2))
    if kind == "Add":
        return inputs[0] + inputs[1]
    if kind == "Activation" and config["activation"] == "relu":
        return np.maximum(x, 0)
    assert (kind, config["activation"]) == ("Activation", "softmax")
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def keras_forward(path: Path, gray: NDArray[np.uint8]) -> Array:
    values: dict[str, Array] = {}
    with h5py.File(path) as file:
        layers = json.loads(file.attrs["model_config"])["config"]["layers"]
        for layer in layers:
            name, kind, config = layer["name"], layer["class_name"], layer["config"]
            if kind == "InputLayer":
                values[name] = gray[..., None] / 255.0 * 2 - 1
                continue
            group = file["model_weights"][name]
            weights = {
                key.split("/")[-1].removesuffix(":0"): group[key][()].astype(np.float64)
                for key in (raw.decode() for raw in group.attrs["weight_names"])
            }
            inputs = [values[node[0]] for node in layer["inbound_nodes"][0]]
            values[name] = keras_layer(kind, config, weights, inputs)
    return values[layers[-1]["name"]]


def gray_faces() -> NDArray[np.uint8]:
    """Square gray patches with all kinds of content, no face needed."""
    rng = np.random.default_rng(3)
    smooth = [
        cv2.resize(rng.integers(0, 256, (n, n), dtype=np.uint8), (INPUT_SIZE, INPUT_SIZE))
        for n in (2, 4, 8, 16, 64)
    ]
    flat = [np.full((INPUT_SIZE, INPUT_SIZE), value, np.uint8) for value in (0, 255)]
    return np.stack([*smooth, *flat])


def test_equals_the_independent_implementation(network: MiniXception, published: Path) -> None:
    gray = gray_faces()
    expected = keras_forward(published, gray)
    with torch.no_grad():
        ours = network(torch.from_numpy(gray)).numpy()
        double = read_mini_xception(published).double()(torch.from_numpy(gray)).numpy()
    np.testing.assert_allclose(ours, expected, atol=NETWORK_FLOAT32)
    np.testing.assert_allclose(double, expected, atol=1e-12)
    assert len(set(expected.argmax(axis=1))) > 1  # the patches do not all look alike to it


def test_the_side_of_the_padding_matters(network: MiniXception, published: Path) -> None:
    """The usual symmetric padding gives another answer: this is what the test above would catch."""
    gray = torch.from_numpy(gray_faces())
    expected = keras_forward(published, gray.numpy())
    symmetric = read_mini_xception(published)
    plain = torch.nn.MaxPool2d(3, stride=2, padding=1)
    for block in symmetric.blocks:

        def forward(x: torch.Tensor, block: torch.nn.Module = block) -> torch.Tensor:
            y = torch.relu(block.bn1(block.conv1(x)))
            return plain(block.bn2(block.conv2(y))) + block.shortcut_bn(block.shortcut(x))

        block.forward = forward
    with torch.no_grad():
        assert np.abs(symmetric(gray).numpy() - expected).max() > 0.02


def test_gives_probabilities_of_any_dtype_and_device_of_batch(network: MiniXception) -> None:
    gray = torch.from_numpy(gray_faces())
    with torch.no_grad():
        together = network(gray)
        alone = torch.cat([network(one[None]) for one in gray])
        as_float = network(gray.float())
        none = network(gray[:0])
    assert together.shape == (len(gray), len(CLASSES))
    assert torch.allclose(together.sum(dim=1), torch.ones(len(gray)), atol=1e-6)
    assert torch.allclose(together, alone, atol=1e-6)
    assert torch.equal(together, as_float)
    assert none.shape == (0, len(CLASSES))
    assert not network.training


@pytest.mark.parametrize("shape", [(1, 1, 64, 64), (64, 64), (2, 48, 48)])
def test_another_shape_is_refused(network: MiniXception, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="gray must have shape"):
        network(torch.zeros(shape))


def square_face(name: str) -> NDArray[np.uint8]:
    """The face's square box and 20 %, gray, 64x64; box by OpenCV's own detector."""
    image = cv2.imread(str(shared_file(f"images/{name}")), cv2.IMREAD_GRAYSCALE)
    cascade = cv2.CascadeClassifier(
        str(Path(cv2.data.haarcascades) / "haarcascade_frontalface_alt2.xml")
    )
    boxes = cascade.detectMultiScale(image, 1.1, 5, minSize=(60, 60))
    left, top, size, _ = max(boxes, key=lambda box: box[2])
    side = round(size * 1.2)
    center = (float(left + size / 2), float(top + size / 2))
    cut = cv2.getRectSubPix(image, (side, side), center)
    return cv2.resize(cut, (INPUT_SIZE, INPUT_SIZE), interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("faceapi_happy.jpg", "happy"),
        ("faceapi_neutral.jpg", "neutral"),
        ("faceapi_sad.jpg", "sad"),
        ("faceapi_surprised.jpg", "surprise"),
    ],
)
def test_real_faces(network: MiniXception, name: str, expression: str) -> None:
    with torch.no_grad():
        probabilities = network(torch.from_numpy(square_face(name))[None])[0]
    assert CLASSES[int(probabilities.argmax())] == expression


def test_knows_no_tensorflow_and_no_hdf5_until_a_file_is_read() -> None:
    code = (
        "import sys, models.mini_xception; "
        "sys.exit(any(m in sys.modules for m in ('h5py', 'tensorflow', 'keras', 'cv2')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


def drop(file: h5py.File) -> None:
    del file["model_weights/conv2d_3/conv2d_3_1/kernel:0"]


def add(file: h5py.File) -> None:
    file["model_weights/dense_1/dense_1_1/kernel:0"] = np.zeros((3, 3), np.float32)


def reshape(file: h5py.File) -> None:
    drop(file)
    file["model_weights/conv2d_3/conv2d_3_1/kernel:0"] = np.zeros((1, 1, 16, 8), np.float32)


def spoil(file: h5py.File) -> None:
    file["model_weights/conv2d_7/conv2d_7_1/bias:0"][3] = np.nan


def empty(file: h5py.File) -> None:
    del file["model_weights"]


def rename(file: h5py.File) -> None:
    file.move("model_weights", "weights")
    file["model_weights"] = np.zeros(3)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (drop, "conv2d_3/kernel:0 is missing"),
        (add, "dense_1/kernel:0"),
        (reshape, r"conv2d_3/kernel:0 \(1, 1, 16, 8\), expected \(1, 1, 8, 16\)"),
        (spoil, "conv2d_7/bias:0 is not finite"),
        (empty, "no group model_weights"),
        (rename, "no group model_weights"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    published: Path, tmp_path: Path, change: Callable[[h5py.File], None], says: str
) -> None:
    path = Path(shutil.copy(published, tmp_path / "x.hdf5"))
    path.chmod(0o600)
    with h5py.File(path, "r+") as file:
        change(file)
    with pytest.raises(ModelError, match=says) as raised:
        read_mini_xception(path)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_hdf5_or_cut_off(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.hdf5"
    with pytest.raises(ModelError, match="There is no file"):
        read_mini_xception(path)
    content = published.read_bytes()
    for part in (b"", b"hello", content[:100], content[: len(content) // 2]):
        path.write_bytes(part)
        with pytest.raises(ModelError, match="not an HDF5 file, or it is damaged"):
            read_mini_xception(path)
