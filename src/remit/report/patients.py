"""A row a patient: the compared values before and after, and the verdicts."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from remit.analysis import ComparisonAnalysis
from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.verdicts import Verdict
from remit.explain.deciding import Scope
from remit.explain.inputs import outcome_inputs
from remit.model.rules import Outcome
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.figures import NOT_KNOWN, recorded
from remit.report.report import Report

BETTER: Final = "✓"
WORSE: Final = "✗"
UNCHANGED: Final = "="


def patient_blocks(report: Report, most: int | None) -> list[Block]:
    """The first patients, at most so many (None: all), with a line on how to see the others."""
    patients = report.cohort.patients[:most]
    compared = report.analysis.comparisons
    columns = [Column("Patient"), *map(_compared_column, compared)]
    columns += [Column(outcome.name) for outcome in report.outcomes]
    cells = [list(patients)]
    cells += [_compared_cells(report, one, len(patients)) for one in compared]
    cells += [_verdict_cells(report, outcome, len(patients)) for outcome in report.outcomes]
    table = Table(tuple(columns), tuple(zip(*cells, strict=True)))
    return [Heading("Patients"), table, *_key(report), *_others(report, len(patients))]


# ---- compared values ---------------------------------------------------------------------------------


def _compared_column(analysis: ComparisonAnalysis) -> Column:
    one = analysis.comparison
    unit = f", {analysis.unit}" if analysis.unit else ""
    return Column(f"{one.name}{unit}\n{_spaced(one.start)} → {_spaced(one.end)}")


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _compared_cells(report: Report, analysis: ComparisonAnalysis, most: int) -> list[str]:
    measure = report.rules.declarations.measures.get(analysis.comparison.name)
    better = measure.better if measure is not None else None
    return _aligned([_change(before, after, better) for before, after in analysis.values[:most]])


def _change(before: Fraction | None, after: Fraction | None, better: str | None) -> tuple[str, str]:
    values = [NOT_KNOWN if value is None else recorded(value) for value in (before, after)]
    return " → ".join(values), _mark(before, after, better)


def _mark(before: Fraction | None, after: Fraction | None, better: str | None) -> str:
    """Whether the value got better; nothing where the rules say no direction."""
    if before is None or after is None:
        return NOT_KNOWN
    if before == after:
        return UNCHANGED
    if better not in ("lower", "higher"):
        return ""
    return BETTER if (after < before) == (better == "lower") else WORSE


def _aligned(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """The marks one below the other."""
    room = max((len(text) for text, _ in pairs), default=0)
    return [f"{text:<{room}} {mark}" for text, mark in pairs]


# ---- verdicts ----------------------------------------------------------------------------------------


def _verdict_cells(report: Report, outcome: Outcome, most: int) -> list[str]:
    verdicts = report.evaluation.verdicts[outcome.name]
    members = np.arange(most, dtype=np.int64)
    evaluator = Evaluator(report.rules.declarations, block_of(report.cohort, members))
    return [
        _verdict(Verdict(int(verdicts.verdict[row])), Verdict(int(verdicts.counted[row])))
        + _decided_by(evaluator, outcome, Verdict(int(verdicts.verdict[row])), row)
        for row in range(most)
    ]


def _verdict(verdict: Verdict, counted: Verdict) -> str:
    return verdict.words.upper() + (f" → {counted.words.upper()}" if counted != verdict else "")


def _decided_by(evaluator: Evaluator, outcome: Outcome, verdict: Verdict, row: int) -> str:
    """The day of the last datum that the verdict rests on."""
    if verdict not in (Verdict.MET, Verdict.NOT_MET):
        return ""
    days = [one.day for one in outcome_inputs(evaluator, outcome, Scope.DECIDING, row) if one.day is not None]
    return f", day {max(days)}" if days else ""


def _key(report: Report) -> Iterator[Block]:
    if report.analysis.comparisons:
        yield Paragraph(f"{BETTER} better, {WORSE} worse, {UNCHANGED} unchanged, {NOT_KNOWN} not known")
    if any(outcome.counts_as_met is not None for outcome in report.outcomes):
        yield Paragraph("→ what an undetermined verdict counts as, by the rules' `missing counts as`")


def _others(report: Report, shown: int) -> list[Block]:
    hidden = len(report.cohort.patients) - shown
    if not hidden:
        return []
    return [
        Paragraph(f"and {hidden:,} more: `--patients all` lists them, `--format csv` has them in a table.")
    ]
