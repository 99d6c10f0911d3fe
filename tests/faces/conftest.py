import pytest

from app.faces.dlib_detector import DlibDetector


@pytest.fixture(scope="session")
def dlib_detector() -> DlibDetector:
    """One for all tests: reading the predictor takes longer than a detection."""
    return DlibDetector()
