"""Runs the cases of a rule file and says which verdicts differ from those expected."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from remit.cases.cohort import case_cohort
from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.rules import Evaluation, evaluate_rules
from remit.evaluate.verdicts import Verdict
from remit.model.expressions import Expr
from remit.model.rules import Case, Expected, RuleSet
from remit.model.types import Level, LevelsType, Type
from remit.operators.bounds import Bounds, Levels, Moment, Number, Truth, each
from remit.operators.equality import equal_plain


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One expectation of a case: what was expected and what came, in words; `passed` where they agree."""

    case: Case
    expected: Expected
    wanted: str
    found: str

    @property
    def passed(self) -> bool:
        return self.wanted == self.found


def run_cases(rules: RuleSet) -> tuple[CaseResult, ...]:
    """Every expectation of every case, in the order they are written."""
    if not rules.cases:
        return ()
    evaluation = evaluate_rules(rules, case_cohort(rules.declarations, rules.cases))
    return tuple(
        _result(evaluation, patient, case, expected)
        for patient, case in enumerate(rules.cases)
        for expected in case.expected
    )


def _result(evaluation: Evaluation, patient: int, case: Case, expected: Expected) -> CaseResult:
    if expected.name in evaluation.rules.outcomes:
        return _of_outcome(evaluation, patient, case, expected)
    return _of_definition(evaluation, patient, case, expected)


def _of_outcome(evaluation: Evaluation, patient: int, case: Case, expected: Expected) -> CaseResult:
    """The verdict after `missing counts as`, as the report has it; of a relapse perhaps its day."""
    verdicts = evaluation.verdicts[expected.name]
    found = Verdict(int(verdicts.counted[patient])).words
    wanted = str(expected.verdict)
    if expected.day is not None and verdicts.day is not None:
        wanted += f" at day {expected.day}"
        found += f" at {_moment(verdicts.day, patient)}"
    return CaseResult(case, expected, wanted, found)


def _moment(moment: Moment, patient: int) -> str:
    first, last = moment.earliest[patient], moment.latest[patient]
    if first == last:
        return "no day" if np.isinf(first) else f"day {int(first)}"
    return f"{_day(first)} to {_day(last)}"


def _day(day: float) -> str:
    return f"day {int(day)}" if np.isfinite(day) else ("never" if day > 0 else "any day")


def _of_definition(evaluation: Evaluation, patient: int, case: Case, expected: Expected) -> CaseResult:
    definition = evaluation.rules.definitions[expected.name]
    type_, place = definition.body.type, patient
    wanted = _expected_words(expected, type_)
    if definition.body.level is Level.VISIT:
        ((cohort, values),) = evaluation.per_visit(expected.name)
        own = cohort.dates_of(patient)
        found = np.flatnonzero(cohort.day[own] == expected.day)
        if not len(found):
            return CaseResult(case, expected, wanted, f"no visit on day {expected.day}")
        place = own.start + int(found[0])
    elif definition.body.level is Level.DAY:
        values, place = _on_day(evaluation, patient, definition.body, expected.day or 0), 0
    else:
        values = evaluation.definitions[expected.name]
    return CaseResult(case, expected, wanted, _found_words(values, place, type_, expected, wanted))


def _on_day(evaluation: Evaluation, patient: int, body: Expr, day: int) -> Bounds:
    """A value per day, `[1]`: it needs no visit on its day."""
    block = block_of(evaluation.cohort, np.array([patient], np.int64))
    grid = Evaluator(evaluation.rules.declarations, block).grids.of(day, day)
    return each(grid.over_visits(body), lambda array: array[:, 0])


def _expected_words(expected: Expected, type_: Type) -> str:
    if expected.verdict is not None:
        return expected.verdict
    if isinstance(expected.value, bool):
        return "met" if expected.value else "not met"
    if isinstance(expected.value, Fraction):
        return _number(float(expected.value))
    return str(expected.value)


def _found_words(values: Bounds, place: int, type_: Type, expected: Expected, wanted: str) -> str:
    match values:
        case Truth():
            certain, possible = bool(values.certain[place]), bool(values.possible[place])
            return "met" if certain else "undetermined" if possible else "not met"
        case Levels():
            assert isinstance(type_, LevelsType)
            mask = int(values.mask[place])
            names = [name for bit, name in enumerate(type_.levels) if mask >> bit & 1]
            if len(names) > 1 and expected.verdict == "undetermined":
                return "undetermined"
            return " or ".join(names)
        case Number():
            return _found_number(float(values.low[place]), float(values.high[place]), expected, wanted)
        case Moment():
            return _moment(values, place)


def _found_number(low: float, high: float, expected: Expected, wanted: str) -> str:
    if low != high:
        return "undetermined" if expected.verdict == "undetermined" else f"{_number(low)} to {_number(high)}"
    if isinstance(expected.value, Fraction) and equal_plain(Fraction(low), expected.value, Fraction(0)):
        return wanted
    return _number(low)


def _number(value: float) -> str:
    return f"{value:.12g}"
