"""What the header of a column says: of what it holds the name, the unit, and the time it belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from remit.model.units import Unit
from remit.start.units import unit_at_end, unit_of
from remit.start.words import concept_of, word_set, words_of
from remit.study.values.dates import instant_day


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A time of the study such as month 6, with its study day. The order is that of time."""

    day: int
    unit: str
    count: int

    @classmethod
    def of(cls, unit: str, count: int) -> "Instant":
        """So many days, weeks, months or years after day 0; none of either is the baseline."""
        return cls(instant_day(unit, Fraction(count)), unit, count) if count else BASELINE

    def __str__(self) -> str:
        return f"{self.unit} {self.count}"

    @property
    def name(self) -> str:
        """How a timepoint there is called."""
        return "baseline" if self.day == 0 else f"{self.unit}_{self.count}"

    @property
    def words(self) -> str:
        """How it is called in a sentence."""
        return "baseline" if self.day == 0 else str(self)


BASELINE: Final = Instant(0, "day", 0)

Time = Instant | str
"""When the values of a column were: an instant, or a word such as `post`, of which the day must be asked."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A header taken apart.

    text         as it is written
    words        what is left of it when the rest is taken away
    unit, time   what it names of these
    range        the lowest and highest value, of a header such as `Pain (0-10)`
    """

    text: str
    words: tuple[str, ...]
    unit: Unit | None = None
    time: Time | None = None
    range: tuple[int, int] | None = None

    @property
    def concept(self) -> str | None:
        """What clinicians mean by it."""
        return concept_of(self.words)

    @property
    def whole(self) -> "Heading":
        """The header with its time as part of its name: `age_start` is the name of a fact, say."""
        words = words_of(_BRACKETS.sub(" ", self.text)) if self.time is not None else self.words
        return Heading(self.text, words, self.unit, None, self.range) if words else self


def heading(text: str) -> Heading:
    """A header taken apart: `ESR (mm/h) month 6` is `esr`, in mm/h, at month 6."""
    plain, said = text, Heading(text, ())
    for match in _BRACKETS.finditer(text):
        inner = _in_brackets(text, match[1] if match[1] is not None else match[2])
        if inner is not None:
            plain = plain.replace(match[0], " ")
            unit, time = said.unit or inner.unit, said.time or inner.time
            said = replace(said, unit=unit, time=time, range=said.range or inner.range)
    return _without_unit_and_time(said, words_of(plain))


def _without_unit_and_time(said: Heading, words: tuple[str, ...]) -> Heading:
    """The header whose words may begin or end with a time and end with a unit, in either order."""
    unit, time = said.unit, said.time
    for _ in range(2):
        if time is None:
            words, time = _without_time(words)
        if unit is None:
            unit, length = unit_at_end(words)
            words = words[: len(words) - length]
    if not words:
        return Heading(said.text, words_of(said.text))
    return replace(said, words=words, unit=unit, time=time)


_BRACKETS: Final = re.compile(r"[(\[{]([^)\]}]*)[)\]}]|,\s*([^,]*)$")
_RANGE: Final = re.compile(r"(\d+)\s*(?:-|–|to)\s*(\d+)\s*(\S*)")


def _in_brackets(text: str, inner: str) -> Heading | None:
    """What stands in brackets or behind a comma, where it is a range, a unit, or a time."""
    match = _RANGE.fullmatch(inner.strip())
    if match is not None:
        return Heading(text, (), unit_of(match[3]), None, (int(match[1]), int(match[2])))
    unit, time = unit_of(inner), time_of(words_of(inner))
    return Heading(text, (), unit, None if unit else time) if unit or time else None


# ---- times -------------------------------------------------------------------------------------------

_UNITS: Final = {
    letters: unit
    for unit, group in {
        "day": "d day days",
        "week": "w wk wks week weeks",
        "month": "m mo mos mth mths mon month months",
        "year": "y yr yrs year years",
    }.items()
    for letters in group.split()
}
_BASELINE_WORDS: Final = word_set("""
    baseline bl base pre initial initiation start entry inclusion enrolment admission pretreatment
    screening enrollment v0 t0 0
""")
_LATER_WORDS: Final = word_set("post final last end eot eos exit discharge fu followup")
_VISIT: Final = re.compile(r"(?:v|t|fu|visit)\d+|\d{1,3}")
_NUMBER_UNIT: Final = re.compile(r"(\d{1,4})([a-z]+)")
_UNIT_NUMBER: Final = re.compile(r"([a-z]+)(\d{1,4})")


def time_of(words: Sequence[str]) -> Time | None:
    """The time that some words mean, one word or two: `6m`, `month 6`, `baseline`, `post`, `visit 2`."""
    joined = "".join(words)
    for pattern, number, letters in ((_NUMBER_UNIT, 1, 2), (_UNIT_NUMBER, 2, 1)):
        match = pattern.fullmatch(joined)
        # A letter alone is a unit only where the number touches it: `vitamin d 3` names no day.
        if match and match[letters] in _UNITS and (len(words) == 1 or len(match[letters]) > 1):
            return Instant.of(_UNITS[match[letters]], int(match[number]))
    if joined in _BASELINE_WORDS:
        return BASELINE
    return " ".join(words) if joined in _LATER_WORDS or _VISIT.fullmatch(joined) else None


def _without_time(words: tuple[str, ...]) -> tuple[tuple[str, ...], Time | None]:
    """The words without the time at their end or their beginning, and that time."""
    for length in (2, 1):
        if length < len(words):
            at_end, at_start = time_of(words[-length:]), time_of(words[:length])
            if at_end is not None:
                return _without_preposition(words[:-length]), at_end
            # A number alone in front is no time: `28 joint count`.
            if at_start is not None and not "".join(words[:length]).isdigit():
                return words[length:], at_start
    return words, None


def _without_preposition(words: tuple[str, ...]) -> tuple[str, ...]:
    """`response at` of `Response at month 6` is `response`."""
    return words[:-1] if len(words) > 1 and words[-1] in _PREPOSITIONS else words


_PREPOSITIONS: Final = word_set("at after on in by")
