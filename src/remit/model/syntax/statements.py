"""Statements of a rule file, as written."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from remit.model.syntax.declaration import Declaration
from remit.model.syntax.expressions import Expression, Instant, Node, Number, Reference, Truth, Word
from remit.model.syntax.tables import Band, Order, Table

# ---- declarations ------------------------------------------------------------------------------------


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
class Setting(Node):
    """`glucocorticoid_limit = 7.5 mg/day`, `pga = physician_global`: a name of a used file, set."""

    name: Word
    value: Number | Truth | Instant | Reference


@dataclass(frozen=True, slots=True)
class Use(Node):
    """`use "sle/doris_2021" with glucocorticoid_limit = 7.5 mg/day as strict_doris`."""

    file: Word
    """Its text is without quotes, its place with them."""
    settings: tuple[Setting, ...]
    alias: Word | None


@dataclass(frozen=True, slots=True)
class LevelOf(Node):
    """`severe`, or `severe of grade` where several scales have it: the value of a parameter."""

    level: Word
    scale: Reference | None


@dataclass(frozen=True, slots=True)
class Parameter(Declaration):
    value: Number | Truth | Instant | LevelOf
    source: str | None = None
    """What the value is cited from."""


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
class Equivalent(Node):
    """`methylprednisolone 1.25`: a member of a class, and what one unit of it is worth in the class.

    A quotient (`dexamethasone 20/3`) is exact; one by zero is None.
    """

    name: Word
    equivalence: Fraction | None


@dataclass(frozen=True, slots=True)
class Drugs(Declaration):
    """A class of drugs, or (`drug`) a single one, without members of its own."""

    dose: Quantity
    members: tuple[Equivalent, ...]
    source: str | None


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
    """`ends`: of a state that lasts, what ends it; `value` is then what begins it."""

    value: Expression
    ends: Expression | None = None


@dataclass(frozen=True, slots=True)
class MovingReference(Declaration):
    """`reference edss_then starts at edss at baseline moves to edss when (…)`."""

    start: Expression
    value: Expression
    moves: Expression


@dataclass(frozen=True, slots=True)
class Weight(Node):
    """`8 points for seizure, psychosis`."""

    points: Number
    items: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Score(Declaration):
    weights: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class LevelTest(Node):
    level: Word
    test: Expression | None
    """None for `otherwise`."""


@dataclass(frozen=True, slots=True)
class Classify(Declaration):
    levels: tuple[LevelTest, ...]
    order: Order | None = None


OutcomeKind = Literal["response", "remission", "relapse", "steroid-sparing", "safety", "outcome"]


@dataclass(frozen=True, slots=True)
class Clause(Node):
    role: Literal["among", "following", "when", "unless"]
    body: Expression


@dataclass(frozen=True, slots=True)
class MissingCounts(Node):
    counts_as_met: bool


@dataclass(frozen=True, slots=True)
class Unverified(Node):
    """What of a published definition was not checked against its source."""

    text: str


@dataclass(frozen=True, slots=True)
class Outcome(Declaration):
    kind: OutcomeKind
    clauses: tuple[Clause | MissingCounts | Unverified, ...]


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
class Censored(Node):
    """`<0.3 mg/L`: at most (`upper`) or at least what the laboratory can tell."""

    limit: Number
    upper: bool


@dataclass(frozen=True, slots=True)
class Doses(Node):
    """`every other day from day 0 to day 27`; without `last` to the end of follow-up."""

    first: Instant
    last: Instant | None
    every: int


@dataclass(frozen=True, slots=True)
class Given(Node):
    """`skin_disease = yes at day 0`; without `name`, a further value of the name before, or an event."""

    name: Word | None
    value: Number | Truth | Word | Censored | None
    """None for `not recorded`."""
    when: Instant | None
    doses: Doses | None = None
    """The days of a dose."""


@dataclass(frozen=True, slots=True)
class Followed(Node):
    until: Instant


@dataclass(frozen=True, slots=True)
class Expected(Node):
    """`skin_response is met`, `overall is pr at day 56`, `score = 3 points`."""

    name: Word
    verdict: Literal["met", "not met", "undetermined", "not applicable"] | Number | Truth | Word | Censored
    when: Instant | None


@dataclass(frozen=True, slots=True)
class Case(Node):
    title: str
    givens: tuple[Given | Followed, ...]
    expected: tuple[Expected, ...]


Statement = (
    Use
    | Parameter
    | Fact
    | Measure
    | Event
    | Drugs
    | Set
    | Timepoint
    | Define
    | State
    | MovingReference
    | Score
    | Classify
    | Band
    | Table
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
    unverified: tuple[str, ...]
    statements: tuple[Statement, ...]
