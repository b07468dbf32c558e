"""Who could be evaluated: how many an outcome applies to, how many are decided, why the others are not."""

from collections.abc import Iterator
from typing import Final

from remit.evaluate.verdicts import Verdict
from remit.model.rules import Outcome
from remit.report.blocks import Block, Column, Gap, Heading, Paragraph, Table
from remit.report.figures import count_range
from remit.report.reasons import reasons_of
from remit.report.report import Report

_MOST: Final = 20
"""How many lines are spent on what is missing."""

_COLUMNS: Final = (
    Column("Outcome"),
    Column("", least=20),
    Column("applies to", right=True),
    Column("decided", right=True),
    Column("undetermined", right=True),
)


_MISSING: Final = (
    Column("Patient"),
    Column("what is missing", least=30),
    Column("leaves undetermined", least=16),
)


def evaluable_blocks(report: Report) -> Iterator[Block]:
    """A row an outcome, then every undetermined patient with what is missing and where."""
    yield Heading("Who could be evaluated")
    yield Table(_COLUMNS, tuple(_row(report, outcome) for outcome in report.outcomes))
    yield from _undetermined(report)


def _row(report: Report, outcome: Outcome) -> tuple[str, ...]:
    verdicts = report.evaluation.verdicts[outcome.name]
    among = verdicts.among
    decided = int(((verdicts.verdict == Verdict.MET) | (verdicts.verdict == Verdict.NOT_MET)).sum())
    undetermined = int((verdicts.verdict == Verdict.UNDETERMINED).sum())
    applies = count_range(int(among.certain.sum()), int(among.possible.sum()))
    return outcome.name, outcome.label, applies, str(decided), str(undetermined)


def _undetermined(report: Report) -> Iterator[Block]:
    """A line for each datum that is missing, with all the outcomes that it leaves open in a patient."""
    rows = list(_missing(report))
    if not rows:
        return
    yield Gap()
    yield Table(_MISSING, tuple(rows[:_MOST]))
    if len(rows) > _MOST:
        yield Paragraph(f"and {len(rows) - _MOST:,} more lines; `--format csv` has every patient's reasons.")


def _missing(report: Report) -> Iterator[tuple[str, ...]]:
    found: dict[int, dict[str, list[str]]] = {}
    for outcome in report.outcomes:
        for patient, reasons in reasons_of(report, outcome).items():
            for reason in reasons:
                found.setdefault(patient, {}).setdefault(reason, []).append(outcome.name)
    for patient in sorted(found):
        for place, (reason, outcomes) in enumerate(found[patient].items()):
            yield ("" if place else report.cohort.patients[patient]), reason, ", ".join(outcomes)
