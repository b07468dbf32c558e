"""Agreement: published coefficients, hand-made ones, and where they are undefined."""

import math
import random
from collections.abc import Callable
from functools import partial

import pytest

from remit.statistics.agreement import Weights, cohen_kappa, gwet_ac1
from remit.statistics.result import Estimate, Nature
from remit.statistics.tables import SquareTable

GWET = SquareTable([[118, 5], [2, 0]])
SEXUAL_FUN = SquareTable([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])


def limits(estimate: Estimate) -> list[float]:
    assert estimate.interval is not None
    return [estimate.interval.low, estimate.interval.high]


def codes(estimate: Estimate) -> list[str]:
    return [note.code for note in estimate.notes]


@pytest.mark.parametrize(
    ("table", "weights", "kappa", "error", "interval"),
    [
        (GWET, "unweighted", -0.0233918128654, 0.0122867566728, [-0.047473413431, 0.00068978770006]),
        (SEXUAL_FUN, "unweighted", 0.1293302540415, 0.0685985324807, [-0.005120399012, 0.263780907096]),
        (SEXUAL_FUN, "linear weights", 0.2373806275579, 0.0783163347783, [0.083883431991, 0.390877823124]),
        (SEXUAL_FUN, "quadratic weights", 0.332045586246, 0.097297521958, [0.141345947423, 0.522745225070]),
    ],
)  # fmt: skip
def test_kappa_as_vcd(table, weights, kappa, error, interval):
    """Gwet (2002), and the table SexualFun of vcd 1.4-11."""
    found = cohen_kappa(table, weights)
    assert found.value == pytest.approx(kappa, rel=1e-9)
    assert dict(found.extra)["standard error"] == pytest.approx(error, rel=1e-9)
    assert limits(found) == pytest.approx(interval, rel=1e-9)
    assert found.method == f"Cohen's kappa, {weights}"


def test_ac1_as_irrcac():
    found = gwet_ac1(GWET)
    assert found.value == pytest.approx(0.9407763376087177, rel=1e-9)
    assert limits(found) == pytest.approx([0.8951401466157299, 0.9864125286017055], rel=1e-9)
    extra = dict(found.extra)
    assert extra["standard error"] == pytest.approx(0.023056964302389647, rel=1e-9)
    assert extra["expected agreement"] == pytest.approx(0.054432)
    assert [extra["low, normal"], extra["high, normal"]] == pytest.approx(
        [0.8955855179832083, 0.9859671572342271], rel=1e-9
    )
    assert gwet_ac1(SEXUAL_FUN).value == pytest.approx(0.15819133948270828, rel=1e-9)
    assert limits(gwet_ac1(SEXUAL_FUN)) == pytest.approx([0.02409238676197714, 0.2922902922034394], rel=1e-9)


def test_kappa_of_two_by_two_by_hand():
    """20 and 15 agree of 50: 0.7 observed, 0.5 * 0.6 + 0.5 * 0.4 = 0.5 expected."""
    found = cohen_kappa(SquareTable([[20, 5], [10, 15]]))
    assert found.value == pytest.approx(0.4)
    assert dict(found.extra)["observed agreement"] == 0.7
    assert dict(found.extra)["expected agreement"] == 0.5


def test_ac1_of_two_by_two_by_hand():
    """The share of the first category is 0.55, so chance agreement is 2 * 0.55 * 0.45."""
    assert gwet_ac1(SquareTable([[20, 5], [10, 15]])).value == pytest.approx((0.7 - 0.495) / (1 - 0.495))


@pytest.mark.parametrize("weights", list(Weights))
def test_two_categories_have_one_kappa_whatever_the_weights(weights):
    assert cohen_kappa(GWET, weights).value == pytest.approx(cohen_kappa(GWET).value)


def figure(estimate: Estimate) -> float:
    assert estimate.value is not None
    return estimate.value


def delta_method(coefficient: Callable[[SquareTable], Estimate], rows: list[list[int]]) -> float:
    """The standard error from numerical derivatives with respect to each cell's share."""
    n, step = sum(map(sum, rows)), 1000
    cells = [(i, j) for i in range(len(rows)) for j in range(len(rows))]

    def at(i: int, j: int) -> float:
        moved = [[step * cell for cell in row] for row in rows]
        moved[i][j] += 1
        return figure(coefficient(SquareTable(moved)))

    base = figure(coefficient(SquareTable(rows)))
    slopes = {cell: (at(*cell) - base) * (step * n + 1) for cell in cells}
    shares = {(i, j): rows[i][j] / n for i, j in cells}
    mean = sum(shares[cell] * slopes[cell] for cell in cells)
    return math.sqrt(sum(shares[cell] * (slopes[cell] - mean) ** 2 for cell in cells) / n)


def test_standard_errors_are_those_of_the_delta_method():
    draw = random.Random(8)
    for _ in range(10):
        rows = [[draw.randint(1, 9) for _ in range(3)] for _ in range(3)]
        n = sum(map(sum, rows))
        for weights in Weights:
            error = dict(cohen_kappa(SquareTable(rows), weights).extra)["standard error"]
            kappa = partial(cohen_kappa, weights=weights)
            assert error == pytest.approx(delta_method(kappa, rows), rel=0.01)
        error = dict(gwet_ac1(SquareTable(rows)).extra)["standard error"]
        assert error == pytest.approx(delta_method(gwet_ac1, rows) * math.sqrt(n / (n - 1)), rel=0.01)


@pytest.mark.parametrize("weights", list(Weights))
def test_one_category_leaves_kappa_undefined_and_ac1_at_one(weights):
    table = SquareTable([[20, 0], [0, 0]])
    found = cohen_kappa(table, weights)
    assert (found.value, found.interval, found.nature) == (None, None, Nature.NONE)
    assert codes(found) == ["kappa_undefined"]
    assert dict(found.extra) == {"observed agreement": 1, "expected agreement": 1}
    assert gwet_ac1(table).value == 1
    assert gwet_ac1(table).interval is None
    assert codes(gwet_ac1(table)) == ["zero_standard_error"]


def test_perfect_agreement_on_two_categories():
    found = cohen_kappa(SquareTable([[9, 0], [0, 4]]))
    assert (found.value, found.interval, found.nature) == (1, None, Nature.NONE)
    assert codes(found) == ["zero_standard_error"]


def test_each_rater_always_another_category():
    found = cohen_kappa(SquareTable([[0, 7], [0, 0]]))
    assert (found.value, found.interval) == (0, None)
    assert codes(found) == ["zero_standard_error"]


def test_limits_stay_within_minus_one_and_one():
    assert limits(cohen_kappa(SquareTable([[3, 1], [0, 1]])))[1] == 1
    assert limits(cohen_kappa(SquareTable([[1, 3], [2, 0]])))[0] == -1


def test_one_patient():
    found = gwet_ac1(SquareTable([[1, 0], [0, 0]]))
    assert (found.value, found.interval) == (1, None)
    assert codes(found) == ["no_interval"]


def test_one_category_declared():
    found = gwet_ac1(SquareTable([[5]]))
    assert found.value is None
    assert codes(found) == ["ac1_undefined"]
    assert codes(cohen_kappa(SquareTable([[5]]))) == ["kappa_undefined"]


@pytest.mark.parametrize("coefficient", [cohen_kappa, gwet_ac1])
def test_no_pair(coefficient):
    found = coefficient(SquareTable.of([None, 0], [1, None], size=2))
    assert (found.value, found.nature, found.n_total) == (None, Nature.NONE, 2)
    assert codes(found) == ["no_pairs"]
