"""The Train dock: what a network learns from, how far it is, and what came of it."""
