"""The difference of paired proportions: published intervals, and the equations that their limits solve."""

import math

import pytest
from scipy import optimize, special

from remit.statistics.paired_proportions import bonett_price, newcombe, square_and_add, tango
from remit.statistics.proportion import wilson_limits
from remit.statistics.result import Estimate, Nature
from remit.statistics.tables import PairedTable

METHODS = [newcombe, square_and_add, tango, bonett_price]
BENTUR = PairedTable(1, 1, 7, 12)


def limits(estimate: Estimate) -> list[float]:
    assert estimate.interval is not None
    return [estimate.interval.low, estimate.interval.high]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (newcombe, [0.02555912416485978, 0.506920226686141]),
        (square_and_add, [0.036052553488836514, 0.5016625403015134]),
        (tango, [0.026003032480868604, 0.5172322764213775]),
        (bonett_price, [0.013379823768343235, 0.5083593066664394]),
    ],
)
def test_airway_reactivity_before_and_after_transplantation(method, expected):
    """Bentur et al. (2009); Fagerland et al. (2014) print .026-.507 (Newcombe) and .026-.517 (Tango)."""
    found = method(BENTUR)
    assert limits(found) == pytest.approx(expected, rel=1e-9)
    assert found.value == 6 / 21
    assert found.nature is Nature.ASYMPTOTIC
    extra = dict(found.extra)
    assert (extra["falls"], extra["rises"]) == (1, 7)
    assert (extra["first"], extra["second"]) == (2 / 21, 8 / 21)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (newcombe, [-0.7334064797970035, -0.07846464674950315]),
        (tango, [-0.7634069094874361, -0.08370080020566609]),
        (bonett_price, [-0.7788281229019984, -0.05450521043133488]),
    ],
)
def test_changes_in_one_direction_only(method, expected):
    assert limits(method(PairedTable(3, 5, 0, 2))) == pytest.approx(expected, rel=1e-9)


def test_correlation_is_corrected_down_to_zero_and_no_further():
    assert dict(newcombe(BENTUR).extra)["phi"] == 0
    assert dict(square_and_add(BENTUR).extra)["phi"] == pytest.approx(0.07953559537197222)
    opposed = PairedTable(0, 4, 5, 0)
    assert dict(newcombe(opposed).extra)["phi"] == dict(square_and_add(opposed).extra)["phi"] == -1


@pytest.mark.parametrize(
    "table", [BENTUR, PairedTable(3, 5, 0, 2), PairedTable(0, 9, 4, 1), PairedTable(30, 2, 11, 50)]
)
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_tango_limits_are_what_a_score_test_just_rejects(table, level):
    """The likeliest probabilities of the limit's difference are found by direct maximisation."""
    for delta in limits(tango(table, level)):

        def against(fall: float, delta: float = delta) -> float:
            rise, stay = fall + delta, 1 - 2 * fall - delta
            terms = ((table.first_only, fall), (table.second_only, rise), (table.n - table.discordant, stay))
            return -float(sum(special.xlogy(count, max(chance, 0.0)) for count, chance in terms))

        ends = max(0.0, -delta), (1 - delta) / 2
        fall = optimize.minimize_scalar(against, bounds=ends, method="bounded", options={"xatol": 1e-12}).x
        deviation = math.sqrt(table.n * (2 * fall + delta - delta**2))
        score = (table.second_only - table.first_only - table.n * delta) / deviation
        assert abs(score) == pytest.approx(special.ndtri((1 + level) / 2), rel=1e-5)


def test_square_and_add_without_correlation_is_that_of_two_samples():
    table = PairedTable(2, 2, 4, 4)
    first, second = wilson_limits(4, 12, 0.05), wilson_limits(6, 12, 0.05)
    assert dict(square_and_add(table).extra)["phi"] == 0
    low, high = limits(square_and_add(table))
    assert low == pytest.approx(1 / 6 - math.hypot(0.5 - second[0], first[1] - 1 / 3))
    assert high == pytest.approx(1 / 6 + math.hypot(second[1] - 0.5, 1 / 3 - first[0]))


def test_bonett_price_adds_a_fall_and_a_rise():
    fall, rise = 2 / 23, 8 / 23
    margin = special.ndtri(0.975) * math.sqrt((fall + rise - (rise - fall) ** 2) / 23)
    assert limits(bonett_price(BENTUR)) == pytest.approx([rise - fall - margin, rise - fall + margin])


@pytest.mark.parametrize("method", METHODS)
def test_the_other_way_round_is_the_mirror_image(method):
    low, high = limits(method(PairedTable(4, 9, 2, 6)))
    assert limits(method(PairedTable(4, 2, 9, 6))) == pytest.approx([-high, -low], abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("table", [PairedTable(0, 5, 0, 0), PairedTable(0, 0, 5, 0)])
def test_complete_change_ends_at_one(method, table):
    low, high = limits(method(table))
    assert -1 <= low <= high <= 1
    assert (low == -1) is (table.first_only == 5)
    assert (high == 1) is (table.second_only == 5)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("agreeing", "other"), [(5, 15), (6, 0)])
def test_no_pair_changed(method, agreeing, other):
    found = method(PairedTable(agreeing, 0, 0, other))
    low, high = limits(found)
    assert found.value == 0
    assert high == pytest.approx(-low)
    assert 0 < high < 1
    assert [note.code for note in found.notes] == ["no_change"]


@pytest.mark.parametrize("method", METHODS)
def test_no_pair(method):
    found = method(PairedTable(0, 0, 0, 0))
    assert (found.value, found.interval, found.nature) == (None, None, Nature.NONE)
    assert [note.code for note in found.notes] == ["no_pairs"]
