"""Tables of dose records: a drug, how much of it, and from when to when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from remit.start.survey import Column, Survey
from remit.study.problems import counted

_PARTS: Final = {
    "name": r"drug|drug_name|medication|medicine|substance|agent|(?:cm|ex)(?:decod|trt)",
    "dose": r"dose|dosage|(?:cm|ex)dose",
    "unit": r"unit|units|dose_units?|(?:cm|ex)dosu",
    "frequency": r"frequency|freq|schedule|(?:cm|ex)dosfrq",
    "route": r"route|(?:cm|ex)route",
    "start": r"start|start_date|date_start|from|begin|first_day|(?:cm|ex)stdtc",
    "end": r"stop|end|stop_date|end_date|date_end|to|until|last_day|(?:cm|ex)endtc",
    "ongoing": r"ongoing|continuing|still_taken",
}
"""What the headers of such tables are, by the key of `[[drugs]]`."""


@dataclass(frozen=True, eq=False)
class DoseTable:
    """A row a dose record: its columns by the keys of `[[drugs]]`."""

    survey: Survey
    columns: Mapping[str, Column]


def dose_table(survey: Survey) -> DoseTable | None:
    """The layout of a table with columns for a drug, its dose, and both its first and its last day."""
    columns: dict[str, Column] = {}
    for key, pattern in _PARTS.items():
        named = [one for one in survey.others if re.fullmatch(pattern, one.joined)]
        if named:
            columns[key] = named[0]
    return DoseTable(survey, columns) if {"name", "dose", "start", "end"} <= set(columns) else None


def rows_in_words(table: DoseTable) -> str:
    """What the table holds, for the summary."""
    rows, patients = len(table.survey.patients), len(set(table.survey.patients))
    return f"a row a dose record: {counted(rows, 'row')} of {counted(patients, 'patient')}"
