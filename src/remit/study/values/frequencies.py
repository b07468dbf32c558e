"""How often a dose is given: once daily, three times a day, on alternate days, once a week.

Understood are English words, the abbreviations of prescriptions, and terms of the CDISC codelist FREQ
(C71113: QD, BID, TID, QID, QOD, QS, Q4S, QM, TIS, Q6H, ONCE …). As needed (PRN) is no frequency.
"""

import re
from dataclasses import dataclass
from typing import Final

from remit.study.values.texts import CELLS_ASIDE, CORRECT, Unusable


@dataclass(frozen=True, slots=True)
class Frequency:
    """On the first day and on every `every`-th day after it a dose, `times` times that day.

    are_days_known  False where nothing tells on which days it is given (three times a week): on each day the
                    dose may have been given, or none
    is_single       given once and never again
    """

    times: int = 1
    every: int = 1
    are_days_known: bool = True
    is_single: bool = False


DAILY: Final = Frequency()
ALTERNATE: Final = Frequency(every=2)
WEEKLY: Final = Frequency(every=7)
ON_SOME_DAYS: Final = Frequency(are_days_known=False)
SINGLE: Final = Frequency(is_single=True)

UNKNOWN: Final = "unknown"
"""What `frequencies` of the study file says of texts that leave open how much is given on a day."""

_TERMS: Final[dict[Frequency, tuple[str, ...]]] = {
    DAILY: (
        *("qd", "od", "om", "on", "daily", "every day", "each day", "per day", "qam", "qpm", "qhs", "hs"),
        *("every morning", "in the morning", "every evening", "in the evening", "every night", "at night"),
        *("at bedtime", "mane", "nocte"),
    ),
    Frequency(times=2): ("bid", "bd", "bds"),
    Frequency(times=3): ("tid", "tds"),
    Frequency(times=4): ("qid", "qds"),
    ALTERNATE: (
        *("qod", "eod", "alternate days", "on alternate days", "alternating days", "alternate day"),
        *("every other day", "every second day", "every 2nd day"),
    ),
    Frequency(every=3): ("every third day", "every 3rd day"),
    WEEKLY: ("weekly", "qw", "qs", "every week", "each week", "per week"),
    Frequency(every=14): ("every other week", "every second week", "fortnightly"),
    ON_SOME_DAYS: ("bis", "tis", "biw", "tiw", "monthly", "qm", "every month", "per month"),
    SINGLE: ("once", "single", "single dose", "one time", "stat"),
}
_KNOWN: Final = {term: frequency for frequency, terms in _TERMS.items() for term in terms}

_NUMBERS: Final = {"once": "1 times", "twice": "2 times", "thrice": "3 times"} | {
    word: str(number) for number, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)
}
_TIMES = re.compile(
    r"(\d{1,2}) ?(?:(?:x|times) ?(?:(?:/|a|per|every) ?)?|(?:/|per) ?)(day|daily|d|week|weekly|wk|w)"
)
_EVERY = re.compile(r"(?:every|q) ?(\d{1,2}) ?(hours?|hrs?|h|days?|d|weeks?|wks?|w|s)")


def read_frequency(text: str) -> Frequency:
    """The frequency that a text names.

    Raises:
        Unusable: E715, where it names none that is known.
    """
    words = " ".join(text.casefold().replace(".", "").replace("-", " ").split())
    if words in _KNOWN:
        return _KNOWN[words]
    numbered = " ".join(_NUMBERS.get(word, word) for word in words.split())
    found = None
    if match := _TIMES.fullmatch(numbered):
        found = _times(int(match[1]), is_daily=match[2].startswith("d"))
    elif match := _EVERY.fullmatch(numbered):
        found = _every(int(match[1]), match[2][0])
    if found is None:
        raise Unusable("E715", f"`{text}` is not a frequency that is known", _ways_out(text))
    return found


def _times(number: int, *, is_daily: bool) -> Frequency | None:
    if is_daily:
        return Frequency(times=number) if number else None
    return {0: None, 1: WEEKLY}.get(number, ON_SOME_DAYS if number < 7 else DAILY if number == 7 else None)


def _every(number: int, unit: str) -> Frequency | None:
    """Every so many hours, days or weeks (in CDISC terms `S` is a week)."""
    if unit == "h":
        return Frequency(times=24 // number) if number and 24 % number == 0 else None
    return Frequency(every=number * (1 if unit == "d" else 7)) if number else None


def _ways_out(text: str) -> tuple[str, ...]:
    return (
        CORRECT,
        f'or say in study.toml what it means, such as `frequencies = {{ "{text}" = "twice daily" }}`',
        f'or that the dose of a day is not known: `frequencies = {{ "{text}" = "unknown" }}`',
        CELLS_ASIDE,
    )
