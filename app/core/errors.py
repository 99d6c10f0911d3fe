"""What can go wrong in a way the user can act on.

Each message is one plain sentence that says what, where and what to do; the command line prints it
on stderr and the window shows it, with details behind a button.
"""


class StudioError(Exception):
    """Something the user can act on; ``str(error)`` is the sentence they read."""


class InputError(StudioError):
    """A file that was given cannot be used as what it was given for."""


class OutputError(StudioError):
    """A result cannot be written where it was asked for."""


class WeightsError(StudioError):
    """Weights are missing, damaged or not what they claim to be."""


class DeviceError(StudioError):
    """The device that was asked for is not there."""


class FetchError(StudioError):
    """A download the user asked for did not arrive whole."""


class EditError(StudioError):
    """An edit that cannot be made: the track is locked, gone, or not of that kind."""


class ProjectError(StudioError):
    """A project that cannot be opened, made or written."""
