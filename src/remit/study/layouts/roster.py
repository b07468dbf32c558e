"""The patients of a study: who they are, when day 0 was, and which rows of a table are theirs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from remit.course.cohort import Ints
from remit.diagnostics.diagnostic import Cell, Diagnostic, Label
from remit.operators.bounds import Floats
from remit.study.problems import SHOWN, counted, did_you_mean, listed
from remit.study.reading import Reading
from remit.study.tables.table import Table, TextColumn, joined


@dataclass(frozen=True, eq=False)
class Roster:
    """All patients, in the order of the report.

    numbers       the place of each patient by identifier
    listing       the patients table, a row a patient, and its column of identifiers; None where the tables
                  of visits tell who there is
    index         `[patients]` the index date as an ordinal, NaN where it is missing; None where the study
                  counts in study days
    index_text    `[patients]` the index date as written
    """

    patients: tuple[str, ...]
    listing: tuple[Table, str] | None = None
    index: Floats | None = None
    index_text: tuple[str, ...] = ()

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return {name: number for number, name in enumerate(self.patients)}

    def numbers_of(self, texts: Sequence[str]) -> Ints:
        """`[texts]` the number of the patient of each identifier, -1 where it is nobody's."""
        known = len(self.patients)
        if tuple(texts[:known]) == self.patients:
            return np.concatenate([np.arange(known), np.full(len(texts) - known, -1)])
        return np.array([self.numbers.get(text, -1) for text in texts], dtype=np.int64)

    @property
    def listed_in(self) -> str:
        """What lists the patients, for messages."""
        return self.listing[0].file if self.listing else "the tables of visits"

    def cell(self, patient: int) -> Cell:
        """Where a patient is listed."""
        assert self.listing is not None
        table, column = self.listing
        return table.cell(column, patient)

    def when(self, patient: int, day: int) -> str:
        """A study day of a patient in words, with its date where there is one."""
        if self.index is None or np.isnan(self.index[patient]):
            return f"day {day}"
        return f"{date.fromordinal(int(self.index[patient]) + day).isoformat()} (day {day})"

    def index_of(self, patient: Ints) -> Floats | None:
        """The index dates of the patients of rows; NaN for rows of unknown patients (-1)."""
        if self.index is None:
            return None
        known = np.append(self.index, np.nan)
        return np.asarray(known[patient])


def patient_column(table: Table, columns: Sequence[str]) -> TextColumn:
    """The identifiers of a table's rows."""
    return joined([table.columns[name] for name in columns])


def patient_numbers(reading: Reading, table: Table, column: TextColumn, roster: Roster) -> Ints:
    """`[rows]` the number of each row's patient, -1 where there is none: that is told or noted."""
    numbers = roster.numbers_of(column.texts)
    counts = np.bincount(column.codes, minlength=len(column.texts))
    unknown = np.flatnonzero((numbers < 0) & (counts > 0)).tolist()
    if unknown and reading.policy.unknown_patients == "set aside":
        names = listed([column.texts[code] or "(none)" for code in unknown])
        rows, patients = counted(int(counts[unknown].sum()), "row"), counted(len(unknown), "patient")
        reading.notes.append(
            f"{table.file}: {rows} set aside, of {patients} not in {roster.listed_in}: {names}."
        )
    else:
        _tell_unknown(reading, table, column, unknown, counts, roster)
    return np.asarray(numbers[column.codes]) if len(numbers) else np.zeros(0, dtype=np.int64)


def _tell_unknown(
    reading: Reading, table: Table, column: TextColumn, unknown: Sequence[int], counts: Ints, roster: Roster
) -> None:
    found: list[Diagnostic] = []
    for code in unknown:
        text = column.texts[code]
        place = table.cell(column.name, int(np.argmax(column.codes == code)))
        message = f"patient `{text}` is not in {roster.listed_in}" if text else "this row names no patient"
        data = None if counts[code] == 1 else f"{counted(int(counts[code]), 'row')} of {table.file}"
        # Whom an identifier resembles takes long to find: only for those that are shown.
        help_ = tuple(_likely(text, roster)) if len(found) < SHOWN else ()
        found.append(Diagnostic("E705", message, Label(place), help=help_, data=data))
    reading.problems.several(found, f"unknown patients in {table.file}")


def _likely(text: str, roster: Roster) -> list[str]:
    """Who was meant: an identifier that is the same but for zeros, capitals and signs, or for its letters.

    Identifiers with other numbers are other patients, however near: P3 is no misspelt P2.
    """
    same = [name for name in roster.patients if text and _bare(name) == _bare(text)]
    alike = [name for name in roster.patients if text and _numbers(name) == _numbers(text)]
    meant = (
        [f"did you mean `{same[0]}`? Only zeros, capitals or signs differ"]
        if same
        else did_you_mean(text, alike)
    )
    return [*meant, 'to leave such rows out, declare `unknown_patients = "set aside"` in [data]']


def _bare(name: str) -> str:
    """What people and spreadsheets keep of an identifier: `p7` of `P-007`."""
    whole = re.sub(r"(?<=\d)\.0+$", "", name.casefold())
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]+", "", whole))


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+", _bare(name))
