"""How good predictions are against labels: figures, and how sure one can be of them."""
