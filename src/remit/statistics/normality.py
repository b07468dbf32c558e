"""How normal the differences look: a description, by which no test is chosen."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.polynomial.polynomial import polyval
from numpy.typing import NDArray
from scipy import special

from remit.statistics.pairs import Pairs
from remit.statistics.remarks import NO_PAIRS, pair_count
from remit.statistics.result import Estimate, Nature, Note

# Polynomial coefficients of AS R94, ascending: corrections of the outer weights in 1/sqrt(n); location and
# log scale of the normalised departure in n up to 11, and in log n above.
_OUTER = (
    (0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056),
    (0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633),
)
_SMALL_LIMIT = (-2.273, 0.459)
_SMALL = (0.544, -0.39978, 0.025054, -6.714e-4), (1.3822, -0.77857, 0.062767, -0.0020322)
_LARGE = (-1.5861, -0.31082, -0.083751, 0.0038915), (-0.4803, -0.082676, 0.0030302)
_MOST_CALIBRATED = 5000  # the approximation was fitted up to there


def shapiro_wilk(pairs: Pairs) -> Estimate:
    """The Shapiro-Wilk statistic of the differences, as a description of their shape.

    It never chooses a test: at small n it sees nothing, and choosing by it distorts the level of what
    follows. Undefined below three pairs and where all differences are equal. In `extra`: the correlation of
    the normal quantile plot. S. S. Shapiro and M. B. Wilk, Biometrika 52 (1965), 591-611; weights and p by
    P. Royston, algorithm AS R94, Appl. Stat. 44 (1995), 547-551.
    """
    bare = Estimate(
        "normality of the differences", "Shapiro-Wilk", None, nature=Nature.NONE, **pairs.counts()
    )
    n = len(pairs)
    if not n:
        return replace(bare, notes=(NO_PAIRS,))
    if n < 3 or len(set(pairs.differences.integers)) == 1:
        text = "Normality can be described from three differences that are not all equal."
        return replace(bare, notes=(Note("normality_undefined", text),))
    expected, ordered = normal_quantiles(pairs)
    departure = _departure(np.sort(pairs.differences.deviations()), _weights(expected))
    return replace(
        bare,
        value=1 - departure,
        p=_p(departure, n),
        statistic=("W", 1 - departure),
        nature=Nature.ASYMPTOTIC,
        extra=(("correlation of the quantile plot", float(np.corrcoef(expected, ordered)[0, 1])),),
        notes=(_description_only(n), *_uncalibrated(n)),
    )


def normal_quantiles(pairs: Pairs) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The points of a normal quantile plot: expected standard normal quantiles and ordered differences.

    Both of shape `[n]`; the second in the unit of the measure. Plotting positions (i - 3/8) / (n + 1/4):
    G. Blom, Statistical Estimates and Transformed Beta-Variables (1958).
    """
    n = len(pairs)
    positions: NDArray[Any] = (np.arange(1, n + 1) - 0.375) / (n + 0.25)
    ordered = [pairs.differences.value(d) for d in sorted(pairs.differences.integers)]
    return np.asarray(special.ndtri(positions)), np.array(ordered, dtype=float)


def _weights(expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Royston's approximation of the weights of the order statistics, of unit length, shape `[n]`.

    The outermost (from six values on, the two outermost) come from polynomials in 1/sqrt(n), the others are
    the expected quantiles rescaled. (SciPy's quantiles here carry nine digits; these carry all.)
    """
    n = expected.size
    if n == 3:
        return np.array([-math.sqrt(0.5), 0.0, math.sqrt(0.5)])
    corrections = _OUTER[: 1 if n <= 5 else 2]
    length = math.sqrt(float((expected**2).sum()))
    outer = [expected[-i] / length + polyval(1 / math.sqrt(n), c) for i, c in enumerate(corrections, 1)]
    kept = len(outer)
    inner = expected[kept : n - kept]
    weights = np.empty(n)
    weights[kept : n - kept] = inner * math.sqrt(
        (1 - 2 * sum(a * a for a in outer)) / float((inner**2).sum())
    )
    weights[::-1][:kept], weights[:kept] = outer, [-a for a in outer]
    return weights


def _departure(deviations: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """1 - W, where W is the squared correlation of the ordered deviations and their weights."""
    cosine = float((weights * deviations).sum()) / math.sqrt(float((deviations**2).sum()))
    return (1 - cosine) * (1 + cosine)


def _p(departure: float, n: int) -> float:
    """The probability of at least this departure from normality, in a normal sample of n."""
    if n == 3:
        return max(0.0, 6 / math.pi * (math.asin(math.sqrt(1 - departure)) - math.asin(math.sqrt(0.75))))
    y = math.log(departure)
    if n > 11:
        location, log_scale = (float(polyval(math.log(n), coefficients)) for coefficients in _LARGE)
    else:
        location, log_scale = (float(polyval(n, coefficients)) for coefficients in _SMALL)
        limit = float(polyval(n, _SMALL_LIMIT))
        y = -math.log(limit - y) if y < limit else math.inf
    return float(special.ndtr((location - y) / math.exp(log_scale)))


def _description_only(n: int) -> Note:
    text = "This describes the differences; no test is chosen by it."
    if n < 20:
        text += f" {pair_count(n)} could hardly show a departure from normality."
    return Note("normality_describes", text)


def _uncalibrated(n: int) -> tuple[Note, ...]:
    if n <= _MOST_CALIBRATED:
        return ()
    return (Note("normality_p_rough", f"Above {_MOST_CALIBRATED:,} pairs this p is a rough approximation."),)
