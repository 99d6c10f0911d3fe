"""What stories of the window leave behind: how long its thread was busy, and late."""

import pytest

WATCHED = "the window's thread, ms"
"""Under this a story leaves its figures: processor time, and wall time."""

_MEANT = 50
_MOST = 5


def say_figures(reporter: pytest.TerminalReporter) -> None:
    """The stories whose windows kept their user waiting longest."""
    found = [
        (tuple(figures), report.nodeid)
        for report in (*reporter.getreports(""), *reporter.getreports("error"))
        if report.when == "teardown"
        for name, figures in report.user_properties
        if name == WATCHED
    ]
    if not found:
        return
    found.sort(reverse=True)
    over = sum(busy > _MEANT for (busy, _), _ in found)
    reporter.section("windows of stories: longest processor time, longest pause (ms)")
    reporter.line(f"{over} of {len(found)} beyond {_MEANT} ms of processor time")
    for (busy, late), story in found[:_MOST]:
        reporter.line(f"{busy:5d} {late:5d}  {story}")
