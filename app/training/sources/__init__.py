"""Where labels come from: one module per source and a table of them. Loads no torch."""
