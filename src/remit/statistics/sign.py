"""The sign test, and the median difference with the order-statistic interval that goes with it."""

from dataclasses import replace
from fractions import Fraction

from scipy import special

from remit.statistics.order_interval import limit_rank, with_interval
from remit.statistics.pairs import Pairs
from remit.statistics.remarks import NO_PAIRS, significance
from remit.statistics.result import Estimate, Interval, Nature
from remit.statistics.sign_change import nothing_to_test, with_p


def sign_test(pairs: Pairs, level: float = 0.95) -> Estimate:
    """The exact sign test, zeros dropped, with the median difference (zeros kept) and its interval.

    Under the hypothesis each changed pair is as likely to rise as to fall: the rises are binomial. The limits
    of the interval are ordered differences (W. J. Conover, Practical Nonparametric Statistics, 3rd ed.,
    1999, sections 3.2 and 3.4); where even the outermost fall short of `level`, they are given with the
    level they have. `p_less` is that of a fall. In `extra`: the numbers of rises and falls.

    Raises ValueError unless 0 < level < 1.
    """
    alpha, changed = significance(level), pairs.n_changed
    bare = median_difference(pairs, level)
    bare = replace(bare, method=f"sign test, zeros dropped, exact; {bare.method}", nature=Nature.EXACT)
    if nothing := nothing_to_test(bare):
        return nothing
    rises = sum(d > 0 for d in pairs.differences.integers)
    less, greater = (float(special.bdtr(k, changed, 0.5)) for k in (rises, changed - rises))
    counts = ("rises", float(rises)), ("falls", float(changed - rises))
    bare = replace(bare, statistic=counts[0], extra=counts)
    return with_p(bare, (min(1.0, 2 * min(less, greater)), less, greater), alpha)


def median_difference(pairs: Pairs, level: float = 0.95) -> Estimate:
    """The median difference (after minus before), zeros kept, with an interval between ordered differences.

    The interval makes no assumption on the distribution; see `sign_test`. None exists for one pair.

    Raises ValueError unless 0 < level < 1.
    """
    alpha, n = significance(level), len(pairs)
    bare = Estimate("median difference", "median difference", None, nature=Nature.NONE, **pairs.counts())
    if not n:
        return replace(bare, notes=(NO_PAIRS,))
    ordered, value = sorted(pairs.differences.integers), pairs.differences.value
    middle = Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 2)
    rank, achieved = limit_rank(lambda k: float(special.bdtr(k, n, 0.5)), n, alpha)
    low, high = value(ordered[rank - 1]), value(ordered[n - rank])
    return with_interval(
        replace(bare, value=value(middle)), Interval(low, high, level, achieved, "order statistics")
    )
