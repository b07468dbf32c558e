"""What is worked out in one pass over the dates is what a loop over their pairs gives."""

import numpy as np

from remit.evaluate.runs import Span, confirmed
from remit.operators.bounds import Bools, Truth


def _random(random: np.random.Generator, shape: tuple[int, int]) -> Truth:
    certain = random.random(shape) < 0.5
    return Truth(certain, certain | (random.random(shape) < 0.2))


def test_confirmation_in_one_pass_is_confirmation_by_pairs() -> None:
    random = np.random.default_rng(3)
    shape = (400, 9)
    day = np.cumsum(random.integers(1, 40, shape), axis=1).astype(np.float64)
    dates: Bools = random.random(shape) < 0.9
    body, by, end = _random(random, shape), _random(random, shape), day[:, -1]
    nothing = Truth(np.zeros(shape, np.bool_), np.zeros(shape, np.bool_))
    span = Span(day, dates, end, 28, np.inf)
    passed = confirmed(body, by, None, span, 0)
    # An allowance of one visit of a kind that never occurs takes the loop over pairs.
    paired = confirmed(body, by, nothing, span, 1)
    assert np.array_equal(passed.certain, paired.certain)
    assert np.array_equal(passed.possible, paired.possible)
    assert passed.certain.any() and (passed.possible & ~passed.certain).any() and (~passed.possible).any()


def test_a_daily_diary_of_years_takes_one_pass() -> None:
    days = 3000
    day = np.arange(days, dtype=np.float64)[None, :]
    there = np.ones((1, days), np.bool_)
    truth = Truth(there, there)
    found = confirmed(truth, truth, None, Span(day, there, day[:, -1], 28, np.inf), 0)
    assert found.certain.sum() == days - 28
