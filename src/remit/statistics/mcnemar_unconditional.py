"""McNemar's test without conditioning on the number of pairs that changed.

Under the hypothesis a pair falls with probability q / 2, rises with q / 2 and stays with 1 - q. The p value
of a table is the largest probability, over all q, of a table at least as extreme; the tests differ in what
they call extreme. S. Suissa and J. J. Shuster, Biometrics 47 (1991), 361-372; the order by the exact
conditional p is that of R. D. Boschloo, Stat. Neerl. 24 (1970), 1-35, carried over to pairs.
"""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from remit.statistics.mcnemar import change_in_proportion, with_floor
from remit.statistics.remarks import significance
from remit.statistics.result import Estimate, Nature, Note
from remit.statistics.sign_change import nothing_to_test, smallest_p
from remit.statistics.tables import PairedTable

Floats = NDArray[np.float64]

#: Beyond so many pairs the enumeration takes long, and hardly differs from the conditional test.
MOST_PAIRS = 2000
_GOLDEN = (math.sqrt(5) - 1) / 2


def suissa_shuster(table: PairedTable, level: float = 0.95) -> Estimate:
    """The exact unconditional test that orders tables by z^2 = (b - c)^2 / (b + c); 0 where b + c = 0.

    `level` only decides when the floor is remarked. In `extra`: falls, rises, and the probability of a
    change at which p is attained. No p is given for more than 2,000 pairs.

    Raises ValueError unless 0 < level < 1.
    """
    return _unconditional(table, level, "Suissa-Shuster, exact unconditional, ordered by z", _smaller_by_z)


def boschloo(table: PairedTable, level: float = 0.95) -> Estimate:
    """The exact unconditional test that orders tables by the p of McNemar's exact conditional test.

    Never less powerful than that test. Otherwise as `suissa_shuster`.

    Raises ValueError unless 0 < level < 1.
    """
    method = "McNemar, exact unconditional, ordered by the conditional p (Boschloo)"
    return _unconditional(table, level, method, _smaller_by_p)


def _unconditional(
    table: PairedTable, level: float, method: str, smaller: Callable[[PairedTable], list[int]]
) -> Estimate:
    alpha, bare = significance(level), change_in_proportion(table, method)
    if settled := nothing_to_test(bare):
        return settled
    if table.n > MOST_PAIRS:
        text = f"This test is enumerated for up to {MOST_PAIRS:,} pairs; take the conditional one."
        return replace(bare, nature=Nature.NONE, notes=(Note("too_many_pairs", text),))
    p, where = _largest(table.n, _conditional_tails(smaller(table)))
    found = replace(bare, extra=(*bare.extra, ("probability of a change", where)))
    # The largest probability is found by search, which may stop a last digit short of its height.
    floor = smallest_p(table.n)
    return with_floor(found, max(p, floor), floor, alpha)


def _smaller_by_z(table: PairedTable) -> list[int]:
    """For each number m of changed pairs, 0 ... n, how large the smaller of falls and rises may be.

    It is the largest k with (m - 2k)^2 / m >= (b - c)^2 / (b + c), in whole numbers, so that ties count; -1
    where there is none.
    """
    apart, changed = abs(table.first_only - table.second_only), table.discordant
    return [_largest_count(m, apart**2, changed) for m in range(table.n + 1)]


def _largest_count(m: int, apart_squared: int, changed: int) -> int:
    if not apart_squared:
        return m // 2
    least = math.isqrt(-(-m * apart_squared // changed) - 1) + 1 if m else 1
    return (m - least) // 2 if least <= m else -1


def _smaller_by_p(table: PairedTable) -> list[int]:
    """The same by the conditional p, as tail sums of binomial coefficients in whole numbers."""
    changed, smaller = table.discordant, min(table.first_only, table.second_only)
    if 2 * smaller >= changed - 1:  # the conditional p is 1, and no table is less extreme
        return [m // 2 for m in range(table.n + 1)]
    tail = sum(math.comb(changed, k) for k in range(smaller + 1))
    return [_largest_tail(m, (tail << m) >> changed) for m in range(table.n + 1)]


def _largest_tail(m: int, bound: int) -> int:
    """The largest k with C(m, 0) + ... + C(m, k) <= bound, or -1."""
    k, term, total = -1, 1, 0
    while (total := total + term) <= bound:
        k += 1
        term = term * (m - k) // (k + 1)
    return k


def _conditional_tails(smaller: list[int]) -> Floats:
    """The probability of a smaller count of at most k among m changed pairs, for each m; shape `[n + 1]`."""
    m, k = np.arange(len(smaller)), np.array(smaller)
    tails = 2 * special.bdtr(np.maximum(k, 0), m, 0.5)
    return np.where(k < 0, 0.0, np.minimum(tails, 1.0))


def _largest(n: int, tails: Floats) -> tuple[float, float]:
    """The largest mean of `tails` over Binomial(n, q), and the q where it is attained.

    On the scale of the arcsine, where a binomial's spread is 1 / (2 sqrt(n)) everywhere, the grid's step is
    at most a fifth of it, so no peak lies between its points; golden sections find the height of each.
    """
    angles = np.linspace(0, math.pi / 2, 16 * math.isqrt(n) + 33)
    means = np.array([_mean(n, tails, angle) for angle in angles])
    around = np.concatenate([[0.0], means, [0.0]])
    peaks = (means >= around[:-2]) & (means >= around[2:]) & (means >= 0.9 * means.max())
    step = angles[1]
    found = [_peak(n, tails, max(angle - step, 0), min(angle + step, math.pi / 2)) for angle in angles[peaks]]
    height, angle = max(found)
    return min(height, 1.0), math.sin(angle) ** 2


def _peak(n: int, tails: Floats, low: float, high: float) -> tuple[float, float]:
    """The height of the one peak between two angles, by golden sections, and its angle."""
    while high - low > 1e-9:  # near its top the mean is flat: twice as many digits are right
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if _mean(n, tails, left) < _mean(n, tails, right):
            low = left
        else:
            high = right
    return max((_mean(n, tails, angle), angle) for angle in (low, (low + high) / 2, high))


def _mean(n: int, tails: Floats, angle: float) -> float:
    """The mean of `tails`, shape `[n + 1]`, over Binomial(n, sin^2 angle)."""
    m = np.arange(n + 1)
    ways = special.gammaln(n + 1) - special.gammaln(m + 1) - special.gammaln(n - m + 1)
    chances = special.xlogy(m, math.sin(angle) ** 2) + special.xlogy(n - m, math.cos(angle) ** 2)
    # Not a dot product: BLAS may order its additions by the number of threads.
    return float((np.exp(ways + chances) * tails).sum())
