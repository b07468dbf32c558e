"""Kaplan-Meier curves: published ones, the conventions, and the beta product band against its definition."""

import math
import random
from decimal import Decimal

import numpy as np
import pytest
from scipy import special

from remit.statistics.beta_product import beta_product_quantile
from remit.statistics.proportion import clopper_pearson_limits
from remit.statistics.result import Estimate, Nature
from remit.statistics.survival import MOST_PATIENTS, SurvivalCurve, beta_product, kaplan_meier

FREIREICH = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [time in (7, 13, 16, 22, 23) for time in FREIREICH]
RELAPSED[:3] = [True] * 3
RELAPSED[6] = True

BANDS = [kaplan_meier, beta_product]


def codes(found: Estimate | SurvivalCurve) -> list[str]:
    return [note.code for note in found.notes]


def median_limits(curve: SurvivalCurve) -> list[float]:
    assert curve.median.interval is not None
    return [curve.median.interval.low, curve.median.interval.high]


def test_remission_under_6_mercaptopurine():
    """Freireich et al. (1963), by survfit of R's survival 3.5-3 with conf.type = "log-log"."""
    curve = kaplan_meier(FREIREICH, RELAPSED)
    assert curve.times == tuple(sorted(set(map(float, FREIREICH))))
    assert curve.at_risk == (21, 17, 16, 15, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 2, 1)
    assert (sum(curve.events), sum(curve.censored)) == (9, 12)
    at = curve.times.index
    assert curve.survival[at(6)] == pytest.approx(6 / 7)
    assert curve.survival[at(35)] == pytest.approx(0.448179271708683, rel=1e-12)
    assert curve.low[at(6)] == pytest.approx(0.619717955265984, rel=1e-12)
    assert curve.high[at(6)] == pytest.approx(0.951551747646997, rel=1e-12)
    assert curve.low[at(35)] == pytest.approx(0.188052005959232, rel=1e-12)
    assert curve.high[at(35)] == pytest.approx(0.680142628495241, rel=1e-12)
    assert curve.median.value == 23
    assert median_limits(curve) == [13, math.inf]
    assert (curve.median.n, curve.notes) == (21, ())


def test_everybody_has_the_event_and_the_upper_limit_is_not_reached():
    """At 24 the curve is 0 and the log-log band has no value: R gives NA there, and some programs 24."""
    curve = kaplan_meier([4, 4, 8, 12, 24], [True] * 5)
    assert curve.survival == pytest.approx([0.6, 0.4, 0.2, 0])
    assert curve.low == (
        *(pytest.approx(x) for x in (0.125730182994431, 0.0519757503774676, 0.00836903990665)),
        None,
    )
    assert curve.high[-1] is None
    assert curve.median.value == 8
    assert median_limits(curve) == [4, math.inf]
    assert codes(curve) == ["few_patients"]


def test_median_is_the_middle_where_the_curve_is_flat_at_one_half():
    curve = kaplan_meier([1, 2, 3, 4], [True] * 4)
    assert curve.median.value == 2.5
    assert median_limits(curve) == [1, math.inf]


def test_median_where_the_curve_stays_at_one_half_for_good():
    assert kaplan_meier([1, 2, 3, 4], [True, True, False, False]).median.value == 2


def test_median_not_reached():
    """The curve stays above 3/4, and the lower limit of the band falls below 1/2 at time 5."""
    curve = kaplan_meier([1, 5, 6, 7, 8, 9, 9, 9, *[2] * 4], [True, True, *[False] * 10])
    assert curve.survival[-1] > 0.75
    assert [low < 0.5 for low in curve.low if low is not None] == [False, False, *[True] * 5]
    assert curve.median.value is None
    assert median_limits(curve) == [5, math.inf]
    assert "median_not_reached" in codes(curve)


def test_median_of_one_patient_has_no_interval_by_the_log_log_band():
    curve = kaplan_meier([5], [True])
    assert (curve.median.value, curve.median.interval) == (5, None)
    assert "no_interval" in codes(curve)


def test_no_events_leave_an_upper_limit_of_their_probability():
    curve = kaplan_meier([3, 6, 9], [False] * 3)
    assert list(curve.survival) == [1, 1, 1]
    assert all(limit is None for limit in (*curve.low, *curve.high))
    assert curve.median.value is None
    assert curve.median.interval is None
    two_sided, one_sided = (value for _, value in curve.median.extra)
    assert two_sided == pytest.approx(1 - 0.025 ** (1 / 3))
    assert one_sided == pytest.approx(1 - 0.05 ** (1 / 3))
    assert curve.notes[0].text == (
        "No event among 3, each observed up to 3 or longer: by then the probability of an event may still "
        "be as high as 70.8 % (95 % interval; one-sided 63.2 %)."
    )


@pytest.mark.parametrize("method", BANDS)
def test_who_was_not_observed_says_nothing_of_an_event(method):
    at_once, *others = method([0, 6, 9], [False] * 3, unit="days"), method([6, 9], [False] * 2, unit="days")
    assert at_once.median.extra == others[0].median.extra
    assert at_once.median.notes == others[0].median.notes
    assert "No event among 2, each observed up to 6 days or longer:" in at_once.median.notes[0].text
    nobody = method([0, 0], [False] * 2)
    assert nobody.median.extra == ()
    assert nobody.median.notes[0].text == "No event, and nobody was observed beyond the start."


@pytest.mark.parametrize("method", BANDS)
def test_nobody_under_observation(method):
    curve = method([None, None], [False, True])
    assert curve.times == curve.survival == curve.low == ()
    assert codes(curve) == ["no_patients"]
    assert (curve.median.n_total, curve.median.n) == (2, 0)
    assert curve.median.n_missing == (("time", 2),)
    assert curve.median.nature is Nature.NONE


@pytest.mark.parametrize("method", BANDS)
def test_patients_without_a_time_are_left_out_and_counted(method):
    curve = method([4, None, 8], [True, True, False])
    assert curve.at_risk == (2, 1)
    assert (curve.median.n_total, curve.median.n, curve.median.n_missing) == (3, 2, (("time", 1),))


@pytest.mark.parametrize("method", BANDS)
@pytest.mark.parametrize(
    ("times", "events", "message"),
    [
        ([1, 2], [True], "do not belong together"),
        ([1, -2], [True, True], "time of patient 2: -2 is negative"),
        (["1", "soon"], [True, True], "time of patient 2: 'soon' is not a number"),
        (["Infinity"], [True], "time of patient 1"),
    ],
)
def test_refuses(method, times, events, message):
    with pytest.raises(ValueError, match=message):
        method(times, events)


def test_refuses_floats_and_bad_levels():
    with pytest.raises(TypeError):
        kaplan_meier([1.5], [True])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="confidence level"):
        beta_product([1], [True], level=0)


def test_censored_at_the_time_of_an_event_are_at_risk_of_it():
    curve = kaplan_meier(["2.5", Decimal("2.5"), 4], [False, True, True])
    assert (curve.times, curve.at_risk, curve.events, curve.censored) == ((2.5, 4.0), (3, 1), (1, 1), (1, 0))
    assert curve.survival == pytest.approx([2 / 3, 0])


def test_numbers_at_risk_under_a_figure():
    curve = kaplan_meier([4, 4, 8, 12, 24], [True, False, True, True, False])
    assert curve.numbers_at_risk([0, 4, 4.5, 8, 24, 25]) == (5, 5, 3, 3, 1, 0)


@pytest.mark.parametrize("n", [1, 2, 5, 10])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_beta_product_without_censoring_is_clopper_pearson(n, level):
    curve = beta_product(list(range(1, n + 1)), [True] * n, level)
    expected = [clopper_pearson_limits(n - events, n, 1 - level) for events in range(1, n + 1)]
    assert curve.low == pytest.approx([low for low, _ in expected], rel=1e-9)
    assert curve.high == pytest.approx([high for _, high in expected], rel=1e-9)
    assert curve.low_at_start == pytest.approx(clopper_pearson_limits(n, n, 1 - level)[0])
    assert curve.nature is Nature.EXACT


def test_beta_product_of_tied_events_is_that_of_their_number():
    tied, apart = beta_product([1, 1, 1, 2, 2], [True] * 5), beta_product([1, 2, 3, 4, 5], [True] * 5)
    assert (tied.low, tied.high) == ((apart.low[2], apart.low[4]), (apart.high[2], apart.high[4]))


def test_beta_product_with_censoring_against_simulated_products():
    """Six patients: events with 6, 4 and 2 at risk; the lower limits have one factor more for those left."""
    curve = beta_product([2, 3, 5, 6, 8, 9], [True, False, True, False, True, False])
    draw = np.random.default_rng(11)
    six, four, two = (draw.beta(rate, 1, 1_000_000) for rate in (6, 4, 2))
    left = {rate: draw.beta(rate, 1, 1_000_000) for rate in (5, 4, 3, 2, 1)}
    upper = [six, six, six * four, six * four, six * four * two, six * four * two]
    lower = [
        six * left[5],
        six * left[4],
        six * four * left[3],
        six * four * left[2],
        six * four * two * left[1],
    ]
    assert curve.high == pytest.approx([np.quantile(product, 0.975) for product in upper], abs=0.002)
    assert curve.low[:5] == pytest.approx([np.quantile(product, 0.025) for product in lower], abs=0.002)
    assert curve.low[5] == 0


def test_beta_product_median_may_start_at_zero_and_never_end():
    """Of five patients nothing is sure: by Clopper-Pearson the median may be as small as it likes."""
    assert median_limits(beta_product([4, 4, 8, 12, 24], [True] * 5)) == [0, math.inf]
    six = beta_product([1, 2, 3, 4, 5, 6], [True] * 6)
    assert median_limits(six) == [1, 6]
    assert six.median.value == 3.5


def test_beta_product_covers_as_often_as_it_says():
    """Exponential times to event, censored at fixed times: the survival at 1 is exp(-1/2)."""
    draw = random.Random(2)
    covered = 0
    for _ in range(800):
        times = [round(draw.expovariate(0.5) * 1000) + 1 for _ in range(6)]
        ends = [draw.choice([400, 900, 1500, 2500]) for _ in times]
        seen = [min(time, end) for time, end in zip(times, ends, strict=True)]
        curve = beta_product(seen, [time <= end for time, end in zip(times, ends, strict=True)], 0.9)
        place = sum(time <= 1000 for time in curve.times) - 1
        low = curve.low[place] if place >= 0 else curve.low_at_start
        high = curve.high[place] if place >= 0 else 1.0
        assert low is not None
        assert high is not None
        covered += low <= math.exp(-0.5) <= high
    assert covered / 800 >= 0.88


def test_beta_product_stops_where_it_would_take_long():
    curve = beta_product([1] * (MOST_PATIENTS + 1), [True] * (MOST_PATIENTS + 1))
    assert curve.low == curve.high == (None,)
    assert codes(curve)[0] == "too_many_patients"
    assert curve.median.value == 1


@pytest.mark.parametrize(
    ("rates", "a", "b"), [([7], 7, 1), ([5, 4, 3], 3, 3), ([60, *range(30, 60)], 30, 31)]
)
def test_quantile_of_consecutive_rates_is_that_of_one_beta(rates, a, b):
    for probability in (0.025, 0.5, 0.975):
        expected = special.betaincinv(a, b, probability)
        assert beta_product_quantile(rates, probability) == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("method", BANDS)
def test_events_at_the_start_end_the_curve_at_once(method):
    curve = method([0] * 5, [True] * 5)
    assert (curve.survival, curve.median.value) == ((0,), 0)
