"""References that move: what a visit is held against, until a visit moves it for those after it."""

from dataclasses import fields
from typing import Any

from remit.check.checker import Checker, Held, Resolved
from remit.check.conditions import truth
from remit.check.outcomes import per_patient
from remit.check.quantities import in_one_unit
from remit.check.recorded import reads_of
from remit.check.values import numeric
from remit.model import syntax as s
from remit.model.expressions import (
    HELD,
    AtMoment,
    Edge,
    Expr,
    FromVisit,
    HeldReference,
    MovingReference,
    Period,
    VisitDay,
)
from remit.model.rules import Definition
from remit.model.types import MOMENT, TRUTH, Level
from remit.operators.registry import OPERATORS


def moving_reference(checker: Checker, written: s.MovingReference) -> Resolved:
    """A checked `reference`: where it starts, to what it moves, and when; a number at each visit."""
    name = written.name.text
    start, value = checker.problems.all_of(
        [lambda: numeric(checker, written.start), lambda: numeric(checker, written.value)]
    )
    start = per_patient(checker, start, written.start)
    start, value = in_one_unit(checker, [start, value], "put beside")
    type_ = OPERATORS["else (number)"].result((TRUTH, start.type, value.type))
    checker.held = Held(name, type_)
    moves = truth(checker, written.moves)
    checker.held = None
    parts = {"start": start, "value": value, "moves": moves, "reads": reads_of(value) | reads_of(moves)}
    span = written.start.span.to(written.moves.span)
    body = checker.make(MovingReference, span, type_, Level.VISIT, name=name, **parts)
    label = written.label if written.label is not None else name.replace("_", " ")
    return Definition(name, label, "define", body, written.name.span)


def moves(checker: Checker, node: s.Moves) -> Expr:
    """`edss_before moves`: whether this visit moves it."""
    found = checker.resolve(node.subject.name, node.subject.span)
    body = found.body if isinstance(found, Definition) else None
    if not isinstance(body, MovingReference):
        message = f"`{node.subject.name}` is no reference that moves"
        help_ = ["declare one: `reference name starts at … moves to … when (…)`"]
        raise checker.problems.fail("E301", message, node.subject.span, help=help_)
    condition = _held_against(checker, body.moves, body)
    return checker.make(FromVisit, node.span, TRUTH, Level.VISIT, depth=0, body=condition)


def _held_against(checker: Checker, x: Expr, reference: MovingReference) -> Expr:
    """A condition with what the reference stands at, at the visit in question, in its place."""
    if HELD not in checker.outer_visits(x):
        return x
    if isinstance(x, HeldReference):
        day = checker.make(VisitDay, x.span, MOMENT, Level.PATIENT, depth=0)
        return checker.make(AtMoment, x.span, x.type, Level.PATIENT, body=reference, moment=day)

    def inside(value: Any) -> Any:
        match value:
            case Expr():
                return _held_against(checker, value, reference)
            case Edge(moment=moment, shift=shift):
                return Edge(inside(moment), shift)
            case Period(starts=starts, ends=ends, span=span, between_visits=between):
                return Period(inside(starts), inside(ends), span, between)
            case tuple():
                return tuple(inside(one) for one in value)
            case _:
                return value

    of_all = {one.name for one in fields(Expr)}
    kept = {one.name: inside(getattr(x, one.name)) for one in fields(x) if one.name not in of_all}
    return checker.make(type(x), x.span, x.type, x.level, **kept)
