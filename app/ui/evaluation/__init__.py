"""The dialog that evaluates weights: what is tested on what, figures, and a scatter."""
