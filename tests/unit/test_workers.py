"""However many workers there are, and whatever they forget on the way: the same bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.cohort import synthetic
from remit.course.block import block_of
from remit.course.cohort import Cohort
from remit.evaluate import Evaluator
from remit.evaluate.release import Uses
from remit.evaluate.rules import Evaluation, evaluate_rules
from remit.model.rules import RuleSet
from remit.operators.bounds import Bounds, Levels, pair
from remit.pipeline import load_rules

ROOT = Path(__file__).resolve().parents[2]
RULES = load_rules(ROOT / "examples" / "lenalidomide" / "lenalidomide.remit")


@pytest.fixture(scope="module", name="cohort")
def _cohort() -> Cohort:
    return synthetic(RULES.declarations, 20_000, 5, 0.2)


def _arrays(value: Bounds) -> Iterator[bytes]:
    arrays = [value.mask] if isinstance(value, Levels) else pair(value)
    yield from (array.tobytes() for array in arrays)


def bytes_of(evaluation: Evaluation) -> list[bytes]:
    found = [one.verdict.tobytes() for one in evaluation.verdicts.values()]
    found += [
        one.last_assessed.tobytes() for one in evaluation.verdicts.values() if one.last_assessed is not None
    ]
    values = (*evaluation.definitions.values(), *evaluation.described.values(), *evaluation.values.values())
    return found + [array for value in values for array in _arrays(value)]


@pytest.mark.parametrize("workers", [2, 5])
def test_the_number_of_workers_changes_nothing(cohort: Cohort, workers: int) -> None:
    alone = evaluate_rules(RULES, cohort, workers=1)
    assert bytes_of(evaluate_rules(RULES, cohort, workers=workers)) == bytes_of(alone)


def test_progress_counts_every_patient_once(cohort: Cohort) -> None:
    told: list[int] = []
    evaluate_rules(RULES, cohort, told.append, workers=2)
    assert told == sorted(told) and told[-1] == len(cohort.patients) and len(told) > 1


def _held(rules: RuleSet, cohort: Cohort, *, release: bool) -> int:
    """How many values an evaluator still holds once every outcome was asked for."""
    asked = [outcome.when for outcome in rules.outcomes.values()]
    remaining = Uses(asked).counted() if release else None
    evaluator = Evaluator(rules.declarations, block_of(cohort, cohort.portions(50)[0].members), remaining)
    for one in asked:
        evaluator.value(one)
        evaluator.release([one])
    return len(evaluator.values)


def test_values_are_forgotten_once_nobody_takes_them_again(cohort: Cohort) -> None:
    assert _held(RULES, cohort, release=False) > 15
    assert _held(RULES, cohort, release=True) == 0
