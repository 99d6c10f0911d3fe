"""The Compare dock: how predictions and annotations agree."""
