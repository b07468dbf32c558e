"""What a column holds as the rule language declares it: a scale, with what was guessed of it and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10
from typing import Final

from remit.language.words import RESERVED
from remit.model.units import Unit
from remit.start import clinical
from remit.start.contents import Contents, Dates, Levels, Numbers, YesNo
from remit.start.headings import Heading
from remit.start.words import free_name, name_of, words_of
from remit.study.values.texts import YES_OR_NO, level_name, plain


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the user must decide: what it is about in a few words, and in a sentence what is known."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Declared:
    """A scale as it stands in the rule file.

    text       such as `mg/day from 0 to 200`
    better     the direction or level that is better, None where that is not known
    unit       the unit of numbers
    seen       what the cells hold, in a few words
    values     the texts of each level, where the reader would not take them for it by themselves
    questions  what was guessed
    """

    text: str
    seen: str
    better: str | None = None
    unit: Unit | None = None
    values: Mapping[str, Sequence[str]] | None = None
    questions: tuple[Question, ...] = ()


def declared(name: str, heading: Heading, held: Numbers | YesNo | Levels | Dates, count: int) -> Declared:
    """The scale of a measure or fact, from its header and what `count` cells hold."""
    known = clinical.measure(heading.words, heading.concept)
    match held:
        case Numbers():
            return _number(name, heading, held, known, count)
        case YesNo():
            return _yes_or_no(name, held, known, count)
        case Levels():
            return _levels(name, held, count)
        case Dates():
            return Declared("date", f"{count} dates, such as {held.example}")


# ---- numbers -----------------------------------------------------------------------------------------


def _number(
    name: str, heading: Heading, held: Numbers, known: clinical.Measure | None, count: int
) -> Declared:
    scale = known.scale(held.median, _dose_unit(heading.unit, known)) if known else None
    low, high = _range(heading, held, scale)
    unit, questions = _unit(name, heading, known, scale)
    bounds = f" and bounds such as {held.censored[0]}" if held.censored else ""
    return Declared(
        f"{_written(unit)} from {plain(low)} to {plain(high)}",
        f"{plain(held.low)} to {plain(held.high)} in {count} cells{bounds}",
        known.better if known else None,
        unit,
        questions=questions,
    )
