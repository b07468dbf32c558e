"""What every rule file of a published criterion must hold: its cases, its boundary cases and its coverage."""

import re
from pathlib import Path

import pytest

from remit.cases import ClauseCoverage, coverage, run_cases
from remit.cases.cohort import case_cohort
from remit.judge.judge import Judge
from remit.judge.outcome import verdict
from remit.judge.patient import PlainPatient
from remit.model.rules import RuleSet
from tests.library.criteria import ENCODED, ROOT, rules_of, text_of

# Conditions on what was recorded, reached through a name or an aggregate: they cannot be open.
NEVER_OPEN = {
    ("oncology/irecist_2017", "lowest sum_of_diameters before now"),
    ("oncology/lugano_2014", "scanned"),
    ("oncology/recist_1_1_2009", "target_response is ne"),
    ("haematology/imwg_2016", "previous serum_m"),
    ("haematology/imwg_2016", "previous urine_m"),
    ("haematology/imwg_2016", "previous dflc"),
    # The days between two visits that were made.
    ("neuro/confirmed_disability_progression_2018", "days from now to v >= weeks_24"),
}

files = pytest.mark.parametrize("name", sorted(ENCODED))


def test_every_rule_file_is_tested() -> None:
    rules = ROOT / "rules"
    found = {path.relative_to(rules).with_suffix("").as_posix() for path in rules.rglob("*.remit")}
    assert found == set(ENCODED)


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
    lacking = {_words(name, one) for one in coverage(rules_of(name)) if not one.complete}
    assert lacking == {words for file, words in NEVER_OPEN if file == name}


@pytest.mark.parametrize(("name", "words"), sorted(NEVER_OPEN))
def test_what_cannot_be_open_was_seen_met_and_not_met(name: str, words: str) -> None:
    seen = [clause for clause in coverage(rules_of(name)) if _words(name, clause) == words]
    assert seen and all(clause.met and clause.not_met for clause in seen)


def _words(name: str, clause: ClauseCoverage) -> str:
    return text_of(name)[clause.span.start : clause.span.end]


@files
def test_every_outcome_is_expected_by_a_case(name: str) -> None:
    rules = rules_of(name)
    assert set(rules.outcomes) <= {one.name for case in rules.cases for one in case.expected}


@files
def test_a_file_is_named_as_its_rule_set_and_says_its_source(name: str) -> None:
    text = text_of(name)
    assert text.startswith(f"ruleset {Path(name).name} version ")
    assert re.search(r'^  title "', text, re.M)
    assert re.search(r'^  cite  "', text, re.M)
