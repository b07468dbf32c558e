"""On random rules and patients: what is said to leave a value open does, and nothing else."""

import os
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from remit.course.block import block_of
from remit.course.cohort import Cohort, Column
from remit.evaluate.evaluator import Evaluator
from remit.explain.deciding import walk
from remit.explain.part import Part, Scope
from remit.explain.reasons import Input
from remit.explain.trace import Trace
from remit.model.types import Level
from remit.operators.bounds import Bounds, Levels, each, pair
from tests.generative.cohorts import DECLARATIONS
from tests.generative.trials import Trial, trial, written

RULES = int(os.environ.get("REMIT_GENERATIVE", "300"))
PATIENTS = 2


def asked(one: Trial) -> Iterator[tuple[Trace, Part]]:
    """The root of a trial wherever it is open."""
    members = np.arange(len(one.cohort.patients))
    evaluator = Evaluator(DECLARATIONS, block_of(one.cohort, members))
    for row in members:
        trace = Trace(evaluator, int(row))
        dates = range(int(np.diff(one.cohort.starts)[row])) if one.root.level is Level.VISIT else [None]
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
