"""Kinds of cells, told from their texts: numbers, dates, yes or no, levels, free text.

What counts as a number or a date is what the study's readers take for one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from remit.model.types import plain_number
from remit.start.words import word_set
from remit.study.values.dates import FORMATS, DateTexts
from remit.study.values.texts import NumberTexts, Unusable, level_name


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers: `is_whole` where none has decimals, `distinct` how many differ.

    `censored` are the texts that give a bound, such as `<0.3`.
    """

    low: Fraction
    high: Fraction
    median: Fraction
    is_whole: bool
    distinct: int
    censored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no, with the texts seen of each."""

    yes: tuple[str, ...]
    no: tuple[str, ...]

    @property
    def is_coded(self) -> bool:
        """Whether only 0 and 1 were seen, which may be numbers as well."""
        return {*self.yes, *self.no} <= {"0", "1"}


@dataclass(frozen=True, slots=True)
class Levels:
    """A few texts that occur again and again; where it is known in their order, and with what is better."""

    texts: tuple[str, ...]
    is_ordered: bool = False
    better: str | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates. `formats` are the ways to read all of them, each as other days; none for ISO dates."""

    formats: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class FreeText:
    """Texts of which hardly one is like another."""

    distinct: int


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing that was recorded."""


Held = Numbers | YesNo | Levels | Dates | FreeText | Empty


@dataclass(frozen=True, slots=True)
class Found:
    """What was made of the texts, which of them fit, and which numbers are codes for nothing."""

    held: Held
    fitting: frozenset[str]
    codes: frozenset[str] = frozenset()


def judged(counts: Mapping[str, int], decimal: str) -> Found:
    """What texts are, by how many cells hold each; `decimal` is the sign of their decimals."""
    return _numbers(counts, decimal) or _dates(counts) or _words(counts)


_MOST: Final = Fraction(2, 3)
"""What share of the cells must fit before the others count as mistakes."""


def _most(counts: Mapping[str, int], fitting: Iterable[str]) -> bool:
    return sum(counts[text] for text in fitting) > _MOST * sum(counts.values())


# ---- numbers -----------------------------------------------------------------------------------------


def _numbers(counts: Mapping[str, int], decimal: str) -> Found | None:
    read = {text: number for text in counts if (number := _number(text, decimal)) is not None}
    if not _most(counts, read):
        return None
    codes = _codes(read, counts)
    values = {text: value for text, value in read.items() if text not in codes}
    if not values:
        return Found(Empty(), frozenset(), codes)
    censored = tuple(text for text in values if text[0] in "<>≤≥")
    if len(censored) == len(values):
        return None
    if set(values) <= {"0", "1"}:
        return Found(YesNo(("1",), ("0",)), frozenset(values), codes)
    every = sorted(value for text, value in values.items() for _ in range(counts[text]))
    held = Numbers(
        every[0],
        every[-1],
        every[len(every) // 2],
        all(value.denominator == 1 for value in every),
        len(set(every)),
        censored,
    )
    return Found(held, frozenset(values), codes)


def _number(text: str, decimal: str) -> Fraction | None:
    """The number in a text, of a censored one its limit."""
    try:
        low, high = NumberTexts(plain_number(), Fraction(1), decimal)(text)
    except Unusable:
        return None
    return Fraction(repr(low if low not in (float("-inf"), float("inf")) else high))


def _codes(read: Mapping[str, Fraction], counts: Mapping[str, int]) -> frozenset[str]:
    """The numbers that are codes: -9, -99 … where nothing else is below zero, 999 … far above all others."""
    below = {text for text, value in read.items() if re.fullmatch(r"-9+", text)}
    above = {text for text, value in read.items() if re.fullmatch(r"9{3,}|8{3,}", text)}
    others = [value for text, value in read.items() if text not in below | above]
    if not others:
        return frozenset()
    codes = below if min(others) >= 0 else set()
    return frozenset(codes | {text for text in above if read[text] > 3 * max(others)})


# ---- dates -------------------------------------------------------------------------------------------

_ISO: Final = re.compile(r"\d{4}(-\d{2}){0,2}([T ].*)?", re.ASCII)
_WRITTEN: Final = re.compile(
    r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}|\d{8}|\d{1,2}[ -]?[A-Za-z]{3,9}[ -]?\d{4}|[A-Za-z]{3,9} \d{1,2}, \d{4}",
    re.ASCII,
)
_SHORT_YEAR: Final = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2}", re.ASCII)
_SHORT_YEARS: Final = ("%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%m-%d-%y")


def reading(text: str, form: str | None) -> date | None:
    """The first day that a text means by a format (None: by ISO 8601), None where it is no date."""
    if not (_ISO if form is None else _WRITTEN).fullmatch(text):
        return None
    try:
        low, _ = DateTexts(form, ())(text)
    except Unusable:
        return None
    return date.fromordinal(int(low))


def _dates(counts: Mapping[str, int]) -> Found | None:
    iso = {text for text in counts if reading(text, None) is not None}
    others = [text for text in counts if text not in iso and _WRITTEN.fullmatch(text)]
    if not _most(counts, (*iso, *others)):
        return None
    formats, read = _formats(others, counts)
    if not _most(counts, (*iso, *read)):
        return None
    return Found(Dates(formats, next(iter((*read, *iso)))), frozenset(iso.union(read)))


def _formats(texts: Sequence[str], counts: Mapping[str, int]) -> tuple[tuple[str, ...], list[str]]:
    """The formats that read the most cells, one for each way to understand them, and the texts they read."""
    candidates = _SHORT_YEARS if texts and all(map(_SHORT_YEAR.fullmatch, texts)) else FORMATS
    days = {form: {text: day for text in texts if (day := reading(text, form))} for form in candidates}
    most = max(days.values(), key=lambda read: sum(counts[text] for text in read))
    ways: dict[tuple[date, ...], str] = {}
    for form, read in days.items():
        if read and read.keys() == most.keys():
            ways.setdefault(tuple(read.values()), form)
    return tuple(ways.values()), list(most)


# ---- words -------------------------------------------------------------------------------------------

_YES: Final = word_set("yes y true 1 x + pos positive present active checked ja oui si")
_NO: Final = word_set("no n false 0 - neg negative absent inactive clear unchecked nein non")
_MOST_LEVELS: Final = 20
_LONGEST: Final = 40


def _words(counts: Mapping[str, int]) -> Found:
    """Yes or no, levels, free text, or nothing at all."""
    every = frozenset(counts)
    yes = tuple(text for text in counts if text.casefold() in _YES)
    no = tuple(text for text in counts if text.casefold() in _NO)
    if not counts:
        return Found(Empty(), every)
    if len(yes) + len(no) == len(counts):
        return Found(YesNo(yes, no), every)
    if len(counts) > _MOST_LEVELS or max(map(len, counts)) > _LONGEST or _hardly_alike(counts):
        return Found(FreeText(len(counts)), every)
    return Found(_levels(sorted(counts)), every)


def _hardly_alike(counts: Mapping[str, int]) -> bool:
    """Texts of which most occur once, unless they are so few that this says nothing."""
    return len(counts) > 5 and 2 * len(counts) > sum(counts.values())


_ORDERS: Final = (
    ("none minimal mild moderate severe very_severe life_threatening", "lower"),
    ("absent mild moderate severe", "lower"),
    ("inactive low moderate high very_high", "lower"),
    ("low medium high", None),
    ("never rarely sometimes often always", "lower"),
    ("very_poor poor fair good very_good excellent", "higher"),
    ("pd sd pr cr", "higher"),
    ("progressive_disease stable_disease partial_response complete_response", "higher"),
)
"""Scales whose words have one order in the clinic, and which end is better."""


def _levels(texts: Sequence[str]) -> Levels:
    """Texts as levels, in the order of a known scale that has all of them."""
    for words, better in _ORDERS:
        order = words.split()
        names = {level_name(text) for text in texts}
        if len(names) > 1 and names <= set(order):
            in_order = sorted(texts, key=lambda text: order.index(level_name(text)))
            return Levels(tuple(in_order), True, better)
    return Levels(tuple(texts))
