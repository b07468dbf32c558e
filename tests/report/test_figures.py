import math
from fractions import Fraction

import pytest

from remit.report.figures import (
    count_range,
    decimals_of,
    limits,
    p_range,
    p_value,
    percent_limits,
    percent_range,
    probability,
    range_of,
    recorded,
    rounded,
)
from remit.statistics.ignorance import Range
from remit.statistics.result import Estimate, Interval


def estimate(p: float | None, floor: float | None = None) -> Estimate:
    return Estimate("a test", "a method", None, p=p, p_floor=floor)


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (1.0, "1"),
        (0.5412, "0.541"),
        (0.0146789, "0.0147"),
        (0.00460612, "0.00461"),
        (0.00012345, "0.000123"),
        (0.00009, "<0.0001"),
        (2.2e-308, "<0.0001"),
        (0.04996, "0.04996"),
        (0.050004, "0.050004"),
        (0.05, "0.05"),
        (0.00999999999, "0.00999999999"),
    ],
)
def test_a_p_value_is_never_zero_and_never_rounded_onto_a_threshold_that_it_has_not_reached(
    p: float, shown: str
):
    assert p_value(estimate(p)) == shown


@pytest.mark.parametrize(
    ("p", "shown"), [(0.0625, "0.0625"), (0.03125, "0.03125"), (0.0009765625, "0.000976562")]
)
def test_the_smallest_p_that_the_data_can_give_is_shown_in_full(p: float, shown: str):
    assert p_value(estimate(p, floor=p)) == shown


def test_a_method_without_p_shows_none():
    assert p_value(estimate(None)) == "-"


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (Range(0.0046, 0.5), "0.0046 to 0.5"),
        (Range(0.25, 0.25), "0.25"),
        (Range(0.0, 1.0), "not bounded"),
        (Range(0.00001, 1.0), "<0.0001 to 1"),
        (None, "-"),
    ],
)
def test_a_range_of_p(found: Range | None, shown: str):
    assert p_range(found) == shown


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (Range(-11.0, 4.25), "-11 to 4.3"),
        (Range(-math.inf, math.inf), "not bounded"),
        (Range(-math.inf, 2.0), "at most 2"),
        (Range(-3.0, math.inf), "at least -3"),
    ],
)
def test_a_range_of_an_estimate(found: Range, shown: str):
    assert range_of(found, 1) == shown


def test_probabilities_outside_tests_follow_the_same_rule():
    assert probability(0.0499999) == "0.0499999"
    assert probability(0.04999) == "0.04999"


def test_percentages():
    assert percent_range(4, 5, 5) == "80-100"
    assert percent_range(4, 4, 5) == "80.0"
    assert percent_range(1, 2, 3) == "33.3-66.7"
    assert count_range(4, 5) == "4-5"
    assert count_range(4, 4) == "4"
    assert percent_limits(Interval(0.0, 0.5218)) == "0, 52.2"
    assert percent_limits(Interval(0.4782, 1.0)) == "47.8, 100"


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        (["10", "20", "40"], 1),
        (["1.1", "0.9"], 2),
        (["1040", "980"], 0),
        (["120", "98"], 0),
        (["45", "12"], 1),
        (["0.012", "0.02"], 4),
        (["0", "0"], 1),
        ([], 1),
    ],
)
def test_means_have_one_decimal_more_than_the_values_but_three_digits_at_most(
    values: list[str], decimals: int
):
    assert decimals_of(map(Fraction, values)) == decimals


def test_a_computed_figure_keeps_its_zeros_and_a_recorded_one_does_not():
    assert rounded(-12.0, 1) == "-12.0"
    assert recorded(-12.0, 1) == "-12"
    assert recorded(Fraction(5, 2)) == "2.5"


def test_a_half_is_rounded_away_from_zero_as_on_paper():
    assert [rounded(value, 1) for value in (4.25, 10.65, -4.25)] == ["4.3", "10.7", "-4.3"]


def test_zero_has_no_sign():
    assert rounded(-0.04, 1) == "0.0"
    assert recorded(-0.04, 1) == "0"


def test_an_interval_is_shown_as_its_estimate_is():
    assert limits(Interval(-19.0, -6.3), rounded, 1) == "[-19.0, -6.3]"
    assert limits(Interval(-19.0, -6.3), recorded, 1) == "[-19, -6.3]"
    assert limits(None, rounded, 1) == ""
