"""A project in a folder of its own, with a recording that need not exist."""

import numpy as np
import pytest

from app.store.project import create_project

FRAMES = 5000


@pytest.fixture
def rng():
    return np.random.default_rng(20261121)


@pytest.fixture
def project(tmp_path):
    with create_project(tmp_path / "study", "Study") as made:
        yield made


@pytest.fixture
def journal(project):
    made = project.add_recording(project.folder.parent / "clip.mp4", FRAMES)
    return project.journal(made.id, FRAMES)
