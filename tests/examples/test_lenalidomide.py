"""Five invented patients: the verdict on each, what the abstract prints, and what else remit finds."""

from typing import Any

import numpy as np
import pytest

from remit.analysis import ComparisonAnalysis, RateAnalysis
from remit.cases import coverage, run_cases
from remit.statistics.describe import Frequencies
from remit.statistics.result import Estimate
from tests.examples.studies import OUTCOMES, as_expected, evaluated, rows, verdicts

DOSES = [(10, 5), (20, 5), (20, 10), (24, 10), (40, 23)]
SEDIMENTATION = [(12, 9), (24, 19), (29, 16), (31, 23), (35, 29)]
AGES = [(7, 9), (12, 16), (12, 16), (15, 21), (16, 20)]

VERDICTS = {
    # skin resolved, remission kept, relapse, less prednisone, less of it alone, lymphopenia, infection
    "P1": ("met", "not applicable", "not met", "met", "met", "met", "not met"),
    "P2": ("met", "not applicable", "not met", "met", "met", "met", "not met"),
    "P3": ("met", "not applicable", "not met", "met", "not met", "met", "not met"),
    "P4": ("met", "not applicable", "not met", "met", "met", "met", "met"),
    "P5": ("met", "met", "not met", "met", "met", "met", "not met"),
}

RATES = {
    # met of applicable, and the limits of the exact interval in per cent
    "skin_response": (5, 5, 47.8, 100.0),
    "skin_remission": (1, 1, 2.5, 100.0),
    "less_prednisone": (5, 5, 47.8, 100.0),
    "less_prednisone_alone": (4, 5, 28.4, 99.5),
    "lymphopenia": (5, 5, 47.8, 100.0),
    "infections": (1, 5, 0.5, 71.6),
}


def comparison(name: str) -> ComparisonAnalysis:
    found = evaluated("lenalidomide").analysis.comparisons
    return next(one for one in found if one.comparison.name == name)


def rate(name: str) -> RateAnalysis:
    return next(one for one in evaluated("lenalidomide").analysis.rates if one.outcome == name)


def summary(name: str) -> Any:
    found = evaluated("lenalidomide").analysis.descriptions
    return next(one.summary for one in found if one.name == name)


def mean_and_sd(estimate: Estimate) -> tuple[float, float]:
    sd = dict(estimate.extra)["SD"]
    assert estimate.value is not None and sd is not None
    return round(estimate.value, 1), round(sd, 1)


def p_of(name: str, method: str) -> float:
    found = next(one.test.p for one in comparison(name).methods if one.name == method)
    assert found is not None
    return found


# ---- the rules and the data ----------------------------------------------------------------------------


def test_the_cases_pass_and_see_every_clause_met_not_met_and_open():
    rules = evaluated("lenalidomide").rules
    assert [one for one in run_cases(rules) if not one.passed] == []
    assert [(one.within, one.span.text) for one in coverage(rules) if not one.complete] == []


@pytest.mark.parametrize("study", ["lenalidomide", "incomplete"])
@pytest.mark.parametrize("file", ["patients.csv", "visits.csv", "events.csv"])
def test_every_row_says_that_its_patient_is_synthetic(study: str, file: str):
    assert next(iter(rows(study, file)[0])) == "synthetic_patient"
    assert evaluated(study).study.title.startswith("SYNTHETIC")


def test_nothing_had_to_be_set_aside():
    assert evaluated("lenalidomide").cohort.notes == ()


# ---- the verdicts --------------------------------------------------------------------------------------


def test_the_outcomes_are_those_of_this_page():
    assert tuple(evaluated("lenalidomide").rules.outcomes) == OUTCOMES


@pytest.mark.parametrize("patient", VERDICTS)
def test_verdicts(patient: str):
    assert verdicts(evaluated("lenalidomide"), patient) == as_expected(VERDICTS[patient])


def test_one_patient_began_with_thalidomide_and_was_seen_on_both_sides_of_the_switch():
    study = evaluated("lenalidomide")
    place = study.cohort.patients.index("P5")
    days = study.cohort.day[study.cohort.dates_of(place)].tolist()
    (switch,) = {study.cohort.facts["lenalidomide_start"].values.earliest[place]}  # type: ignore[union-attr]
    assert switch == 854, "28 calendar months"
    assert [day for day in days if day < switch] == [0, 91, 183, 274, 365, 548, 731, 850]
    assert [day for day in days if day >= switch] == [945, 1037, 1220]


@pytest.mark.parametrize(("event", "patient", "day"), [("new_dmard", "P3", 131), ("infection", "P4", 60)])
def test_events(event: str, patient: str, day: int):
    """IVIG is started before the visit that is read for month 6, on day 190."""
    cohort = evaluated("lenalidomide").cohort
    days = cohort.events[event]
    assert days.earliest.tolist() == days.latest.tolist() == [day]
    assert np.diff(days.starts).tolist() == [int(one == patient) for one in cohort.patients]


def test_the_visit_before_initiation_counts_as_baseline():
    cohort = evaluated("lenalidomide").cohort
    first = cohort.starts[:-1]
    assert cohort.day[first].tolist() == [0, -4, 0, -7, 0]


# ---- what the abstract prints --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mean", "sd"), [("age_at_diagnosis", 12.4, 3.5), ("age_at_start", 16.4, 4.7)]
)
def test_ages(name: str, mean: float, sd: float):
    assert mean_and_sd(summary(name)) == (mean, sd)


def test_ages_are_those_of_the_reconstruction():
    patients = rows("lenalidomide", "patients.csv")
    assert [(int(one["age_diagnosis"]), int(one["age_initiation"])) for one in patients] == AGES


@pytest.mark.parametrize(("name", "level", "count"), [("sex", "female", 5), ("race", "african_american", 4)])
def test_who_the_patients_are(name: str, level: str, count: int):
    found = summary(name)
    assert isinstance(found, Frequencies)
    assert (found.n, {one.category: one.count for one in found.frequencies}[level]) == (5, count)


@pytest.mark.parametrize(
    ("name", "values", "before", "after", "t_p"),
    [
        ("prednisone", DOSES, (22.8, 10.9), (10.6, 7.4), 0.004606),
        ("esr", SEDIMENTATION, (26.2, 8.9), (19.2, 7.5), 0.014726),
    ],
)
def test_before_and_after(name: str, values: object, before: object, after: object, t_p: float):
    found = comparison(name)
    assert list(found.values) == values
    assert (mean_and_sd(found.before), mean_and_sd(found.after)) == (before, after)
    assert p_of(name, "paired t test") == pytest.approx(t_p, abs=5e-7)


def test_the_abstract_prints_prednisone_without_decimals():
    found = comparison("prednisone")
    assert [round(one.value) for one in (found.before, found.after) if one.value is not None] == [23, 11]
    assert [round(p_of(name, "paired t test"), 3) for name in ("prednisone", "esr")] == [0.005, 0.015]


@pytest.mark.parametrize("outcome", RATES)
def test_rates_with_their_exact_intervals(outcome: str):
    (line,) = rate(outcome).lines
    assert line.estimate is not None and line.estimate.interval is not None
    limits = line.estimate.interval.low, line.estimate.interval.high
    assert (line.low, line.n, *(round(100 * limit, 1) for limit in limits)) == RATES[outcome]


def test_nobody_relapses():
    (relapse,) = evaluated("lenalidomide").analysis.times
    assert relapse.events == (False,) * 5
    assert (relapse.open, relapse.not_started) == (0, 0)
    assert relapse.times == (273, 194, 265, 280, 1037)
    assert relapse.upper is not None and relapse.upper.interval is not None
    assert relapse.upper.interval.high == pytest.approx(1 - 0.05 ** (1 / 5))


# ---- what the abstract does not ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["prednisone", "esr"])
def test_wilcoxon_cannot_confirm_what_five_pairs_show(name: str):
    found = comparison(name)
    ranks = next(one for one in found.methods if one.name == "wilcoxon test")
    assert (ranks.test.p, ranks.test.p_floor) == (0.0625, 0.0625)
    assert ranks.estimate.interval is not None and ranks.estimate.interval.achieved == 0.9375
    uncorrected = dict(ranks.test.extra)["p, normal approximation without continuity correction"]
    assert uncorrected == pytest.approx(0.0431, abs=5e-5)
    assert found.gate is not None
    assert [note.code for note in found.gate.notes] == ["gate_not_passed", "gate_closed"]


def test_lymphocytes_are_low_and_do_not_change():
    before_and_after = comparison("lymphocytes").values
    assert len(before_and_after) == 5
    assert p_of("lymphocytes", "paired t test") > 0.05
    assert p_of("lymphocytes", "wilcoxon test") > 0.05
