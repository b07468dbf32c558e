"""The range of Wilcoxon's test: against every completion on a grid that makes all patterns."""

import math
import random
from fractions import Fraction
from itertools import product

import pytest

from remit.statistics import bounded_signed_rank as module
from remit.statistics.bounded import from_zero
from remit.statistics.bounded_signed_rank import bounded_signed_rank
from remit.statistics.ignorance import Possible, Range
from remit.statistics.signed_rank import ZeroMethod, wilcoxon

NAMES = ("p", "p_less", "p_greater")


def between(low: int | None, high: int | None) -> Possible:
    return Possible(None if low is None else Fraction(low), None if high is None else Fraction(high))


def known(*values: int) -> list[Possible]:
    return [between(value, value) for value in values]


def ends(found: Range | None) -> tuple[float, float]:
    assert found is not None
    return found.low, found.high


def grid(change: Possible) -> list[Fraction]:
    """Every third: each whole number, and two places in each gap, so that two changes come in any order."""
    assert change.low is not None
    assert change.high is not None
    return [change.low + Fraction(k, 3) for k in range(int((change.high - change.low) * 3) + 1)]


@pytest.mark.parametrize("zeros", [ZeroMethod.WILCOX, ZeroMethod.PRATT])
def test_against_every_completion(zeros, monkeypatch):
    draw = random.Random(5)
    for _ in range(60):
        n = draw.randint(1, 5)
        unknown = draw.randint(0, min(2, n))
        lows = [draw.randint(-4, 4) for _ in range(n)]
        changes = [between(low, low + draw.randint(1, 4) * (i < unknown)) for i, low in enumerate(lows)]
        draw.shuffle(changes)
        every = [wilcoxon(from_zero(completion), zeros) for completion in product(*map(grid, changes))]
        found = bounded_signed_rank(changes, zeros)
        with monkeypatch.context() as patched:
            patched.setattr(module, "MOST_WORK", 0)
            outer = bounded_signed_rank(changes, zeros)
        centres = [estimate.value for estimate in every if estimate.value is not None]
        assert ends(found.value) == ends(outer.value) == (min(centres), max(centres))
        for name in NAMES:
            attained = [getattr(estimate, name) for estimate in every]
            assert getattr(found, name).exact
            assert ends(getattr(found, name)) == (min(attained), max(attained))
            assert not getattr(outer, name).exact
            assert ends(getattr(outer, name))[0] <= min(attained) * (1 + 1e-12)
            assert ends(getattr(outer, name))[1] >= max(attained) * (1 - 1e-12)


def test_p_can_be_smaller_between_the_ends_than_at_either():
    """A small fall beside 2, 4 and -6 makes p of a rise *smaller* than no change does: zeros are dropped."""
    changes = [*known(2, 4, -6), Possible(Fraction(-1), Fraction(0))]
    fall, none = (wilcoxon(from_zero([Fraction(v) for v in (2, 4, -6, last)])) for last in (-1, 0))
    assert fall.p_greater is not None
    assert none.p_greater is not None
    assert fall.p_greater < none.p_greater
    assert ends(bounded_signed_rank(changes).p_greater) == (fall.p_greater, none.p_greater)


def test_ranges_without_limits():
    found = bounded_signed_rank([*known(-3, -5, -6, -8), between(-10, None)])
    assert ends(found.value) == (-6.5, -4.5)
    beyond = wilcoxon(from_zero([Fraction(v) for v in (-3, -5, -6, -8, 1000)])).p
    assert ends(found.p) == (0.0625, beyond)
    everything = bounded_signed_rank([between(None, None)] * 3)
    assert ends(everything.value) == (-math.inf, math.inf)
    assert ends(everything.p) == (0.25, 1)
    half = bounded_signed_rank([between(1, None)] * 2)
    assert ends(half.value) == (1, math.inf)
    assert ends(half.p) == (0.5, 0.5)


def test_complete_data_have_one_p():
    expected = wilcoxon(from_zero([Fraction(v) for v in (-1, 2, 2, 5, 0)]), ZeroMethod.PRATT)
    found = bounded_signed_rank(known(-1, 2, 2, 5, 0), ZeroMethod.PRATT)
    assert ends(found.p) == (expected.p, expected.p)
    assert ends(found.value) == (expected.value, expected.value)
    assert found.n_open == 0


def test_many_open_changes_are_bounded_from_outside():
    draw = random.Random(6)
    changes = [*known(*(draw.randint(3, 30) for _ in range(40))), *[between(-5, 40)] * 4]
    found = bounded_signed_rank(changes)
    assert found.p is not None
    assert not found.p.exact
    assert found.p.below(0.05) is True
    for _ in range(40):
        completion = [
            c.low if c.recorded and c.low is not None else Fraction(draw.randint(-5, 40)) for c in changes
        ]
        for name in NAMES:
            low, high = ends(getattr(found, name))
            assert low <= getattr(wilcoxon(from_zero(completion)), name) <= high


def test_too_many_pairs_are_not_bounded():
    found = bounded_signed_rank(known(*[1] * 1001))
    assert found.p is None
    assert [note.code for note in found.notes] == ["too_many_pairs"]
    assert ends(found.value) == (1, 1)


def test_nobody():
    found = bounded_signed_rank([])
    assert (found.value, found.p) == (None, None)
    assert [note.code for note in found.notes] == ["no_pairs"]


def test_unknown_method_of_zeros():
    with pytest.raises(ValueError, match="is not a valid ZeroMethod"):
        bounded_signed_rank(known(1), "dropped")  # type: ignore[arg-type]


def decimals(n: int, unknown: int) -> list[Possible]:
    draw = random.Random(n)
    recorded = [Fraction(draw.randint(-3000, 1000), 100) for _ in range(n - unknown)]
    return [*(Possible(each, each) for each in recorded), *[between(-100, 100)] * unknown]


@pytest.mark.parametrize(("n", "exact"), [(20, True), (100, True), (200, False), (400, False)])
def test_one_open_change_is_tried_at_every_place_while_that_is_quick(n, exact):
    found = bounded_signed_rank(decimals(n, 1))
    assert found.p is not None
    assert found.p.exact is exact


def test_many_open_changes_build_no_list_of_completions(monkeypatch):
    monkeypatch.setattr(module, "_choices", None)  # would be called
    assert bounded_signed_rank(decimals(60, 30)).p is not None
