"""A rule file as it was written: one record a construct, every record with its place.

Names are not yet resolved, units are still text, and nothing has a type; `remit.check` gives all that.
"""

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
    "after",
    "before",
    "until",
    "within_after",
    "within_before",
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
    "lowest", "highest", "mean", "time-weighted mean", "total", "first", "last", "previous"
]


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """`lowest x before now`, `mean x from week 22 to week 26`, `previous x`."""

    kind: AggregateKind
    subject: "Expression"
    periods: tuple[Period, ...]
    condition: "Expression | None"


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
    count: Count
    periods: tuple[Period, ...]
    gaps: "Length | Reference | None"
    body: "Expression"


@dataclass(frozen=True, slots=True)
class OverEvents(Node):
    count: Count
    event: Reference
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class OverSet(Node):
    """`at least 3 of core improve by …`, `at most 1 of bilag has (it …)`, `at least 2 of (a, b, c)`."""

    count: Count
    members: "Reference | tuple[Expression, ...]"
    body: "Expression | Change | None"


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
    """`first visit after baseline with (…)`."""

    which: Literal["first", "last"]
    periods: tuple[Period, ...]
    condition: "Expression"


@dataclass(frozen=True, slots=True)
class EarlierOrLater(Node):
    which: Literal["earlier", "later"]
    points: tuple["Expression", ...]


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
    | Sustained
    | Confirmed
    | Onset
    | VisitMoment
    | EarlierOrLater
    | DaysBetween
)


# ---- declarations ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Declaration(Node):
    """A named statement: `name` has its own place, so that a mistake in it underlines the name alone."""

    name: Word
    label: str | None


@dataclass(frozen=True, slots=True)
class YesOrNo(Node):
    pass


@dataclass(frozen=True, slots=True)
class Levels(Node):
    levels: tuple[Word, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Date(Node):
    pass


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    """A number in a unit within its possible range; `high` is None for `up`."""

    unit: Word
    low: Fraction
    high: Fraction | None


Scale = YesOrNo | Levels | Date | Quantity


@dataclass(frozen=True, slots=True)
class Usual(Node):
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Parameter(Declaration):
    value: Number | Truth | Instant


@dataclass(frozen=True, slots=True)
class Fact(Declaration):
    scale: Scale


@dataclass(frozen=True, slots=True)
class Measure(Declaration):
    scale: Scale
    usual: Usual | None
    better: Word | None
    """`lower`, `higher`, or the level that is better."""


@dataclass(frozen=True, slots=True)
class Event(Declaration):
    pass


@dataclass(frozen=True, slots=True)
class Set(Declaration):
    members: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Timepoint(Declaration):
    target: Instant
    low: Instant
    high: Instant
    pick: str | None


@dataclass(frozen=True, slots=True)
class Define(Declaration):
    value: Expression


@dataclass(frozen=True, slots=True)
class State(Declaration):
    value: Expression


@dataclass(frozen=True, slots=True)
class LevelTest(Node):
    level: Word
    test: Expression | None
    """None for `otherwise`."""


@dataclass(frozen=True, slots=True)
class Classify(Declaration):
    levels: tuple[LevelTest, ...]


OutcomeKind = Literal["response", "remission", "relapse", "steroid-sparing", "safety", "outcome"]


@dataclass(frozen=True, slots=True)
class Clause(Node):
    role: Literal["among", "following", "when", "unless"]
    body: Expression


@dataclass(frozen=True, slots=True)
class MissingCounts(Node):
    counts_as_met: bool


@dataclass(frozen=True, slots=True)
class Outcome(Declaration):
    kind: OutcomeKind
    clauses: tuple[Clause | MissingCounts, ...]


# ---- reports and cases -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Describe(Node):
    names: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Population(Node):
    """Whom an analysis is about: `among …`, `by sex`."""

    among: Expression | None
    by: Reference | None


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`compare x from A to B`."""

    subject: Reference
    start: Expression
    end: Expression
    population: Population
    method: Word | None
    then: Word | None
    alpha: Fraction | None


@dataclass(frozen=True, slots=True)
class CompareWith(Node):
    """`compare a with b`: two criteria in the same patients."""

    first: Reference
    second: Reference
    population: Population
    method: Word | None
    then: Word | None
    alpha: Fraction | None


@dataclass(frozen=True, slots=True)
class Rate(Node):
    names: tuple[Reference, ...]
    population: Population
    method: Word | None


@dataclass(frozen=True, slots=True)
class TimeTo(Node):
    names: tuple[Reference, ...]
    population: Population


@dataclass(frozen=True, slots=True)
class Agree(Node):
    """`agree a with b using kappa`."""

    first: Reference
    second: Reference
    population: Population
    method: Word | None


@dataclass(frozen=True, slots=True)
class Adjust(Node):
    """`adjust comparisons by holm`."""

    method: Word


@dataclass(frozen=True, slots=True)
class Given(Node):
    """`skin_disease = yes at day 0`; without `name`, a further value of the name before, or an event."""

    name: Word | None
    value: Number | Truth | Word | None
    """None for `not recorded`."""
    when: Instant | None


@dataclass(frozen=True, slots=True)
class Followed(Node):
    until: Instant


@dataclass(frozen=True, slots=True)
class Expected(Node):
    """`skin_response is met`, `overall is pr at day 56`, `score = 3 points`."""

    name: Word
    verdict: Literal["met", "not met", "undetermined", "not applicable"] | Number | Truth | Word
    when: Instant | None


@dataclass(frozen=True, slots=True)
class Case(Node):
    title: str
    givens: tuple[Given | Followed, ...]
    expected: tuple[Expected, ...]


Statement = (
    Parameter
    | Fact
    | Measure
    | Event
    | Set
    | Timepoint
    | Define
    | State
    | Classify
    | Outcome
    | Describe
    | Compare
    | CompareWith
    | Rate
    | TimeTo
    | Agree
    | Adjust
    | Case
)


@dataclass(frozen=True, slots=True)
class RuleFile(Node):
    """A whole file; `name` and `version` are None where it has no `ruleset` line."""

    name: Word | None
    version: str | None
    title: str | None
    citations: tuple[str, ...]
    notes: tuple[str, ...]
    statements: tuple[Statement, ...]
