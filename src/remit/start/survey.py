"""A table looked over: what each column is called and holds, and which says who the patient is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from remit.start.contents import Cells, Contents, contents
from remit.start.headings import Heading, heading
from remit.start.kinds import Dates, FreeText, Held, Levels, Numbers, YesNo
from remit.start.tables import DataTable
from remit.start.words import concept_of, word_set, words_of


@dataclass(frozen=True, eq=False)
class Column:
    """A column: its header, taken apart, and its cells with what they hold."""

    cells: Cells
    heading: Heading
    contents: Contents

    @property
    def name(self) -> str:
        return self.heading.text

    @property
    def held(self) -> Held:
        return self.contents.held

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words of the header."""
        return words_of(self.name)

    @cached_property
    def joined(self) -> str:
        """All words of the header as one, with `_` between."""
        return "_".join(self.words)

    @cached_property
    def by_row(self) -> list[str]:
        """`[rows]` the text of each cell."""
        texts = self.cells.column.texts
        return [texts[code] for code in self.cells.column.codes.tolist()]

    @property
    def is_filled(self) -> bool:
        """Whether no cell is empty."""
        return all(self.by_row)


@dataclass(frozen=True, eq=False)
class Survey:
    """A table with its columns by name, and those of them that say together who the patient of a row is.

    `key_is_guessed` where no header says so.
    """

    table: DataTable
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    key_is_guessed: bool = False

    @cached_property
    def patients(self) -> list[str]:
        """`[rows]` the patient of each row, several columns joined as the study's readers do."""
        parts = [self.columns[name].by_row for name in self.key]
        return ["/".join(row) for row in zip(*parts, strict=True)]

    @property
    def is_repeated(self) -> bool:
        """Whether a patient has several rows."""
        return len(set(self.patients)) < len(self.patients)

    def is_constant(self, column: Column) -> bool:
        """Whether a column is the same on all rows of every patient."""
        pairs = set(zip(self.patients, column.by_row, strict=True))
        return len(pairs) == len(set(self.patients))

    @property
    def others(self) -> list[Column]:
        """The columns beside the key."""
        return [column for name, column in self.columns.items() if name not in self.key]

    @property
    def identifiers(self) -> list[Column]:
        """The columns beside the key that name the patient too."""
        return [column for column in self.others if _rank(column) is not None and self.is_constant(column)]


def surveys(tables: Sequence[DataTable]) -> list[Survey]:
    """Every table looked over; those in which nothing says who the patient is have no key."""
    found = [_columns(table) for table in tables]
    candidates = [[column for column in columns if _rank(column) is not None] for columns in found]
    keyed = [
        _keyed(table, columns, _best(candidates, number))
        for number, (table, columns) in enumerate(zip(tables, found, strict=True))
    ]
    return [_keyed_as_others(survey, keyed) for survey in keyed]


def _keyed_as_others(survey: Survey, every: Sequence[Survey]) -> Survey:
    """A table in which nothing says who the patient is may have the column that says so in another."""
    names = (key for other in every for key in other.key if key in survey.columns)
    key = next(names, None)
    return survey if survey.key or key is None else replace(survey, key=(key,), key_is_guessed=True)


def _columns(table: DataTable) -> list[Column]:
    decimal = table.decimal or "."
    every = [Cells(table.table, column, decimal) for column in table.table.columns.values()]
    return [Column(cells, heading(cells.column.name), contents([cells])) for cells in every]


def _keyed(table: DataTable, columns: Sequence[Column], best: Column | None) -> Survey:
    by_name = {column.name: column for column in columns}
    key = best or next(iter(columns), None)
    if key is None or (best is None and not _may_be_guessed(key)):
        return Survey(table, by_name)
    return Survey(table, by_name, (key.name,), best is None)


def _best(candidates: Sequence[Sequence[Column]], number: int) -> Column | None:
    """Of a table's candidates the one most of whose patients other tables know, else the likeliest name."""
    others = {
        text
        for other, columns in enumerate(candidates)
        for column in columns
        for text in (column.by_row if other != number else ())
    }
    return min(
        candidates[number],
        key=lambda column: (-len(others & set(column.by_row)), _rank(column)),
        default=None,
    )


_NAMES: Final = (
    *("usubjid", "patient_id", "patient", "subject_id", "subject", "subjid", "participant_id", "participant"),
    *("record_id", "pat_id", "pid", "case_id", "case", "mrn", "id"),
)
"""What the patient's column is called, the likeliest first."""

_PEOPLE: Final = word_set("patient patients pt pat subject participant proband")

_OF_OTHERS: Final = word_set("site visit centre center sample event form country rater")
"""What else has identifiers."""


def _rank(column: Column) -> int | None:
    """How likely a column names the patient by its header, 0 being likeliest; None where it does not."""
    if not _may_be_key(column) or _OF_OTHERS & set(column.words):
        return None
    if column.joined in _NAMES:
        return _NAMES.index(column.joined)
    if _PEOPLE & set(column.words):
        return len(_NAMES)
    # What is called the same in every row, such as a study, tells nobody apart.
    return len(_NAMES) + 1 if concept_of(column.words) == "patient" and _has_several(column) else None


def _may_be_key(column: Column) -> bool:
    """Whether the cells may be identifiers: no empty ones, dates, or decimals among them."""
    held = column.held
    is_kind = isinstance(held, Levels | FreeText | YesNo) or (isinstance(held, Numbers) and held.is_whole)
    return is_kind and column.is_filled


def _may_be_guessed(column: Column) -> bool:
    return _may_be_key(column) and _has_several(column) and not isinstance(column.held, YesNo)


def _has_several(column: Column) -> bool:
    return len(set(column.by_row)) > 1


# ---- whom a column identifies ------------------------------------------------------------------------

_NAMED: Final = word_set("name surname forename firstname lastname initials")
_NAMED_THINGS: Final = word_set("drug test event study site hospital file visit centre")
_BIRTH: Final = word_set("dob birth birthdate birthday birthdt brthdtc brthdt born")
_CONTACT: Final = word_set("address street phone telephone mobile email mail postcode zip ssn nhs mrn")
_PERSON: Final = re.compile(
    r"[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ],? [A-ZÀ-Þ][\w'’-]*[a-zß-ÿ.]|[A-ZÀ-Þ'’-]{2,}, [A-ZÀ-Þ'’-]{2,}|\S+@\S+\.\S+"
)
"""`Ann Smith`, `Smith, A.`, `SMITH, ANN`, and addresses of mail."""


def identifies(column: Column) -> str | None:
    """What of a person a column seems to hold, in words; None where it holds none of it."""
    words = set(column.words)
    if words & _BIRTH and isinstance(column.held, Dates | Levels | FreeText):
        return "dates of birth"
    if words & _NAMED and not words & _NAMED_THINGS:
        return "names"
    if words & _CONTACT:
        return "addresses or numbers of people"
    texts = [text for text in column.by_row if text]
    looks_so = sum(_PERSON.fullmatch(text) is not None for text in texts)
    all_differ = len(texts) > 2 and len(set(texts)) == len(texts)
    return "names" if all_differ and 3 * looks_so > 2 * len(texts) else None
