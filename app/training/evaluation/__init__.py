"""How good weights are on labelled recordings: figures, tables, a report, and what light does."""
