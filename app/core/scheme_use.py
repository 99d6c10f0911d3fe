"""Which schemes annotations rely on, so that none is taken away under them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from app.core.document import Document
from app.core.scheme import Schemes


@dataclass(frozen=True, slots=True)
class SchemeUse:
    """What is used.

    Attributes
    ----------
    dimensions : mapping of str to (float, float) or None
        Of each dimension that has curves, the least and the greatest value; None if there are only
        gaps.
    labels : mapping of str to frozenset of str
        Of each category scheme that has tracks, the labels that are given.
    """

    dimensions: Mapping[str, tuple[float, float] | None] = field(default_factory=dict)
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def refusal(self, before: Schemes, schemes: Schemes) -> str:
        """Why schemes cannot take the place of those before, one sentence; empty when they can.

        Names and labels that the schemes before do not have are only text, of an imported file for
        example, and hold nothing.
        """
        for name, held in self.dimensions.items():
            scheme = schemes.dimension(name)
            if before.dimension(name) is None:
                continue
            if scheme is None:
                return f"“{name}” has curves; it cannot be removed or renamed before they are."
            if held is not None and not scheme.low <= held[0] <= held[1] <= scheme.high:
                return (
                    f"Curves of “{name}” have values from {held[0]:.4g} to {held[1]:.4g}; "
                    "its range cannot be narrower."
                )
        refusals = (self._refused(before, schemes, name) for name in self.labels)
        return next(filter(None, refusals), "")

    def _refused(self, before: Schemes, schemes: Schemes, name: str) -> str:
        old, scheme = before.category_scheme(name), schemes.category_scheme(name)
        if old is None:
            return ""
        if scheme is None:
            return f"“{name}” has tracks of segments; it cannot be removed or renamed before them."
        kept = {category.name for category in scheme.categories}
        had = {category.name for category in old.categories}
        gone = sorted((self.labels[name] & had) - kept)
        if not gone:
            return ""
        return f"Segments are labelled “{gone[0]}”; that category cannot be removed or renamed."


def use_of(documents: Iterable[Document]) -> SchemeUse:
    """What documents rely on."""
    ranges: dict[str, tuple[float, float] | None] = {}
    labels: dict[str, frozenset[str]] = {}
    for document in documents:
        for curve in document.curves:
            known = curve.samples.values[~np.isnan(curve.samples.values)]
            held = (float(known.min()), float(known.max())) if known.size else None
            ranges[curve.head.scheme] = _joined(ranges.get(curve.head.scheme), held)
        for track in document.segment_tracks:
            given = frozenset(segment.label for segment in track.segments)
            labels[track.head.scheme] = labels.get(track.head.scheme, frozenset()) | given
    return SchemeUse(ranges, labels)


def _joined(
    first: tuple[float, float] | None, second: tuple[float, float] | None
) -> tuple[float, float] | None:
    if first is None or second is None:
        return first or second
    return min(first[0], second[0]), max(first[1], second[1])
