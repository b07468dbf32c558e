"""Ranges of ignorance against every completion on a grid."""

import math
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from remit.statistics.bounded import bounded_mcnemar, bounded_mean, bounded_rate, bounded_sign_test, from_zero
from remit.statistics.ignorance import Possible, Range, ignorance, ignorance_of_p, possible_changes
from remit.statistics.mcnemar import mcnemar
from remit.statistics.proportion import clopper_pearson
from remit.statistics.sign import sign_test
from remit.statistics.tables import PairedTable


def known(*values: int) -> list[Possible]:
    return [Possible(Fraction(value), Fraction(value)) for value in values]


def between(low: int | None, high: int | None) -> Possible:
    return Possible(None if low is None else Fraction(low), None if high is None else Fraction(high))


def ends(found: Range | None) -> tuple[float, float]:
    assert found is not None
    return found.low, found.high


def test_rate_of_one_undetermined_patient_among_five():
    """Four met, one undetermined: 80 to 100 %, and the hull of the two Clopper-Pearson intervals."""
    found = bounded_rate(met=4, not_met=0, undetermined=1)
    assert ends(found.value) == (0.8, 1.0)
    assert ends(found.interval) == pytest.approx((0.28358206388191054, 1.0))
    assert (found.n, found.n_open, found.p) == (5, 1, None)
    assert found.value is not None
    assert found.value.words == "range of ignorance"


def test_rate_against_every_completion():
    for met, not_met, undetermined in product(range(4), repeat=3):
        found, n = bounded_rate(met, not_met, undetermined), met + not_met + undetermined
        if not n:
            assert (found.value, found.interval) == (None, None)
            assert [note.code for note in found.notes] == ["no_patients"]
            continue
        every: list[Any] = [clopper_pearson(met + k, n) for k in range(undetermined + 1)]
        assert ends(found.value) == (min(e.value for e in every), max(e.value for e in every))
        assert ends(found.interval) == (
            min(e.interval.low for e in every),
            max(e.interval.high for e in every),
        )


def test_rate_refuses_negative_counts():
    with pytest.raises(ValueError, match="negative: -1"):
        bounded_rate(3, 2, -1)


def completions(verdicts: Sequence[bool | None]) -> Iterator[tuple[bool, ...]]:
    return product(*([verdict] if verdict is not None else [True, False] for verdict in verdicts))


def test_mcnemar_against_every_completion():
    draw = random.Random(1)
    for _ in range(150):
        n = draw.randint(1, 7)
        first, second = ([draw.choice([True, False, True, False, None]) for _ in range(n)] for _ in "12")
        found = bounded_mcnemar(first, second)
        every = [mcnemar(PairedTable.of(a, b)) for a in completions(first) for b in completions(second)]
        assert (found.n, found.n_open) == (n, sum(None in pair for pair in zip(first, second, strict=True)))
        for name in ("value", "p", "p_less", "p_greater"):
            figures = [getattr(estimate, name) for estimate in every]
            assert ends(getattr(found, name)) == pytest.approx((min(figures), max(figures)), rel=1e-12)
            assert getattr(found, name).exact


def test_mcnemar_says_whether_the_missing_could_change_the_conclusion():
    first, second = [True] * 9 + [False], [False] * 9 + [False]
    settled = bounded_mcnemar(first, [None, *second[1:]])
    assert settled.p is not None
    assert settled.p.below(0.05) is True
    unsettled = bounded_mcnemar(first, [*[None] * 4, *second[4:]])
    assert unsettled.p is not None
    assert unsettled.p.below(0.05) is None
    assert ends(unsettled.p) == (2 * 0.5**9, 2 * 0.5**5)


@pytest.mark.parametrize(("first", "second"), [([], []), ([None], [None])])
def test_mcnemar_of_nobody_and_of_an_unknown(first, second):
    found = bounded_mcnemar(first, second)
    if first:
        assert ends(found.value) == (-1, 1)
        assert ends(found.p) == (1, 1)
    else:
        assert (found.value, found.p) == (None, None)
        assert [note.code for note in found.notes] == ["no_pairs"]


def test_mcnemar_refuses_sequences_of_different_length():
    with pytest.raises(ValueError, match="do not make pairs"):
        bounded_mcnemar([True], [])


def random_changes(draw: random.Random, n: int, unknown: int) -> list[Possible]:
    lows = [draw.randint(-4, 4) for _ in range(n)]
    changes = [between(low, low + draw.randint(1, 4) * (i < unknown)) for i, low in enumerate(lows)]
    draw.shuffle(changes)
    return changes


def grid(change: Possible) -> list[Fraction]:
    """Every half from end to end: each end, each tie with a whole number, and the gaps between them."""
    assert change.low is not None
    assert change.high is not None
    return [change.low + Fraction(k, 2) for k in range(int((change.high - change.low) * 2) + 1)]


def test_sign_test_against_every_completion():
    draw = random.Random(2)
    for _ in range(150):
        changes = random_changes(draw, draw.randint(1, 6), draw.randint(0, 2))
        every = [sign_test(from_zero(completion)) for completion in product(*map(grid, changes))]
        found = bounded_sign_test(changes)
        for name in ("value", "p", "p_less", "p_greater"):
            figures = [getattr(estimate, name) for estimate in every]
            assert ends(getattr(found, name)) == (min(figures), max(figures))


def test_median_without_limit_is_not_bounded_on_that_side():
    one = bounded_sign_test([*known(-2, -1, 3), between(0, None)])
    assert ends(one.value) == (-0.5, 1)
    two = bounded_sign_test([*known(-2, -1), between(0, None), between(1, None)])
    assert ends(two.value) == (-0.5, math.inf)
    assert two.value is not None
    assert two.value.words == "not bounded above"
    all_of_them = bounded_sign_test([between(None, None)] * 3)
    assert ends(all_of_them.value) == (-math.inf, math.inf)
    assert all_of_them.value is not None
    assert all_of_them.value.words == "not bounded"
    assert ends(all_of_them.p) == (0.25, 1)


def test_sign_test_of_nobody():
    found = bounded_sign_test([])
    assert (found.value, found.p, found.n) == (None, None, 0)
    assert [note.code for note in found.notes] == ["no_pairs"]


def test_possible_changes_go_from_the_least_to_the_most():
    before = [*known(20), between(0, 40), between(0, None), *known(5)]
    after = [between(0, 60), *known(10), *known(7), *known(5)]
    assert possible_changes(before, after) == (
        between(-20, 40),
        between(-30, 10),
        between(None, 7),
        between(0, 0),
    )
    with pytest.raises(ValueError, match="do not make pairs"):
        possible_changes(before, [])


def test_possible_values():
    assert -between(-1, None) == between(None, 1)
    assert (between(2, 2).recorded, between(2, 3).recorded, between(None, None).recorded) == (
        True,
        False,
        False,
    )
    assert (between(None, None).least, between(None, None).most) == (-math.inf, math.inf)
    with pytest.raises(ValueError, match="is empty"):
        between(3, 2)


def test_a_range_says_what_it_is():
    assert ignorance(1, 2).words == "range of ignorance"
    assert ignorance(1, 2, exact=False).words == "range of ignorance; its ends may not be attained"
    assert ignorance(-math.inf, 2).words == "not bounded below"
    assert ignorance_of_p(0, 1).words == "not bounded"
    assert ignorance_of_p(0.2, 1.7) == Range(0.2, 1.0)
    assert (ignorance(1, 1).settled, ignorance(1, 2).settled) == (True, False)
    assert [ignorance_of_p(0.02, high).below(0.05) for high in (0.04, 0.05)] == [True, None]
    assert ignorance_of_p(0.05, 0.2).below(0.05) is False


def test_the_mean_of_a_method_without_a_range_of_p():
    found = bounded_mean([Possible(-4, -4), Possible(-3, 7), Possible(0, 0)])
    assert found.value is not None and (found.value.low, found.value.high) == (-7 / 3, 1)
    assert (found.p, found.n, found.n_open) == (None, 3, 1)
    assert [note.text for note in found.notes] == ["What the missing data could make of p is not bounded."]
    unlimited = bounded_mean([Possible(0, None)])
    assert unlimited.value is not None and unlimited.value.words == "not bounded above"
    assert bounded_mean([]).value is None
