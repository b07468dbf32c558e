"""Values over the dates of a period at which something was recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import inf, isnan
from operator import or_
from typing import assert_never, cast

from remit.judge.missing import PlainRange, PlainTruth
from remit.model.expressions import AggregateKind
from remit.operators.record import Plain, PlainNumber


@dataclass(frozen=True, slots=True)
class Taken:
    """A date that an aggregate takes, for certain (`surely`) or perhaps."""

    day: int
    surely: bool
    value: Plain

    @property
    def low(self) -> PlainNumber:
        return cast(PlainRange, self.value)[0]

    @property
    def high(self) -> PlainNumber:
        return cast(PlainRange, self.value)[1]


def aggregated(kind: AggregateKind, taken: Sequence[Taken]) -> Plain:
    """The aggregate of dates in order of days, of which at least one is taken for certain."""
    certain = [one for one in taken if one.surely]
    match kind:
        case "lowest" | "highest" if isinstance(taken[0].value, int):
            return _extreme_taken(taken, high=kind == "highest")
        case "lowest":
            return min(one.low for one in taken), min(one.high for one in certain)
        case "highest":
            return max(one.low for one in certain), max(one.high for one in taken)
        case "total":
            lows = (one.low if one.surely else min(Fraction(0), one.low) for one in taken)
            highs = (one.high if one.surely else max(Fraction(0), one.high) for one in taken)
            return _sum(lows, -inf), _sum(highs, inf)
        case "first":
            return hull([one.value for one in taken if one.day <= certain[0].day])
        case "last":
            return hull([one.value for one in taken if one.day >= certain[-1].day])
        case "mean" | "time-weighted mean":
            if len(certain) < len(taken):
                return min(one.low for one in taken), max(one.high for one in taken)
            return _mean(taken, weighted=kind == "time-weighted mean")
        case _:
            assert_never(kind)


def hull(values: Sequence[Plain]) -> Plain:
    """The smallest bounds that hold every one of the values."""
    if all(isinstance(value, int) for value in values):
        return reduce(or_, cast(Sequence[int], values))
    if all(isinstance(low, bool) for low, _ in cast(Sequence[PlainRange], values)):
        truths = cast(Sequence[PlainTruth], values)
        return all(certain for certain, _ in truths), any(possible for _, possible in truths)
    ranges = cast(Sequence[PlainRange], values)
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def worst(values: Sequence[Plain], high: bool) -> Plain:
    """The largest of the values, where high is the worse, else the smallest."""
    extreme = max if high else min
    if all(isinstance(value, int) for value in values):
        return _extreme_level(cast(Sequence[int], values), high)
    ranges = cast(Sequence[PlainRange], values)
    return extreme(low for low, _ in ranges), extreme(top for _, top in ranges)


def _extreme_taken(taken: Sequence[Taken], high: bool) -> int:
    """Of dates of which some only may count: those that count for certain limit the level."""
    allowed = _extreme_level([cast(int, one.value) for one in taken if one.surely], high)
    limit = (allowed & -allowed).bit_length() - 1 if high else allowed.bit_length() - 1
    every = reduce(or_, (cast(int, one.value) for one in taken))
    return every >> limit << limit if high else every & ((1 << (limit + 1)) - 1)


def _extreme_level(masks: Sequence[int], high: bool) -> int:
    """The levels that the highest (lowest) of several may be: none below what one of them is at the least."""
    every = reduce(or_, masks)
    if high:
        floor = max((mask & -mask).bit_length() - 1 for mask in masks)
        return every >> floor << floor
    ceiling = min(mask.bit_length() for mask in masks)
    return every & ((1 << ceiling) - 1)


def _mean(taken: Sequence[Taken], weighted: bool) -> PlainRange:
    weights = trapezoid([one.day for one in taken]) if weighted else [Fraction(1)] * len(taken)
    lows = (one.low * weight for one, weight in zip(taken, weights, strict=True))
    highs = (one.high * weight for one, weight in zip(taken, weights, strict=True))
    return _sum(lows, -inf) / sum(weights), _sum(highs, inf) / sum(weights)


def trapezoid(days: Sequence[int]) -> list[Fraction]:
    """The weight of each day's value in the area below the line through all of them; of one day, 1."""
    if len(days) == 1:
        return [Fraction(1)]
    nearest = [days[0], *days, days[-1]]
    return [Fraction(later - earlier, 2) for earlier, later in zip(nearest, nearest[2:], strict=False)]


def _sum(numbers: Iterable[PlainNumber], unknown: float) -> PlainNumber:
    """The sum; `unknown` where infinities of both signs meet in it."""
    total = sum(numbers, Fraction(0))
    return unknown if isnan(total) else total
