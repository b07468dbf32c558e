"""The difference of two proportions in the same patients, with its confidence interval.

A difference is always *second less first*: a fall is negative. All intervals are approximations. Surveys:
M. W. Fagerland, S. Lydersen and P. Laake, Stat. Med. 33 (2014), 2850-2875; R. G. Newcombe, Stat. Med. 17
(1998), 2635-2650, whose methods are numbered here as there.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from scipy import special

from remit.statistics.bisection import threshold
from remit.statistics.mcnemar import change_in_proportion
from remit.statistics.proportion import Limits, wilson_limits
from remit.statistics.remarks import NO_PAIRS, significance
from remit.statistics.result import Estimate, Interval, Nature, Note
from remit.statistics.tables import PairedTable


def newcombe(table: PairedTable, level: float = 0.95) -> Estimate:
    """Newcombe's method 10: Wilson limits of both proportions, squared and added, correlation corrected.

    The correlation phi of the two classifications is made smaller by a continuity correction where it is
    positive, which widens the interval. In `extra`: that phi.

    Raises ValueError unless 0 < level < 1.
    """
    return _square_and_add(table, level, "Newcombe, method 10", _phi(table, correction=table.n / 2))


def square_and_add(table: PairedTable, level: float = 0.95) -> Estimate:
    """Newcombe's method 8: as `newcombe`, with phi as it is.

    Raises ValueError unless 0 < level < 1.
    """
    return _square_and_add(table, level, "Newcombe, method 8 (square and add)", _phi(table, correction=0))


def tango(table: PairedTable, level: float = 0.95) -> Estimate:
    """Tango's score interval: the differences that a score test does not reject.

    T. Tango, Stat. Med. 17 (1998), 891-908.

    Raises ValueError unless 0 < level < 1.
    """
    return _with_interval(table, level, "Tango, score", _tango_limits)


def bonett_price(table: PairedTable, level: float = 0.95) -> Estimate:
    """Wald's interval after one fall and one rise are added, cut at -1 and 1.

    D. G. Bonett and R. M. Price, J. Educ. Behav. Stat. 37 (2012), 479-488.

    Raises ValueError unless 0 < level < 1.
    """
    return _with_interval(table, level, "Bonett-Price, adjusted Wald", _bonett_price_limits)


def _with_interval(
    table: PairedTable, level: float, method: str, limits: Callable[[PairedTable, float], Limits]
) -> Estimate:
    """The difference with limits that are found from the table and the normal quantile of the level."""
    z = -float(special.ndtri(significance(level) / 2))
    bare = replace(change_in_proportion(table, method), name="difference of paired proportions")
    if not table.n:
        return replace(bare, nature=Nature.NONE, notes=(NO_PAIRS,))
    low, high = limits(table, z)
    interval = Interval(max(low, -1.0), min(high, 1.0), level, level, method, Nature.ASYMPTOTIC)
    return replace(
        bare,
        interval=interval,
        nature=Nature.ASYMPTOTIC,
        extra=(*bare.extra, ("first", _first(table) / table.n), ("second", _second(table) / table.n)),
        notes=() if table.discordant else (_NO_CHANGE,),
    )


_NO_CHANGE = Note(
    "no_change", "No pair changed: the interval rests on the number of pairs alone, and on no change seen."
)


def _first(table: PairedTable) -> int:
    return table.both + table.first_only


def _second(table: PairedTable) -> int:
    return table.both + table.second_only


def _square_and_add(table: PairedTable, level: float, method: str, phi: float) -> Estimate:
    found = _with_interval(table, level, method, partial(_square_and_add_limits, phi))
    return replace(found, extra=(*found.extra, ("phi", phi))) if table.n else found


def _square_and_add_limits(phi: float, table: PairedTable, z: float) -> Limits:
    alpha, n = 2 * float(special.ndtr(-z)), table.n
    first, second = _first(table) / n, _second(table) / n
    first_low, first_high = wilson_limits(_first(table), n, alpha)
    second_low, second_high = wilson_limits(_second(table), n, alpha)
    below = _hypotenuse(second - second_low, first_high - first, phi)
    above = _hypotenuse(second_high - second, first - first_low, phi)
    return second - first - below, second - first + above


def _hypotenuse(x: float, y: float, phi: float) -> float:
    """The third side of a triangle whose sides x and y enclose an angle of cosine phi."""
    return math.sqrt(max(x * x - 2 * phi * x * y + y * y, 0.0))


def _phi(table: PairedTable, correction: float) -> float:
    """The correlation of the two classifications, with a correction for continuity; 0 where it is undefined.

    `correction` is taken off the numerator ad - bc, down to 0; a negative one is left as it is.
    """
    first, second, n = _first(table), _second(table), table.n
    spread = first * (n - first) * second * (n - second)
    if not spread:
        return 0.0
    covariance = table.both * table.neither - table.first_only * table.second_only
    return (max(covariance - correction, 0) if covariance > 0 else covariance) / math.sqrt(spread)


def _tango_limits(table: PairedTable, z: float) -> Limits:
    """Where (rises - falls) - n delta is z standard deviations, under the likeliest table of that delta."""
    observed = (table.second_only - table.first_only) / table.n

    def too_small(delta: float) -> bool:
        return table.n * (observed - delta) > z * _score_deviation(table, delta)

    def too_large(delta: float) -> bool:
        return table.n * (delta - observed) > z * _score_deviation(table, delta)

    low = threshold(lambda delta: not too_small(delta), -1.0, observed)
    return low, threshold(too_large, observed, 1.0)


def _score_deviation(table: PairedTable, delta: float) -> float:
    """The standard deviation of rises - falls where rises are more probable than falls by delta.

    The likeliest probability q of a fall under that restriction solves
    2 n q^2 + (2 n delta - (rises - falls) delta - (rises + falls)) q - falls delta (1 - delta) = 0.
    """
    n, falls, rises = table.n, table.first_only, table.second_only
    linear = (2 * n - rises + falls) * delta - falls - rises
    root = math.sqrt(max(linear**2 + 8 * n * falls * delta * (1 - delta), 0.0))
    fall = (root - linear) / (4 * n)
    return math.sqrt(max(n * (2 * fall + delta * (1 - delta)), 0.0))


def _bonett_price_limits(table: PairedTable, z: float) -> Limits:
    size = table.n + 2
    fall, rise = (table.first_only + 1) / size, (table.second_only + 1) / size
    margin = z * math.sqrt((fall + rise - (rise - fall) ** 2) / size)
    return rise - fall - margin, rise - fall + margin
