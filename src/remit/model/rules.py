"""A checked rule set: what the evaluator, the statistics and the report take."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from remit.model.declarations import Declarations
from remit.model.expressions import DayMoment, Expr, Named, VisitMoment, children
from remit.source import Source, Span

OutcomeKind = Literal["response", "remission", "relapse", "steroid-sparing", "safety", "outcome"]
VerdictWord = Literal["met", "not met", "undetermined", "not applicable"]
Role = Literal["among", "following", "when", "unless"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named constant; `value` is a checked constant expression.

    source   what the value is cited from, where the rule file says so
    default  of a parameter that a using file set: the value it has otherwise, None of one that was not set
    set_at   where it was set
    """

    name: str
    label: str
    value: Expr
    span: Span
    source: str | None = None
    default: Expr | None = None
    set_at: Span | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A `define`, `state` or `classify` (`band`, `table`) with its checked body.

    `better` is "lower" or "higher" where the levels are written best or worst first, else None.
    """

    name: str
    label: str
    kind: Literal["define", "state", "classify"]
    body: Expr
    span: Span
    better: Literal["lower", "higher"] | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of an outcome as written: its role, its place, and its checked body.

    `among`, `unless`: truth per patient. `following`: a moment. `when`: truth per patient; of a relapse, per
    visit.
    """

    role: Role
    body: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """What counts.

    among         truth per patient; None for everyone. Holds `following M` too: M occurs.
    following     the moment of `following`, None without
    when          truth per patient (of a relapse: some visit after `following` has the condition)
    unless        truth per patient, or None
    day           of a relapse: the day of its first visit with the condition (a moment); else None
    reads         of a relapse: the measures that its condition reads at a visit
    event_body    of a relapse: its condition per visit
    counts_as_met what `missing counts as` says: True, False, or None for nothing declared
    """

    name: str
    label: str
    kind: OutcomeKind
    span: Span
    clauses: tuple[Clause, ...]
    among: Expr | None
    following: Expr | None
    when: Expr
    unless: Expr | None
    day: Expr | None
    event_body: Expr | None
    reads: frozenset[str]
    counts_as_met: bool | None
    unverified: str | None = None
    """What of the published definition was not checked against its source; None where all was."""


@dataclass(frozen=True, slots=True)
class Population:
    """Whom an analysis is about: a truth per patient and its text, and what it is broken down by."""

    among: Expr | None = None
    among_text: str = ""
    by: Expr | None = None
    by_name: str = ""


EVERYONE = Population()


@dataclass(frozen=True, slots=True)
class Comparison:
    """`compare x from A to B using … then …`, or `compare a with b`: two values per patient.

    before, after  numbers, levels or truths, both of one type
    start, end     what they are called: the two points, or the two criteria
    criteria       whether two criteria are compared, not one value at two points
    """

    name: str
    label: str
    before: Expr
    after: Expr
    start: str
    end: str
    method: str
    then: str | None
    alpha: Fraction | None
    span: Span
    population: Population = EVERYONE
    criteria: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """`rate outcome`, with the method of its interval."""

    outcome: str
    method: str
    population: Population


@dataclass(frozen=True, slots=True)
class TimeTo:
    """`time to outcome`, from `following`, or from day 0 without one, to `day`: its first visit."""

    outcome: str
    population: Population
    day: VisitMoment | DayMoment


@dataclass(frozen=True, slots=True)
class Agreement:
    """`agree a with b`: two classifications of the same patients, levels or truths of one type."""

    first: Expr
    second: Expr
    first_name: str
    second_name: str
    method: str
    population: Population
    span: Span


@dataclass(frozen=True, slots=True)
class Given:
    """A datum of a case: a measure or event on a day, a dose on days, or a fact (`day` None).

    `value` is a number in the declared unit, a truth, a level's name, or None for "not recorded" (and for an
    event, which only has its day). Where `limit` is set, the value is only known to be at most ("upper") or
    at least ("lower") that number. A dose is given every `every`-th day from `day` to `last` (None: to the
    end of follow-up).
    """

    name: str
    value: Fraction | bool | str | None
    day: int | None
    span: Span
    limit: Literal["upper", "lower"] | None = None
    last: int | None = None
    every: int = 1


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case expects of an outcome (a verdict) or of a definition (a value), perhaps on a day."""

    name: str
    verdict: VerdictWord | None
    value: Fraction | bool | str | None
    day: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    title: str
    givens: tuple[Given, ...]
    followed_until: int | None
    expected: tuple[Expected, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class UsedFile:
    """A rule file that another uses, or one of several of a study, of which something is named.

    name      what stands before its names: `strict_doris`, or `sri.sledai_2k_2002` of a file that it uses
    settings  what was set in it, each name with what is written for it
    joined    whether it is one of several files of a study, and nothing uses it
    """

    name: str
    version: str
    title: str
    citations: tuple[str, ...]
    unverified: tuple[str, ...]
    source: Source
    settings: tuple[tuple[str, str], ...]
    joined: bool


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything that a rule file says, and what it names of the files it uses; reports as they are written.

    What belongs to another file has that file's name and a dot in front: `doris_2021.doris`. Measures, facts,
    events, drugs and timepoints never have one: they belong to the study. `adjustment` is the method by which
    the comparisons' p values are adjusted, None for none.
    """

    name: str
    version: str
    title: str
    citations: tuple[str, ...]
    notes: tuple[str, ...]
    unverified: tuple[str, ...]
    source: Source
    declarations: Declarations
    parameters: Mapping[str, Parameter]
    definitions: Mapping[str, Definition]
    outcomes: Mapping[str, Outcome]
    described: tuple[tuple[str, Expr], ...]
    comparisons: tuple[Comparison, ...]
    rates: tuple[Rate, ...]
    times: tuple[TimeTo, ...]
    agreements: tuple[Agreement, ...]
    adjustment: str | None
    cases: tuple[Case, ...]
    used: tuple[UsedFile, ...] = ()

    @staticmethod
    def is_used(name: str) -> bool:
        """Whether a name is of another file, which has its own name and a dot in front."""
        return "." in name

    @property
    def rated(self) -> tuple[str, ...]:
        """The outcomes rated, each once, in order."""
        return tuple(dict.fromkeys(rate.outcome for rate in self.rates))

    @property
    def timed(self) -> tuple[str, ...]:
        """The outcomes timed, each once, in order."""
        return tuple(dict.fromkeys(time.outcome for time in self.times))

    def unverified_of(self, outcome: str) -> tuple[str, ...]:
        """What a verdict on an outcome rests on that was not checked against its source; empty for none."""
        named = self.rests_on(outcome)
        own = [self.outcomes[name].unverified for name in named if name in self.outcomes]
        files = {name.rpartition(".")[0] for name in named}
        texts = [f"{one.name}: {text}" for one in self.used if one.name in files for text in one.unverified]
        return tuple(dict.fromkeys([*self.unverified, *texts, *filter(None, own)]))

    def file_of(self, outcome: str) -> str:
        """The name and version of the rule file that an outcome is written in."""
        home = next((one for one in self.used if one.name == outcome.rpartition(".")[0]), self)
        return f"{home.name} {home.version}".strip()

    def rests_on(self, outcome: str) -> tuple[str, ...]:
        """The outcome and the names of all definitions and outcomes that it is made of, each once."""
        judged = self.outcomes[outcome]
        waiting: list[Expr] = [clause.body for clause in judged.clauses]
        seen: set[int] = set()
        found = {outcome: None}
        while waiting:
            part = waiting.pop()
            if part.key in seen:
                continue
            seen.add(part.key)
            if isinstance(part, Named) and (part.name in self.definitions or part.name in self.outcomes):
                found[part.name] = None
            waiting += children(part)
        return tuple(found)

    def label(self, name: str) -> str:
        """A declared name in the words of the rule file."""
        for group in (self.outcomes, self.definitions, self.parameters):
            if name in group:
                return group[name].label
        declared = self.declarations
        for table in (
            declared.measures,
            declared.facts,
            declared.events,
            declared.drugs,
            declared.timepoints,
        ):
            if name in table:
                return table[name].label
        return name
