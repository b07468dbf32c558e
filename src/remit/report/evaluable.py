"""Who could be evaluated: how many an outcome applies to, how many are decided, why the others are not."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from remit.evaluate.verdicts import Verdict
from remit.model.rules import Outcome
from remit.operators.bounds import Bools
from remit.report.blocks import Block, Column, Gap, Heading, Paragraph, Table
from remit.report.figures import count_range
from remit.report.reasons import reasons_of, undetermined
from remit.report.report import Report

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


def evaluable_blocks(report: Report, most: int | None) -> Iterator[Block]:
    """A row an outcome; then the undetermined patients, at most so many, with what is missing and where."""
    yield Heading("Who could be evaluated")
    yield Table(_COLUMNS, tuple(_row(report, outcome) for outcome in report.outcomes))
    open_ = np.logical_or.reduce([undetermined(report, outcome) for outcome in report.outcomes])
    if not open_.any():
        return
    shown = np.zeros_like(open_)
    shown[np.flatnonzero(open_)[:most]] = True
    yield Gap()
    yield Table(_MISSING, tuple(_missing(report, shown)))
    if hidden := int(open_.sum() - shown.sum()):
        yield Paragraph(f"and {hidden:,} more: `--patients all` lists them, `--format csv` has every reason.")


def _row(report: Report, outcome: Outcome) -> tuple[str, ...]:
    verdicts = report.evaluation.verdicts[outcome.name]
    among, found = verdicts.among, verdicts.verdict
    decided = int(np.isin(found, (Verdict.MET, Verdict.NOT_MET)).sum())
    applies = count_range(int(among.certain.sum()), int(among.possible.sum()))
    return outcome.name, outcome.label, applies, str(decided), str(int(undetermined(report, outcome).sum()))


def _missing(report: Report, shown: Bools) -> Iterator[tuple[str, ...]]:
    """A row for each datum that is missing in a patient, with all the outcomes that it leaves open."""
    found: dict[int, dict[str, list[str]]] = {}
    for outcome in report.outcomes:
        for patient, reasons in reasons_of(report, outcome, shown).items():
            for reason in reasons:
                found.setdefault(patient, {}).setdefault(reason, []).append(outcome.name)
    for patient in sorted(found):
        for place, (reason, outcomes) in enumerate(found[patient].items()):
            yield ("" if place else report.cohort.patients[patient]), reason, ", ".join(outcomes)
