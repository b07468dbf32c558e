"""On random rules and patients: what is said to leave a value open does, and nothing else; promises hold."""

import os
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from remit.course.block import block_of
from remit.course.cohort import Cohort, Column, Status
from remit.evaluate.evaluator import Evaluator
from remit.explain.answers import answers
from remit.explain.deciding import walk
from remit.explain.inputs import outcome_inputs
from remit.explain.outcome import verdicts_of
from remit.explain.part import Part, Scope
from remit.explain.reasons import Input
from remit.explain.suppose import Question, SupposedCell, SupposedFact, suppositions
from remit.explain.trace import Trace
from remit.model.types import TRUTH, Level
from remit.operators.bounds import Bounds, Levels, each, pair
from tests.generative.cohorts import DECLARATIONS
from tests.generative.trials import Trial, trial, written
from tests.unit.chart_review import checked

RULES = int(os.environ.get("REMIT_GENERATIVE", "300"))
PATIENTS = 2


def asked(one: Trial) -> Iterator[tuple[Trace, Part]]:
    """The root of a trial wherever it is open."""
    members = np.arange(len(one.cohort.patients))
    evaluator = Evaluator(DECLARATIONS, block_of(one.cohort, members))
    for row in members:
        trace = Trace(evaluator, int(row))
        dates = range(int(np.diff(one.cohort.starts)[row])) if one.root.level is not Level.PATIENT else [None]
        for date in dates:
            if trace.is_open(one.root, date):
                yield trace, Part(one.root, date)


@pytest.mark.parametrize("part", range(4))
def test_every_open_value_has_a_reason(part: int):
    for seed in range(part, RULES, 4):
        one = trial(seed, PATIENTS)
        for trace, root in asked(one):
            found = list(walk(trace, root, Scope.OPEN))
            assert found, f"{seed}: nothing leaves {written(one.root)} open"
            without = [datum.words for datum in found if datum.reason is None or not datum.why]
            assert not without, f"{seed}: {without} have no reason in {written(one.root)}"


@pytest.mark.parametrize("part", range(4))
def test_what_is_not_named_cannot_matter(part: int):
    for seed in range(part, RULES, 4):
        one = trial(seed, PATIENTS)
        for trace, root in asked(one):
            named = list(walk(trace, root, Scope.OPEN))
            other = completed(one.cohort, trace.patient, named, Random(seed))
            evaluator = Evaluator(DECLARATIONS, block_of(other, trace.evaluator.block.members))
            now = Trace(evaluator, trace.row).value(*root)
            assert same(trace.value(*root), now), (
                f"{seed}: {written(one.root)} at {root.date} is {now}, and was {trace.value(*root)}; "
                f"named were {[datum.words for datum in named]}"
            )


def same(one: Bounds, other: Bounds) -> bool:
    if isinstance(one, Levels) or isinstance(other, Levels):
        return one == other
    return all(np.array_equal(a, b, equal_nan=False) for a, b in zip(pair(one), pair(other), strict=True))


# ---- completing what is not named --------------------------------------------------------------------


def completed(cohort: Cohort, patient: int, named: list[Input], random: Random) -> Cohort:
    """The cohort with a value in every cell and fact of a patient that is open and not named."""
    known = {(datum.name, datum.day) for datum in named}
    own = cohort.dates_of(patient)
    places = range(own.start, own.stop)
    return replace(
        cohort,
        measures={
            name: filled(column, [at for at in places if (name, int(cohort.day[at])) not in known], random)
            for name, column in cohort.measures.items()
        },
        facts={
            name: filled(column, [patient] if (name, None) not in known else [], random)
            for name, column in cohort.facts.items()
        },
    )


def filled(column: Column, places: list[int], random: Random) -> Column:
    """With one of its possible values at each place; what was recorded stays as it is."""
    values = each(column.values, lambda array: array.copy())
    for place in places:
        if isinstance(values, Levels):
            bits = [1 << bit for bit in range(62) if int(values.mask[place]) >> bit & 1]
            values.mask[place] = random.choice(bits)
        else:
            low, high = pair(values)
            low[place] = high[place] = one_of(low[place], high[place], random)
    return replace(column, values=values)


def one_of(low: Any, high: Any, random: Random) -> Any:
    if low == high:
        return low
    if low.dtype == np.bool_:
        return random.random() < 0.5
    least, most = max(float(low), -1e4), min(float(high), 1e4)
    return random.choice((least, most, float(round(random.uniform(least, most)))))


# ---- what would settle it ----------------------------------------------------------------------------


def questions(seeds: range) -> Iterator[tuple[int, Question]]:
    """Random conditions per patient as outcomes, for every patient of their cohorts."""
    for seed in seeds:
        one = trial(seed, PATIENTS)
        if one.root.type == TRUTH and one.root.level is Level.PATIENT:
            rules = replace(NO_RULES, declarations=DECLARATIONS)
            outcome = replace(NO_RULES.outcomes["r"], when=one.root, clauses=())
            for patient in range(PATIENTS):
                yield seed, Question(rules, one.cohort, patient, outcome)


NO_RULES = checked("measure x : yes or no\nresponse r when any visit has (x)\n")


@pytest.mark.parametrize("part", range(4))
def test_a_verdict_that_is_promised_for_a_value_is_given_for_it(part: int):
    for seed, question in questions(range(part, RULES, 4)):
        evaluator = question.evaluated({})
        found = outcome_inputs(evaluator, question.outcome, Scope.ALL)
        for datum in suppositions(found)[:3]:
            if isinstance(datum, SupposedFact) or (isinstance(datum, SupposedCell) and not datum.new):
                for answer in answers(question, datum):
                    other = with_value(question, datum, answer.value)
                    block = block_of(other, np.arange(PATIENTS))
                    verdicts = verdicts_of(Evaluator(DECLARATIONS, block), question.outcome).verdict
                    assert verdicts[question.patient] == answer.verdict, (
                        f"{seed}: {datum.input.words} {answer.words} in {written(question.outcome.when)}"
                    )


def with_value(question: Question, datum: SupposedCell | SupposedFact, value: Any) -> Cohort:
    """The whole cohort with one value of one patient put in its place."""
    cohort = question.cohort
    if isinstance(datum, SupposedFact):
        column = recorded_as(cohort.facts[datum.fact], question.patient, value)
        return replace(cohort, facts={**cohort.facts, datum.fact: column})
    own = cohort.dates_of(question.patient)
    place = own.start + int(np.flatnonzero(cohort.day[own] == datum.day)[0])
    column = recorded_as(cohort.measures[datum.measure], place, value)
    return replace(cohort, measures={**cohort.measures, datum.measure: column})


def recorded_as(column: Column, place: int, value: Any) -> Column:
    values, status = each(column.values, lambda array: array.copy()), column.status.copy()
    for array in (values.mask,) if isinstance(values, Levels) else pair(values):
        array[place] = value
    status[place] = Status.RECORDED
    # Low and high may have been one array: each is its own now.
    return replace(column, values=values, status=status)
