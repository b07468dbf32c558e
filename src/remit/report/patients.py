"""A row a patient: the compared values before and after, and the verdicts."""

from collections.abc import Iterator

from remit.evaluate.verdicts import Verdict
from remit.explain.evaluable import decided_by
from remit.model.rules import Comparison, Outcome
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.compared import BETTER, UNCHANGED, WORSE, compared_cells, compared_column
from remit.report.figures import NOT_KNOWN
from remit.report.header import UNVERIFIED
from remit.report.report import Report


def patient_blocks(report: Report, most: int | None) -> Iterator[Block]:
    """The first patients, at most so many (None: all; 0: no table), with a line on how to see the others."""
    if most == 0:
        return
    patients = report.cohort.patients[:most]
    compared = _compared(report)
    columns = [Column("Patient"), *map(compared_column, compared)]
    columns += [Column(_title(report, outcome)) for outcome in report.outcomes]
    cells = [list(patients)]
    cells += [compared_cells(report, one, len(patients)) for one in compared]
    verdicts = [_verdicts(report, outcome, len(patients)) for outcome in report.outcomes]
    cells += verdicts
    yield Heading("Patients")
    yield Table(tuple(columns), tuple(zip(*cells, strict=True)))
    if compared:
        yield Paragraph(f"{BETTER} better, {WORSE} worse, {UNCHANGED} unchanged, {NOT_KNOWN} not known")
    if any(" by day " in cell for column in verdicts for cell in column):
        yield Paragraph("by day N: the last day of the data that the decision rests on")
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


def _title(report: Report, outcome: Outcome) -> str:
    """The outcome's name, and below it that its definition was not verified."""
    return f"{outcome.name}\n{UNVERIFIED}" if report.rules.unverified_of(outcome.name) else outcome.name


def _verdicts(report: Report, outcome: Outcome, most: int) -> list[str]:
    """The verdicts of the first patients, the decided ones with the day of the last datum they rest on."""
    verdicts = report.evaluation.verdicts[outcome.name]
    by = decided_by(report.rules, report.cohort, outcome.name, range(most))
    found = zip(verdicts.verdict[:most].tolist(), verdicts.counted[:most].tolist(), by, strict=True)
    return [_words(Verdict(verdict), Verdict(counted), reason) for verdict, counted, reason in found]


def _words(verdict: Verdict, counted: Verdict, decided_by: str) -> str:
    if verdict is Verdict.UNDETERMINED and counted is not verdict:
        return f"{verdict.words.upper()} → {counted.words.upper()}"
    is_dated = verdict in (Verdict.MET, Verdict.NOT_MET) and decided_by.startswith("day ")
    return verdict.words.upper() + (f" by {decided_by}" if is_dated else "")
