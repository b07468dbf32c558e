"""Random well-typed expressions, built backwards from the type that is wanted.

Each way of making a type is a method; how often it is taken is its weight in a table.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Any, get_args

from remit.model.declarations import Timepoint
from remit.model.expressions import (
    Aggregate,
    AggregateKind,
    AnyRecorded,
    Apply,
    AtMoment,
    AtTimepoint,
    Confirmed,
    Constant,
    CountKind,
    Edge,
    EndOfFollowUp,
    EventMoment,
    Expr,
    FactValue,
    FirstMatch,
    Forge,
    Made,
    MeasureValue,
    Named,
    NowDay,
    Onset,
    OverEvents,
    OverVisits,
    Period,
    ReadAt,
    Recorded,
    Sustained,
    TimepointEnd,
    VisitMoment,
    children,
)
from remit.model.types import (
    MOMENT,
    TRUTH,
    Level,
    LevelsType,
    MomentType,
    NumberType,
    TruthType,
    Type,
)
from remit.model.units import DAY, ONE, Unit
from remit.operators.change import PERCENT
from remit.operators.registry import OPERATORS
from tests.generative.cohorts import EVENTS, FACTS, GRIDS, MEASURES, MG_PER_DAY, SEVERITY, SPAN, TIMEPOINTS, RESPONSE

VISIT, PATIENT = Level.VISIT, Level.PATIENT
Way = Callable[..., Expr | None]


def reads_of(expression: Expr) -> frozenset[str]:
    """The measures that an expression reads at the visit itself."""
    match expression:
        case MeasureValue(name=name):
            return frozenset({name})
        case Recorded(subject=subject):
            return reads_of(subject)
        case Apply() | FirstMatch() | Named() | Sustained() | Confirmed() | Onset():
            return frozenset().union(*(reads_of(part) for part in children(expression)))
        case _:
            return frozenset()


def walk(expression: Expr) -> Iterator[Expr]:
    """An expression and all that is in it, each meaning once; what is inside comes first."""
    seen: dict[int, Expr] = {}

    def visit(node: Expr) -> None:
        if node.key not in seen:
            for part in children(node):
                visit(part)
            seen[node.key] = node

    visit(expression)
    yield from seen.values()


class Rules:
    """Makes expressions of a wanted type and level, `depth` forms deep at most."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.forge = Forge()

    # ---- truths --------------------------------------------------------------------------------------

    def expression(self, type_: Type, level: Level, depth: int) -> Expr:
        """An expression of a type, at a level or above it."""
        match type_:
            case TruthType():
                return self.truth(level, depth)
            case NumberType(unit=unit):
                return self.number(unit, level, depth)
            case LevelsType():
                return self.levels(type_, level, depth)
            case MomentType():
                return self.moment(level, depth)

    def truth(self, level: Level, depth: int) -> Expr: ...
