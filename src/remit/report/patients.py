"""A row a patient: the compared values before and after, and the verdicts."""

from collections.abc import Iterator

import numpy as np

from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.verdicts import Verdict
from remit.explain.deciding import Scope
from remit.explain.inputs import outcome_inputs
from remit.model.rules import Comparison, Outcome
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.compared import BETTER, UNCHANGED, WORSE, compared_cells, compared_column
from remit.report.figures import NOT_KNOWN
from remit.report.report import Report


def patient_blocks(report: Report, most: int | None) -> Iterator[Block]:
    """The first patients, at most so many (None: all), with a line on how to see the others."""
    patients = report.cohort.patients[:most]
    compared = _compared(report)
    columns = [Column("Patient"), *map(compared_column, compared)]
    columns += [Column(outcome.name) for outcome in report.outcomes]
    cells = [list(patients)]
    cells += [compared_cells(report, one, len(patients)) for one in compared]
    cells += [_verdicts(report, outcome, len(patients)) for outcome in report.outcomes]
    yield Heading("Patients")
    yield Table(tuple(columns), tuple(zip(*cells, strict=True)))
    if compared:
        yield Paragraph(f"{BETTER} better, {WORSE} worse, {UNCHANGED} unchanged, {NOT_KNOWN} not known")
    if any(outcome.counts_as_met is not None for outcome in report.outcomes):
        yield Paragraph("→ what an undetermined verdict counts as, by the rules' `missing counts as`")
    if hidden := len(report.cohort.patients) - len(patients):
        yield Paragraph(
            f"and {hidden:,} more: `--patients all` lists them, `--format csv` has them in a table."
        )


def _compared(report: Report) -> list[Comparison]:
    """What is compared at two times, each once, in whatever groups."""
    found = {(one.name, one.start, one.end): one for one in report.rules.comparisons if not one.criteria}
    return list(found.values())


def _verdicts(report: Report, outcome: Outcome, most: int) -> list[str]:
    verdicts = report.evaluation.verdicts[outcome.name]
    block = block_of(report.cohort, np.arange(most, dtype=np.int64))
    evaluator = Evaluator(report.rules.declarations, block)
    found = zip(verdicts.verdict[:most].tolist(), verdicts.counted[:most].tolist(), strict=True)
    return [
        _words(Verdict(verdict), Verdict(counted)) + _day(evaluator, outcome, Verdict(verdict), row)
        for row, (verdict, counted) in enumerate(found)
    ]


def _words(verdict: Verdict, counted: Verdict) -> str:
    return verdict.words.upper() + (f" → {counted.words.upper()}" if counted != verdict else "")


def _day(evaluator: Evaluator, outcome: Outcome, verdict: Verdict, row: int) -> str:
    """The day of the last datum that a decided verdict rests on."""
    if verdict not in (Verdict.MET, Verdict.NOT_MET):
        return ""
    inputs = outcome_inputs(evaluator, outcome, Scope.DECIDING, row)
    days = [one.day for one in inputs if one.day is not None]
    return f", day {max(days)}" if days else ""
