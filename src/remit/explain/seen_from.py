"""A condition that speaks of a visit further out, with that visit's day put in its place."""

from dataclasses import fields, replace
from typing import Any

from remit.explain.part import Part
from remit.explain.trace import Trace
from remit.model.expressions import (
    HELD,
    Apply,
    AtMoment,
    Constant,
    Edge,
    Expr,
    FromVisit,
    HeldReference,
    MovingReference,
    Period,
    VisitDay,
    outer_visits,
)
from remit.model.types import MOMENT


def looking(trace: Trace, part: Part) -> Part:
    """The condition that is denied, or that is seen from the visit in question; else the same."""
    match part.expression:
        case FromVisit() as x:
            return looking(trace, seen_from(trace, x, part.date))
        case Apply(operator="not", arguments=(denied,)):
            return looking(trace, Part(denied, part.date))
        case _:
            return part


def seen_from(trace: Trace, x: FromVisit, date: int | None) -> Part:
    """The body at a visit, where its day is known."""
    assert date is not None  # it is asked at each visit
    return Part(_at_day(x.body, x.depth, trace.day(date), {}), date)


def moving(trace: Trace, x: MovingReference, date: int) -> Part:
    """What moves a reference at a date, with what it stands at there in its place."""
    return Part(_at_day(x.moves, HELD, trace.day(date), {}, x), date)


def _at_day(
    x: Expr,
    depth: int,
    day: int,
    known: dict[int, frozenset[int]],
    reference: MovingReference | None = None,
) -> Expr:
    """The same with a day in place of the visit of a depth, or of what the reference stands at there."""
    if depth not in outer_visits(x, known):
        return x
    key = _key(x.key, depth, day)
    if isinstance(x, VisitDay):
        return Constant(x.span, x.type, x.level, key, day)
    if isinstance(x, HeldReference):
        assert reference is not None
        on = Constant(x.span, MOMENT, x.level, _key(key, depth, day), day)
        return AtMoment(x.span, x.type, x.level, key, reference, on)

    def inside(value: Any) -> Any:
        match value:
            case Expr():
                return _at_day(value, depth, day, known, reference)
            case Edge(moment=moment):
                return Edge(inside(moment), value.shift)
            case Period():
                return replace(value, starts=inside(value.starts), ends=inside(value.ends))
            case tuple():
                return tuple(inside(one) for one in value)
            case _:
                return value

    changed = {one.name: inside(getattr(x, one.name)) for one in fields(x) if one.name != "key"}
    return replace(x, key=key, **changed)


_DAYS = 1 << 24


def _key(key: int, depth: int, day: int) -> int:
    """A key for the meaning on that day, never that of another: each number below zero tells what made it."""
    whole = 2 * abs(key) + (key < 0)
    return -1 - ((whole * 64 + depth + 1) * _DAYS + day + _DAYS // 2)
