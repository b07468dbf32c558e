"""Published criteria of arthritis, adult and juvenile: their cases, boundary cases, coverage and variants."""

import csv
import math
import random
import re
from pathlib import Path

import pytest

from remit.cases import coverage, run_cases
from remit.cases.cohort import case_cohort
from remit.check import check
from remit.evaluate.rules import evaluate_rules
from remit.judge.judge import Judge
from remit.judge.outcome import verdict
from remit.judge.patient import PlainPatient
from remit.language import parse
from remit.model.rules import RuleSet
from remit.operators.bounds import Number
from remit.pipeline import load_rules
from remit.source import Source

ROOT = Path(__file__).resolve().parents[2]
BOUNDARY_CASES = ROOT.parent / "shared" / "facts" / "boundary-cases.csv"

CRITERIA = {
    "ra/acr_response_1995": "RA-01",
    "ra/das28_1995": "RA-02",
    "ra/eular_response_1996": "RA-03",
    "ra/cdai_sdai_2005": "RA-04",
    "ra/boolean_remission_2023": "RA-05",
    "spa/asas_response_2001": "SPA-01",
    "jia/acr_pedi": "JIA-01",
    "jia/jia_flare_2002": "JIA-02",
    "jia/wallace_2004": "JIA-03",
    "jia/wallace_2011": "JIA-03",
    "jia/jadas_2021": "JIA-04",
}

files = pytest.mark.parametrize("name", CRITERIA)


def text_of(name: str) -> str:
    return (ROOT / "rules" / f"{name}.remit").read_text(encoding="utf-8")


def rules_of(name: str) -> RuleSet:
    return load_rules(ROOT / "rules" / f"{name}.remit")


@files
def test_every_case_gives_the_verdicts_expected(name: str) -> None:
    results = run_cases(rules_of(name))
    failed = [(one.case.title, one.expected.name, one.wanted, one.found) for one in results if not one.passed]
    assert results and not failed


@files
def test_the_judge_decides_every_case_alike(name: str) -> None:
    rules = rules_of(name)
    cohort = case_cohort(rules.declarations, rules.cases)
    found = {
        (case.title, expected.name): (_judged(rules, Judge(rules.declarations, patient), expected.name))
        for case, patient in ((c, PlainPatient.of(cohort, i)) for i, c in enumerate(rules.cases))
        for expected in case.expected
        if expected.name in rules.outcomes
    }
    wanted = {
        (case.title, expected.name): expected.verdict
        for case in rules.cases
        for expected in case.expected
        if expected.name in rules.outcomes
    }
    assert found and found == wanted


def _judged(rules: RuleSet, judge: Judge, name: str) -> str:
    outcome = rules.outcomes[name]
    return verdict(
        judge,
        when=outcome.when,
        among=outcome.among,
        unless=outcome.unless,
        missing=outcome.counts_as_met,
    )


@files
def test_every_condition_was_seen_met_not_met_and_open(name: str) -> None:
    lacking = [
        (one.within, one.span.text, one.met, one.not_met, one.open)
        for one in coverage(rules_of(name))
        if not one.complete
    ]
    assert not lacking


@files
def test_a_file_is_named_as_its_rule_set_and_says_its_source(name: str) -> None:
    text = text_of(name)
    assert text.startswith(f"ruleset {Path(name).name} version ")
    assert re.search(r'^  title "', text, re.M) and re.search(r'^  cite  "', text, re.M)


@pytest.mark.skipif(not BOUNDARY_CASES.exists(), reason="the boundary cases are not beside the repository")
@pytest.mark.parametrize("criterion", sorted(set(CRITERIA.values())))
def test_every_boundary_case_of_the_criterion_is_a_case(criterion: str) -> None:
    with BOUNDARY_CASES.open(encoding="utf-8", newline="") as rows:
        codes = {row["case"] for row in csv.DictReader(rows) if row["criterion"] == criterion}
    names = [name for name, of in CRITERIA.items() if of == criterion]
    titles = {case.title.split()[0] for name in names for case in rules_of(name).cases}
    assert codes and codes <= titles


@pytest.mark.parametrize(
    ("name", "parameter", "variant", "case", "differs"),
    [
        ("ra/acr_response_1995", "items_needed", "1", "RA-01d", {"acr_20": "met"}),
        ("ra/das28_1995", "low_limit", "3.1", "RA-02b", {"das28_crp_low": "not met"}),
        ("ra/eular_response_1996", "large_improvement", "1.1 points", "RA-03a", {"eular_good": "met"}),
        ("ra/cdai_sdai_2005", "cdai_remission", "2.7", "RA-04a", {"cdai_remission_week_24": "not met"}),
        ("ra/boolean_remission_2023", "highest_crp", "0.5 mg/dL", "RA-05a", {"boolean_2_week_24": "not met"}),
        ("spa/asas_response_2001", "units_20", "0.9 points", "SPA-01a", {"asas_20": "met"}),
        # The limit of worsening that rises with the level.
        ("jia/acr_pedi", "worsening", "50%", "three improve 40%", {"acr_pedi_30": "met"}),
        (
            "jia/jia_flare_2002",
            "least_joints",
            "1 joint",
            "JIA-02c",
            {"flare_withdrawal_trial": "met"},
        ),
        (
            "jia/wallace_2011",
            "longest_gap",
            "6 months",
            "inactive at months 0 and 6",
            {"on_medication_remission": "met"},
        ),
        ("jia/wallace_2004", "esr_limit", "25 mm/h", "JIA-03a", {"inactive_month_12": "met"}),
        ("jia/jadas_2021", "oligo_inactive", "2.7", "JIA-04b", {"jadas10_inactive": "met"}),
    ],
)
def test_a_published_variant_is_a_parameter(
    name: str, parameter: str, variant: str, case: str, differs: dict[str, str]
) -> None:
    text, times = re.subn(rf"(?m)^(parameter {parameter} .*=) .*$", rf"\1 {variant}", text_of(name))
    assert times == 1
    found = {
        one.expected.name: one.found
        for one in run_cases(check(parse(Source(name, text))))
        if one.case.title.startswith(case) and not one.passed
    }
    assert found.items() >= differs.items()


def scores_of(name: str, patients: list[dict[str, str]]) -> dict[str, list[float]]:
    """The numbers that a file defines, for patients of one visit, instead of the patients of its cases."""
    declared = text_of(name).split("\ncase ", 1)[0]
    outcome = next(iter(rules_of(name).outcomes))
    cases = [
        f'case "{i}" given '
        + ", ".join(f"{measure} = {value} at week 24" for measure, value in patient.items())
        + f" expect {outcome} is undetermined"
        for i, patient in enumerate(patients)
    ]
    rules = check(parse(Source(name, "\n".join([declared, *cases]))))
    evaluation = evaluate_rules(rules, case_cohort(rules.declarations, rules.cases))
    numbers = {key: one for key, one in evaluation.definitions.items() if isinstance(one, Number)}
    for key, one in numbers.items():
        assert (one.low[:, 0] == one.high[:, 0]).all(), key
    return {key: [float(value) for value in one.low[:, 0]] for key, one in numbers.items()}


def test_das28_is_the_published_formula() -> None:
    draw = random.Random(28)
    rows = [
        (
            draw.randint(0, 28),
            draw.randint(0, 28),
            draw.randint(0, 100),
            draw.randint(1, 120),
            draw.randint(0, 200),
        )
        for _ in range(40)
    ]
    scores = scores_of(
        "ra/das28_1995",
        [
            {
                "tender_joints_28": f"{tender} joints",
                "swollen_joints_28": f"{swollen} joints",
                "patient_global": f"{general} mm",
                "esr": f"{esr} mm/h",
                "crp": f"{crp} mg/L",
            }
            for tender, swollen, general, esr, crp in rows
        ],
    )
    for i, (tender, swollen, general, esr, crp) in enumerate(rows):
        by_esr = 0.56 * math.sqrt(tender) + 0.28 * math.sqrt(swollen) + 0.70 * math.log(esr)
        by_crp = 0.56 * math.sqrt(tender) + 0.28 * math.sqrt(swollen) + 0.36 * math.log(crp + 1)
        assert scores["das28_esr"][i] == pytest.approx(by_esr + 0.014 * general, abs=1e-9)
        assert scores["das28_crp"][i] == pytest.approx(by_crp + 0.014 * general + 0.96, abs=1e-9)
        assert scores["das28_esr_3"][i] == pytest.approx(by_esr * 1.08 + 0.16, abs=1e-9)
        assert scores["das28_crp_3"][i] == pytest.approx(by_crp * 1.10 + 1.15, abs=1e-9)


def test_jadas_is_the_published_sum() -> None:
    draw = random.Random(10)
    rows = [
        (
            draw.randint(0, 100),
            draw.randint(0, 100),
            draw.randint(0, 71),
            draw.randint(0, 27),
            draw.randint(0, 160),
        )
        for _ in range(40)
    ]
    scores = scores_of(
        "jia/jadas_2021",
        [
            {
                "physician_global": f"{physician} mm",
                "parent_global": f"{parent} mm",
                "active_joints": f"{joints} joints",
                "active_joints_27": f"{of_27} joints",
                "esr": f"{esr} mm/h",
            }
            for physician, parent, joints, of_27, esr in rows
        ],
    )
    for i, (physician, parent, joints, of_27, esr) in enumerate(rows):
        globals_, raised = (physician + parent) / 10, min(max((esr - 20) / 10, 0), 10)
        assert scores["cjadas10"][i] == pytest.approx(globals_ + min(joints, 10), abs=1e-9)
        assert scores["jadas10"][i] == pytest.approx(globals_ + min(joints, 10) + raised, abs=1e-9)
        assert scores["jadas27"][i] == pytest.approx(globals_ + of_27 + raised, abs=1e-9)
        assert scores["jadas71"][i] == pytest.approx(globals_ + joints + raised, abs=1e-9)
