"""A whole rule set over a cohort: every verdict, definition and compared value."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np

from remit.course.cohort import Cohort
from remit.course.courses import Courses
from remit.evaluate.cohort import Asked, Progress, evaluate, evaluate_asked
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.verdicts import Verdicts, judge_outcome
from remit.model.expressions import DayMoment, Expr, Named, VisitMoment
from remit.model.rules import Agreement, Comparison, Outcome, Rate, RuleSet, TimeTo
from remit.model.types import MOMENT, Level
from remit.operators.bounds import Bools, Bounds, Floats, Moment, Truth


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a rule set says of the patients of a source.

    verdicts      by outcome
    definitions   by name, `[patients]`; those per visit are worked out when they are asked for
    described     by name, `[patients]`
    values        every other per-patient value that an analysis needs, `[patients]`, by its expression's key
    """

    rules: RuleSet
    cohort: Courses
    verdicts: Mapping[str, Verdicts]
    definitions: Mapping[str, Bounds]
    described: Mapping[str, Bounds]
    values: Mapping[int, Bounds]

    def value(self, expression: Expr) -> Bounds:
        """The bounds of an expression that the rule set's analyses use, `[patients]`."""
        return self.values[_meant(expression).key]

    def per_visit(self, definition: str) -> Iterator[tuple[Cohort, Bounds]]:
        """The values of a definition per visit, `[dates]`, cohort by cohort in the order of the patients."""
        body = self.rules.definitions[definition].body
        for portion in self.cohort.portions(_EVERYBODY):
            cohort = portion.read()
            yield cohort, evaluate(self.rules.declarations, [body], cohort)[0]


_EVERYBODY: Final = sys.maxsize


def evaluate_rules(
    rules: RuleSet, cohort: Courses, progress: Progress | None = None, workers: int | None = None
) -> Evaluation:
    """Everything that a rule set asks of every patient, in one pass over the portions of a source.

    `progress` is told how many patients are done. The number of `workers` (None: of the processors) changes
    no result.
    """
    wanted = _Wanted()
    timed = {one.outcome: one.day for one in rules.times}
    outcomes = {
        name: _outcome_parts(outcome, timed.get(name), wanted) for name, outcome in rules.outcomes.items()
    }
    definitions = {
        name: wanted.add(item.body)
        for name, item in rules.definitions.items()
        if item.body.level is Level.PATIENT
    }
    described = {name: wanted.add(body) for name, body in rules.described}
    analysed = {_meant(one).key: wanted.add(one) for one in _analysed(rules)}
    values = evaluate_asked(rules.declarations, wanted.asked, cohort, progress, workers)
    return Evaluation(
        rules,
        cohort,
        {name: _verdicts(rules.outcomes[name], parts, values) for name, parts in outcomes.items()},
        {name: values[place] for name, place in definitions.items()},
        {name: values[place] for name, place in described.items()},
        {key: values[place] for key, place in analysed.items()},
    )


class _Wanted:
    """What is to be worked out for every patient, each meaning once."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._places: dict[int, int] = {}

    def add(self, expression: Expr) -> int:
        expression = _meant(expression)
        if expression.key not in self._places:
            self._places[expression.key] = self.ask(Asked.value(expression))
        return self._places[expression.key]

    def ask(self, asked: Asked) -> int:
        self.asked.append(asked)
        return len(self.asked) - 1


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


def _outcome_parts(
    outcome: Outcome, timed: VisitMoment | DayMoment | None, wanted: _Wanted
) -> dict[str, int]:
    """Where the values of an outcome's parts are; its day where it is a relapse or `time to` takes it."""
    day = outcome.day if timed is None else timed
    parts = {
        "among": outcome.among,
        "when": outcome.when,
        "unless": outcome.unless,
        "following": outcome.following,
        "day": day,
    }
    places = {role: wanted.add(part) for role, part in parts.items() if part is not None}
    if isinstance(day, VisitMoment | DayMoment):
        places["last_assessed"] = wanted.ask(_last_assessed(outcome.following, day))
    return places


def _verdicts(outcome: Outcome, parts: dict[str, int], values: list[Bounds]) -> Verdicts:
    def part(role: str) -> Bounds | None:
        return values[parts[role]] if role in parts else None

    verdicts = judge_outcome(
        outcome,
        cast("Truth | None", part("among")),
        cast(Truth, part("when")),
        cast("Truth | None", part("unless")),
    )
    if "day" not in parts:
        return verdicts
    start = cast("Moment | None", part("following"))
    if start is None:
        origin = np.zeros(len(verdicts.verdict))
        start = Moment(origin, origin)
    last = cast(Moment, part("last_assessed")).latest
    return replace(verdicts, day=cast(Moment, part("day")), start=start, last_assessed=last)


def _last_assessed(following: Expr | None, day: VisitMoment | DayMoment) -> Asked:
    """The last day from the start on, and before the event may have come, at which the condition was decided.

    The start itself without one: time in which it may already have happened is not time free of it. Nor is
    time after the end of the period in which it is looked for.
    """

    def of(evaluator: Evaluator) -> Bounds:
        block = evaluator.block
        start = np.zeros(block.shape[0])
        if following is not None:
            start = cast(Moment, evaluator.value(following)).latest
        event = cast(Moment, evaluator.value(day)).earliest
        end = evaluator.limits(day.period).end_earliest
        if isinstance(day, DayMoment):  # before the first day that may have it, every day is decided
            last = np.minimum(np.minimum(event - 1, block.follow_up_end), end)
            return _the_day(np.maximum(last, start))
        truth = evaluator.truth(day.body)
        dates = evaluator.dates(day.reads) if day.reads else block.exists
        closed: Bools = dates & ~truth.open & (block.day <= end[:, None])
        closed &= (block.day >= start[:, None]) & (block.day < event[:, None])
        last = np.where(closed, block.day, -np.inf).max(axis=1, initial=-np.inf)
        return _the_day(np.where(np.isfinite(last), last, start))

    used = [day.body, day, *(edge.moment for edge in (*day.period.starts, *day.period.ends))]
    return Asked(MOMENT, Level.PATIENT, (*used, *(() if following is None else (following,))), of)


def _the_day(day: Floats) -> Moment:
    return Moment(day, day)
