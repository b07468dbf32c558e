"""Columns that are bound to nothing, each with the reason."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from remit.start.kinds import Dates, Empty, FreeText, Levels, Numbers
from remit.start.survey import Column, Survey, identifies
from remit.start.words import word_set


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is bound to nothing, and why; `is_private` where it seems to identify people."""

    column: str
    why: str
    is_private: bool = False


def bound(columns: Iterable[Column], left_out: Iterable[LeftOut]) -> list[Column]:
    """The columns that are not left out."""
    names = {one.column for one in left_out}
    return [column for column in columns if column.name not in names]


def unbound(survey: Survey, columns: Iterable[Column]) -> list[LeftOut]:
    """The columns that are neither a measure nor a fact, and those without a name of their own."""
    found = [
        LeftOut(name, "several columns have this name, or this one has none") for name in survey.table.unread
    ]
    for column in columns:
        left_out = _private(column) or _unfit(survey, column)
        found += [left_out] if left_out else []
    return found


def others(survey: Survey, used: Iterable[Column | None], beside: str) -> list[LeftOut]:
    """The columns of a table of which only some are read, those beside these."""
    rest = [column for column in survey.others if column not in [*used]]
    return [_private(column) or LeftOut(column.name, f"beside the {beside}") for column in rest]


def _private(column: Column) -> LeftOut | None:
    private = identifies(column)
    return LeftOut(column.name, f"it seems to hold {private}", True) if private else None


def _unfit(survey: Survey, column: Column) -> LeftOut | None:
    why = _why_not(survey, column)
    return LeftOut(column.name, why) if why else None


def _why_not(survey: Survey, column: Column) -> str | None:
    """Why a column is no measure or fact, None where it may be one."""
    if column in survey.identifiers:
        return "names the patient too"
    match column.held:
        case Empty():
            return "nothing is recorded in it"
        case FreeText(distinct):
            return f"free text, {distinct} different ones"
        case Numbers(is_whole=True, distinct=distinct) if _counts(column, distinct == len(survey.patients)):
            return "numbers the rows"
        case Levels(texts) if len(texts) == 1 and _OF_STUDY.search(column.joined):
            return "the same in every row"
    return None


def _counts(column: Column, all_differ: bool) -> bool:
    return column.joined.endswith("seq") or (column.joined in _ROW_NUMBERS and all_differ)


_OF_STUDY: Final = re.compile(r"study|domain|protocol|project")
_ROW_NUMBERS: Final = word_set("rownames row rowid row_id nr no obs x n number line")


# ---- of visits ---------------------------------------------------------------------------------------


def visit_labels(columns: Sequence[Column]) -> list[LeftOut]:
    """Columns that only name or count the visits, and dates, which are no measures."""
    found = []
    for column in columns:
        if isinstance(column.held, Dates) and identifies(column) is None:
            found.append(LeftOut(column.name, "a date; a measure is none, and the visits have theirs"))
        elif column.joined in _VISIT_LABELS:
            found.append(LeftOut(column.name, "names or counts the visits; their time says when they were"))
    return found


def repeated_facts(survey: Survey, columns: Sequence[Column], patients: Survey | None) -> list[LeftOut]:
    """Columns that repeat at every visit what the patients table says once."""
    known = patients.columns if patients else {}
    why = f"the same at every visit, and in {patients.table.shown} too" if patients else ""
    return [LeftOut(one.name, why) for one in columns if one.name in known and survey.is_constant(one)]


_VISIT_LABELS: Final = word_set("visit visitnum visit_number visit_no avisit avisitn visit_name")
