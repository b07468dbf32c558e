"""Numbers, values, days and lists as a clinician reads them."""

import numpy as np
import pytest

from remit.explain.words import days_words, listed, moment_words, number, period_words, quantity, value_words
from remit.model.types import TRUTH, LevelsType, NumberType
from remit.model.units import parse_unit
from remit.operators.bounds import Levels, Moment, Number, Truth


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (24.0, "24"),
        (0.5, "0.5"),
        (-0.0, "0"),
        (237.6 * 0.00884, "2.100384"),
        (0.1 + 0.2, "0.3"),
        (100 / 3, "about 33.3333"),
        (1e-7, "0.0000001"),
        (1.5e9, "1500000000"),
        (np.inf, "infinity"),
    ],
)
def test_a_number_has_as_few_digits_as_give_it_back(value: float, words: str):
    assert number(value) == words


def test_a_number_that_is_rounded_says_so():
    assert number(19.99999961234) == "about 20"
    assert number(19.999999999999996) == "20", "the rules take it for 20 as well"


@pytest.mark.parametrize(
    ("unit", "words"), [("%", "20%"), ("mg/day", "20 mg/day"), ("", "20"), ("10^9/L", "20 10^9/L")]
)
def test_a_number_in_its_unit(unit: str, words: str):
    assert quantity(20, unit) == words


def of(*ends: float) -> Number:
    return Number(*(np.array(end) for end in ends))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (5, 5, "5 mm/h"),
        (11, 16, "11 to 16 mm/h"),
        (3, np.inf, "at least 3 mm/h"),
        (-np.inf, 3, "at most 3 mm/h"),
        (-np.inf, np.inf, "any number"),
    ],
)
def test_a_number_with_bounds(low: float, high: float, words: str):
    assert value_words(of(low, high), NumberType(parse_unit("mm/h"))) == words


def test_truths_and_levels():
    truths = [(True, True), (False, False), (False, True)]
    words = [value_words(Truth(*(np.array(end) for end in pair)), TRUTH) for pair in truths]
    assert words == ["yes", "no", "yes or no"]
    scale = LevelsType(("none", "mild", "severe"), ordered=True)
    assert value_words(Levels(np.array(0b010)), scale) == "mild"
    assert value_words(Levels(np.array(0b111)), scale) == "none, mild or severe"


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        (186, 186, "day 186"),
        (np.inf, np.inf, "never"),
        (180, 195, "day 180 to 195"),
        (181, np.inf, "day 181 or later, or never"),
        (-np.inf, 20, "day 20 or earlier"),
        (-np.inf, np.inf, "any day, or never"),
    ],
)
def test_moments(earliest: float, latest: float, words: str):
    assert moment_words(Moment(np.array(earliest), np.array(latest))) == words


def test_days_periods_and_lists():
    assert [days_words(5, 5), days_words(152, 213), days_words(-30, 0)] == [
        "day 5",
        "days 152-213",
        "days -30 to 0",
    ]
    assert period_words(0, 200) == "from day 0 to day 200"
    assert period_words(1, np.inf) == "from day 1 on"
    assert period_words(-np.inf, 7) == "until day 7"
    assert period_words(-np.inf, np.inf) == "at any time"
    assert [listed(parts, "or") for parts in (["a"], ["a", "b"], ["a", "b", "c"])] == [
        "a",
        "a or b",
        "a, b or c",
    ]
