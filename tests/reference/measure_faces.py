"""Prints the tables of ``docs/benchmarks/faces.md`` and the figures in the templates' comments.

    python -m tests.reference.measure_faces

Needs the shared recordings, and for comparing two detectors also onnxruntime (extra ``yunet``).
Takes some minutes. The cost of following is printed by ``tests/benchmarks/test_bench_faces.py``.
"""

from collections.abc import Iterable, Iterator

from app.faces.detector import FaceDetector
from app.faces.dlib_detector import DlibDetector
from tests.reference.faces_looks import thresholds
from tests.reference.faces_steadiness import known_motions, smoothings, still_faces
from tests.reference.faces_templates import (
    RECORDINGS,
    nose_base,
    openface_mean_shape,
    seen_by_both,
)
from tests.support.face_frames import track_recording
from tests.support.shared import SHARED_DATA

FRAMES_PER_RECORDING = 53


def usable(detector: FaceDetector) -> Iterator[str]:
    """Usable, bridged and all frames of each person of each recording."""
    others = ("derived/two_faces_d10_d3.mp4", "video/pyfeat_no_face.mp4")
    for name in (*RECORDINGS, *others, "video/pyfeat_face_noface.mov"):
        tracks = track_recording(detector, name)
        people = [f"{each.valid.sum()} ({each.bridged.sum()}) / {len(each)}" for each in tracks]
        yield f"{name}: {'; '.join(people) or 'nobody'}"


def show(title: str, lines: Iterable[str]) -> None:
    """Print a table as it grows."""
    print(f"\n{title}", flush=True)
    for line in lines:
        print(line, flush=True)


def reference_detector() -> FaceDetector | None:
    """The independent detector, or None where its runtime is not installed."""
    try:
        from app.faces.yunet_detector import YunetDetector
    except ImportError:
        return None
    return YunetDetector(SHARED_DATA / "weights/yunet_n_dynamic.onnx")


def main() -> None:
    """Print every table that can be made here."""
    if not SHARED_DATA.is_dir():
        print(f"nothing to measure: there is no shared test data at {SHARED_DATA}")
        return
    detector = DlibDetector()
    show(
        "OpenFace's mean: point, in the crop, left over",
        openface_mean_shape(),
    )
    show("Still face: picture, face px, moves, phase, phase of a fixed crop", still_faces(detector))
    show("Known motions: error rms, largest", known_motions(detector))
    show("Likeness: at least, same refused, others taken", thresholds(detector))
    show("Usable (bridged) / all frames", usable(detector))
    reference = reference_detector()
    if reference is None:
        print("\nno comparison with the other detector: onnxruntime is not installed")
        return
    show("Smoothing: sigma, moves, phase, error, d12, d3", smoothings(detector, reference))
    both = seen_by_both(detector, reference, FRAMES_PER_RECORDING)
    show("Nose base: weight, distance", nose_base(both))


if __name__ == "__main__":
    main()
