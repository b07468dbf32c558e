"""The range of the paired t test: against dense grids of completions, and at its corners."""

import math
import random
from fractions import Fraction
from itertools import product

import pytest

from remit.statistics import bounded_t as module
from remit.statistics.bounded import from_zero
from remit.statistics.bounded_t import bounded_t
from remit.statistics.ignorance import BoundedEstimate, Possible, Range
from remit.statistics.paired_t import paired_t

NAMES = ("p", "p_less", "p_greater")


def between(low: int | None, high: int | None) -> Possible:
    return Possible(None if low is None else Fraction(low), None if high is None else Fraction(high))


def known(*values: int) -> list[Possible]:
    return [between(value, value) for value in values]


def ends(found: Range | None) -> tuple[float, float]:
    assert found is not None
    return found.low, found.high


def grid(change: Possible, steps: int) -> list[Fraction]:
    assert change.low is not None
    assert change.high is not None
    if change.recorded:
        return [Fraction(change.low)]
    return [change.low + (change.high - change.low) * Fraction(k, steps) for k in range(steps + 1)]


def figures(name: str, completions) -> list[float]:
    found = (getattr(paired_t(from_zero(completion)), name) for completion in completions)
    return [figure for figure in found if figure is not None]


def may_be_still(changes: list[Possible]) -> bool:
    return all(change.least <= 0 <= change.most for change in changes)


def test_no_completion_lies_outside_and_the_ends_are_near_some():
    draw = random.Random(3)
    near = 0
    for _ in range(100):
        n = draw.randint(2, 5)
        unknown = draw.randint(1, min(2, n))
        lows = [draw.randint(-4, 6) for _ in range(n)]
        changes = [between(low, low + draw.randint(1, 5) * (i < unknown)) for i, low in enumerate(lows)]
        completions = list(product(*(grid(change, 24 // unknown) for change in changes)))
        found = bounded_t(changes)
        assert ends(found.value) == pytest.approx(
            (float(sum(c.least for c in changes) / n), float(sum(c.most for c in changes) / n))
        )
        for name in NAMES:
            attained = figures(name, completions)
            low, high = ends(getattr(found, name))
            assert low - 1e-12 <= min(attained)
            assert max(attained) <= high + 1e-12
            assert getattr(found, name).exact
            if not found.notes and not may_be_still(changes):
                assert min(attained) - low < 0.02
                assert high - max(attained) < 0.04
                near += 1
    assert near > 150


def test_the_smallest_p_is_where_the_open_changes_agree_on_one_number():
    """Recorded 3, 4, 5: S = 12, Q = 50, so the open ones do best at Q / S = 50 / 12, where they may."""
    found = bounded_t([*known(3, 4, 5), between(0, 20), between(-5, 9)])
    best = [Fraction(value) for value in (3, 4, 5)] + [Fraction(50, 12)] * 2
    assert ends(found.p)[0] == pytest.approx(paired_t(from_zero(best)).p)


def test_the_largest_p_is_at_ends_of_the_ranges():
    changes = [*known(9, 10, 11), between(1, 4), between(5, 30)]
    corners = figures("p", product(*(grid(change, 1) for change in changes)))
    assert ends(bounded_t(changes).p)[1] == pytest.approx(max(corners), rel=1e-12)


def sampled(draw: random.Random, change: Possible) -> Fraction:
    low = change.low if change.low is not None else (change.high or 0) - Fraction(10) ** draw.randint(0, 5)
    high = change.high if change.high is not None else low + Fraction(10) ** draw.randint(0, 5)
    return Fraction(draw.choice([low, high, low + (high - low) * Fraction(draw.randint(0, 50), 50)]))


def test_ranges_without_limits_hold_every_completion(monkeypatch):
    draw = random.Random(4)
    for _ in range(120):
        changes = []
        for _ in range(draw.randint(2, 6)):
            low, width = draw.randint(-3, 9), draw.choice([0, 0, 2, 6])
            limits = [draw.choice([None, low, low, low]), draw.choice([None, low + width, low + width])]
            changes.append(between(*limits) if width else between(low, low))
        monkeypatch.setattr(module, "MOST_OPEN", draw.choice([0, 14]))
        found = bounded_t(changes)
        completions = [[sampled(draw, change) for change in changes] for _ in range(30)]
        for name in NAMES if found.p else ():
            attained = figures(name, completions) or [1.0]
            least, most = ends(getattr(found, name))
            assert least - 1e-12 <= min(attained)
            assert max(attained) <= most + 1e-12


def test_one_change_without_limit_brings_t_near_to_one():
    found = bounded_t([*known(5, 6, 5, 6), between(5, None)])
    at_one = paired_t(from_zero([Fraction(0)] * 4 + [Fraction(1)])).p
    assert ends(found.p)[1] == pytest.approx(at_one)
    assert ends(found.value) == (5.4, math.inf)


def test_many_open_changes_are_bounded_from_outside(monkeypatch):
    """With all combinations of ends forbidden the largest p can only grow, and is not called exact."""
    changes = [*known(14, 5, 12, 8), *(between(*limits) for limits in ((6, 11), (6, 23), (2, 21), (5, 24)))]
    exact = bounded_t(changes)
    monkeypatch.setattr(module, "MOST_OPEN", 2)
    outer = bounded_t(changes)
    assert outer.p is not None
    assert exact.p is not None
    assert (exact.p.exact, outer.p.exact) == (True, False)
    assert outer.p.low == exact.p.low
    assert exact.p.high < outer.p.high < 1.2 * exact.p.high
    assert outer.p.words == "range of ignorance; its ends may not be attained"


def test_recorded_changes_do_not_count_among_those_tried():
    """Twenty recorded changes and four open ones: sixteen combinations of ends, so the range is exact."""
    changes = [
        *known(*[14, 5, 12, 8] * 5),
        *(between(*limits) for limits in ((1, 11), (0, 60), (2, 70), (1, 65))),
    ]
    corners = figures("p", product(*(grid(change, 1) for change in changes)))
    found = bounded_t(changes)
    assert found.p is not None
    assert found.p.exact
    assert found.p.high == pytest.approx(max(corners), rel=1e-12)


def test_complete_data_have_one_p():
    expected = paired_t(from_zero([Fraction(value) for value in (-3, 1, 4, 6)]))
    found = bounded_t(known(-3, 1, 4, 6))
    for name in NAMES:
        assert ends(getattr(found, name)) == pytest.approx([getattr(expected, name)] * 2, rel=1e-12)
    assert found.value is not None
    assert found.value.settled


def test_changes_that_could_all_be_equal_bring_p_near_zero():
    found = bounded_t([*known(4, 4), between(0, 9)])
    assert ends(found.p)[0] == 0
    assert [note.code for note in found.notes] == ["constant_difference"]


def test_a_completion_without_any_change_makes_p_one():
    found = bounded_t([*known(0, 0), between(0, 9)])
    for name in NAMES:
        assert ends(getattr(found, name))[1] == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([], "no_pairs"),
        ([between(0, 5)], "too_few_pairs"),
        (known(2, 2), "constant_difference"),
        (known(0, 0), "constant_difference"),
    ],
)
def test_undefined(changes, code):
    found: BoundedEstimate = bounded_t(changes)
    assert found.p is None
    assert [note.code for note in found.notes] == [code]
    assert (found.value is None) is (not changes)


def test_no_limits_at_all_say_nothing():
    found = bounded_t([between(None, None)] * 4)
    assert found.value is not None
    assert found.p is not None
    assert (found.value.words, found.p.words) == ("not bounded", "not bounded")
