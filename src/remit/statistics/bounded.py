"""Rates, McNemar's test and the sign test over all completions of the missing data, exactly.

A rate, and the one-sided p values of these tests, are monotone in each patient's outcome. Their extremes are
therefore those of two completions: all that is missing as low, and as high, as it may be.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from remit.statistics.ignorance import (
    BoundedEstimate,
    Possible,
    Range,
    ignorance,
    ignorance_of_p,
    not_bounded,
)
from remit.statistics.mcnemar import mcnemar
from remit.statistics.pairs import Pairs
from remit.statistics.proportion import NO_PATIENTS, clopper_pearson
from remit.statistics.remarks import NO_PAIRS
from remit.statistics.result import Estimate
from remit.statistics.sign import sign_test
from remit.statistics.tables import PairedTable


def bounded_rate(met: int, not_met: int, undetermined: int, level: float = 0.95) -> BoundedEstimate:
    """The rate met / n, each undetermined verdict taken as not met and as met, with Clopper-Pearson limits.

    Raises ValueError for a negative count, and unless 0 < level < 1.
    """
    if min(met, not_met, undetermined) < 0:
        raise ValueError(f"a count cannot be negative: {min(met, not_met, undetermined)}")
    n = met + not_met + undetermined
    bare = BoundedEstimate("proportion", "Clopper-Pearson", None, n=n, n_open=undetermined)
    worst, best = (clopper_pearson(count, n, level) for count in (met, met + undetermined))
    if worst.interval is None or best.interval is None:
        return replace(bare, notes=(NO_PATIENTS,))
    return replace(
        bare,
        value=ignorance(met / n, (met + undetermined) / n),
        interval=ignorance(worst.interval.low, best.interval.high),
    )


def bounded_mcnemar(first: Sequence[bool | None], second: Sequence[bool | None]) -> BoundedEstimate:
    """The change in proportion and McNemar's exact p, each None (undetermined) taken as yes and as no.

    Both sequences are in the same patient order. Raises ValueError where they differ in length.
    """
    falling = PairedTable.of(_filled(first, True), _filled(second, False))
    rising = PairedTable.of(_filled(first, False), _filled(second, True))
    incomplete = sum(None in pair for pair in zip(first, second, strict=True))
    return _between(mcnemar(falling), mcnemar(rising), incomplete)


def bounded_sign_test(changes: Sequence[Possible]) -> BoundedEstimate:
    """The median change and the exact p of the sign test, over all changes that are possible."""
    lowest, highest, reach = extreme_changes(changes)
    found = _between(sign_test(lowest), sign_test(highest), incomplete(changes))
    return replace(found, value=found.value and beyond_is_infinite(found.value, reach))


def bounded_mean(changes: Sequence[Possible], figure: str = "p") -> BoundedEstimate:
    """The mean change over all changes that are possible, beside a method whose `figure` is not bounded."""
    n = len(changes)
    bare = BoundedEstimate("mean difference", "mean", None, n=n, n_open=incomplete(changes))
    if not n:
        return replace(bare, notes=(NO_PAIRS,))
    low, high = sum(change.least for change in changes) / n, sum(change.most for change in changes) / n
    return replace(bare, value=ignorance(float(low), float(high)), notes=(not_bounded(figure),))


def incomplete(changes: Sequence[Possible]) -> int:
    """How many changes are not recorded."""
    return sum(not change.recorded for change in changes)


def extreme_changes(changes: Sequence[Possible]) -> tuple[Pairs, Pairs, Fraction]:
    """The completion with the lowest changes, that with the highest, and the largest finite size of either.

    Where a change has no limit, a number stands in that is so large that a mean of four changes in which
    it takes part, once and with the others against it, still exceeds that size.
    """
    ends = [Fraction(end) for change in changes for end in (change.low, change.high) if end is not None]
    reach = max(map(abs, ends), default=Fraction(0))
    far = 8 * (reach + 1)
    low = [-far if change.low is None else Fraction(change.low) for change in changes]
    high = [far if change.high is None else Fraction(change.high) for change in changes]
    return from_zero(low), from_zero(high), reach


def from_zero(changes: Sequence[Fraction | int]) -> Pairs:
    """Pairs that have these changes: the tests on them depend on nothing else."""
    return Pairs((Fraction(0),) * len(changes), tuple(map(Fraction, changes)))


def beyond_is_infinite(value: Range, reach: Fraction) -> Range:
    """The range of a centre of changes, infinite where a stand-in for infinity took part in it."""
    low = -math.inf if value.low < -reach else value.low
    high = math.inf if value.high > reach else value.high
    return ignorance(low, high, value.exact)


def _filled(verdicts: Sequence[bool | None], missing: bool) -> list[bool]:
    return [missing if verdict is None else verdict for verdict in verdicts]


def _between(lowest: Estimate, highest: Estimate, n_open: int) -> BoundedEstimate:
    """The ranges of a test whose evidence of a rise grows with each outcome, from its two extremes."""
    bare = BoundedEstimate(lowest.name, lowest.method, None, n=lowest.n, n_open=n_open)
    if lowest.value is None or highest.value is None:
        return replace(bare, notes=lowest.notes)
    return replace(
        bare,
        value=ignorance(lowest.value, highest.value),
        p=_two_sided(lowest, highest),
        p_less=ignorance_of_p(_tail(lowest.p_less), _tail(highest.p_less)),
        p_greater=ignorance_of_p(_tail(highest.p_greater), _tail(lowest.p_greater)),
    )


def _two_sided(lowest: Estimate, highest: Estimate) -> Range:
    """Outcomes change one at a time, so between a fall and a rise there is a completion with p = 1."""
    strongest = min(_tail(lowest.p), _tail(highest.p))
    if _tail(highest.p_less) < _tail(highest.p_greater):
        return ignorance_of_p(strongest, _tail(highest.p))
    if _tail(lowest.p_greater) < _tail(lowest.p_less):
        return ignorance_of_p(strongest, _tail(lowest.p))
    return ignorance_of_p(strongest, 1.0)


def _tail(p: float | None) -> float:
    return 1.0 if p is None else p
