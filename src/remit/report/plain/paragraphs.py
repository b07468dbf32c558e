"""The paragraphs of a methods section: timepoints, definitions, outcomes, missing values, analyses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from remit.model.declarations import Timepoint
from remit.model.expressions import (
    Apply,
    AtTimepoint,
    Expr,
    FirstMatch,
    MovingReference,
    Named,
    ReadAt,
    TimepointEnd,
    children,
)
from remit.model.rules import Clause, Definition, Outcome, RuleSet
from remit.model.types import TruthType
from remit.report.plain.analyses import analyses
from remit.report.plain.categories import by_level, levels
from remit.report.plain.phrases import Phrases
from remit.report.plain.words import all_of, quoted, sentence

_PICKS: Final = {
    "last": "the last visit in it",
    "first": "the first visit in it",
    "nearest": "the visit nearest to it, of two the earlier",
    "nearest, later": "the visit nearest to it, of two the later",
    "worst": "the worst value in it",
}
_MISSING: Final = (
    "No missing value was guessed: it could be any value in its range. A patient was judged where all such "
    "values gave the same verdict, and was undetermined where they did not."
)
_EQUAL: Final = (
    "Values exactly on a threshold were compared exactly; rounding errors of arithmetic did not count."
)


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs under their heading."""

    heading: str
    texts: tuple[str, ...]


def paragraphs(rules: RuleSet, outcome: str | None = None) -> tuple[Part, ...]:
    """The rule set, or one outcome of it with all that it rests on, as paragraphs."""
    phrases = Phrases(rules)
    outcomes = [one for name, one in rules.outcomes.items() if outcome in (None, name)]
    definitions = _used(rules, outcomes) if outcome else list(rules.definitions.values())
    roots = [*(clause.body for one in outcomes for clause in one.clauses), *(one.body for one in definitions)]
    compared = [] if outcome else [side for one in rules.comparisons for side in (one.before, one.after)]
    timepoints = _timepoints(rules, [*roots, *compared])
    found = [
        Part("Criteria", (_criteria(rules),)),
        Part("Timepoints", tuple(_timepoint(one, phrases) for one in timepoints)),
        Part("Definitions", tuple(_definition(one, phrases) for one in definitions)),
        Part("Outcomes", tuple(" ".join(_outcome(one, phrases)) for one in outcomes)),
        Part("Missing data", (f"{_MISSING} {_EQUAL}",)),
        Part("Analyses", (" ".join(analyses(rules, phrases, outcome)),)),
        Part("Not checked against the source", tuple(_unverified(rules, outcomes))),
    ]
    return tuple(part for part in found if any(part.texts))


def _criteria(rules: RuleSet) -> str:
    cited = f" ({'; '.join(text.rstrip('.') for text in rules.citations)})" if rules.citations else ""
    version = f", version {rules.version}" if rules.version else ""
    return sentence(f"Patients were evaluated by the rule set “{rules.title}”{version}{cited}")


# ---- what is used ------------------------------------------------------------------------------------


def _walk(roots: Sequence[Expr]) -> Iterator[Expr]:
    waiting, seen = list(roots), set[int]()
    while waiting:
        x = waiting.pop()
        if id(x) not in seen:
            seen.add(id(x))
            yield x
            waiting.extend(children(x))


def _used(rules: RuleSet, outcomes: Sequence[Outcome]) -> list[Definition]:
    """The definitions that outcomes rest on, in the order of the file."""
    roots = [clause.body for one in outcomes for clause in one.clauses]
    names = {x.name for x in _walk(roots) if isinstance(x, Named)}
    return [one for name, one in rules.definitions.items() if name in names]


def _timepoints(rules: RuleSet, roots: Sequence[Expr]) -> list[Timepoint]:
    used = {x.timepoint.name for x in _walk(roots) if isinstance(x, ReadAt | AtTimepoint | TimepointEnd)}
    return [one for name, one in rules.declarations.timepoints.items() if name in used]


# ---- sentences ---------------------------------------------------------------------------------------


def _timepoint(one: Timepoint, phrases: Phrases) -> str:
    window = f"window day {one.low} to day {one.high}, both included"
    return sentence(f"{phrases.name(one.name)} was day {one.target} ({window}; {_PICKS[one.pick]})")


def _definition(one: Definition, phrases: Phrases) -> str:
    name, body = quoted(one.label), one.body
    match body:
        case FirstMatch():
            return sentence(f"{name} was {levels(body, phrases)}")
        case Apply(operator=operator) if operator in ("by level (number)", "by level (levels)"):
            return sentence(f"{name} was {by_level(body, phrases)}")
        case MovingReference(start=start, value=value, moves=moves):
            moved = f"moved to {phrases.noun(value)} after each visit at which {phrases.clause(moves)}"
            return sentence(f"{name} started at {phrases.noun(start)} and {moved}")
        case Apply(operator="+") if not isinstance(body.type, TruthType):
            return sentence(f"{name} was {phrases.noun(body)}")
        case _ if isinstance(body.type, TruthType):
            return sentence(f"{name} was met when {phrases.clause(body)}")
        case _:
            return sentence(f"{name} was {phrases.noun(body)}")


def _outcome(one: Outcome, phrases: Phrases) -> Iterator[str]:
    """Who was evaluated, when the outcome was met, what overrode it, how the undetermined counted."""
    among, following, when, unless = (_of(one, role) for role in ("among", "following", "when", "unless"))
    name = f"{quoted(one.label)} ({one.kind})"
    clauses = all_of([phrases.clause(clause.body) for clause in when])
    if following:
        after = phrases.noun(following[0].body)
        yield sentence(f"{name} was looked for after {after}")
        yield sentence(f"it was met at the first later visit at which {clauses}")
    elif one.kind == "relapse":
        yield sentence(f"{name} was met at the first visit after day 0 at which {clauses}")
    else:
        yield sentence(f"{name} was met when {clauses}")
    if among:
        who = all_of([f"in whom {phrases.clause(clause.body)}" for clause in among])
        yield sentence(f"it was evaluated only in patients {who}; in others it was not applicable")
    elif following:
        yield sentence("in others it was not applicable")
    for clause in unless:
        yield sentence(f"it was not met, whatever else was found, when {phrases.clause(clause.body)}")
    if one.counts_as_met is not None:
        counted = "met" if one.counts_as_met else "not met"
        yield sentence(f"patients left undetermined by missing data were counted as {counted}")


def _of(one: Outcome, role: str) -> list[Clause]:
    return [clause for clause in one.clauses if clause.role == role]


def _unverified(rules: RuleSet, outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield from (sentence(text) for text in rules.unverified)
    yield from (sentence(f"{quoted(one.label)}: {one.unverified}") for one in outcomes if one.unverified)
