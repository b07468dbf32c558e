"""The quality of a study's data: what was recorded in each window, and values to look at."""

from collections.abc import Iterator, Sequence

from remit.course.cohort import Cohort
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.figures import NONE
from remit.study import DrugQuality, MeasureQuality
from remit.study.quality import Finding

_COVERAGE = (
    Column("Measure"),
    Column("timepoint"),
    Column("recorded", right=True),
    Column("not\nrecorded", right=True),
    Column("no\nvisit", right=True),
    Column("follow-up\nended before", right=True),
)
_FINDINGS = (
    Column("Patient"),
    Column("measure"),
    Column("day", right=True),
    Column("as written"),
    Column("where"),
    Column("why", least=24),
)


_DOSES = (
    Column("Drug"),
    Column("records", right=True),
    Column("patients", right=True),
    Column("dose not\nknown", right=True),
    Column("days not\nknown", right=True),
    Column("patients with\ndays untold", right=True),
)
_UNTOLD = (
    Column("Patient"),
    Column("drug"),
    Column("days", right=True),
    Column("from", right=True),
    Column("to", right=True),
)

_SHOWN = 20
"""How many patients with days untold are listed; the table above counts them all."""


def quality_blocks(
    title: str, cohort: Cohort, measures: Sequence[MeasureQuality], drugs: Sequence[DrugQuality] = ()
) -> Iterator[Block]:
    """The coverage of windows, values outside what is usual, dose records, notes on the data."""
    yield Paragraph(title, indent=0)
    yield Paragraph(f"{len(cohort.patients)} patients, {cohort.visits} visits")
    yield Heading("What was recorded in each window, in patients")
    yield Table(_COVERAGE, tuple(_coverage(measures)))
    yield from _findings(measures)
    if drugs:
        yield from _doses(drugs)
    if cohort.notes:
        yield Heading("Notes on the data")
        yield from (Paragraph(note, mark="•") for note in cohort.notes)


def _coverage(measures: Sequence[MeasureQuality]) -> Iterator[tuple[str, ...]]:
    for measure in measures:
        if not measure.is_bound:
            yield measure.name, "in no column", *[NONE] * 4
            continue
        for place, one in enumerate(measure.coverage):
            counts = (one.recorded, one.not_recorded, one.no_visit, one.follow_up_ended)
            yield ("" if place else measure.name), one.timepoint, *map(str, counts)


def _findings(measures: Sequence[MeasureQuality]) -> Iterator[Block]:
    rows = [
        _finding(measure.name, found)
        for measure in measures
        for found in (*measure.outside_usual, *measure.unit_outliers)
    ]
    yield Heading("Values to look at")
    yield Table(_FINDINGS, tuple(rows)) if rows else Paragraph("none")


def _doses(drugs: Sequence[DrugQuality]) -> Iterator[Block]:
    """The records of each class of drugs, and of whom there are days that nothing tells of."""
    yield Heading("Dose records")
    yield Table(_DOSES, tuple(_records(one) for one in drugs))
    rows = [
        (
            untold.patient,
            one.name,
            str(untold.days),
            str(untold.first),
            str(untold.last) if untold.spans == 1 else f"{untold.last} …",
        )
        for one in drugs
        for untold in one.uncovered
    ]
    if rows:
        yield Heading("Days without a record where the history is not known to be complete")
        yield Table(_UNTOLD, tuple(rows[:_SHOWN]))
    if len(rows) > _SHOWN:
        yield Paragraph(f"and {len(rows) - _SHOWN:,} more patients")


def _records(one: DrugQuality) -> tuple[str, ...]:
    if not one.records:
        return one.name, "none", *[NONE] * 3, str(len(one.uncovered))
    counts = (one.records, one.patients, one.open_doses, one.open_days, len(one.uncovered))
    return one.name, *map(str, counts)


def _finding(measure: str, found: Finding) -> tuple[str, ...]:
    where = NONE if found.cell is None else str(found.cell)
    return found.patient, measure, str(found.day), found.text or NONE, where, found.why
