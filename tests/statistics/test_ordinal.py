"""Tests of square tables: published statistics, their two by two forms, and tables with holes."""

import math
import random

import numpy as np
import pytest
from scipy import special

from remit.statistics.mcnemar import UNCORRECTED, mcnemar
from remit.statistics.ordinal import bhapkar, bowker, linear_by_scores, stuart_maxwell
from remit.statistics.result import Estimate, Nature
from remit.statistics.tables import PairedTable, SquareTable

TESTS = [stuart_maxwell, bhapkar, bowker, linear_by_scores]
VISION = SquareTable([[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]])
SPARSE = SquareTable([[4, 0, 0], [6, 5, 0], [1, 3, 0]])


def codes(estimate: Estimate) -> list[str]:
    return [note.code for note in estimate.notes]


def figures(estimate: Estimate) -> tuple[float, float | None, float | None]:
    assert estimate.statistic is not None
    return estimate.statistic[1], estimate.df, estimate.p


@pytest.mark.parametrize(
    ("test", "table", "expected"),
    [
        (stuart_maxwell, VISION, (11.956569622982556, 3, 0.007533425054800532)),
        (bhapkar, VISION, (11.975720155525675, 3, 0.007466797469723952)),
        (bowker, VISION, (19.106550215266772, 6, 0.003987419840428568)),
        (stuart_maxwell, SPARSE, (9.333333333333332, 2, 0.009403562551495213)),
        (bhapkar, SPARSE, (18.344827586206893, 2, 0.00010386549708601112)),
        (bowker, SPARSE, (10.0, 3, 0.01856613546304325)),
    ],
)
def test_published_tables(test, table, expected):
    """Unaided vision of both eyes (Stuart 1953), and a table whose third category is never second (coin)."""
    assert figures(test(table)) == pytest.approx(expected, rel=1e-9)


def test_scores_ask_about_a_shift_along_the_scale():
    """coin takes first less second; a difference here is second less first."""
    z, df, p = figures(linear_by_scores(VISION))
    assert (z, p) == pytest.approx((3.45639503915086, 0.000547452366383691), rel=1e-9)
    assert df is None
    found = linear_by_scores(SPARSE)
    assert figures(found)[::2] == pytest.approx((-3.05085107923876, 0.00228193725331538), rel=1e-9)
    assert found.value == -11 / 19
    assert found.p_less == pytest.approx(0.00228193725331538 / 2)
    assert found.p_greater == pytest.approx(1 - 0.00228193725331538 / 2)


@pytest.mark.parametrize("test", [stuart_maxwell, bowker])
def test_two_categories_are_mcnemar_without_correction(test):
    expected = dict(mcnemar(PairedTable(3, 8, 2, 5)).extra)
    found = figures(test(SquareTable([[3, 8], [2, 5]])))
    assert found == pytest.approx((expected["chi-squared"], 1, expected[UNCORRECTED]))


@pytest.mark.parametrize("test", [stuart_maxwell, bhapkar, bowker])
@pytest.mark.parametrize("hole", [0, 1, 2, 3])
def test_unused_categories_change_nothing(test, hole):
    rows = [[4, 9, 1], [2, 5, 8], [3, 1, 7]]
    padded = [[*row[:hole], 0, *row[hole:]] for row in rows]
    padded.insert(hole, [0] * 4)
    assert figures(test(SquareTable(padded))) == figures(test(SquareTable(rows)))


def test_scores_keep_the_distance_across_an_unused_category():
    near, far = SquareTable([[5, 4], [1, 5]]), SquareTable([[5, 0, 4], [0, 0, 0], [1, 0, 5]])
    assert linear_by_scores(far).value == 2 * (linear_by_scores(near).value or 0)
    assert figures(linear_by_scores(far))[0] == pytest.approx(figures(linear_by_scores(near))[0])


def test_category_that_nobody_enters_or_leaves_takes_no_degree_of_freedom():
    still = SquareTable([[4, 7, 0], [2, 6, 0], [0, 0, 9]])
    assert figures(stuart_maxwell(still)) == figures(stuart_maxwell(SquareTable([[4, 7], [2, 6]])))
    assert figures(bowker(still))[1] == 1


def test_stuart_maxwell_against_a_pseudoinverse():
    draw = random.Random(3)
    for _ in range(200):
        size = draw.randint(2, 5)
        rows = [[draw.choice([0, 0, 1, 3, 8]) for _ in range(size)] for _ in range(size)]
        cells = np.array(rows, dtype=float)
        margins = cells.sum(axis=1) - cells.sum(axis=0)
        variance = np.diag(cells.sum(axis=1) + cells.sum(axis=0)) - cells - cells.T
        rank = np.linalg.matrix_rank(variance)
        found = stuart_maxwell(SquareTable(rows))
        if not rank:
            assert found.statistic is None
            continue
        expected = float(margins @ np.linalg.pinv(variance) @ margins)
        assert figures(found)[:2] == pytest.approx((expected, rank), rel=1e-9, abs=1e-9)
        assert found.p == pytest.approx(special.chdtrc(rank, expected), rel=1e-7)


def test_bhapkar_is_the_statistic_with_the_empirical_variance():
    cells = np.array(VISION.rows, dtype=float)
    margins = (cells.sum(axis=1) - cells.sum(axis=0))[:-1]
    variance = np.diag(cells.sum(axis=1) + cells.sum(axis=0)) - cells - cells.T
    empirical = variance[:-1, :-1] - np.outer(margins, margins) / cells.sum()
    assert figures(bhapkar(VISION))[0] == pytest.approx(float(margins @ np.linalg.solve(empirical, margins)))


def test_bhapkar_where_everybody_moved_the_same_way():
    found = bhapkar(SquareTable([[0, 6], [0, 0]]))
    assert (found.p, found.statistic, found.nature) == (None, None, Nature.NONE)
    assert codes(found) == ["complete_shift"]
    assert figures(stuart_maxwell(SquareTable([[0, 6], [0, 0]])))[0] == 6


@pytest.mark.parametrize("test", TESTS)
def test_few_changes_are_remarked(test):
    assert codes(test(SPARSE if test is not linear_by_scores else SquareTable([[3, 2], [1, 4]]))) == [
        "few_changes"
    ]
    assert codes(test(VISION)) == []


@pytest.mark.parametrize("test", TESTS)
def test_no_change(test):
    found = test(SquareTable([[4, 0, 0], [0, 5, 0], [0, 0, 0]]))
    assert (found.p, found.n, found.n_zero) == (1, 9, 9)
    assert codes(found) == ["no_information"]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("table", [SquareTable([]), SquareTable([[0, 0], [0, 0]])])
def test_no_pair(test, table):
    found = test(table)
    assert (found.p, found.value, found.nature) == (None, None, Nature.NONE)
    assert codes(found) == ["no_pairs"]


def test_approximate_p_of_scores_is_that_of_a_random_walk():
    """Four pairs fall by two levels: S = -8, variance 4 * 4."""
    z, _, p = figures(linear_by_scores(SquareTable([[1, 0, 0], [0, 1, 0], [4, 0, 1]])))
    assert z == -2
    assert p == pytest.approx(math.erfc(math.sqrt(2)))
