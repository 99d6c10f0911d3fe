"""The picture: frames, overlays, playback controls."""
