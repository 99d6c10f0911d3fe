"""The Motion dock: the snippet about the playhead, as the temporal stream sees it."""
