"""Figures in words: p values, percentages, means, intervals, with as many decimals as they deserve."""

import math
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from remit.statistics.ignorance import Range
from remit.statistics.result import Estimate, Interval

SMALLEST_P: Final = 0.0001
NOT_KNOWN: Final = "?"
NONE: Final = "-"
"""Where a method gives no such figure."""

NOT_BOUNDED: Final = "not bounded"
"""Where missing data leave everything open."""

_THRESHOLDS: Final = (0.001, 0.01, 0.05, 0.1)
_MOST_DIGITS: Final = 6
_ALL_DIGITS: Final = 17


def p_value(estimate: Estimate) -> str:
    """The p value of a test with three significant digits, or `<0.0001`.

    One that is the smallest its data could give is shown in full, since it says how few they are.
    """
    if estimate.p is None:
        return NONE
    return probability(estimate.p, _MOST_DIGITS if estimate.p == estimate.p_floor else 3)


def probability(p: float, digits: int = 3) -> str:
    """A probability, never 0.000; none is rounded onto a threshold that it has not reached: 0.04996."""
    if p < SMALLEST_P:
        return f"<{SMALLEST_P:g}"
    while digits < _ALL_DIGITS and float(f"{p:.{digits}g}") in _THRESHOLDS and p not in _THRESHOLDS:
        digits += 1
    return f"{p:.{digits}g}"


def p_range(found: Range | None) -> str:
    """The p values that missing data leave open."""
    if found is None:
        return NONE
    if found.low <= 0 and found.high >= 1:
        return NOT_BOUNDED
    low, high = probability(found.low), probability(found.high)
    return low if found.settled else f"{low} to {high}"


def range_of(found: Range, decimals: int) -> str:
    """What an estimate may become; where nothing limits it that is said."""
    if math.isinf(found.low) and math.isinf(found.high):
        return NOT_BOUNDED
    if math.isinf(found.low):
        return f"at most {recorded(found.high, decimals)}"
    if math.isinf(found.high):
        return f"at least {recorded(found.low, decimals)}"
    return f"{recorded(found.low, decimals)} to {recorded(found.high, decimals)}"


def percent(proportion: float) -> str:
    """A proportion as a percentage with one decimal."""
    return rounded(100 * proportion, 1)


def percent_limits(interval: Interval) -> str:
    """The limits of a proportion in percent; 0 and 100 are exact and have no decimals."""
    return ", ".join(
        percent(limit) if 0 < limit < 1 else f"{100 * limit:g}" for limit in (interval.low, interval.high)
    )


def count_range(low: int, high: int) -> str:
    """A count, or the range that it may lie in."""
    return str(low) if low == high else f"{low}-{high}"


def percent_range(low: int, high: int, n: int) -> str:
    """A percentage of n, or the range that it may lie in (without decimals where they are 0)."""
    if low == high:
        return percent(low / n)
    return "-".join(f"{round(100 * count / n, 1):g}" for count in (low, high))


def decimals_of(values: Iterable[Fraction]) -> int:
    """The decimals for means of the values: one more than they are recorded with, three digits at most.

    So whole doses around 20 have means with one decimal, and counts in the hundreds none.
    """
    known = list(values)
    typical = sum(map(abs, known), start=Fraction(0)) / max(len(known), 1)
    before_the_point = math.floor(math.log10(typical)) + 1 if typical else 1
    return max(0, min(max(map(_decimals, known), default=0) + 1, 3 - before_the_point))


def _decimals(value: Fraction) -> int:
    """How many decimals a value has; those beyond the sixth come from a conversion, not from a record."""
    return next(
        (count for count in range(_MOST_DIGITS) if (value * 10**count).denominator == 1), _MOST_DIGITS
    )


def rounded(value: float, decimals: int) -> str:
    """A mean or another computed figure, half a unit away from zero as on paper; never `-0.0`."""
    figure = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{abs(figure) if figure == 0 else figure:f}"


def recorded(value: float | Fraction, decimals: int = _MOST_DIGITS) -> str:
    """A recorded value, a median or a quartile: without zeros at its end."""
    text = rounded(float(value), decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def limits(interval: Interval | None, shown: Callable[[float, int], str], decimals: int) -> str:
    """An interval in brackets, its limits shown as the estimate is; nothing where there is none."""
    if interval is None:
        return ""
    return f"[{shown(interval.low, decimals)}, {shown(interval.high, decimals)}]"
