"""Which column says when: of rows the date or study day, of patients day 0 and the end of follow-up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from remit.start.kinds import Dates, Numbers, YesNo
from remit.start.survey import Column, Survey, identifies
from remit.start.words import concept_of, word_set


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """A column that says when a row was.

    `unit` is None for dates, for study days "day", "week", "month" or "year", and "" where nothing says what
    the numbers count.
    """

    column: Column
    unit: str | None

    @property
    def is_known(self) -> bool:
        return self.unit != ""


_UNITS: Final = {
    letters: unit
    for unit, group in {
        "day": "day days ady dy visitdy",
        "week": "week weeks wk wks",
        "month": "month months mo mos mth",
        "year": "year years yr yrs",
    }.items()
    for letters in group.split()
}
_BESIDE: Final = word_set("""
    study visit nr no number since start from baseline in of follow up time fu followup treatment after
""")
_UNSAID: Final = word_set("time t obstime visittime timepoint")
_CDISC_DAY: Final = re.compile(r"[a-z]{2,6}dy")
_CDISC_DATE: Final = re.compile(r"[a-z]{2}(?:st)?dtc|adt|visitdt")


def row_times(survey: Survey) -> list[TimeColumn]:
    """The columns that may say when each row was, likeliest first, dates before study days."""
    varying = [column for column in survey.others if _varies(survey, column)]
    dates = sorted((column for column in varying if _is_date(column)), key=_date_rank)
    days = [TimeColumn(column, unit) for column in varying if (unit := _day_unit(column)) is not None]
    return [*(TimeColumn(column, None) for column in dates), *sorted(days, key=lambda time: time.unit == "")]


def _varies(survey: Survey, column: Column) -> bool:
    """A time of rows differs between the rows of a patient, where there are several."""
    return not survey.is_repeated or not survey.is_constant(column)


def _is_date(column: Column) -> bool:
    return isinstance(column.held, Dates) and identifies(column) is None


def _date_rank(column: Column) -> tuple[bool, int]:
    """Without gaps before with; then what is called the date of a visit, then any date."""
    is_visit = concept_of(column.words) == "visit_date" or _CDISC_DATE.fullmatch(column.joined) is not None
    return not column.is_filled, 0 if is_visit else 1


def _day_unit(column: Column) -> str | None:
    """What a column of numbers counts if it is a time, by its header: "" where that does not say."""
    held = column.held
    if not (isinstance(held, Numbers) or (isinstance(held, YesNo) and held.is_coded)):
        return None
    named = [_UNITS[word] for word in column.words if word in _UNITS]
    if len(named) == 1 and set(column.words) <= _BESIDE | set(_UNITS):
        return named[0]
    if _CDISC_DAY.fullmatch(column.joined):
        return "day"
    return "" if set(column.words) <= _UNSAID else None


# ---- patients ----------------------------------------------------------------------------------------

_INDEX_WORDS: Final = (
    frozenset(("index", "day0", "rfxstdtc", "trtsdt", "rfstdtc", "randdt")),
    frozenset(("start", "started", "initiation", "initiated", "baseline", "begin", "first")),
    frozenset(
        ("randomisation", "randomization", "randomised", "randomized", "enrolment", "enrollment", "inclusion")
    ),
)
_NEVER_INDEX: Final = word_set("""
    death died birth last end stop censor diagnosis onset relapse dthdt dthdtc
""")


def index_dates(columns: Sequence[Column]) -> list[Column]:
    """The columns of dates that may be day 0, likeliest first."""
    dates = [column for column in columns if _is_date(column) and not _NEVER_INDEX & set(column.words)]
    return sorted(dates, key=lambda column: (_index_rank(column), not column.is_filled))


def _index_rank(column: Column) -> int:
    """What names the index date before what names a start, that before an enrolment, that before any date."""
    if concept_of(column.words) == "index_date":
        return 0
    ranks = (rank for rank, words in enumerate(_INDEX_WORDS) if words & set(column.words))
    return next(ranks, len(_INDEX_WORDS))


def says_index(column: Column) -> bool:
    """Whether the header itself says that the date is day 0 or a start."""
    return _index_rank(column) < len(_INDEX_WORDS)


_END_WORDS: Final = word_set("last end until censor censored censoring lstalvdt rfendtc rfpendtc")


def follow_up_end(columns: Sequence[Column]) -> Column | None:
    """The column of dates until which each patient was followed."""
    dates = [column for column in columns if _is_date(column)]
    named = [column for column in dates if concept_of(column.words) == "follow_up_end"]
    return next(iter(named + [column for column in dates if _END_WORDS & set(column.words)]), None)
