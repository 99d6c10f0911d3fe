"""Recordings read from and written to files: pictures, times and sound."""
