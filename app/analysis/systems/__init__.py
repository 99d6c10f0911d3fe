"""What predicts: one file per system, one table that names them."""
