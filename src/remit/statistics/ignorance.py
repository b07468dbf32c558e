"""What missing data leave open: possible values, and ranges of ignorance.

A range of ignorance says what an estimate or a p value becomes under every completion of the missing data. It
is no confidence interval, which says what chance leaves open: more patients narrow that one, and only the
missing data narrow this one. (J. L. Horowitz and C. F. Manski, J. Am. Stat. Assoc. 95 (2000), 77-84; S.
Vansteelandt et al., Stat. Sin. 16 (2006), 953-979.)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from remit.statistics.result import Note

_ATTAINED = "range of ignorance"
_OUTER = "range of ignorance; its ends may not be attained"
_UNBOUNDED = {
    (True, True): "not bounded",
    (True, False): "not bounded below",
    (False, True): "not bounded above",
}


@dataclass(frozen=True, slots=True)
class Possible:
    """The values that a measurement or a change may have: `low` = `high` where it is recorded.

    None is no limit. Raises ValueError where `low` exceeds `high`.
    """

    low: Fraction | int | None
    high: Fraction | int | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the range from {self.low} to {self.high} is empty")

    @property
    def recorded(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def least(self) -> Fraction | int | float:
        """The lower limit, minus infinity for none."""
        return -math.inf if self.low is None else self.low

    @property
    def most(self) -> Fraction | int | float:
        """The upper limit, infinity for none."""
        return math.inf if self.high is None else self.high

    def __neg__(self) -> "Possible":
        return Possible(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
        )


def possible_changes(before: Sequence[Possible], after: Sequence[Possible]) -> tuple[Possible, ...]:
    """What each patient's change, after minus before, may be; the two sequences are in the same order.

    Raises ValueError where they differ in length.
    """
    if len(before) != len(after):
        raise ValueError(f"{len(before)} values before and {len(after)} after do not make pairs")
    return tuple(
        Possible(_less(a.low, b.high), _less(a.high, b.low)) for b, a in zip(before, after, strict=True)
    )


def _less(a: Fraction | int | None, b: Fraction | int | None) -> Fraction | int | None:
    return None if a is None or b is None else a - b


@dataclass(frozen=True, slots=True)
class Range:
    """A range of ignorance: every completion of the missing data gives a figure from `low` to `high`.

    low, high  may be infinite
    exact      whether completions attain both ends or come as near as one likes; else they may be too wide
    words      what kind of range it is, for the table: never to be called a confidence interval
    """

    low: float
    high: float
    exact: bool = True
    words: str = _ATTAINED

    @property
    def settled(self) -> bool:
        """Whether the missing data cannot change the figure."""
        return self.low == self.high

    def below(self, limit: float) -> bool | None:
        """Whether the figure is below a limit: under every completion (True), none (False), some only (None).

        Where the range is not exact, None may stand for either of the others.
        """
        if self.high < limit:
            return True
        return False if self.low >= limit else None


def ignorance(low: float, high: float, exact: bool = True) -> Range:
    """The range with the words that are true of it."""
    infinite = low == -math.inf, high == math.inf
    return Range(low, high, exact, _UNBOUNDED.get(infinite, _ATTAINED if exact else _OUTER))


def ignorance_of_p(low: float, high: float, exact: bool = True) -> Range:
    """The range of a p value; one from 0 to 1 says nothing, and is called not bounded."""
    if low <= 0 and high >= 1:
        return Range(0.0, 1.0, exact, _UNBOUNDED[True, True])
    return Range(min(low, 1.0), min(high, 1.0), exact, _ATTAINED if exact else _OUTER)


def not_bounded(figure: str) -> Note:
    """The remark that no range of a figure is given, although data are missing."""
    return Note("not_bounded", f"What the missing data could make of {figure} is not bounded.")


@dataclass(frozen=True, slots=True)
class BoundedEstimate:
    """An analysis over all completions of the missing data, beside the declared one.

    name, method   as in `Estimate`
    value          the range of the estimate
    interval       from the lowest lower to the highest upper confidence limit of any completion
    p, p_less, p_greater   the ranges of the two-sided and the one-sided p values
    n              patients, whose data are all taken to exist
    n_open         those whose data are not complete
    notes          warnings, each one sentence
    """

    name: str
    method: str
    value: Range | None
    interval: Range | None = None
    p: Range | None = None
    p_less: Range | None = None
    p_greater: Range | None = None
    n: int = 0
    n_open: int = 0
    notes: tuple[Note, ...] = ()
