"""Checked expressions: names resolved, units converted, every node with its type, level and place.

Two nodes with one `key` mean the same and are evaluated once, wherever they stand; their places differ. What
looks across visits, days or time is a form of this closed set; everything else is an `Apply` of an operator.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, TypeVar

from remit.model.declarations import Timepoint
from remit.model.types import Level, Type
from remit.source import Span


@dataclass(frozen=True, eq=False, slots=True)
class Expr:
    """A checked expression. `span` is where it is written; equality is identity, `key` is meaning."""

    span: Span
    type: Type
    level: Level
    key: int


@dataclass(frozen=True, eq=False, slots=True)
class Constant(Expr):
    """A number (Fraction, in the unit of the type), a truth, a set of levels (bits), or a study day."""

    value: Fraction | bool | int


@dataclass(frozen=True, eq=False, slots=True)
class FactValue(Expr):
    name: str


@dataclass(frozen=True, eq=False, slots=True)
class MeasureValue(Expr):
    """A measure at each visit: its cell, or its whole range where the cell holds nothing."""

    name: str


@dataclass(frozen=True, eq=False, slots=True)
class DoseValue(Expr):
    """The dose of a drug, or of a class of drugs, on each day: from its records, open where nobody knows."""

    name: str


@dataclass(frozen=True, eq=False, slots=True)
class ReadAt(Expr):
    """A bare measure at a timepoint: picked among the visits of the window where it was recorded.

    Where none was: the value at the visit that the rule picks among all of the window (an open one), or the
    whole range where the window has no visit.
    """

    measure: str
    timepoint: Timepoint
    worst_is_high: bool | None
    """For the pick `worst`: whether high values (late levels, yes) are the worse ones."""


@dataclass(frozen=True, eq=False, slots=True)
class Recorded(Expr):
    """Whether a fact, a measure, a reading at a timepoint was recorded, a dose is known: never open."""

    subject: "FactValue | MeasureValue | DoseValue | ReadAt"


@dataclass(frozen=True, eq=False, slots=True)
class AtTimepoint(Expr):
    """A larger expression at the one visit that the timepoint picks for the whole; open without a visit."""

    body: Expr
    timepoint: Timepoint
    reads: frozenset[str]
    or_no: bool = False
    """Without a visit a plain no, not open: the body asks whether something was recorded."""


@dataclass(frozen=True, eq=False, slots=True)
class AtMoment(Expr):
    """An expression at the visit on the day of a moment, or, of a value per day, on that day itself.

    Open where the day is, and of a value per visit where it has no visit.
    """

    body: Expr
    moment: Expr


@dataclass(frozen=True, eq=False, slots=True)
class Apply(Expr):
    """An operator on its arguments, at one place."""

    operator: str
    arguments: tuple[Expr, ...]
    scale: Fraction


@dataclass(frozen=True, slots=True)
class Edge:
    """One limit of a period: so many days after (before) a moment; the day itself is included."""

    moment: Expr
    shift: int


@dataclass(frozen=True, slots=True)
class Period:
    """The days from the latest of `starts` to the earliest of `ends`, both included; open-ended without.

    An end that never comes is no limit; a start that never comes leaves no day.
    """

    starts: tuple[Edge, ...] = ()
    ends: tuple[Edge, ...] = ()
    span: Span | None = None
    between_visits: bool = False
    """It lies between two visits of the patient: whatever was assessed in it is known."""

    @property
    def level(self) -> Level:
        edges = (*self.starts, *self.ends)
        return max((edge.moment.level for edge in edges), default=Level.PATIENT)

    @property
    def key(self) -> tuple[Any, ...]:
        sides = tuple(
            tuple((edge.moment.key, edge.shift) for edge in side) for side in (self.starts, self.ends)
        )
        return (*sides, self.between_visits)


@dataclass(frozen=True, eq=False, slots=True)
class TimepointEnd(Expr):
    """A timepoint as an end: the later of its target and the last visit it picked for any measure."""

    timepoint: Timepoint


@dataclass(frozen=True, eq=False, slots=True)
class NowDay(Expr):
    """The day of the visit in question."""


@dataclass(frozen=True, eq=False, slots=True)
class VisitDay(Expr):
    """The day of a visit further out, spoken of from inside what looks at other visits.

    `depth` says which: 0 is the visit of the whole condition, 1 that of the form in it, and so on.
    """

    depth: int


@dataclass(frozen=True, eq=False, slots=True)
class FromVisit(Expr):
    """The body as seen from each visit: there `VisitDay` of this depth is that visit's day."""

    depth: int
    body: Expr


@dataclass(frozen=True, eq=False, slots=True)
class EndOfFollowUp(Expr):
    """The last day on which the patient was observed."""


CountKind = Literal["at least", "at most", "exactly", "every"]


@dataclass(frozen=True, eq=False, slots=True)
class OverVisits(Expr):
    """So many visits of the period at which the body holds ("any" is at least 1, "no" is at most 0).

    Open where the period was not covered: follow-up ends before it, no visit lies in it, or two neighbours
    (or an edge and its neighbour) are more than `gaps` days apart. `reads` are the measures of the body: a
    date that is no visit counts when it has a row for each of them.
    """

    count: CountKind
    number: int
    body: Expr
    period: Period
    gaps: int | None
    reads: frozenset[str]
    window: int | None = None
    """Where set, so many at most that many days apart: the window slides through the period."""


@dataclass(frozen=True, eq=False, slots=True)
class OverEvents(Expr):
    """So many events of a kind in the period; open where the history is not complete for it."""

    count: CountKind
    number: int
    event: str
    period: Period
    window: int | None = None
    """As for visits."""


AggregateKind = Literal["lowest", "highest", "mean", "time-weighted mean", "total", "first", "last"]


@dataclass(frozen=True, eq=False, slots=True)
class Aggregate(Expr):
    """Over the visits of a period at which `recorded` holds; the whole range where there is none."""

    kind: AggregateKind
    body: Expr
    recorded: Expr
    condition: Expr | None
    period: Period
    reads: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class AnyRecorded(Expr):
    """Whether an aggregate had anything to work on."""

    recorded: Expr
    condition: Expr | None
    period: Period
    reads: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class VisitMoment(Expr):
    """The day of the first or last visit of a period at which a condition holds, or never."""

    which: Literal["first", "last"]
    body: Expr
    period: Period
    reads: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class EventMoment(Expr):
    """The day of the first or last event of a kind in a period, or never."""

    which: Literal["first", "last"]
    event: str
    period: Period


@dataclass(frozen=True, eq=False, slots=True)
class Sustained(Expr):
    """At every visit of a run: visits in a row at which the body holds, `days` long or `visits` many.

    Neighbours are at most `gaps` days apart. Open visits break a run for certain and continue it possibly; a
    run that reaches the last visit is possibly longer.
    """

    body: Expr
    days: int | None
    visits: int | None
    gaps: int | None
    reads: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class Confirmed(Expr):
    """The body holds, and `by` at a later visit at least (at most) so many days on.

    Every visit between satisfies the body, or `by`, or is one of at most `allowed` visits with `allowing`.
    Without any later visit in the span it is open: unconfirmed, not refuted.
    """

    body: Expr
    by: Expr
    at_least: int
    at_most: int | None
    allowed: int
    allowing: Expr | None
    reads: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class Onset(Expr):
    """The body holds now and did not at the previous assessment; open at the first one where it holds."""

    body: Expr
    reads: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class Lasting(Expr):
    """A state that lasts from a visit at which it begins until one at which it ends; the end wins."""

    begins: Expr
    ends: Expr
    reads: frozenset[str]


HELD = -1
"""In place of a depth: what speaks of a reference as it stands at a visit, before that visit moves it."""


@dataclass(frozen=True, eq=False, slots=True)
class HeldReference(Expr):
    """A moving reference inside of the condition that moves it: what the visit is held against."""

    name: str


@dataclass(frozen=True, eq=False, slots=True)
class MovingReference(Expr):
    """What a visit is held against; a visit at which `moves` holds moves it, for the visits after it."""

    name: str
    start: Expr
    value: Expr
    moves: Expr
    reads: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class OverDays(Expr):
    """So many days of the period on which the body holds, as over visits; each day of it is one."""

    count: CountKind
    number: int
    body: Expr
    period: Period
    window: int | None = None


DaysAggregateKind = Literal["lowest", "highest", "mean", "total", "first", "last"]


@dataclass(frozen=True, eq=False, slots=True)
class DaysAggregate(Expr):
    """Over the days of a period (with a condition): every one counts, the open ones with their bounds."""

    kind: DaysAggregateKind
    body: Expr
    condition: Expr | None
    period: Period


@dataclass(frozen=True, eq=False, slots=True)
class DayMoment(Expr):
    """The first or last day of a period on which a condition holds, or never."""

    which: Literal["first", "last"]
    body: Expr
    period: Period


@dataclass(frozen=True, eq=False, slots=True)
class DaysSustained(Expr):
    """On every day of at least so many days in a row on which the body holds."""

    body: Expr
    days: int


@dataclass(frozen=True, eq=False, slots=True)
class DaysOnset(Expr):
    """The body holds on this day and did not on the day before."""

    body: Expr


@dataclass(frozen=True, eq=False, slots=True)
class FirstMatch(Expr):
    """The first level (of the type, in the order of `tests`) whose test holds; the last has none."""

    levels: tuple[str, ...]
    tests: tuple[Expr, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Named(Expr):
    """A use of a name: means its body, and is where the audit shows the name."""

    name: str
    body: Expr


AnyExpr = (
    Constant
    | FactValue
    | MeasureValue
    | DoseValue
    | ReadAt
    | Recorded
    | AtTimepoint
    | AtMoment
    | Apply
    | TimepointEnd
    | NowDay
    | VisitDay
    | FromVisit
    | EndOfFollowUp
    | OverVisits
    | OverEvents
    | Aggregate
    | AnyRecorded
    | VisitMoment
    | EventMoment
    | Sustained
    | Confirmed
    | Onset
    | Lasting
    | HeldReference
    | MovingReference
    | OverDays
    | DaysAggregate
    | DayMoment
    | DaysSustained
    | DaysOnset
    | FirstMatch
    | Named
)

Made = TypeVar("Made", bound=Expr)


class Forge:
    """Makes expressions and gives one key to all that mean the same."""

    def __init__(self) -> None:
        self._keys: dict[tuple[Any, ...], int] = {}

    def make(self, kind: type[Made], span: Span, type_: Type, level: Level, /, **fields: Any) -> Made:
        meaning: tuple[Any, ...] = (
            kind,
            type_,
            level,
            *((name, _meaning(value)) for name, value in sorted(fields.items())),
        )
        if kind is Named:
            meaning = ("named", fields["body"].key)
        key = self._keys.setdefault(meaning, len(self._keys))
        return kind(span, type_, level, key, **fields)

    @staticmethod
    def moved(expression: Made, span: Span) -> Made:
        """The same meaning at another place."""
        return replace(expression, span=span)


def _meaning(value: Any) -> Any:
    if isinstance(value, Expr | Period):
        return value.key
    if isinstance(value, tuple):
        return tuple(_meaning(item) for item in value)
    if isinstance(value, bool):
        return ("truth", value)
    if isinstance(value, Timepoint):
        return ("timepoint", value.name, value.target, value.low, value.high, value.pick)
    return value


def always_observed(moment: Expr) -> bool:
    """Whether a moment that comes at all always comes within follow-up: the day of a visit that was seen.

    The date of a fact may lie beyond it, and so may a visit of a period that follow-up does not cover.
    """
    match moment:
        case NowDay() | VisitDay() | EndOfFollowUp():
            return True
        case VisitMoment(period=period) | DayMoment(period=period):
            return all(edge.shift <= 0 and always_observed(edge.moment) for edge in period.ends)
        case Named(body=body) | FromVisit(body=body):
            return always_observed(body)
        case Apply(operator="earlier" | "later", arguments=parts):
            return all(always_observed(part) for part in parts)
        case _:
            return False


def children(expression: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside one, in the order of its fields, moments of periods included."""
    found: list[Expr] = []
    for name in expression.__dataclass_fields__:
        value = getattr(expression, name)
        if isinstance(value, Expr):
            found.append(value)
        elif isinstance(value, Period):
            found.extend(edge.moment for edge in (*value.starts, *value.ends))
        elif isinstance(value, tuple):
            found.extend(item for item in value if isinstance(item, Expr))
    return tuple(found)


def outer_visits(expression: Expr, known: dict[int, frozenset[int]]) -> frozenset[int]:
    """The depths of the visits further out that an expression speaks of; `known` holds them by key."""
    if expression.key not in known:
        inside = frozenset().union(*(outer_visits(part, known) for part in children(expression)))
        match expression:
            case HeldReference():
                inside |= {HELD}
            case MovingReference(start=start, value=value, moves=moves):
                inside = outer_visits(moves, known) - {HELD}
                inside |= outer_visits(start, known) | outer_visits(value, known)
            case VisitDay(depth=depth):
                inside |= {depth}
            case FromVisit(depth=depth):
                inside -= {depth}
        known[expression.key] = inside
    return known[expression.key]
