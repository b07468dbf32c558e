"""What every method must say of very few patients, and of data without a change, when a study asks for it."""

import math
from pathlib import Path

import pytest

from remit.statistics.result import Estimate
from tests.statistics.few_patients import METHODS, SITUATIONS, better, evaluated, ill, lay_out, methods_of

BY_SIGNS = ("wilcoxon test", "wilcoxon-pratt test", "sign test", "permutation test")
"""The tests over the signs of the changes, which share a floor."""


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies")
    for name, patients in SITUATIONS.items():
        lay_out(folder / name, patients)
    return folder


def codes(estimate: Estimate) -> set[str]:
    return {note.code for note in estimate.notes}


# ---- numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", METHODS)
def test_without_a_pair_there_is_nothing(studies: Path, name: str):
    test = methods_of(studies / "no pair")[name].test
    assert (test.n, test.value, test.interval, test.p, test.p_floor) == (0, None, None, None, None)
    assert codes(test) == {"no_pairs"}
    assert dict(test.n_missing) == {"before": 1, "after": 1, "both": 0}


@pytest.mark.parametrize("name", BY_SIGNS)
def test_one_pair_can_show_nothing(studies: Path, name: str):
    method = methods_of(studies / "one pair")[name]
    assert (method.test.p, method.test.p_floor) == (1.0, 1.0)
    assert "floor_above_alpha" in codes(method.test)
    assert method.estimate.interval is None


def test_one_pair_has_neither_t_nor_a_bootstrap(studies: Path):
    found = methods_of(studies / "one pair")
    assert all(found[name].test.p is None for name in ("paired t test", "bootstrap interval"))
    assert all(found[name].estimate.interval is None for name in ("paired t test", "bootstrap interval"))
    assert codes(found["paired t test"].test) == {"too_few_pairs"}


def test_two_pairs_have_a_t_and_a_floor_of_one_half(studies: Path):
    found = methods_of(studies / "two pairs")
    assert found["paired t test"].test.p == pytest.approx(0.1443846310)  # t = -13/3, 1 degree of freedom
    assert {found[name].test.p for name in BY_SIGNS} == {0.5}
    assert codes(found["bootstrap interval"].test) == {"no_interval"}


@pytest.mark.parametrize("name", BY_SIGNS)
def test_no_change_is_no_information(studies: Path, name: str):
    test = methods_of(studies / "no change")[name].test
    assert (test.p, test.p_floor, test.n_zero) == (1.0, 1.0, 5)
    assert "no_information" in codes(test)


@pytest.mark.parametrize("name", BY_SIGNS)
def test_changes_all_alike_have_the_smallest_exact_p(studies: Path, name: str):
    assert methods_of(studies / "all alike")[name].test.p == 2.0**-4


@pytest.mark.parametrize("situation", ["no change", "all alike"])
def test_t_is_undefined_where_the_changes_do_not_vary(studies: Path, situation: str):
    test = methods_of(studies / situation)["paired t test"].test
    assert (test.p, test.statistic, test.interval) == (None, None, None)
    assert test.value == (0.0 if situation == "no change" else -3.0)
    assert codes(test) == {"no_information" if situation == "no change" else "constant_difference"}


@pytest.mark.parametrize("name", BY_SIGNS)
def test_one_that_changed_among_many_shows_nothing(studies: Path, name: str):
    test = methods_of(studies / "one changed")[name].test
    assert (test.p, test.n, test.n_zero) == (1.0, 6, 5)


@pytest.mark.parametrize("name", METHODS)
def test_incomplete_pairs_are_counted_by_side(studies: Path, name: str):
    test = methods_of(studies / "some missing")[name].test
    assert (test.n_total, test.n) == (6, 2)
    # The last patient's doses are bounds, `<5` and `>30`: data, but no values.
    assert dict(test.n_missing) == {"before": 1, "after": 1, "both": 2}


def test_decimals_that_differ_equally_are_tied(tmp_path: Path):
    # In binary, 0.3 - 0.2 and 0.5 - 0.4 differ: the ties would be broken, and p would be 0.4375.
    doses = {"0.3": "0.2", "0.5": "0.4", "0.9": "0.8", "1.2": "1.1", "2.0": "1.8", "2.6": "2.9"}
    study = lay_out(tmp_path / "study", [(ill(before), better(after)) for before, after in doses.items()])
    assert methods_of(study)["wilcoxon test"].test.p == 0.40625


def test_a_measure_without_an_upper_limit_is_not_bounded(studies: Path):
    compared = evaluated(studies / "some missing").analysis.comparisons
    (method,) = next(one.methods for one in compared if one.label == "load")
    assert method.possible is not None and method.possible.value is not None
    change = method.possible.value
    # One patient's load is missing before, another's after: the change may be as low or as high as one likes.
    assert (change.low, change.high, change.words) == (-math.inf, math.inf, "not bounded")


def test_a_gate_that_no_data_could_pass_is_closed(studies: Path):
    compared = evaluated(studies / "all alike").analysis.comparisons
    (gate,) = [one.gate for one in compared if one.gate is not None]
    assert codes(gate) == {"gate_not_passed", "gate_closed"}
    assert (gate.p, gate.p_floor) == (None, 0.0625)


# ---- levels, yes or no -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("situation", "p"),
    [("no pair", None), ("one pair", 1.0), ("no change", 1.0), ("all alike", 0.0625), ("one changed", 1.0)],
)
def test_exact_tests_of_categories(studies: Path, situation: str, p: float | None):
    categories = evaluated(studies / situation).analysis.categories
    alone = [one for one in categories if one.label in ("rash", "grade") and one.gate is None]
    exact = ("mcnemar test", "wilcoxon-pratt test", "wilcoxon test", "sign test")
    found = {name: test.p for one in alone for name, test in one.tests if name in exact}
    assert found == dict.fromkeys(exact, p)


def test_without_a_change_no_test_of_a_table_finds_one(studies: Path):
    categories = evaluated(studies / "no change").analysis.categories
    over_time = [one for one in categories if not one.comparison.criteria]
    assert {test.p for one in over_time for _, test in one.tests} == {1.0}
    assert all(codes(test) >= {"no_information"} for one in over_time for _, test in one.tests)


def test_kappa_of_one_category_is_undefined_and_ac1_is_not(studies: Path):
    agreements = evaluated(studies / "no change").analysis.agreements
    values = {
        one.agreement.method: one.estimate.value for one in agreements if one.agreement.first_name != "clear"
    }
    assert values == {"kappa": None, "linear kappa": None, "quadratic kappa": None, "ac1": 1.0}


# ---- rates, times ------------------------------------------------------------------------------------


def test_a_rate_of_none_has_a_one_sided_limit(studies: Path):
    rate = evaluated(studies / "no change").analysis.rates[0]
    assert [(line.kind, line.low, line.n) for line in rate.lines] == [("all decided", 0, 5)]
    assert rate.upper is not None and rate.upper.interval is not None
    assert rate.upper.interval.high == pytest.approx(1 - 0.05 ** (1 / 5))


def test_a_rate_of_all_reaches_one(studies: Path):
    rate = evaluated(studies / "all alike").analysis.rates[0]
    (interval,) = [line.estimate.interval for line in rate.lines if line.estimate is not None]
    assert interval is not None
    assert interval.low == pytest.approx(0.025 ** (1 / 5))
    assert interval.high == 1.0


def test_nobody_began_and_nobody_is_timed(studies: Path):
    returned = evaluated(studies / "no change").analysis.times[0]
    assert (returned.patients, returned.not_started, returned.start_open) == ((), 5, 0)
    assert returned.curve.median.value is None and returned.upper is None


def test_events_on_one_day_end_the_curve_at_once(studies: Path):
    """Without `following` a relapse is timed from day 0, and what was there on that day is none."""
    severe = evaluated(studies / "no change").analysis.times[1]
    assert (severe.times, severe.events) == ((90,) * 5, (True,) * 5)
    assert severe.curve.survival == (0.0,)
    assert severe.curve.median.value == 90.0
