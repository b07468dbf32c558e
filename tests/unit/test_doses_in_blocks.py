"""Rules over days give the same for every size of block, however long the rows of days, in any process."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.cohort import synthetic
from remit.course.block import Block, block_of
from remit.course.cohort import Cohort, DoseRecords, Ints
from remit.course.doses import daily_doses
from remit.evaluate import grids
from remit.evaluate.rules import Evaluation, evaluate_rules
from remit.model.rules import RuleSet
from tests.unit.chart_review import checked
from tests.unit.test_distributed import verdict_bytes

RULES = """
drugs steroid : mg/day from 0 to 2000 prednisone 1, methylprednisolone 1.25
drug other : mg/day from 0 to 6000
measure pga : points from 0 to 3, lower is better
timepoint month_6 : month 6, window month 5 to month 7, nearest
define days_on = first day after day 0 with (steroid <= 5 mg/day)
response low_mean when mean steroid from week 12 to week 24 <= 7.5 mg/day
response never_high when every day from week 1 to week 24 has (steroid <= 30 mg/day and other <= 50 mg/day)
remission tapered when any day after day 0 has ((steroid <= 5 mg/day) sustained for at least 84 days)
response calm when any visit has (pga <= 1 points and steroid <= 7.5 mg/day)
response soon when days_on <= day 60 and steroid at month_6 <= 10 mg/day
response rising
  when at least 2 days before day 90 has (steroid > 2 * mean steroid in the last 14 days before now)
"""


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return checked(RULES)


@pytest.fixture(scope="module")
def cohort(rules: RuleSet) -> Cohort:
    return synthetic(rules.declarations, 60, 9, 0.3)


def verdicts(evaluation: Evaluation) -> dict[str, list[int]]:
    return {name: found.verdict.tolist() for name, found in evaluation.verdicts.items()}


def test_every_verdict_is_there(rules: RuleSet, cohort: Cohort) -> None:
    found = verdicts(evaluate_rules(rules, cohort))
    assert all(len(set(of_all)) > 1 for of_all in found.values()), found


def test_one_patient_at_a_time_gives_the_same_bytes(rules: RuleSet, cohort: Cohort) -> None:
    whole = verdict_bytes(rules, block_of(cohort, np.arange(60)))
    alone = [verdict_bytes(rules, block_of(cohort, np.array([place]))) for place in range(60)]
    sides = range(len(alone[0]))
    assert bytes(one[side] for side in sides for one in alone) == whole


@pytest.mark.parametrize("most", [1, 200, 3000, 100_000])
def test_rows_too_long_for_a_block_split_it(
    most: int, rules: RuleSet, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = evaluate_rules(rules, cohort, workers=1)
    monkeypatch.setattr("remit.evaluate.cohort.MOST_CELLS", most)
    monkeypatch.setattr(grids, "MOST_CELLS", most)
    made = recorded_rows(monkeypatch)
    assert verdicts(evaluate_rules(rules, cohort, workers=1)) == verdicts(expected)
    assert all(patients * days <= most or patients == 1 for patients, days in made)
    assert any(patients < 60 for patients, _ in made) or most == 100_000


def recorded_rows(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The patients and days of every row of days that is made from now on."""
    made: list[tuple[int, int]] = []
    original = grids._days_of

    def recording(block: Block, row: Ints) -> Block:
        made.append((len(block.members), len(row)))
        return original(block, row)

    monkeypatch.setattr(grids, "_days_of", recording)
    return made


def test_one_record_of_long_ago_makes_only_its_own_patients_row_long(
    rules: RuleSet, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = cohort.doses["steroid"]
    first = records.first_earliest.copy()
    first[records.starts[7]] = -73_050.0  # its start is not known: any of two hundred years
    old = replace(cohort, doses={**cohort.doses, "steroid": replace(records, first_earliest=first)})
    long_before = checked(RULES + "response ever when any day before day 30 has (steroid > 20 mg/day)\n")
    made = recorded_rows(monkeypatch)
    found = evaluate_rules(long_before, old, workers=1)
    others = np.arange(60) != 7
    here = evaluate_rules(long_before, cohort, workers=1)
    for name, of_all in found.verdicts.items():
        assert (of_all.verdict[others] == here.verdicts[name].verdict[others]).all(), name
    assert max(days for _, days in made) > 73_000
    assert all(patients * days <= grids.MOST_CELLS or patients == 1 for patients, days in made)


def test_a_process_pool_gives_the_same_bytes(rules: RuleSet, cohort: Cohort) -> None:
    blocks = [block_of(cohort, np.arange(start, start + 20)) for start in (0, 20, 40)]
    here = [verdict_bytes(rules, block) for block in blocks]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        there = list(pool.map(verdict_bytes, [rules] * 3, blocks))
    assert here == there


def test_records_without_any_day_of_the_row_add_nothing() -> None:
    """Beyond it, before it, never, and from no known day on; no arithmetic on infinities is done."""
    records = DoseRecords(
        starts=np.array([0, 1, 2, 3, 4, 5]),
        first_earliest=np.array([500.0, -50.0, np.inf, -np.inf, 3.0]),
        first_latest=np.array([500.0, -50.0, np.inf, np.inf, 3.0]),
        last_earliest=np.array([np.inf, -40.0, np.inf, -np.inf, 6.0]),
        last_latest=np.array([np.inf, -40.0, np.inf, np.inf, 6.0]),
        low=np.full(5, 4.0),
        high=np.full(5, 4.0),
        every=np.array([2, 2, 2, 2, 2]),
        complete_from=np.full(5, -np.inf),
        complete_to=np.full(5, np.inf),
    )
    with np.errstate(all="raise"):
        found = daily_doses(records, np.arange(5), np.full(5, 100.0), np.arange(0, 8), 2000.0).values
    assert not found.low[:4].any()
    assert not found.high[:3].any()
    assert (found.high[3] == 4).all()
    assert found.low[4].tolist() == found.high[4].tolist() == [0, 0, 0, 4, 0, 4, 0, 0]
