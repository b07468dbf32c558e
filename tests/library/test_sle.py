"""Published criteria of systemic and cutaneous lupus: their cases, boundary cases, coverage and variants."""

import csv
import re
from pathlib import Path

import pytest

from remit.cases import coverage, run_cases
from remit.cases.cohort import case_cohort
from remit.check import check
from remit.evaluate.rules import evaluate_rules
from remit.language import parse
from remit.model.rules import RuleSet
from remit.operators.bounds import Number
from remit.pipeline import check_text, load_rules
from remit.source import Source

ROOT = Path(__file__).resolve().parents[2]
BOUNDARY_CASES = ROOT.parent / "shared" / "facts" / "boundary-cases.csv"

CRITERIA = {
    "cle/clasi_severity_2011": "CLE-01",
    "cle/clasi_response_2011": "CLE-02",
    "cle/clasi_50_2020": "CLE-03",
    "cle/skin_remission_2021": "CLE-04",
    "cle/skin_flare_2011": "CLE-06",
    "sle/sledai_2k_2002": "SLE-01",
    "sle/sledai_flare_2000": "SLE-02",
    "sle/sri_2009": "SLE-03",
    "sle/bicla_2011": "SLE-04",
    "sle/lldas_2016": "SLE-06",
    "sle/doris_2021": "SLE-07",
    "sle/selena_flare_index_2005": "SLE-08",
    "sle/bilag_flare_2021": "SLE-09",
    "sle/printo_acr_jsle_2006": "SLE-10",
    "sle/chili_2019": "SLE-11",
    "sle/csle_flare_2018": "SLE-12",
    "sle/clldas_2023": "SLE-13",
    "sle/csle_clinical_remission_2024": "SLE-14",
    "sle/kdigo_lupus_nephritis_2024": "SLE-15",
    "sle/aurora_2_2024": "SLE-17",
    "sle/bliss_ln_2020": "SLE-18",
    "sle/paediatric_ln_flare_2024": "SLE-20",
    "sle/glucocorticoid_toxicity_2017": "SLE-21",
}

NOT_A_CASE = {"SLE-15e": "a ratio without its unit is refused before anything is evaluated (tested below)"}

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
@files
def test_every_boundary_case_of_the_criterion_is_a_case(name: str) -> None:
    with BOUNDARY_CASES.open(encoding="utf-8", newline="") as rows:
        codes = {row["case"] for row in csv.DictReader(rows) if row["criterion"] == CRITERIA[name]}
    titles = {case.title.split()[0] for case in rules_of(name).cases}
    assert codes and codes - titles <= set(NOT_A_CASE)


def test_urine_not_examined_leaves_sledai_between_0_and_16() -> None:
    rules = rules_of("sle/sledai_2k_2002")
    place = next(i for i, case in enumerate(rules.cases) if case.title.startswith("SLE-01c"))
    evaluation = evaluate_rules(rules, case_cohort(rules.declarations, rules.cases))
    total = evaluation.definitions["sledai_2k"]
    assert isinstance(total, Number)
    assert (total.low[place, 0], total.high[place, 0]) == (0, 16)


@pytest.mark.parametrize("written", ["45", "45 mg/mmol"])
def test_a_ratio_without_its_unit_or_in_another_is_refused(written: str) -> None:
    text = text_of("sle/kdigo_lupus_nephritis_2024")
    assert not check_text(text)
    wrong = text.replace("upcr = 4 g/g at day 0", f"upcr = {written} at day 0", 1)
    assert wrong != text and check_text(wrong)


@pytest.mark.parametrize(
    ("name", "parameter", "variant", "case", "differs"),
    [
        ("cle/clasi_50_2020", "baseline_floor", "8 points", "CLE-03c", {"clasi_50": "met"}),
        ("sle/sledai_2k_2002", "arthritis_joints", "3 joints", "arthritis and", {"activity": "low"}),
        ("sle/bicla_2011", "b_at_entry", "1", "one B at", {"bicla": "met"}),
        ("sle/selena_flare_index_2005", "sledai_alone_is_severe", "no", "SLE-08b", {"flare": "none"}),
        (
            "sle/kdigo_lupus_nephritis_2024",
            "kidney_function_loss",
            "10%",
            "eGFR down by exactly 15%",
            {"complete_response": "not met"},
        ),
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
