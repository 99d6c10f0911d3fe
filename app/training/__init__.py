"""Training and evaluation: what makes weights, and the synthetic recordings some are made from."""
