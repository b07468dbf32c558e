"""Distribution-free intervals whose limits are order statistics, with the level they really have."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from remit.statistics.remarks import pair_count
from remit.statistics.result import Estimate, Interval, Note


def limit_rank(at_most: Callable[[int], float], size: int, alpha: float) -> tuple[int, float]:
    """Which of `size` ordered values, counted from 1 at either end, are the limits, and their level.

    `at_most(k)` is the probability, under the hypothesis, that at most k of the values lie below the centre.
    The rank is the largest k with 2 at_most(k - 1) <= alpha. Where even the outermost values fall short of
    1 - alpha they are taken all the same: rank 1, with the level achieved below the one asked for.

    For continuous distributions the level is exact; with ties the closed interval has at least that level.
    """
    # Equality counts, whatever the rounding: asked for 93.75 %, five pairs have an interval of that level.
    fits = bisect_right(range(size // 2 + 1), alpha / 2 * (1 + 1e-12), key=at_most)
    rank = max(fits, 1)
    return rank, 1 - 2 * at_most(rank - 1)


def with_interval(bare: Estimate, interval: Interval) -> Estimate:
    """The estimate with an order-statistic interval, and a note where it falls short of its level.

    The outermost values of a single pair have level 0: no interval at all.
    """
    if interval.achieved <= 0:
        text = "One pair allows no distribution-free interval."
        return replace(bare, notes=(*bare.notes, Note("no_interval", text)))
    found = replace(bare, interval=interval, nature=interval.nature)
    if interval.achieved >= interval.requested - 1e-9:
        return found
    achieved, requested = (f"{100 * level:.8g}" for level in (interval.achieved, interval.requested))
    text = f"{achieved} %: the widest distribution-free interval that {pair_count(bare.n)} allow"
    return replace(
        found, notes=(*bare.notes, Note("widest_interval", f"{text}; no {requested} % one exists."))
    )
