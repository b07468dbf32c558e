"""What the text of a cell means in time: a calendar date, whole or partial, or a study day."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Final

import numpy as np

from remit.model.units import parse_unit
from remit.operators.bounds import Bools, Floats
from remit.study.values.texts import Unusable, ways_out

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?", re.ASCII)
_INSTANT = re.compile(r"(day|week|month|year)\s+(-?\d+)", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+(?:\.0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?", re.ASCII)

FORMATS: Final = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d"),
    *("%d %b %Y", "%d-%b-%Y", "%d%b%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y"),
)
"""The formats that are offered where dates are not ISO dates. Two-digit years are never guessed at."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
MOST_DAYS: Final = 73_050
"""Years and study days beyond these are slips of the pen, such as 0214."""


@dataclass(frozen=True, slots=True)
class DateTexts:
    """Dates as ordinals, a partial one from its first day to its last.

    Year-month-day (ISO 8601) is always understood, a time behind it is left out; what else is written needs
    `format`. `column` holds all texts of the column, which tell the formats that would fit.
    """

    format: str | None
    column: Sequence[str]

    def __call__(self, text: str) -> tuple[float, float]:
        first, last = self._span(text)
        if not FIRST_YEAR <= first.year <= LAST_YEAR:
            raise Unusable("E703", f"`{text}` is in the year {first.year:04}; dates are from 1900 to 2100")
        return float(first.toordinal()), float(last.toordinal())

    def _span(self, text: str) -> tuple[date, date]:
        if match := _ISO.fullmatch(text):
            day = _day(text, *map(int, match.groups()))
            return day, day
        if match := _PARTIAL.fullmatch(text):
            return _partial(text, int(match[1]), match[2])
        read = _by_format(text, self.format) if self.format else None
        if read is None:
            raise self._unreadable(text)
        return read, read

    def _unreadable(self, text: str) -> Unusable:
        readings = dict.fromkeys(_spelled(day) for one in FORMATS if (day := _by_format(text, one)))
        if self.format is not None:
            message = f"`{text}` is not a date that `{self.format}` describes"
            return Unusable("E703", message, ways_out(text))
        if not readings:
            return Unusable("E703", f"`{text}` is not a date", _serial_help(text) or ways_out(text))
        message = f"`{text}` is not written year-month-day"
        if len(readings) > 1:
            message = f"`{text}` may be {' or '.join(readings)}"
        return Unusable("E704", message, tuple(self._offers(text)))

    def _offers(self, text: str) -> Iterable[str]:
        """The formats that fit every date of the column that needs one; else those that fit the text."""
        others = [one for one in self.column if not (_ISO.fullmatch(one) or _PARTIAL.fullmatch(one))]
        fitting = [one for one in FORMATS if _by_format(text, one)]
        everywhere = [one for one in fitting if all(_by_format(other, one) for other in others)]
        for one in everywhere or fitting:
            day = _by_format(text, one)
            assert day is not None
            yield f'declare `date_format = "{one}"` if it is {_spelled(day)}'


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unusable("E703", f"`{text}` is not a day of the calendar") from None


def _partial(text: str, year: int, month: str | None) -> tuple[date, date]:
    first = _day(text, year, int(month or 1), 1)
    last_month = int(month or 12)
    return first, date(year, last_month, monthrange(year, last_month)[1])


def _by_format(text: str, pattern: str) -> date | None:
    try:
        return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None


def _spelled(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _serial_help(text: str) -> tuple[str, ...]:
    """A spreadsheet counts days from the end of 1899; a date exported as a number is such a count."""
    if not (text.isascii() and text.isdigit() and 20_000 <= int(text) <= 60_000):
        return ()
    day = date(1899, 12, 30) + timedelta(days=int(text))
    return (f"as the day number of a spreadsheet it is {day.isoformat()}; export the dates as dates",)


@dataclass(frozen=True, slots=True)
class DayTexts:
    """Study days, written in days (whole ones) or in weeks, months or years."""

    unit: str = "day"

    def allows(self, numbers: Floats) -> Bools:
        """Which numbers of a column of numbers are study days as they stand."""
        if self.unit != "day":
            return np.zeros(len(numbers), dtype=bool)
        return np.asarray((np.floor(numbers) == numbers) & (np.abs(numbers) <= MOST_DAYS))

    def __call__(self, text: str) -> tuple[float, float]:
        pattern = _WHOLE if self.unit == "day" else _NUMBER
        if not pattern.fullmatch(text):
            what = "a whole study day" if self.unit == "day" else f"a number of {self.unit}s"
            raise Unusable("E701", f"`{text}` is not {what}", ways_out(text))
        day = float(instant_day(self.unit, Fraction(text)))
        if abs(day) > MOST_DAYS:
            raise Unusable("E703", f"`{text}` is more than 200 years from day 0")
        return day, day


def instant_day(unit: str, number: Fraction) -> int:
    """The study day of `month 6`: 30.4375 days a month, 365.25 a year, rounded half up."""
    return floor(parse_unit(unit).factor * number + Fraction(1, 2))


def read_instant(text: str) -> int | None:
    """The study day of a text such as "day 180" or "month 6", None where it is none."""
    match = _INSTANT.fullmatch(text.strip())
    return None if match is None else instant_day(match[1], Fraction(match[2]))
