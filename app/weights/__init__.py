"""Finds, fetches, verifies and imports network weights."""
