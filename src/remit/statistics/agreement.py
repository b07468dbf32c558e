"""How far two raters, or two readings, agree beyond chance, on the same patients and categories.

The square table counts patients by the first rating (rows) and the second (columns). Coefficients and their
variances are computed in fractions; all intervals are approximations for many patients.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from scipy import special

from remit.statistics.remarks import NO_PAIRS, significance
from remit.statistics.result import Estimate, Interval, Nature, Note
from remit.statistics.tables import SquareTable

Weight = Callable[[int, int], Fraction]

_ONE_CATEGORY = Note(
    "kappa_undefined",
    "Both ratings put every patient into the same one category: "
    "agreement is then expected by chance alone, and kappa is undefined.",
)
_TOO_FEW = Note("no_interval", "One patient gives no standard error, and so no interval.")
_ZERO_ERROR = Note(
    "zero_standard_error",
    "The standard error comes out as zero, so there is no interval; that is no proof of certainty.",
)


class Weights(StrEnum):
    """What a disagreement between categories i and j of k still counts as agreement.

    NONE       nothing
    LINEAR     1 - |i - j| / (k - 1)
    QUADRATIC  1 - (i - j)^2 / (k - 1)^2
    """

    NONE = "unweighted"
    LINEAR = "linear weights"
    QUADRATIC = "quadratic weights"


def cohen_kappa(table: SquareTable, weights: Weights = Weights.NONE, level: float = 0.95) -> Estimate:
    """Cohen's kappa, plain or weighted, with the standard error of Fleiss, Cohen and Everitt.

    All categories of the table count for the weights, used or not. In `extra`: the agreement observed, that
    expected by chance, and the standard error; where that is zero, as with full agreement, there is no
    interval. Undefined where both ratings know one category only.
    J. Cohen, Educ. Psychol. Meas. 20 (1960), 37-46, and Psychol. Bull. 70 (1968), 213-220; J. L. Fleiss,
    J. Cohen and B. S. Everitt, Psychol. Bull. 72 (1969), 323-327.

    Raises ValueError unless 0 < level < 1.
    """
    alpha, weight = significance(level), _weight(Weights(weights), table.size)
    bare = _bare(table, "Cohen's kappa", f"Cohen's kappa, {Weights(weights)}")
    if not table.n:
        return replace(bare, nature=Nature.NONE, notes=(NO_PAIRS,))
    agreeing = _mean(table, weight)
    expected = _mean(_independent(table), weight)
    bare = replace(bare, extra=_chance(agreeing, expected))
    if expected == 1:
        return replace(bare, nature=Nature.NONE, notes=(_ONE_CATEGORY,))
    kappa = (agreeing - expected) / (1 - expected)
    variance = _kappa_variance(table, weight, kappa, expected)
    return _with_variance(bare, kappa, variance, level, -float(special.ndtri(alpha / 2)))


def gwet_ac1(table: SquareTable, level: float = 0.95) -> Estimate:
    """Gwet's AC1, whose chance agreement stays small where one category is rare or frequent.

    All categories of the table count, used or not; below two it is undefined. The interval takes the t
    distribution with n - 1 degrees of freedom; in `extra`: the agreement observed and that expected, the
    standard error, and the limits by the normal distribution. K. L. Gwet, Br. J. Math. Stat. Psychol. 61
    (2008), 29-48.

    Raises ValueError unless 0 < level < 1.
    """
    alpha, n = significance(level), table.n
    bare = _bare(table, "Gwet's AC1", "Gwet's AC1")
    if not n:
        return replace(bare, nature=Nature.NONE, notes=(NO_PAIRS,))
    if table.size < 2:
        note = Note("ac1_undefined", "AC1 needs at least two categories.")
        return replace(bare, nature=Nature.NONE, notes=(note,))
    agreeing, shares = Fraction(table.agreeing, n), _shares(table)
    expected = sum((share * (1 - share) for share in shares), Fraction(0)) / (table.size - 1)
    ac1 = (agreeing - expected) / (1 - expected)
    bare = replace(bare, extra=_chance(agreeing, expected))
    if n == 1:
        return replace(bare, value=float(ac1), nature=Nature.NONE, notes=(_TOO_FEW,))
    variance = _ac1_variance(table, shares, ac1, expected)
    found = _with_variance(bare, ac1, variance, level, float(special.stdtrit(n - 1, 1 - alpha / 2)))
    if found.interval is None:
        return found
    low, high = _limits(ac1, variance, -float(special.ndtri(alpha / 2)))
    return replace(found, extra=(*found.extra, ("low, normal", low), ("high, normal", high)))


def _bare(table: SquareTable, name: str, method: str) -> Estimate:
    return Estimate(name, method, None, nature=Nature.ASYMPTOTIC, **table.counts())


def _chance(agreeing: Fraction, expected: Fraction) -> tuple[tuple[str, float], ...]:
    return ("observed agreement", float(agreeing)), ("expected agreement", float(expected))


def _with_variance(
    bare: Estimate, value: Fraction, variance: Fraction, level: float, quantile: float
) -> Estimate:
    extra = (*bare.extra, ("standard error", math.sqrt(variance)))
    found = replace(bare, value=float(value), extra=extra)
    if not variance:
        return replace(found, nature=Nature.NONE, notes=(_ZERO_ERROR,))
    low, high = _limits(value, variance, quantile)
    return replace(found, interval=Interval(low, high, level, level, bare.method, Nature.ASYMPTOTIC))


def _limits(value: Fraction, variance: Fraction, quantile: float) -> tuple[float, float]:
    """The usual limits, cut at -1 and 1, between which all coefficients of agreement lie."""
    margin = quantile * math.sqrt(variance)
    return max(float(value) - margin, -1.0), min(float(value) + margin, 1.0)


def _weight(weights: Weights, size: int) -> Weight:
    """The agreement that two ratings by categories i and j of `size` count as."""
    widest = max(size - 1, 1)
    match weights:
        case Weights.NONE:
            return lambda i, j: Fraction(i == j)
        case Weights.LINEAR:
            return lambda i, j: 1 - Fraction(abs(i - j), widest)
        case Weights.QUADRATIC:
            return lambda i, j: 1 - Fraction((i - j) ** 2, widest**2)


def _mean(table: SquareTable, figure: Weight) -> Fraction:
    """The mean over the patients of a figure of their two categories."""
    cells = ((pairs, i, j) for i, row in enumerate(table.rows) for j, pairs in enumerate(row) if pairs)
    return sum((pairs * figure(i, j) for pairs, i, j in cells), Fraction(0)) / table.n


def _independent(table: SquareTable) -> SquareTable:
    """The table of each first rating with each second: n times the one expected of independent ratings."""
    return SquareTable([[a * b for b in table.second] for a in table.first])


def _shares(table: SquareTable) -> list[Fraction]:
    """The share of each category among all ratings."""
    return [Fraction(a + b, 2 * table.n) for a, b in zip(table.first, table.second, strict=True)]


def _kappa_variance(table: SquareTable, weight: Weight, kappa: Fraction, expected: Fraction) -> Fraction:
    """Fleiss, Cohen and Everitt (1969), from the mean weights of each row and of each column."""
    categories = range(table.size)
    rows = [Fraction(sum(weight(i, j) * table.second[j] for j in categories)) / table.n for i in categories]
    columns = [Fraction(sum(weight(i, j) * table.first[i] for i in categories)) / table.n for j in categories]
    spread = _mean(table, lambda i, j: (weight(i, j) - (rows[i] + columns[j]) * (1 - kappa)) ** 2)
    return (spread - (kappa - expected * (1 - kappa)) ** 2) / (table.n * (1 - expected) ** 2)


def _ac1_variance(table: SquareTable, shares: list[Fraction], ac1: Fraction, expected: Fraction) -> Fraction:
    """Gwet (2008), with n - 1 for n, for patients drawn from an infinite population."""
    others = table.size - 1

    def contribution(i: int, j: int) -> Fraction:
        return Fraction(i == j) - 2 * (1 - ac1) * (1 - (shares[i] + shares[j]) / 2) / others

    spread = _mean(table, lambda i, j: contribution(i, j) ** 2)
    centre = Fraction(table.agreeing, table.n) - 2 * (1 - ac1) * expected
    return (spread - centre**2) / ((table.n - 1) * (1 - expected) ** 2)
