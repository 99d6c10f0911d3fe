"""Reads recordings: frames by presentation time, and their sound."""
