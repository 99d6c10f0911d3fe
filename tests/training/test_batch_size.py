"""How many windows a batch begins with."""

import pytest
import torch

from app.core.errors import StudioError
from app.training.batch_size import LARGEST, first_batch, halved, is_out_of_memory
from app.training.settings import StageSettings

CPU = torch.device("cpu")
ROOMY = 64 << 30


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch):
    def set_to(size: float) -> None:
        monkeypatch.setattr("app.training.batch_size._memory", lambda device: float(size))

    return set_to


@pytest.mark.parametrize(
    ("windows", "wanted"), [(1, 2), (8, 2), (13, 3), (32, 8), (10_000, LARGEST)]
)
def test_a_small_collection_is_cut_into_smaller_batches(memory, windows, wanted) -> None:
    memory(ROOMY)
    assert first_batch(StageSettings("together"), windows, 64, CPU) == wanted


def test_what_was_asked_for_is_taken(memory) -> None:
    memory(0)
    assert first_batch(StageSettings("together", batch=5), 3, 64, CPU) == 5


def test_little_memory_gives_small_batches(memory) -> None:
    memory(2 << 30)
    assert first_batch(StageSettings("together"), 10_000, 64, CPU) == 2
    memory(1 << 20)
    assert first_batch(StageSettings("together"), 10_000, 64, CPU) == 1


def test_memory_errors_of_both_kinds_are_known_and_others_are_not() -> None:
    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory"))
    assert is_out_of_memory(RuntimeError("DefaultCPUAllocator: not enough memory: you tried"))
    assert is_out_of_memory(MemoryError())
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    assert not is_out_of_memory(ValueError("not enough memory"))


def test_batches_are_halved_down_to_one() -> None:
    assert [halved(8), halved(3), halved(2)] == [4, 1, 1]
    with pytest.raises(StudioError, match="single window"):
        halved(1)
