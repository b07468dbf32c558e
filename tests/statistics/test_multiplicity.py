"""Adjusted p values: those of R, and those of the closed tests that the procedures are shortcuts of."""

import random
from itertools import combinations, pairwise

import pytest

from remit.statistics.multiplicity import (
    Adjusted,
    benjamini_hochberg,
    benjamini_yekutieli,
    bonferroni,
    fixed_sequence,
    hochberg,
    holm,
    hommel,
)

PROCEDURES = [bonferroni, holm, hochberg, hommel, benjamini_hochberg, benjamini_yekutieli]
TIED = [0.01, 0.02, 0.02, 0.04, 0.04, 0.04, 1.0, 0.5]


def adjusted(found: Adjusted) -> list[float]:
    return [each for each in found.adjusted if each is not None]


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        (bonferroni, [0.08, 0.16, 0.16, 0.32, 0.32, 0.32, 1, 1]),
        (holm, [0.08, 0.14, 0.14, 0.2, 0.2, 0.2, 1, 1]),
        (hochberg, [0.08, 0.12, 0.12, 0.12, 0.12, 0.12, 1, 1]),
        (hommel, [0.06, 0.08, 0.08, 0.12, 0.12, 0.12, 1, 1]),
        (benjamini_hochberg, [0.16 / 3] * 6 + [1, 4 / 7]),
        (benjamini_yekutieli, [0.144952380952381] * 6 + [1, 1]),
    ],
)
def test_ties_and_a_one_as_r(procedure, expected):
    assert adjusted(procedure(TIED)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        (bonferroni, [0.03, 0.09, 0.12]),
        (holm, [0.03, 0.06, 0.06]),
        (hochberg, [0.03, 0.04, 0.04]),
        (hommel, [0.03, 0.04, 0.04]),
        (benjamini_hochberg, [0.03, 0.04, 0.04]),
        (benjamini_yekutieli, [0.055, 0.22 / 3, 0.22 / 3]),
    ],
)
def test_tests_without_a_p_take_no_part(procedure, expected):
    found = procedure([0.01, None, 0.03, 0.04, None])
    assert [place for place, each in enumerate(found.adjusted) if each is None] == [1, 4]
    assert adjusted(found) == pytest.approx(expected, rel=1e-12)
    assert (found.n, found.n_missing) == (3, 2)
    assert found.notes[0].code == "p_missing"
    assert found.notes[0].text == "2 tests without a p value took no part; the others are adjusted for 3."
    assert not any(found.rejected(0.001))
    assert found.rejected(0.05)[1] is False


def closed(p: list[float], local) -> list[float]:
    """The closed test: for each hypothesis the largest local p of all intersections that contain it."""
    every = [subset for size in range(1, len(p) + 1) for subset in combinations(range(len(p)), size)]
    return [max(local([p[i] for i in subset]) for subset in every if k in subset) for k in range(len(p))]


def test_shortcuts_equal_their_closed_tests():
    draw = random.Random(4)
    for _ in range(300):
        p = [round(draw.random() ** 2, 2) for _ in range(draw.randint(1, 6))]
        bonferroni_local = closed(p, lambda part: min(1.0, len(part) * min(part)))
        simes = closed(p, lambda part: min(len(part) * x / r for r, x in enumerate(sorted(part), 1)))
        assert adjusted(holm(p)) == pytest.approx(bonferroni_local)
        assert adjusted(hommel(p)) == pytest.approx(simes)


def test_procedures_are_ordered_by_power():
    draw = random.Random(7)
    for _ in range(100):
        p = [draw.random() ** 3 for _ in range(8)]
        in_order = [adjusted(procedure(p)) for procedure in (hommel, hochberg, holm, bonferroni)]
        for stronger, weaker in pairwise(in_order):
            assert all(a <= b + 1e-15 for a, b in zip(stronger, weaker, strict=True))
        assert all(a >= b for a, b in zip(adjusted(benjamini_hochberg(p)), p, strict=True))


def test_benjamini_hochberg_rejects_by_its_definition():
    draw = random.Random(9)
    for _ in range(100):
        p = [draw.random() ** 3 for _ in range(7)]
        ordered = sorted(p)
        passing = [each for rank, each in enumerate(ordered, 1) if each <= 0.05 * rank / 7]
        cut = max(passing, default=-1)
        assert benjamini_hochberg(p).rejected(0.05) == tuple(each <= cut for each in p)


def test_fixed_sequence_stops_at_the_first_failure():
    found = fixed_sequence([0.005, 0.0625, 0.015, 0.02])
    assert found.adjusted == (0.005, 0.0625, 0.0625, 0.0625)
    assert found.rejected(0.05) == (True, False, False, False)
    assert found.notes == ()


def test_fixed_sequence_ends_where_a_test_gave_no_p():
    found = fixed_sequence([0.01, None, 0.001])
    assert found.adjusted == (0.01, None, None)
    assert found.rejected() == (True, False, False)
    assert [note.code for note in found.notes] == ["sequence_ended"]
    assert (found.n, found.n_missing) == (2, 1)


@pytest.mark.parametrize("procedure", [*PROCEDURES, fixed_sequence])
def test_nothing_to_adjust(procedure):
    assert procedure([]).adjusted == ()
    assert procedure([None]).adjusted == (None,)
    assert procedure([0.3]).adjusted == (pytest.approx(0.3),)


@pytest.mark.parametrize("procedure", [*PROCEDURES, fixed_sequence])
@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_refuses_what_is_no_p(procedure, p):
    with pytest.raises(ValueError, match="lies between 0 and 1"):
        procedure([0.5, p])
