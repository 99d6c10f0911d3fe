"""The Plane dock: a recording on the plane of valence and arousal, and where it is now."""
