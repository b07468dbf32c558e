"""The published criteria outside rheumatology: every case passes, and the cases try every clause."""

import csv
from pathlib import Path

import pytest

from remit.cases import ClauseCoverage, coverage, run_cases
from remit.model.rules import RuleSet
from remit.pipeline import load_rules

ROOT = Path(__file__).resolve().parents[2]
BOUNDARY_CASES = ROOT.parent / "shared" / "facts" / "boundary-cases.csv"

FIELDS = (
    "derm",
    "gi",
    "haematology",
    "myositis",
    "nephrology",
    "neuro",
    "oncology",
    "psychiatry",
    "vasculitis",
)

# What each file encodes, by the code of the catalogue of criteria.
ENCODED = {
    "derm/easi_2001": ("DER-02",),
    "derm/easi_score_2001": ("DER-02",),
    "derm/iga_2020": ("DER-03",),
    "derm/pasi_1978": ("DER-01",),
    "derm/salt_2025": ("DER-06",),
    "derm/uas7_2017": ("DER-05",),
    "gi/cdai_crohn_1976": ("GI-01",),
    "gi/mayo_2005": ("GI-03",),
    "gi/pcdai_2005": ("GI-02",),
    "gi/pucai_2007": ("GI-02",),
    "gi/wpcdai_2012": ("GI-02",),
    "haematology/aml_eln_2022": ("HEM-04",),
    "haematology/imwg_2016": ("HEM-01",),
    "haematology/itp_iwg_2009": ("HEM-02",),
    "myositis/printo_inactive_disease_2013": ("JDM-01",),
    "myositis/total_improvement_score_2017": ("JDM-02",),
    "nephrology/ipna_nephrotic_2022": ("NEP-01",),
    "nephrology/nephrotic_relapse_pattern_2022": ("NEP-02",),
    "neuro/confirmed_disability_progression_2018": ("NEU-02",),
    "neuro/neda_3_2014": ("NEU-03",),
    "oncology/recist_1_1_2009": ("ONC-01", "ONC-02"),
    "psychiatry/hamd_2006": ("PSY-01",),
    "vasculitis/euvas_states_2007": ("VAS-01",),
    "vasculitis/rave_2011": ("VAS-02",),
    "vasculitis/saphyr_2023": ("VAS-05",),
}

NOT_ENCODED = {
    "NEP-02c": "steroid dependence needs prednisolone as dated courses, and neighbouring relapses near one",
}

# Conditions on what was recorded, reached through a name or an aggregate: they cannot be open.
NEVER_OPEN = {
    ("oncology/recist_1_1_2009", "target_response is ne"),
    ("haematology/imwg_2016", "previous serum_m"),
    ("haematology/imwg_2016", "previous urine_m"),
    ("haematology/imwg_2016", "previous dflc"),
}


@pytest.fixture(params=sorted(ENCODED))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _path(name: str) -> Path:
    return ROOT / "rules" / f"{name}.remit"


def _rules(name: str) -> RuleSet:
    return load_rules(_path(name))


def test_every_file_of_these_fields_is_tested() -> None:
    found = {
        path.relative_to(ROOT / "rules").with_suffix("").as_posix()
        for field in FIELDS
        for path in (ROOT / "rules" / field).glob("*.remit")
    }
    assert found == set(ENCODED)


def test_the_ruleset_is_named_like_its_file(name: str) -> None:
    assert _path(name).read_text("utf-8").startswith(f"ruleset {_path(name).stem} version ")


def test_every_case_passes(name: str) -> None:
    results = run_cases(_rules(name))
    assert results
    assert [(r.case.title, r.expected.name, r.wanted, r.found) for r in results if not r.passed] == []


def test_the_cases_try_every_clause(name: str) -> None:
    text = _path(name).read_text("utf-8")
    left = [(clause.within, _words(text, clause)) for clause in coverage(_rules(name)) if not clause.complete]
    excused = {words for file, words in NEVER_OPEN if file == name}
    assert {words for _, words in left} == excused


def _words(text: str, clause: ClauseCoverage) -> str:
    return text[clause.span.start : clause.span.end]


def test_what_cannot_be_open_was_seen_met_and_not_met() -> None:
    for file, words in NEVER_OPEN:
        text = _path(file).read_text("utf-8")
        seen = [clause for clause in coverage(_rules(file)) if _words(text, clause) == words]
        assert seen and all(clause.met and clause.not_met for clause in seen)


def test_every_outcome_is_expected_by_a_case(name: str) -> None:
    rules = _rules(name)
    expected = {one.name for case in rules.cases for one in case.expected}
    assert set(rules.outcomes) <= expected


@pytest.mark.skipif(not BOUNDARY_CASES.exists(), reason="the table of boundary cases is not here")
def test_every_boundary_case_is_a_case_or_has_a_reason() -> None:
    with BOUNDARY_CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    criteria = {code for codes in ENCODED.values() for code in codes}
    wanted = {row["case"] for row in rows if row["criterion"] in criteria}
    titles = [case.title for name in ENCODED for case in _rules(name).cases]
    assert wanted
    assert {code for code in wanted if not any(_begins(title, code) for title in titles)} == set(NOT_ENCODED)


def _begins(title: str, code: str) -> bool:
    return title.split(" ", 1)[0] == code
