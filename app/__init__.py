"""MIMAMO Studio: recordings, people, time, prediction and annotation."""
