"""Long work gives way to the window: its threads are the last to get a processor.

An analysis keeps every core busy. On Linux each thread has a priority of its own, and threads that
it starts (decoding ahead, the network's) inherit it, so that the window's thread and the one that
decodes for the picture come first. Other systems have no such call for a thread of one's own
process; there the scheduler's own fairness has to do.
"""

import os
import sys
import threading
from contextlib import suppress

NICENESS = 10
"""Of 19; enough to come last, little enough to take all that is left."""


def give_way() -> None:
    """Make the calling thread, and those that it will start, the last to be served."""
    if sys.platform == "linux":
        with suppress(OSError):  # a container may forbid it; then nothing is lost but this
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
