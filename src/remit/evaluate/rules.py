"""A whole rule set over a cohort: every verdict, definition and compared value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from remit.course.cohort import Cohort
from remit.evaluate.cohort import Progress, evaluate
from remit.evaluate.verdicts import Verdicts, judge_outcome
from remit.model.expressions import Expr, Named
from remit.model.rules import Agreement, Comparison, Outcome, Rate, RuleSet, TimeTo
from remit.operators.bounds import Bools, Bounds, Floats, Moment, Truth


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a rule set says of a cohort.

    verdicts      by outcome
    definitions   by name: `[patients]`, or `[patients, most dates]` for one per visit (open in the padding)
    described     by name, `[patients]`
    values        every other per-patient value that an analysis needs, `[patients]`, by its expression's key
    """

    rules: RuleSet
    cohort: Cohort
    verdicts: Mapping[str, Verdicts]
    definitions: Mapping[str, Bounds]
    described: Mapping[str, Bounds]
    values: Mapping[int, Bounds]

    def value(self, expression: Expr) -> Bounds:
        """The bounds of an expression that the rule set's analyses use, `[patients]`."""
        return self.values[_meant(expression).key]


def evaluate_rules(rules: RuleSet, cohort: Cohort, progress: Progress | None = None) -> Evaluation:
    """Everything that a rule set asks of every patient, in one pass over the blocks."""
    wanted = _Wanted()
    outcomes = {name: _outcome_parts(outcome, wanted) for name, outcome in rules.outcomes.items()}
    definitions = {name: wanted.add(item.body) for name, item in rules.definitions.items()}
    described = {name: wanted.add(body) for name, body in rules.described}
    analysed = {_meant(one).key: wanted.add(one) for one in _analysed(rules)}
    values = evaluate(rules.declarations, wanted.expressions, cohort, progress)
    return Evaluation(
        rules,
        cohort,
        {name: _verdicts(rules.outcomes[name], parts, values, cohort) for name, parts in outcomes.items()},
        {name: values[place] for name, place in definitions.items()},
        {name: values[place] for name, place in described.items()},
        {key: values[place] for key, place in analysed.items()},
    )


class _Wanted:
    """The expressions to evaluate, each meaning once."""

    def __init__(self) -> None:
        self.expressions: list[Expr] = []
        self._places: dict[int, int] = {}

    def add(self, expression: Expr) -> int:
        expression = _meant(expression)
        if expression.key not in self._places:
            self._places[expression.key] = len(self.expressions)
            self.expressions.append(expression)
        return self._places[expression.key]


def _meant(expression: Expr) -> Expr:
    """What a name stands for."""
    while isinstance(expression, Named):
        expression = expression.body
    return expression


def _analysed(rules: RuleSet) -> Iterator[Expr]:
    """Every expression whose values an analysis takes."""
    for comparison in rules.comparisons:
        yield from (comparison.before, comparison.after)
    for agreement in rules.agreements:
        yield from (agreement.first, agreement.second)
    analyses: tuple[Comparison | Agreement | Rate | TimeTo, ...] = (
        *rules.comparisons, *rules.agreements, *rules.rates, *rules.times,
    )  # fmt: skip
    for people in (one.population for one in analyses):
        yield from (part for part in (people.among, people.by) if part is not None)


def _outcome_parts(outcome: Outcome, wanted: _Wanted) -> dict[str, int]:
    parts = {
        "among": outcome.among,
        "when": outcome.when,
        "unless": outcome.unless,
        "following": outcome.following,
        "day": outcome.day,
        "event_body": outcome.event_body,
    }
    return {role: wanted.add(part) for role, part in parts.items() if part is not None}


def _verdicts(outcome: Outcome, parts: dict[str, int], values: list[Bounds], cohort: Cohort) -> Verdicts:
    def part(role: str) -> Bounds | None:
        return values[parts[role]] if role in parts else None

    verdicts = judge_outcome(
        outcome,
        cast("Truth | None", part("among")),
        cast(Truth, part("when")),
        cast("Truth | None", part("unless")),
    )
    if outcome.kind != "relapse":
        return verdicts
    start = cast("Moment | None", part("following"))
    if start is None:
        origin = np.zeros(len(cohort.patients))
        start = Moment(origin, origin)
    day = cast(Moment, part("day"))
    last = _last_assessed(cast(Truth, part("event_body")), start, day, outcome, cohort)
    return replace(verdicts, day=day, start=start, last_assessed=last)


def _last_assessed(body: Truth, start: Moment, event: Moment, outcome: Outcome, cohort: Cohort) -> Floats:
    """The last day from the start on, and before the event may have come, at which the condition was decided.

    The start itself without one: time in which it may already have happened is not time free of it.
    """
    width = body.certain.shape[1]
    offsets = cohort.starts[:-1, None] + np.arange(width)[None, :]
    exists = offsets < cohort.starts[1:, None]
    index = np.minimum(offsets, max(len(cohort.day) - 1, 0))
    day = (
        np.where(exists, cohort.day[index].astype(np.float64), -np.inf)
        if width
        else np.zeros((len(exists), 0))
    )
    closed: Bools = exists & ~body.open & (day >= start.latest[:, None]) & (day < event.earliest[:, None])
    if outcome.reads and width:
        rows = [cohort.measures[name].status[index] != 0 for name in sorted(outcome.reads)]
        closed &= cohort.is_visit[index] | np.logical_and.reduce(rows)
    last = np.where(closed, day, -np.inf).max(axis=1, initial=-np.inf)
    return np.asarray(np.where(np.isfinite(last), last, start.latest))
