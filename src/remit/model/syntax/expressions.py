"""Expressions, points in time and periods, as written."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from remit.source import Span


@dataclass(frozen=True, slots=True)
class Node:
    """Anything written in a rule file."""

    span: Span


@dataclass(frozen=True, slots=True)
class Word(Node):
    """A name where it stands: a declared name, a level, a unit's text."""

    text: str


# ---- points, lengths, periods ------------------------------------------------------------------------

CalendarUnit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Instant(Node):
    """`day -28`, `week 52`, `month 6`."""

    unit: CalendarUnit
    count: int


@dataclass(frozen=True, slots=True)
class Now(Node):
    """The visit in question."""


@dataclass(frozen=True, slots=True)
class EndOfFollowUp(Node):
    """The last day on which the patient was observed."""


@dataclass(frozen=True, slots=True)
class Length(Node):
    """`6 months`, `28 days`."""

    count: Fraction
    unit: CalendarUnit


PeriodKind = Literal[
    "from_to",
    "from_on",
    "between",
    "after",
    "before",
    "until",
    "within_after",
    "within_before",
    "within_any",
    "in_last",
    "so_far",
]


@dataclass(frozen=True, slots=True)
class Period(Node):
    """One phrase that limits the time: `from baseline to month_6`, `after progression`, `so far`."""

    kind: PeriodKind
    points: tuple["Expression", ...] = ()
    length: "Length | Reference | None" = None


# ---- expressions -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A literal; `unit` is its text as written, None for a bare number."""

    value: Fraction
    unit: Word | None


@dataclass(frozen=True, slots=True)
class PercentagePoints(Node):
    value: Fraction


@dataclass(frozen=True, slots=True)
class Truth(Node):
    value: bool


@dataclass(frozen=True, slots=True)
class It(Node):
    """The member of a set in question."""


@dataclass(frozen=True, slots=True)
class Parenthesis(Node):
    """Kept, since what stands in parentheses is never a loose `and`."""

    inner: "Expression"


@dataclass(frozen=True, slots=True)
class Logical(Node):
    operator: Literal["and", "or"]
    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: Word
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class IsLevel(Node):
    """`x is pd`, `x is not pd`, `x is one of (cr, pr)`."""

    subject: "Expression"
    levels: tuple[Word, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class IsRecorded(Node):
    subject: "Expression"
    negated: bool


@dataclass(frozen=True, slots=True)
class IsApplicable(Node):
    subject: "Expression"
    negated: bool


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    operator: Word
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Minus(Node):
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: Word
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class At(Node):
    subject: "Expression"
    point: "Expression"


@dataclass(frozen=True, slots=True)
class InUnit(Node):
    subject: "Expression"
    unit: Word


@dataclass(frozen=True, slots=True)
class OrElse(Node):
    first: "Expression"
    second: "Expression"


AggregateKind = Literal[
    "lowest",
    "highest",
    "mean",
    "time-weighted mean",
    "total",
    "first",
    "last",
    "previous",
    "best of",
    "worst of",
]


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """`lowest x before now`, `mean x from week 22 to week 26`, `previous x`."""

    kind: AggregateKind
    subject: "Expression"
    periods: tuple[Period, ...]
    condition: "Expression | None"


@dataclass(frozen=True, slots=True)
class ShareOfVisits(Node):
    """`share of visits from A to B with (STATE)`."""

    periods: tuple[Period, ...]
    condition: "Expression"


@dataclass(frozen=True, slots=True)
class FirstOrLast(Node):
    """`first infection after baseline` or `last prednisone before now`: which, its declaration tells."""

    which: Literal["first", "last"]
    subject: Reference
    periods: tuple[Period, ...]
    condition: "Expression | None"


@dataclass(frozen=True, slots=True)
class ChangeIn(Node):
    """`change in x from A to B`, `percent change in x from A to B`."""

    percent: bool
    subject: "Expression"
    start: "Expression"
    end: "Expression"


@dataclass(frozen=True, slots=True)
class Amount(Node):
    """`by at least 30%`, `by more than 3 points`."""

    strict: bool
    value: "Expression"


Verb = Literal["falls", "rises", "improves", "worsens"]


@dataclass(frozen=True, slots=True)
class Change(Node):
    """What follows a verb of change: how much, and between which points."""

    verb: Verb
    amounts: tuple[Amount, ...]
    start: "Expression"
    end: "Expression"
    from_zero_any_rise: bool


@dataclass(frozen=True, slots=True)
class Changes(Node):
    subject: "Expression"
    change: Change


@dataclass(frozen=True, slots=True)
class Count(Node):
    """How many: `any`, `every`, `no`, `at least 3`, `at most 1`, `exactly 2`."""

    kind: Literal["any", "every", "no", "at least", "at most", "exactly"]
    number: "Number | Reference | None" = None


@dataclass(frozen=True, slots=True)
class OverVisits(Node):
    """`any visit … has (…)`, or over days: `any day … has (…)`."""

    count: Count
    periods: tuple[Period, ...]
    gaps: "Length | Reference | None"
    body: "Expression"
    name: Word | None = None
    """What the visit is called in the body."""
    days: bool = False


@dataclass(frozen=True, slots=True)
class OverEvents(Node):
    count: Count
    event: Reference
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Moves(Node):
    """`edss_before moves`: whether the visit moves a reference."""

    subject: Reference


@dataclass(frozen=True, slots=True)
class Remaining(Node):
    """`the remaining`: the members that the count before it did not take."""


@dataclass(frozen=True, slots=True)
class OverSet(Node):
    """`at least 3 of core improve by …`, `at most 1 of bilag has (it …)`, `at least 2 of (a, b, c)`."""

    count: Count
    members: "Reference | tuple[Expression, ...] | Remaining"
    body: "Expression | Change | None"


@dataclass(frozen=True, slots=True)
class OfNumbers(Node):
    """`total of lesions`, `lowest of (a, b)`, `number of lesions with (it > 10 mm)`."""

    kind: "AggregateKind | Literal['number']"
    members: "Reference | tuple[Expression, ...] | Remaining"
    condition: "Expression | None"


@dataclass(frozen=True, slots=True)
class Sustained(Node):
    body: "Expression"
    extent: "Length | Reference | int"
    gaps: "Length | Reference | None"


@dataclass(frozen=True, slots=True)
class Allowing(Node):
    visits: int
    body: "Expression"


@dataclass(frozen=True, slots=True)
class Confirmed(Node):
    body: "Expression"
    by: "Expression | None"
    at_least: "Length | Reference"
    at_most: "Length | Reference | None"
    allowing: Allowing | None


@dataclass(frozen=True, slots=True)
class Onset(Node):
    body: "Expression"


@dataclass(frozen=True, slots=True)
class VisitMoment(Node):
    """`first visit after baseline with (…)`, or of days: `first day after baseline with (…)`."""

    which: Literal["first", "last"]
    periods: tuple[Period, ...]
    condition: "Expression"
    name: Word | None = None
    """What the visit is called in the condition."""
    days: bool = False


@dataclass(frozen=True, slots=True)
class Stable(Node):
    """`glucocorticoid stable for at least 4 weeks`."""

    subject: "Expression"
    length: "Length | Reference"


@dataclass(frozen=True, slots=True)
class EarlierOrLater(Node):
    which: Literal["earlier", "later"]
    points: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`40 U/L when sex is male, 33 U/L otherwise`: the value of the first test that holds, or the last."""

    values: tuple["Expression", ...]
    tests: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class PointsOf(Node):
    """`points of esr_band`: what its level counts."""

    band: Reference


@dataclass(frozen=True, slots=True)
class DaysBetween(Node):
    start: "Expression"
    end: "Expression"


Expression = (
    Reference
    | Number
    | PercentagePoints
    | Truth
    | It
    | Instant
    | Now
    | EndOfFollowUp
    | Parenthesis
    | Logical
    | Not
    | Comparison
    | IsLevel
    | IsRecorded
    | IsApplicable
    | Arithmetic
    | Minus
    | Call
    | At
    | InUnit
    | OrElse
    | Aggregate
    | FirstOrLast
    | ChangeIn
    | Changes
    | OverVisits
    | OverEvents
    | OverSet
    | OfNumbers
    | Moves
    | Sustained
    | Stable
    | Confirmed
    | Onset
    | VisitMoment
    | EarlierOrLater
    | DaysBetween
    | Choice
    | PointsOf
    | ShareOfVisits
)
