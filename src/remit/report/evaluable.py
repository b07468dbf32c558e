"""Who could be evaluated: how many an outcome applies to, how many are decided, why the others are not."""

from collections.abc import Iterator, Sequence
from typing import Final

from remit.explain.evaluable import Evaluable, evaluable
from remit.report.blocks import Block, Column, Gap, Heading, Paragraph, Table
from remit.report.figures import count_range
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
    shown = len(report.cohort.patients) if most is None else most
    found = [evaluable(report.evaluation, outcome.name, shown) for outcome in report.outcomes]
    yield Heading("Who could be evaluated")
    yield Table(_COLUMNS, tuple(map(_row, found)))
    if any(one.undetermined for one in found):
        yield Gap()
        if rows := tuple(_missing(found, report.cohort.patients, shown)):
            yield Table(_MISSING, rows)
        yield from (Paragraph(text) for text in map(_others, found) if text)


def _row(one: Evaluable) -> tuple[str, ...]:
    applies = count_range(one.among, one.among + one.among_open)
    return one.outcome, one.label, applies, str(one.decided), str(one.undetermined)


def _missing(found: Sequence[Evaluable], patients: Sequence[str], most: int) -> Iterator[tuple[str, ...]]:
    """A row for each datum that is missing in a patient, with all the outcomes that it leaves open."""
    missing: dict[str, dict[str, list[str]]] = {}
    for one in found:
        for undecided in one.shown:
            for datum in undecided.open:
                outcomes = missing.setdefault(undecided.patient, {}).setdefault(datum.sentence, [])
                outcomes += [] if one.outcome in outcomes else [one.outcome]
    for patient in [patient for patient in patients if patient in missing][:most]:
        for place, (sentence, outcomes) in enumerate(missing[patient].items()):
            yield ("" if place else patient), sentence, ", ".join(outcomes)


def _others(one: Evaluable) -> str:
    """The undetermined patients beyond those listed, counted by what is missing first."""
    counts = [f"{reason} {count:,}" for reason, count in one.others]
    counts += [f"not looked into {one.not_looked_into:,}"] if one.not_looked_into else []
    if not counts:
        return ""
    return f"{one.outcome}, further patients: {'; '.join(counts)} (`--format csv` has every reason)."
