"""The report for programs: everything as JSON, or the verdicts and values as one long CSV table.

Both are pure functions of the report: no clock, no locale and no path of the machine is in them.
"""

import csv
import io
from collections.abc import Iterator
from typing import Final

from remit.evaluate.verdicts import Verdict
from remit.model.rules import Outcome
from remit.report.defined import defined_values
from remit.report.reasons import Reasons, reasons_of
from remit.report.report import Report
from remit.report.values import words
from remit.report.verdicts import known_day

COLUMNS: Final = ("patient", "outcome", "kind", "verdict", "counted", "value", "day", "reason")

Row = tuple[str, ...]


def to_json(report: Report) -> str:
    """The JSON document described by `remit.report.document`, indented."""
    from remit.report.document import document_of

    return document_of(report).model_dump_json(indent=2) + "\n"


def to_csv(report: Report) -> str:
    """A header and a row a patient and outcome, then a row a patient (and visit) and definition.

    An outcome has a verdict, what it counts as, a day where it is a relapse, and a reason where it is
    undetermined. A definition has a value, or in `reason` all that it may be; one per visit has the day.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(_outcome_rows(report))
    rows.writerows(_definition_rows(report))
    return text.getvalue()


def _outcome_rows(report: Report) -> Iterator[Row]:
    for outcome in report.rules.outcomes.values():
        reasons = reasons_of(report, outcome)
        yield from _verdict_rows(report, outcome, reasons)


def _verdict_rows(report: Report, outcome: Outcome, reasons: Reasons) -> Iterator[Row]:
    verdicts = report.evaluation.verdicts[outcome.name]
    for place, patient in enumerate(report.cohort.patients):
        verdict, counted = Verdict(int(verdicts.verdict[place])), Verdict(int(verdicts.counted[place]))
        day = known_day(verdicts, place)
        shown = "" if day is None else str(day)
        reason = "; ".join(reasons.get(place, ()))
        yield patient, outcome.name, outcome.kind, verdict.words, counted.words, "", shown, reason


def _definition_rows(report: Report) -> Iterator[Row]:
    for definition in report.rules.definitions.values():
        for one in defined_values(report, definition):
            day = "" if one.day is None else str(one.day)
            reason = f"may be {one.possible}" if one.possible else ""
            value = "" if one.possible else words(one.value)
            yield one.patient, definition.name, definition.kind, "", "", value, day, reason
