"""Times, frames and rates as they are written in the window."""

MINUS = "\u2212"


def clock_text(seconds: float) -> str:
    """A time as m:ss.fff, or h:mm:ss.fff from an hour on; a minus sign before zero."""
    thousandths = round(abs(seconds) * 1000)
    sign = MINUS if seconds < 0 and thousandths else ""
    whole, fraction = divmod(thousandths, 1000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    head = f"{hours}:{minute:02d}" if hours else f"{minute}"
    return f"{sign}{head}:{second:02d}.{fraction:03d}"


def rate_text(rate: float) -> str:
    """A rate with as many digits as it needs: 1.0, 0.25, backwards -2.0, and a times sign."""
    size = f"{abs(rate):.2f}".removesuffix("0")
    return f"{MINUS if rate < 0 else ''}{size}\u00d7"


def signed_text(value: float) -> str:
    """A value in [-1, 1] with its sign and two digits."""
    return f"{value:+.2f}".replace("-", MINUS)
