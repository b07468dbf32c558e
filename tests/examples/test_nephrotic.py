"""Seven invented children with nephrotic syndrome: doses as daily series, each verdict done by hand."""

from math import inf

import pytest

from remit.cases import run_cases
from remit.pipeline import Run
from tests.examples.studies import evaluated, rows, verdicts

OUTCOMES = ("initial_response", "frequently_relapsing", "halved", "steroid_free", "low_exposure")
VERDICTS = {
    # remission in four weeks, frequent relapses, dose halved, twelve weeks without, at most 2 g in the year
    "N1": ("met", "not met", "met", "met", "met"),
    "N2": ("met", "met", "not met", "not met", "not met"),
    "N3": ("met", "not met", "not met", "met", "undetermined"),
    "N4": ("met", "not met", "met", "undetermined", "undetermined"),
    "N5": ("met", "not met", "met", "met", "not met"),
    "N6": ("met", "not met", "undetermined", "met", "met"),
    "N7": ("not met", "not met", "not met", "not met", "not met"),
}


@pytest.fixture(scope="module")
def study() -> Run:
    return evaluated("nephrotic")


@pytest.mark.parametrize("patient", VERDICTS)
def test_verdicts(study: Run, patient: str):
    assert verdicts(study, patient) == dict(zip(OUTCOMES, VERDICTS[patient], strict=True))


def test_every_case_of_the_rules_passes(study: Run):
    assert all(one.passed for one in run_cases(study.rules))


def test_the_patients_are_marked_as_synthetic():
    for file in ("patients.csv", "diary.csv", "steroids.csv"):
        assert next(iter(rows("nephrotic", file)[0])) == "synthetic_patient"


# ---- the doses, by hand --------------------------------------------------------------------------------


def year(study: Run, patient: str) -> tuple[float, float]:
    """The least and the greatest sum of the doses of days 0 to 364, record by record, in plain Python."""
    found = study.cohort.doses["glucocorticoid"]
    place = study.cohort.patients.index(patient)
    least = greatest = 0.0
    for one in range(found.starts[place], found.starts[place + 1]):
        certain = range(_day(found.first_latest[one]), _day(found.last_earliest[one]) + 1)
        possible = range(_day(found.first_earliest[one]), _day(found.last_latest[one]) + 1)
        every = int(found.every[one])
        least += sum(found.low[one] for day in certain[::every] if 0 <= day <= 364)
        greatest += sum(found.high[one] for day in possible[::every] if 0 <= day <= 364)
    return least, greatest


def _day(limit: float) -> int:
    return 1000 if limit == inf else int(limit)


@pytest.mark.parametrize(
    ("patient", "least", "greatest"),
    [
        ("N1", 1820, 1820),
        ("N2", 4052, 4052),
        ("N3", 1692.5, 1692.5),
        ("N4", 1935, 3155),
        ("N5", 2490.06, 2639.46),
        ("N6", 1750, 1750),
        ("N7", 7765, 7765),
    ],
)
def test_the_first_year_adds_up(study: Run, patient: str, least: float, greatest: float):
    assert year(study, patient) == pytest.approx((least, greatest))


def test_what_the_records_leave_out_is_told(study: Run):
    assert study.cohort.notes == (
        "steroids.csv: 1 row left out, their `drug` bound to no drug: budesonide (1).",
        "steroids.csv: 1 dose record left out, of another `route` than counts: eye (1).",
        "steroids.csv: the doses of glucocorticoid are in mg (36), tablet (2), g (1).",
        "Doses: 1 record identical to another left out.",
        "glucocorticoid: no table of [[drugs]] names prednisone, dexamethasone.",
    )
