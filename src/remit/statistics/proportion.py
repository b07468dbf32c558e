"""One proportion and its confidence interval, by the methods of the trade.

The exact methods (Clopper-Pearson, Blaker) hold their level whatever the true proportion; the others hold it
on the average over true proportions and may fall short for particular ones. A survey: L. D. Brown,
T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", Stat. Sci. 16 (2001), 101-133.
"""

import math
from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from operator import index

from scipy import special

from remit.statistics.bisection import threshold
from remit.statistics.remarks import significance
from remit.statistics.result import Estimate, Interval, Nature, Note

Limits = tuple[float, float]
LimitsOf = Callable[[int, int, float], Limits]

NO_PATIENTS = Note("no_patients", "There is no patient to take a proportion of.")


def clopper_pearson(successes: int, n: int, level: float = 0.95) -> Estimate:
    """The exact interval of the proportion `successes / n` from two one-sided binomial tests.

    Each limit leaves at most half of 1 - level beyond it, so the level is at least the one asked for. C. J.
    Clopper and E. S. Pearson, Biometrika 26 (1934), 404-413.

    Raises ValueError unless 0 <= successes <= n and 0 < level < 1.
    """
    return _proportion(successes, n, level, "Clopper-Pearson", Nature.EXACT, clopper_pearson_limits)


def wilson(successes: int, n: int, level: float = 0.95) -> Estimate:
    """The score interval without continuity correction. E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212.

    Raises ValueError unless 0 <= successes <= n and 0 < level < 1.
    """
    return _proportion(successes, n, level, "Wilson", Nature.ASYMPTOTIC, wilson_limits)


def agresti_coull(successes: int, n: int, level: float = 0.95) -> Estimate:
    """The simple interval about the centre of Wilson's, cut at 0 and 1.

    A. Agresti and B. A. Coull, Am. Stat. 52 (1998), 119-126, with z^2 patients added, not 4.

    Raises ValueError unless 0 <= successes <= n and 0 < level < 1.
    """

    def cut(successes: int, n: int, alpha: float) -> Limits:
        low, high = agresti_coull_limits(successes, n, alpha)
        return max(low, 0.0), min(high, 1.0)

    return _proportion(successes, n, level, "Agresti-Coull", Nature.ASYMPTOTIC, cut)


def jeffreys(successes: int, n: int, level: float = 0.95) -> Estimate:
    """The equal-tailed posterior interval under Jeffreys' prior, Beta(1/2, 1/2).

    By the end-point rule of Brown, Cai and DasGupta (2001, section 4.1.2) the lower limit is 0 where there is
    no success, and the upper one 1 where there is no failure.

    Raises ValueError unless 0 <= successes <= n and 0 < level < 1.
    """
    return _proportion(successes, n, level, "Jeffreys", Nature.ASYMPTOTIC, _jeffreys_limits)


def blaker(successes: int, n: int, level: float = 0.95) -> Estimate:
    """The exact interval from Blaker's acceptability: never wider than Clopper-Pearson's, inside it.

    It spans the proportions p for which the probability of counts whose smaller tail is at most that of the
    count seen exceeds 1 - level. H. Blaker, Can. J. Stat. 28 (2000), 783-798.

    Raises ValueError unless 0 <= successes <= n and 0 < level < 1.
    """
    return _proportion(successes, n, level, "Blaker", Nature.EXACT, _blaker_limits)


def upper_limit(events: int, n: int, level: float = 0.95) -> Estimate:
    """The proportion with its exact one-sided upper limit: how frequent what was seen so rarely may still be.

    For no event in n it is 1 - (1 - level)^(1/n), of which the rule of three, 3/n, is the approximation.

    Raises ValueError unless 0 <= events <= n and 0 < level < 1.
    """

    def one_sided(events: int, n: int, alpha: float) -> Limits:
        return 0.0, clopper_pearson_limits(events, n, 2 * alpha)[1]

    return _proportion(events, n, level, "Clopper-Pearson, one-sided", Nature.EXACT, one_sided)


def clopper_pearson_limits(successes: int, n: int, alpha: float) -> Limits:
    """The limits of `clopper_pearson`, for n of at least 1, with alpha / 2 in either tail."""
    failures = n - successes
    low = float(special.betaincinv(successes, failures + 1, alpha / 2)) if successes else 0.0
    high = float(special.betainccinv(successes + 1, failures, alpha / 2)) if failures else 1.0
    return low, high


def wilson_limits(successes: int, n: int, alpha: float) -> Limits:
    """The limits of `wilson`, for n of at least 1."""
    z = -float(special.ndtri(alpha / 2))
    centre = successes + z * z / 2
    spread = z * math.sqrt(successes * (n - successes) / n + z * z / 4)
    low = (centre - spread) / (n + z * z) if successes else 0.0
    high = (centre + spread) / (n + z * z) if successes < n else 1.0
    return low, high


def agresti_coull_limits(successes: int, n: int, alpha: float) -> Limits:
    """The limits of `agresti_coull` before they are cut: below 0 or above 1 near the ends."""
    z = -float(special.ndtri(alpha / 2))
    size = n + z * z
    p = (successes + z * z / 2) / size
    margin = z * math.sqrt(p * (1 - p) / size)
    return p - margin, p + margin


def _jeffreys_limits(successes: int, n: int, alpha: float) -> Limits:
    a, b = successes + 0.5, n - successes + 0.5
    low = float(special.betaincinv(a, b, alpha / 2)) if successes else 0.0
    high = float(special.betainccinv(a, b, alpha / 2)) if successes < n else 1.0
    return low, high


def _blaker_limits(successes: int, n: int, alpha: float) -> Limits:
    low = _blaker_low(successes, n, alpha)
    high = 1 - _blaker_low(n - successes, n, alpha)
    return low, high


def _blaker_low(x: int, n: int, alpha: float) -> float:
    """The smallest p whose acceptability P(X >= x) + P(X <= q) exceeds alpha.

    q is the largest count whose lower tail is no larger than the upper tail of x. Between the points where q
    takes its next value the sum first falls and then rises, and at those points it jumps up. So each such
    piece is asked in turn, from the Clopper-Pearson limit on, below which the sum cannot reach alpha.
    """
    if x == 0:
        return 0.0
    low = clopper_pearson_limits(x, n, alpha)[0]
    q = bisect_right(range(x), _upper_tail(x, n, low), key=lambda count: _lower_tail(count, n, low)) - 1
    while True:
        accepted = partial(_accepted, x, q, n, alpha)
        end = threshold(partial(_no_larger, x, q + 1, n), low, 1.0)
        if accepted(low):
            return low
        if accepted(end):
            return threshold(accepted, low, end)
        low, q = end, q + 1


def _accepted(x: int, q: int, n: int, alpha: float, p: float) -> bool:
    return _upper_tail(x, n, p) + _lower_tail(q, n, p) > alpha


def _no_larger(x: int, q: int, n: int, p: float) -> bool:
    return _lower_tail(q, n, p) <= _upper_tail(x, n, p)


def _upper_tail(x: int, n: int, p: float) -> float:
    return float(special.bdtrc(x - 1, n, p))


def _lower_tail(q: int, n: int, p: float) -> float:
    return float(special.bdtr(q, n, p)) if q >= 0 else 0.0


def _proportion(
    successes: int, n: int, level: float, method: str, nature: Nature, limits: LimitsOf
) -> Estimate:
    alpha, successes, n = significance(level), index(successes), index(n)
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} patients is no proportion")
    if not n:
        return Estimate("proportion", method, None, nature=Nature.NONE, notes=(NO_PATIENTS,))
    return Estimate(
        name="proportion",
        method=method,
        value=successes / n,
        interval=Interval(*limits(successes, n, alpha), level, level, method, nature),
        nature=nature,
        n_total=n,
        n=n,
        extra=(("successes", float(successes)),),
        notes=_boundary(successes, n, alpha),
    )


def _boundary(successes: int, n: int, alpha: float) -> tuple[Note, ...]:
    """What "none" and "all" leave open."""
    if 0 < successes < n:
        return ()
    limit = 1 - alpha ** (1 / n)
    level = f"{100 * (1 - alpha):.6g} %"
    if successes:
        text = f"All of {n}: the true proportion may still be as low as {100 * (1 - limit):.1f} %"
        return (Note("all_observed", f"{text} (one-sided {level} limit)."),)
    text = f"None of {n}: the true proportion may still be as high as {100 * limit:.1f} %"
    return (Note("none_observed", f"{text} (one-sided {level} limit)."),)
