"""Finds faces, follows them through time and cuts steady, aligned crops."""
