"""What can be wrong with a file that claims to hold a network."""


class ModelError(ValueError):
    """A checkpoint or its card cannot be used; the message names keys and what was expected."""
