"""Instants and lengths in whole study days.

An instant counts 30.4375 days a month and 365.25 a year, rounded half up: month 6 is day 183. A length of
months is as long as the calendar makes it, 181 to 184 days for six.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import floor

from remit.model.syntax import CalendarUnit

_DAYS: dict[str, Fraction] = {
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction("30.4375"),
    "year": Fraction("365.25"),
}
_MONTHS = {"month": 1, "year": 12}
# Four years of month lengths hold every run of months that the calendar has, but for centuries.
_MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 3
_LEAP_YEAR = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


@dataclass(frozen=True, slots=True)
class DayLength:
    """A length in days: from `shortest` to `longest`, equal but for months and years."""

    shortest: int
    longest: int


def instant_day(unit: CalendarUnit, count: int) -> int:
    """The study day of `week 52`, `month 6`: rounded half up."""
    return floor(_DAYS[unit] * count + Fraction(1, 2))


@cache
def length_days(count: Fraction, unit: CalendarUnit) -> DayLength | None:
    """How many days a length has; None where it is not a whole number of days or months."""
    if unit in _MONTHS:
        months = count * _MONTHS[unit]
        return _months(int(months)) if months.denominator == 1 else None
    days = count * _DAYS[unit]
    return DayLength(int(days), int(days)) if days.denominator == 1 else None


def _months(count: int) -> DayLength:
    whole_cycles, rest = divmod(count, 48)
    cycle = _MONTH_LENGTHS + _LEAP_YEAR
    twice = cycle + cycle
    sums = [sum(twice[start : start + rest]) for start in range(48)]
    return DayLength(whole_cycles * 1461 + min(sums), whole_cycles * 1461 + max(sums))
