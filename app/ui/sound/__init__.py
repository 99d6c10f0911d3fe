"""Sound while playing: decoded in a worker, and the clock that it is."""
