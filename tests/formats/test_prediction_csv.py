import csv
import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from app.core.errors import InputError
from app.formats.prediction_csv import prediction_csv
from app.formats.summary_csv import HEADER, summary_csv
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
    assert table["confidence"].isna().tolist() == [True, False, True]
    assert table["face"].tolist() == [0, 1, 0]


def test_a_summary_keeps_the_lines_of_other_recordings():
    first = summary_csv([("a.mp4", prediction([[0.5, 0.5]])), ("b.mp4", prediction([[0.1, 0.1]]))])
    second = summary_csv([("b.mp4", prediction([[-0.5, 0.5]]))], first)
    rows = list(csv.DictReader(io.StringIO(second)))
    assert [row["video"] for row in rows] == ["a.mp4", "b.mp4"]
    assert float(rows[1]["valence_mean"]) == -0.5


def test_a_summary_does_not_overwrite_a_strangers_file():
    with pytest.raises(InputError, match="not written by this program"):
        summary_csv([("a.mp4", prediction([[0.5, 0.5]]))], "my,own,table\n1,2,3\n")


def test_file_names_that_a_spreadsheet_would_run_are_made_safe():
    text = summary_csv([("=cmd.mp4", prediction([[np.nan, np.nan]]))])
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["video"] == "'=cmd.mp4"
    assert row["valence_mean"] == ""
    assert tuple(row) == HEADER
