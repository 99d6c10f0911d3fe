"""What stands in the Motion dock while there is nothing to see."""

CLOSED = "Open a recording to see how the face moves, as the temporal stream sees it."
NO_FACES = (
    "Here the snippet about the playhead shows which way each part of the face moves: blue and red "
    "are phase that falls and rises. Run the analysis, which finds the face, to see it."
)
NOBODY = "No face was found in this recording, so there is no motion of one to show."
LOADING = "Loading..."
