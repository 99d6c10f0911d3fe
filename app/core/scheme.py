"""What may be annotated: dimensions with a range, and categories with colours.

A dimension scheme is for curves, a category scheme for segments and events.
"""

import math
import re
from dataclasses import dataclass

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class DimensionScheme:
    """A quantity that is rated over time.

    Attributes
    ----------
    name : str
        For example ``"arousal"``; lower case, told apart by it.
    low, high : float
        Least and greatest value that can be given, finite, ``low < high``.
    low_label, high_label : str
        What the ends mean, for example ``"calm"`` and ``"excited"``; may be empty.
    """

    name: str
    low: float = -1.0
    high: float = 1.0
    low_label: str = ""
    high_label: str = ""

    def __post_init__(self) -> None:
        """Check the promises above."""
        if not self.name.strip():
            raise ValueError("a dimension needs a name")
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"a range goes from less to more, not {self.low} to {self.high}")

    @property
    def middle(self) -> float:
        """The value half way."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Category:
    """A label of a category scheme.

    Attributes
    ----------
    name : str
        The label.
    colour : str
        ``"#RRGGBB"``.
    key : str
        The key that makes such a segment while playing, one character; empty for none.
    is_event : bool
        Whether it marks an instant and not a stretch.
    """

    name: str
    colour: str
    key: str = ""
    is_event: bool = False

    def __post_init__(self) -> None:
        """Check the promises above."""
        if not self.name.strip():
            raise ValueError("a category needs a name")
        if not _COLOUR.fullmatch(self.colour):
            raise ValueError(f"a colour is written #RRGGBB, not {self.colour!r}")
        if len(self.key) > 1:
            raise ValueError(f"a key is one character, not {self.key!r}")


@dataclass(frozen=True, slots=True)
class CategoryScheme:
    """The labels of a kind of segment.

    Attributes
    ----------
    name : str
        For example ``"expression"``.
    categories : tuple of Category
        In the order of their menu; names differ, keys that are not empty differ.
    """

    name: str
    categories: tuple[Category, ...] = ()

    def __post_init__(self) -> None:
        """Check the promises above."""
        if not self.name.strip():
            raise ValueError("a scheme needs a name")
        names = [category.name for category in self.categories]
        keys = [category.key for category in self.categories if category.key]
        if len(set(names)) < len(names) or len(set(keys)) < len(keys):
            raise ValueError("the names and the keys of categories must differ")

    def category(self, name: str) -> Category | None:
        """The category of a label."""
        return next((each for each in self.categories if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Schemes:
    """Everything that may be annotated in a project.

    Attributes
    ----------
    dimensions : tuple of DimensionScheme
        In the order of the lanes; names differ.
    categories : tuple of CategoryScheme
        Names differ.
    """

    dimensions: tuple[DimensionScheme, ...]
    categories: tuple[CategoryScheme, ...]

    def __post_init__(self) -> None:
        """Check the promises above."""
        for group in (self.dimensions, self.categories):
            names = [each.name for each in group]
            if len(set(names)) < len(names):
                raise ValueError(f"the names of schemes must differ: {', '.join(names)}")

    def dimension(self, name: str) -> DimensionScheme | None:
        """The scheme of a dimension."""
        return next((each for each in self.dimensions if each.name == name), None)

    def category_scheme(self, name: str) -> CategoryScheme | None:
        """The scheme of segments."""
        return next((each for each in self.categories if each.name == name), None)


# Okabe-Ito, without the two colours that mean arousal and valence.
DEFAULT_SCHEMES = Schemes(
    (
        DimensionScheme("arousal", -1.0, 1.0, "calm", "excited"),
        DimensionScheme("valence", -1.0, 1.0, "unpleasant", "pleasant"),
    ),
    (
        CategoryScheme(
            "expression",
            (
                Category("smile", "#E69F00", "1"),
                Category("frown", "#009E73", "2"),
                Category("surprise", "#CC79A7", "3"),
                Category("disgust", "#8A7A00", "4"),
                Category("speech", "#7F7F7F", "5"),
                Category("micro-expression", "#6A5ACD", "6"),
                Category("blink", "#44AA99", "7", is_event=True),
                Category("unusable", "#AA4466", "8"),
            ),
        ),
    ),
)
"""What a new project starts with."""
