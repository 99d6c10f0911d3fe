"""Edits: pure functions that make a document of a document.

Each raises `app.core.errors.EditError`, one sentence, when it cannot be made.
"""
