"""A store of recently used things that is bounded by their bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class FrameCache(Generic[Key, Value]):
    """Keeps what was used last, up to a number of bytes; the least recently used goes first.

    Belongs to one thread, as the reader that owns it.

    Parameters
    ----------
    capacity : int
        Bytes, >= 0. The sum of the sizes kept never exceeds it.
    """

    def __init__(self, capacity: int) -> None:
        if capacity < 0:
            raise ValueError(f"capacity must be >= 0 bytes, not {capacity}")
        self.capacity = capacity
        self._entries: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._bytes = 0

    @property
    def bytes_kept(self) -> int:
        """Sum of the sizes of what is kept."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: Key) -> bool:
        return key in self._entries

    def get(self, key: Key) -> Value | None:
        """What is kept under a key, now the most recently used; None if nothing is."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a value of so many bytes; one larger than the whole capacity is not kept."""
        if size < 0:
            raise ValueError(f"size must be >= 0 bytes, not {size}")
        self._drop(key)
        if size > self.capacity:
            return
        while self._bytes + size > self.capacity:
            self._drop(next(iter(self._entries)))
        self._entries[key] = (value, size)
        self._bytes += size

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._bytes = 0

    def _drop(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= entry[1]
