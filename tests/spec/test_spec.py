"""Every row of every spec page, on the engine and on the judge."""

import pytest

from remit.cases import run_cases
from remit.cases.cohort import case_cohort
from remit.check import check
from remit.judge.judge import Judge
from remit.judge.outcome import verdict
from remit.judge.patient import PlainPatient
from remit.language import parse
from remit.model.rules import RuleSet
from remit.rule_files import used_file
from remit.source import Source
from tests.spec.pages import Section, sections

SECTIONS = list(sections())


def _rules(section: Section) -> RuleSet:
    return check(parse(Source(section.page, section.text)), used_file)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: f"{s.page}:{s.line}")
def test_engine(section: Section) -> None:
    wrong = [result for result in run_cases(_rules(section)) if not result.passed]
    assert not wrong, [
        f"{r.case.title} {r.expected.name}: expected {r.wanted}, found {r.found}" for r in wrong
    ]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: f"{s.page}:{s.line}")
def test_judge(section: Section) -> None:
    rules = _rules(section)
    cohort = case_cohort(rules.declarations, rules.cases)
    for number, case in enumerate(rules.cases):
        judge = Judge(rules.declarations, PlainPatient.of(cohort, number))
        for expected in case.expected:
            if expected.name in rules.outcomes:
                outcome = rules.outcomes[expected.name]
                # `among` of the record holds `following` already.
                found = verdict(
                    judge,
                    when=outcome.when,
                    among=outcome.among,
                    unless=outcome.unless,
                    missing=outcome.counts_as_met,
                )
                assert found == expected.verdict, f"{case.title} {expected.name}"


def test_every_section_has_met_not_met_and_undetermined() -> None:
    for section in SECTIONS:
        found = {expected.verdict or "value" for case in _rules(section).cases for expected in case.expected}
        if "value" in found:
            continue
        assert {"met", "not met", "undetermined"} <= found, (
            f"{section.page}:{section.line} {section.title}: {found}"
        )
