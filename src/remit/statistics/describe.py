"""What a sample looks like: location and spread of numbers, counts and percentages of categories."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from remit.statistics.exact_numbers import Number, exact_values, scaled
from remit.statistics.result import Estimate, Nature, Note


def describe(values: Sequence[Number | None]) -> Estimate:
    """Mean, standard deviation, median, quartiles and range of the values; None is a missing one.

    The value is the mean. In `extra`, in the unit of the values: `SD` (divisor n - 1; None below two values),
    `median`, `Q1`, `Q3`, `min`, `max`. Quartiles interpolate linearly between order statistics: type 7 of
    R. J. Hyndman and Y. Fan, Am. Stat. 50 (1996), 361-365, the default of R, NumPy and Excel.

    Raises ValueError, naming the place, where a value is infinite, NaN or no number; TypeError for floats.
    """
    known = [value for value in exact_values(values, "value") if value is not None]
    bare = Estimate(
        "mean",
        "mean, SD (n - 1), median, quartiles of type 7",
        None,
        nature=Nature.NONE,
        n_total=len(values),
        n=len(known),
        n_missing=(("value", len(values) - len(known)),),
    )
    if not known:
        return replace(bare, notes=(Note("no_values", "There is no value to describe."),))
    ordered = sorted(known)
    sample = scaled(known)
    figures = {"SD": sample.sd if len(known) > 1 else None}
    places = {"median": 2, "Q1": 1, "Q3": 3, "min": 0, "max": 4}
    figures |= {name: float(_quantile(ordered, Fraction(fourths, 4))) for name, fourths in places.items()}
    return replace(bare, value=float(sample.mean), extra=tuple(figures.items()))


def _quantile(ordered: Sequence[Fraction], probability: Fraction) -> Fraction:
    """The type 7 quantile: linear between the order statistics around (n - 1) p, counted from 0."""
    place = (len(ordered) - 1) * probability
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many patients have one category: a count, and its percentage of those with any."""

    category: str
    count: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class Frequencies:
    """The categories of a sample with their frequencies; `n` patients have one, `n_missing` have none."""

    frequencies: tuple[Frequency, ...]
    n: int
    n_missing: int


def tabulate(values: Sequence[str | None], categories: Sequence[str] = ()) -> Frequencies:
    """The frequency of each category; None is a missing value and enters no percentage.

    `categories` come first, in their order and with a count of 0 where nobody has one; any other category
    follows in the order met. Percentages are of the patients with a value, None where there are none.
    """
    counts = Counter(dict.fromkeys(categories, 0))
    counts.update(value for value in values if value is not None)
    n = counts.total()
    rows = tuple(Frequency(name, k, 100 * k / n if n else None) for name, k in counts.items())
    return Frequencies(rows, n, len(values) - n)
