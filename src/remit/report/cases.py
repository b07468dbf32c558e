"""The cases of a rule file: which came out as expected, and which conditions they have tried."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from remit.cases import CaseResult, ClauseCoverage
from remit.model.rules import Case, RuleSet
from remit.report.blocks import Block, Column, Gap, Paragraph, Table

PASSED, FAILED = "✓", "✗"
_COVERAGE = (
    Column("line", right=True),
    Column("in"),
    Column("condition", least=24),
    Column("met"),
    Column("not met"),
    Column("open"),
)


@dataclass(frozen=True, slots=True)
class CaseReport:
    """A rule file's cases, run: a result an expectation, and what the cases saw of every condition."""

    rules: RuleSet
    results: tuple[CaseResult, ...]
    coverage: tuple[ClauseCoverage, ...]

    @property
    def file(self) -> str:
        return self.rules.source.name

    @property
    def passed(self) -> bool:
        return all(result.passed for result in self.results)

    @property
    def by_case(self) -> tuple[tuple[Case, tuple[CaseResult, ...]], ...]:
        """Each case with its expectations, in the order of the file; one without any has passed."""
        found = {id(case): tuple(group) for case, group in groupby(self.results, lambda result: result.case)}
        return tuple((case, found.get(id(case), ())) for case in self.rules.cases)


def case_blocks(report: CaseReport, everything: bool) -> Iterator[Block]:
    """The cases with what failed in them, a summary, and with `everything` the coverage table."""
    yield Paragraph(report.file, indent=0)
    for case, results in report.by_case:
        yield from _case(report, case, results)
    yield Paragraph(_summary(report), indent=2)
    if report.coverage:
        yield Paragraph(_covered(report.coverage), indent=2)
    if everything and report.coverage:
        yield Gap()
        yield Table(_COVERAGE, tuple(map(_row, report.coverage)), indent=2)


def _case(report: CaseReport, case: Case, results: Sequence[CaseResult]) -> Iterator[Block]:
    failed = [result for result in results if not result.passed]
    yield Paragraph(case.title, 2, FAILED if failed else PASSED)
    for result in failed:
        expected = result.expected
        place = f"{report.file}:{expected.span.line}"
        yield Paragraph(f"{expected.name}: expected {result.wanted}, found {result.found} ({place})", 7)


def failed_cases(report: CaseReport) -> Iterator[Block]:
    """The cases that failed, each with what was expected and what came."""
    for case, results in report.by_case:
        if not all(result.passed for result in results):
            yield from _case(report, case, results)


def _summary(report: CaseReport) -> str:
    if not report.rules.cases:
        return "no cases: nothing shows yet that these rules say what is meant"
    passed = sum(all(result.passed for result in results) for _, results in report.by_case)
    failed = len(report.by_case) - passed
    return f"{passed} of {len(report.by_case)} cases passed" + (f", {failed} failed" if failed else "")


def _covered(coverage: Sequence[ClauseCoverage]) -> str:
    complete = sum(one.complete for one in coverage)
    return f"{complete} of {len(coverage)} conditions seen met, not met and open"


def _row(one: ClauseCoverage) -> tuple[str, ...]:
    seen = (one.met, one.not_met, one.open)
    marks = ["seen" if saw else "never" for saw in seen[:2]]
    marks.append("seen" if one.open else "never" if one.can_be_open else "cannot be")
    return (str(one.span.line), one.within, " ".join(one.span.text.split()), *marks)
