"""Edits a project at random and tells each edit on stdout once it is stored; to be killed.

``python -m tests.support.edit_until_killed FOLDER FRAMES SEED EDITS``: goes on from the present
state up to that many edits, with undo and redo between them. A line is ``ID DIGEST``: the edit that
is the present one, and the digest of the state after it.
"""

import sys
from pathlib import Path

import numpy as np

from app.store import manifests
from app.store.canonical import sha256
from app.store.project import open_project
from tests.support.random_edits import edited


def digest_of_document(document):
    tracks = [sha256(manifests.of_track(track)) for track in document.tracks]
    return sha256(manifests.of_document(document.frames, tracks))


def step(rng, journal):
    choice = rng.random()
    if choice < 0.1 and journal.history.can_undo:
        journal.undo()
    elif choice < 0.15 and journal.history.can_redo:
        journal.redo()
    else:
        after = edited(rng, journal.document)
        journal.commit(after, author="Anna", kind="draw", summary="at random")


def main(folder, frames, seed, edits):
    rng = np.random.default_rng(seed)
    with open_project(Path(folder)) as project:
        journal = project.journal(project.recordings[0].id, frames)
        while len(journal.history.entries) < edits:
            step(rng, journal)
            print(journal.history.head, digest_of_document(journal.document), flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *(int(each) for each in sys.argv[2:]))
