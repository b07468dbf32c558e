"""What a column holds as the rule language declares it: a scale, with what was guessed of it and why."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10
from typing import Final

from remit.language.words import RESERVED
from remit.model.units import Unit, parse_unit
from remit.start import clinical
from remit.start.headings import Heading
from remit.start.kinds import Dates, Levels, Numbers, YesNo
from remit.start.units import unit_of
from remit.start.words import free_name, name_of, one_line
from remit.study.problems import counted
from remit.study.values.texts import YES_OR_NO, level_name, plain


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the user must decide: what it is about, and in a sentence what is known of it."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Declared:
    """A scale as it stands in the rule file.

    text       such as `mg/day from 0 to 200`
    better     the direction or level that is better, None where that is not known
    unit       the unit of numbers
    levels     the levels, the best of them first where that is known
    seen       what the cells hold, in a few words
    values     the texts of each level, where the reader would not take them for it by themselves
    questions  what was guessed
    """

    text: str
    seen: str
    better: str | None = None
    unit: Unit | None = None
    levels: tuple[str, ...] = ()
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
            return Declared("date", f"{count} dates, such as {one_line(held.example)}")


# ---- numbers -----------------------------------------------------------------------------------------


def _number(
    name: str, heading: Heading, held: Numbers, known: clinical.Measure | None, count: int
) -> Declared:
    unit, questions = _unit(name, heading, held, known)
    low, high = _possible(heading, held, known.in_unit(unit) if known else None)
    bounds = f", bounds such as {one_line(held.censored[0])} among them" if held.censored else ""
    return Declared(
        f"{_SINGULAR.get(unit.text, unit.text)} from {plain(low)} to {plain(high)}",
        f"{rough(held.low)} to {rough(held.high)} in {counted(count, 'cell')}{bounds}",
        known.better if known else None,
        unit,
        questions=questions,
    )


def rough(value: Fraction) -> str:
    """A number to four decimals, for a remark."""
    return plain(Fraction(f"{float(value):.4f}"))


_SINGULAR: Final = {"days": "day", "weeks": "week", "months": "month", "years": "year"}
_POINTS: Final = parse_unit("points")


def _unit(
    name: str, heading: Heading, held: Numbers, known: clinical.Measure | None
) -> tuple[Unit, tuple[Question, ...]]:
    """The unit, and what must be asked of it unless the header says it."""
    topic = f"the unit of `{name}`"
    if heading.unit is not None:
        return _named_unit(topic, heading.unit, held, known)
    scale = known.by_median(held.median) if known else None
    if scale is not None and "age" in heading.words:
        return scale.unit, ()
    if scale is not None:
        fits = f"{scale.unit} is usual for it, and a median of {rough(held.median)} fits"
        return scale.unit, (Question(topic, f"the header names none; {fits}"),)
    if heading.range is not None:
        return _POINTS, ()
    units = " or ".join(str(one.unit) for one in known.scales) if known else ""
    usual = f", {units} would be usual and the values do not tell" if units else ""
    return _POINTS, (Question(topic, f"the header names none{usual}; `points` holds its place"),)


def _named_unit(
    topic: str, unit: Unit, held: Numbers, known: clinical.Measure | None
) -> tuple[Unit, tuple[Question, ...]]:
    """The unit of the header; a dose in mg is taken a day, and a median unusual in the unit is told."""
    usual = known.scales[0].unit if known and known.scales else unit
    daily = unit_of(f"{unit}/day")
    if daily is not None and daily.dimension == usual.dimension != unit.dimension:
        return daily, (Question(topic, f"the header says {unit}; taken for {unit} a day"),)
    other = known.by_median(held.median) if known else None
    own = known.in_unit(unit) if known else None
    if own and other and own is not other:
        text = f"the header says {unit}, but a median of {rough(held.median)} would be usual in {other.unit}"
        return unit, (Question(topic, text),)
    return unit, ()


def _possible(heading: Heading, held: Numbers, scale: clinical.Scale | None) -> tuple[Fraction, Fraction]:
    """A range for what is possible: what the header says, what is known, or far beyond what was seen."""
    limits = [tuple(map(Fraction, heading.range))] if heading.range else []
    limits += [(Fraction(0), scale.high)] if scale else []
    for low, high in limits:
        if low <= held.low and held.high <= high:
            return low, high
    low = -_generous(-held.low) if held.low < 0 else Fraction(0)
    return low, _generous(held.high)


def _generous(highest: Fraction) -> Fraction:
    """A round number of at least twice the highest value: 1, 2 or 5 times a power of ten."""
    if highest <= 0:
        return Fraction(10) if highest == 0 else Fraction(0)
    power = Fraction(10) ** floor(log10(2 * highest))
    return next(step * power for step in (1, 2, 5, 10, 20) if step * power >= 2 * highest)


# ---- words -------------------------------------------------------------------------------------------


def _yes_or_no(name: str, held: YesNo, known: clinical.Measure | None, count: int) -> Declared:
    usual = {text.casefold() for texts in YES_OR_NO.values() for text in texts}
    values = {"yes": held.yes, "no": held.no}
    is_usual = all(text.casefold() in usual for text in (*held.yes, *held.no))
    questions = []
    if held.is_coded:
        text = "only 0 and 1 were seen, taken for no and yes; if they are numbers, write `points from 0 to …`"
        questions.append(Question(f"whether `{name}` is yes or no", text))
    elif not is_usual:
        said = ", ".join(f"{key} for {_quoted(texts)}" for key, texts in values.items() if texts)
        questions.append(Question(f"what is yes in `{name}`", f"guessed: {said}"))
    return Declared(
        "yes or no",
        f"{_quoted((*held.yes, *held.no))} in {counted(count, 'cell')}",
        "no" if known and known.better == "lower" else None,
        values=None if is_usual else {key: texts for key, texts in values.items() if texts},
        questions=tuple(questions),
    )


def _levels(name: str, held: Levels, count: int) -> Declared:
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for text in held.texts:
        alike[level_name(text)].append(text)
    levels: dict[str, Sequence[str]] = {}
    for text, texts in alike.items():
        levels[_level(name, text, levels)] = texts
    topic = f"the codes of `{name}`"
    coded = Question(topic, "numbers stand for its levels: name what each means")
    return Declared(
        f"scale {' < '.join(levels)}" if held.is_ordered else f"one of ({', '.join(levels)})",
        f"in {counted(count, 'cell')}",
        held.better,
        levels=tuple(reversed(levels) if held.better == "higher" else levels),
        values=None if set(levels) == set(alike) else levels,
        questions=(coded,) if all(text.isdigit() for text in held.texts) else (),
    )


def _level(name: str, text: str, taken: Collection[str]) -> str:
    """A text as the name of a level, behind the measure's where it is no name or a word of the language."""
    level = name_of([_SIGNS.sub(_in_words, text)], name)
    return free_name(f"{name}_{level}" if level in RESERVED else level, taken)


_SIGN_WORDS: Final = {"<": " below ", ">": " above ", "+": " plus ", "≤": " up to ", "≥": " from "}
_SIGNS: Final = re.compile("[<>+≤≥]")


def _in_words(match: re.Match[str]) -> str:
    return _SIGN_WORDS[match[0]]


def _quoted(texts: Sequence[str]) -> str:
    return " and ".join(f"`{one_line(text)}`" for text in texts)
