"""Lanes on one time axis."""
