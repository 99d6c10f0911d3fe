import io
from dataclasses import replace

import numpy as np
import pandas as pd

from app.formats.prediction_csv import prediction_csv
from tests.support.predictions import prediction


def test_a_row_per_frame_with_six_decimals_and_empty_gaps():
    made = prediction([[0.25, -0.5], [np.nan, np.nan], [-1e-9, 1.0]], face=[1, 0, 1], fps=30)
    assert prediction_csv(made) == (
        "frame,time_s,face,confidence,valence,arousal\n"
        "0,0.000000,1,0.900,0.250000,-0.500000\n"
        "1,0.033333,0,0.000,,\n"
        "2,0.066667,1,0.900,0.000000,1.000000\n"
    )


def test_outside_the_range_nothing_was_looked_at():
    made = prediction([[np.nan, np.nan], [0.1, 0.2], [np.nan, np.nan]], face=[0, 1, 0])
    made = replace(made, analysed=np.array([False, True, False]))
    table = pd.read_csv(io.StringIO(prediction_csv(made)))
    assert table["confidence"].tolist() == [0, 0.9, 0]
    assert table["valence"].isna().tolist() == [True, False, True]
    assert table["face"].tolist() == [0, 1, 0]
