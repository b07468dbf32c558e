"""The visits at which one stands while a condition is read: `now`, and those that were given a name.

What looks at other visits (`any visit … has`, `sustained`, `at`) reads its body at a visit of its own, one
deeper. `now` is the innermost visit without a name; the others are spoken of by theirs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from remit.language.words import RESERVED
from remit.model import syntax as s
from remit.model.expressions import Edge, Expr, FromVisit, NowDay, Period, VisitDay
from remit.model.types import MOMENT, Level
from remit.source import Span

if TYPE_CHECKING:
    from remit.check.checker import Checker


@dataclass(slots=True)
class Place:
    """A visit at which one stands, or a day, and whether somebody spoke of it by its name."""

    name: s.Word | None = None
    used: bool = False
    level: Level = Level.VISIT


@contextmanager
def at_visit(checker: "Checker", name: s.Word | None = None, level: Level = Level.VISIT) -> Iterator[None]:
    """Inside, what is read stands at another visit (or day); one that is named must be spoken of."""
    if name is not None:
        _reject_taken(checker, name)
    place = Place(name, level=level)
    checker.places.append(place)
    try:
        yield
    finally:
        checker.places.pop()
        if name is not None:
            checker.named_visits[name.text] = name.span
    if name is not None and not place.used:
        message = f"the visit is called `{name.text}`, and nothing speaks of `{name.text}`"
        help_ = [
            f"leave out `{name.text}`",
            f"or speak of it inside: `esr at {name.text}`, `after {name.text}`",
        ]
        raise checker.problems.fail("E205", message, name.span, "a name in vain", help=help_)


@contextmanager
def as_day(checker: "Checker") -> Iterator[None]:
    """Inside, the place where one stands is taken as a day: a period of days about now."""
    place = checker.places[-1]
    before, place.level = place.level, Level.DAY
    try:
        yield
    finally:
        place.level = before


def _reject_taken(checker: "Checker", name: s.Word) -> None:
    """A visit has a name of its own: no word of the language, nothing declared, no other visit around it."""
    if name.text in RESERVED:
        message = f"`{name.text}` is a word of the language and cannot be a name"
        raise checker.problems.fail("E108", message, name.span, "a name is needed here")
    declared = checker.written[name.text].name.span if name.text in checker.written else None
    around = [place.name.span for place in checker.places if place.name and place.name.text == name.text]
    for first in [*around, *([declared] if declared else [])]:
        message = f"`{name.text}` is declared twice"
        raise checker.problems.fail("E202", message, name.span, "again here", also=[(first, "first here")])


def now(checker: "Checker", span: Span) -> Expr:
    """The day of the innermost visit without a name."""
    depth = max(depth for depth, place in enumerate(checker.places) if place.name is None)
    return _day_at(checker, depth, span)


def named_visit(checker: "Checker", name: str, span: Span) -> Expr | None:
    """The day of the visit of that name, if one stands at it."""
    for depth, place in enumerate(checker.places):
        if place.name is not None and place.name.text == name:
            place.used = True
            return _day_at(checker, depth, span)
    return None


def _day_at(checker: "Checker", depth: int, span: Span) -> Expr:
    place = checker.places[depth]
    if depth == len(checker.places) - 1:
        return checker.make(NowDay, span, MOMENT, place.level)
    if place.level is Level.DAY:
        message = "`now` is the day that is asked, and a visit that has a name cannot look back at that day"
        help_ = ["give no name to the visit: `now` is the visit then"]
        raise checker.problems.fail("E206", message, span, help=help_)
    return checker.make(VisitDay, span, MOMENT, Level.PATIENT, depth=depth)


def reject_implied_now(checker: "Checker", phrase: s.Period) -> None:
    """`so far` at a visit that has a name: until that visit, or until now?"""
    name = checker.places[-1].name
    if name is None:
        return
    shown = " ".join(phrase.span.text.split())
    message = f"`{shown}` ends with `now`, and this is asked at `{name.text}`: which of the two is meant?"
    help_ = [f"until that visit: `until {name.text}`"] if phrase.kind == "so_far" else []
    help_ += ["until now: `until now`"] if phrase.kind == "so_far" else []
    help_ += [f"about that visit: put it in parentheses and read it there, `(… {shown} …) at {name.text}`"]
    raise checker.problems.fail("E206", message, phrase.span, help=help_)


def seen_from_here(checker: "Checker", made: Expr) -> Expr:
    """The same, bound to the visit at which one stands, where something deeper in it speaks of that visit."""
    depth = len(checker.places) - 1
    if depth not in checker.outer_visits(made):
        return made
    bound = _once_a_visit(checker, made, depth)
    return checker.make(FromVisit, made.span, made.type, Level.VISIT, depth=depth, body=bound)


def _once_a_visit(checker: "Checker", made: Expr, depth: int) -> Expr:
    """With the limits of its period written for one visit, so that it is evaluated once for each."""
    period = getattr(made, "period", None)
    if not isinstance(period, Period):
        return made

    def fixed(edge: Edge) -> Edge:
        if not isinstance(edge.moment, NowDay):
            return edge
        day = checker.make(VisitDay, edge.moment.span, MOMENT, Level.PATIENT, depth=depth)
        return Edge(day, edge.shift)

    starts, ends = (tuple(fixed(edge) for edge in side) for side in (period.starts, period.ends))
    limits = replace(period, starts=starts, ends=ends)
    kept = {one.name: getattr(made, one.name) for one in fields(made) if one.name not in _OF_ALL}
    return checker.make(type(made), made.span, made.type, limits.level, **(kept | {"period": limits}))


_OF_ALL = {one.name for one in fields(Expr)}
"""What every expression has, whatever its kind."""


def between_visits(start: Expr, end: Expr) -> bool:
    """Whether both are visits of the patient, between which nothing can have gone unseen."""
    return isinstance(start, NowDay | VisitDay) and isinstance(end, NowDay | VisitDay)
