"""Conditions over the dates around one: sustained, confirmed, begun."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from remit.judge.missing import Missing, PlainTruth
from remit.model.expressions import Confirmed, Sustained
from remit.operators.record import PlainNumber


@dataclass(frozen=True, slots=True)
class Point:
    """A date of a form: its day, and whether the body holds on it."""

    day: int
    held: PlainTruth


def sustained(
    form: Sustained, points: Sequence[Point], at: int, missing: Missing, key: Hashable
) -> PlainTruth:
    """Whether the point at a place lies in a run that is long enough, or may be once it has gone on."""
    certain = _run_around(points, at, form.gaps, lambda point: point.held[0])
    possible = _run_around(points, at, form.gaps, lambda point: point.held[1])
    if _long_enough(form, possible):
        return _long_enough(form, certain), True
    if not possible or possible[-1] is not points[-1]:
        return False, False
    goes_on = missing.truth((key, possible[0].day))
    return goes_on[0] and all(point.held[0] for point in possible), goes_on[1]


def _run_around(
    points: Sequence[Point], at: int, gaps: int | None, holds: Callable[[Point], bool]
) -> Sequence[Point]:
    """The unbroken row of points around a place at which something holds; empty where it does not there."""
    if not holds(points[at]):
        return []
    breaks = [
        place
        for place, (one, other) in enumerate(pairwise(points), start=1)
        if not holds(one) or not holds(other) or (gaps is not None and other.day - one.day > gaps)
    ]
    start = max((place for place in breaks if place <= at), default=0)
    end = min((place for place in breaks if place > at), default=len(points))
    return points[start:end]


def _long_enough(form: Sustained, run: Sequence[Point]) -> bool:
    if not run:
        return False
    days = form.days is None or run[-1].day - run[0].day >= form.days
    return days and (form.visits is None or len(run) >= form.visits)


@dataclass(frozen=True, slots=True)
class Later:
    """A date after the one to be confirmed: so many days later, whether it confirms, is fine, is allowed."""

    after: int
    confirms: PlainTruth
    fine: PlainTruth
    allowed: PlainTruth


def confirmed(
    form: Confirmed, now: PlainTruth, later: Sequence[Later], left: PlainNumber, unseen: PlainTruth
) -> PlainTruth:
    """Whether what holds now is confirmed by one of the dates after it, in order, or by an unseen one.

    `left` are the days of follow-up after this one; `unseen` whether an unseen date confirms it.
    """

    def answer(which: int) -> bool:
        if not now[which]:
            return False
        return _confirmed_by_seen(form, later, which) or (
            unseen[which] and _not_refuted(form, later, left, which)
        )

    return answer(0), answer(1)


def _confirmed_by_seen(form: Confirmed, later: Sequence[Later], which: int) -> bool:
    return any(
        _in_span(form, one) and one.confirms[which] and _nothing_against(form, later[:place], which)
        for place, one in enumerate(later)
    )


def _not_refuted(form: Confirmed, later: Sequence[Later], left: PlainNumber, which: int) -> bool:
    at_most = inf if form.at_most is None else form.at_most
    to_come = at_most > left
    nearer = [one for one in later if one.after <= at_most]
    return _nothing_against(form, nearer, which) and (
        to_come or not any(_in_span(form, one) for one in later)
    )


def _in_span(form: Confirmed, one: Later) -> bool:
    return one.after >= form.at_least and (form.at_most is None or one.after <= form.at_most)


def _nothing_against(form: Confirmed, between: Sequence[Later], which: int) -> bool:
    """Whether every date between is fine or allowed, and not too many of them are only allowed."""
    only_allowed = [one for one in between if not one.fine[which]]
    return len(only_allowed) <= form.allowed and all(one.allowed[which] for one in only_allowed)


def onset(now: PlainTruth, before: PlainTruth) -> PlainTruth:
    """Whether it holds now and did not before."""
    return now[0] and not before[1], now[1] and not before[0]


def lasting(so_far: Sequence[tuple[PlainTruth, PlainTruth]]) -> PlainTruth:
    """Whether a state that began at one of the dates so far (of each: begins, ends) has not ended since."""

    def answer(begins: int, ends: int) -> bool:
        began = max((place for place, one in enumerate(so_far) if one[0][begins]), default=None)
        # What begins and ends at one date has ended there; what ended once may have begun again since.
        ended = max((place for place, one in enumerate(so_far) if one[1][ends]), default=-1)
        return began is not None and began > ended

    return answer(0, 1), answer(1, 0)
