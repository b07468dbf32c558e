"""The cases of many rule files at once: what failed, and a line a file."""

from collections.abc import Iterator, Sequence

from remit.report.blocks import Block, Column, Gap, Paragraph, Table
from remit.report.cases import CaseReport, failed_cases

_COLUMNS = (
    Column("rule file"),
    Column("cases", right=True),
    Column("passed", right=True),
    Column("conditions", right=True),
    Column("seen met, not met\nand open", right=True),
)


def summary_blocks(reports: Sequence[tuple[str, CaseReport]]) -> Iterator[Block]:
    """The failed cases of each named file, then a table with a row a file and a row for all of them."""
    for name, report in reports:
        if not report.passed:
            yield Paragraph(name, indent=0)
            yield from failed_cases(report)
            yield Gap()
    rows = [(name, counts(report)) for name, report in reports]
    total = tuple(sum(numbers) for numbers in zip(*(one for _, one in rows), strict=True))
    table = [(name, *(f"{number:,}" for number in one)) for name, one in [*rows, ("together", total)]]
    yield Table(_COLUMNS, tuple(table))


def counts(report: CaseReport) -> tuple[int, int, int, int]:
    """Of a rule file: cases, cases passed, conditions, and conditions seen in every way they can be."""
    by_case = report.by_case
    passed = sum(all(result.passed for result in results) for _, results in by_case)
    complete = sum(one.complete for one in report.coverage)
    return len(by_case), passed, len(report.coverage), complete
