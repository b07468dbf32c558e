"""The answers that a datum can have, and the verdict that each would bring."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never, cast

import numpy as np

from remit.course.cohort import Status
from remit.course.doses import daily_doses
from remit.evaluate.taking import open_value
from remit.evaluate.verdicts import Verdict
from remit.explain.copies import Value
from remit.explain.cuts import Axis, stretch_words, stretches
from remit.explain.part import nodes
from remit.explain.reasons import Reason
from remit.explain.suppose import (
    Question,
    SupposedCell,
    SupposedDoses,
    SupposedEvents,
    SupposedFact,
    SupposedFollowUp,
    Supposition,
)
from remit.explain.words import listed, quantity
from remit.model.expressions import Apply, Constant, Expr
from remit.model.types import LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.bounds import Bounds, Levels, Moment, Number, each, pair

_COUNTS = ("none", "one", "two", "three")
_DAYS_BEYOND = 366
"""So far before the first and after the last visit a date is tried."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of a datum that bring one verdict: in words, and one of them."""

    words: str
    verdict: Verdict
    value: Value


Option = tuple[str, Value]
_Valued = SupposedCell | SupposedFact | SupposedDoses


def answers(question: Question, datum: Supposition) -> tuple[Answer, ...]:
    """Every answer that the datum can have, with its verdict; neighbours with one verdict are one answer."""
    match datum:
        case SupposedCell() | SupposedFact() | SupposedDoses():
            return _of_value(question, datum)
        case SupposedEvents():
            return _grouped(question, datum, _event_options(question, datum), _event_words)
        case SupposedFollowUp():
            return _grouped(question, datum, [(datum.words, True)], _either)
        case _:
            assert_never(datum)


def options(question: Question, datum: Supposition, most: int) -> list[Option]:
    """Some values of the datum with their words; of a number at most so many."""
    match datum:
        case SupposedEvents():
            return _event_options(question, datum)
        case SupposedFollowUp():
            return [(datum.words, True)]
        case SupposedCell() | SupposedFact() | SupposedDoses():
            listed_values = _value_options(*_possible(question, datum))
            return _on_axis(_axis(question, datum), most) if listed_values is None else listed_values
        case _:
            assert_never(datum)


def _grouped(
    question: Question, datum: Supposition, tried: list[Option], join: Callable[[list[str]], str]
) -> tuple[Answer, ...]:
    """Options judged together; neighbours with one verdict are one answer."""
    verdicts = question.verdicts({datum: [value for _, value in tried]})
    found = []
    for verdict, group in groupby(zip(tried, verdicts, strict=True), key=lambda pair: int(pair[1])):
        alike = [option for option, _ in group]
        found.append(Answer(join([words for words, _ in alike]), Verdict(verdict), alike[0][1]))
    return tuple(found)


def _either(words: list[str]) -> str:
    return listed(words, "or")


# ---- measures and facts ------------------------------------------------------------------------------


def _of_value(question: Question, datum: _Valued) -> tuple[Answer, ...]:
    tried = _value_options(*_possible(question, datum))
    if tried is not None:
        return _grouped(question, datum, tried, _either)
    axis = _axis(question, datum)
    found = stretches(lambda values: question.verdicts({datum: list(values)}), axis)
    return tuple(Answer(stretch_words(one, axis), one.verdict, one.tried) for one in found)


def _possible(question: Question, datum: _Valued) -> tuple[Type, Bounds]:
    """The type of the datum, and what it may be: within its bounds where one was recorded, else anything."""
    declared = question.rules.declarations
    if isinstance(datum, SupposedDoses):
        return _possible_dose(question, datum)
    place: int | None = question.patient
    if isinstance(datum, SupposedFact):
        type_, column = declared.facts[datum.fact].type, question.cohort.facts[datum.fact]
    else:
        type_, column = declared.measures[datum.measure].type, question.cohort.measures[datum.measure]
        place = _place(question, datum.day)
    if not question.beyond_bounds and place is not None and column.status[place] == Status.RECORDED:
        value = each(column.values, lambda array: array[place])
        if value.open:
            return type_, value
    return type_, open_value(type_, ())


def _possible_dose(question: Question, datum: SupposedDoses) -> tuple[Type, Bounds]:
    """What a dose on each of the days may be: at least what was certainly given on one of them."""
    type_ = question.rules.declarations.drugs[datum.drugs].type
    highest = np.inf if type_.high is None else float(type_.high)
    if question.beyond_bounds:
        return type_, Number(np.float64(0), np.float64(highest))  # type: ignore[arg-type]
    patient = np.array([question.patient], np.int64)
    row = np.arange(datum.days[0], datum.days[-1] + 1)
    place = np.array(datum.days, np.int64) - row[0]
    end = question.cohort.follow_up_end[patient]
    found = daily_doses(question.cohort.doses[datum.drugs], patient, end, row, highest).values
    low, high = found.low[0, place], found.high[0, place]
    ends = (low.max(), high.min()) if low.max() <= high.min() else (low.min(), high.max())
    return type_, Number(*ends)


def _place(question: Question, day: int) -> int | None:
    """Where the patient's date on a day stands in the cohort's columns."""
    own = question.cohort.dates_of(question.patient)
    found = np.flatnonzero(question.cohort.day[own] == day)
    return own.start + int(found[0]) if len(found) else None


def _value_options(type_: Type, possible: Bounds) -> list[Option] | None:
    """Every value of a yes-or-no or of levels; None of numbers and days."""
    match type_:
        case TruthType():
            return [("no", False), ("yes", True)]
        case LevelsType():
            mask = int(cast(Levels, possible).mask)
            return [(level, 1 << place) for place, level in enumerate(type_.levels) if mask >> place & 1]
        case NumberType() | MomentType():
            return None


# ---- numbers and days --------------------------------------------------------------------------------


def _axis(question: Question, datum: _Valued) -> Axis:
    """The numbers that the datum may be; where there is no limit, to far beyond all that is known."""
    type_, possible = _possible(question, datum)
    low, high = (float(end) for end in pair(cast(Number | Moment, possible)))
    if isinstance(type_, MomentType):
        days = question.cohort.day[question.cohort.dates_of(question.patient)]
        first, last = (int(days[0]), int(days[-1])) if len(days) else (0, 0)
        low = low if np.isfinite(low) else float(min(first, 0) - _DAYS_BEYOND)
        high = high if np.isfinite(high) else float(max(last, 0) + _DAYS_BEYOND)
        return Axis(low, high, tuple(float(day) for day in days), 0.0, "", is_day=True)
    assert isinstance(type_, NumberType)
    known = (*_recorded_values(question, datum), *_thresholds(question, type_))
    beyond = 10 * max((1.0, *(abs(one) for one in known)))
    low, high = (low if np.isfinite(low) else -beyond), (high if np.isfinite(high) else beyond)
    return Axis(low, high, known, _scale(question, type_), type_.unit.text)


def _on_axis(axis: Axis, most: int) -> list[Option]:
    """The ends and the middle, with what is known to matter."""
    known = sorted({axis.low, axis.high, (axis.low + axis.high) // 2, *axis.known})
    tried = [one for one in known if axis.low <= one <= axis.high]
    few = tried[:: -(-len(tried) // most)]
    return [(f"day {one:.0f}" if axis.is_day else quantity(one, axis.unit), one) for one in few]


def _recorded_values(question: Question, datum: _Valued) -> Iterator[float]:
    """What was recorded for the patient on other days: change is judged against it."""
    if not isinstance(datum, SupposedCell):
        return
    column, own = question.cohort.measures[datum.measure], question.cohort.dates_of(question.patient)
    low, high = pair(cast(Number, column.values))
    for place in range(own.start, own.stop):
        if column.status[place] == Status.RECORDED and low[place] == high[place]:
            yield float(low[place])


def _thresholds(question: Question, type_: NumberType) -> Iterator[float]:
    """The numbers written in the rule that have the dimension of the datum, in its unit."""
    for x in _written(question):
        if isinstance(x, Constant) and isinstance(x.type, NumberType):
            unit = x.type.unit
            if unit.dimension == type_.unit.dimension:
                yield float(x.value * unit.factor_to(type_.unit))


def _scale(question: Question, type_: NumberType) -> float:
    """The widest range in the datum's unit on which the rule takes two numbers for equal.

    A sum may be compared on a wider range than the datum's own; the cut in the datum then lies by a part of
    that range beside its round number.
    """
    compared = (
        x.scale
        for x in _written(question)
        if isinstance(x, Apply)
        and isinstance(first := x.arguments[0].type, NumberType)
        and first.unit == type_.unit
    )
    return float(max((type_.scale, *compared)))


def _written(question: Question) -> Iterator[Expr]:
    """All that the outcome asks."""
    outcome = question.outcome
    for part in (outcome.among, outcome.when, outcome.unless):
        if part is not None:
            yield from nodes(part)


# ---- events ------------------------------------------------------------------------------------------


def _event_options(question: Question, datum: SupposedEvents) -> list[Option]:
    """None or some more in the period; of a recorded one: that it was not, or on which day it was."""
    days, limits = question.cohort.events[datum.event], _limits(question, datum)
    own = slice(int(days.starts[question.patient]), int(days.starts[question.patient + 1]))
    ends = [
        (float(one), float(other)) for one, other in zip(days.earliest[own], days.latest[own], strict=True)
    ]
    recorded = tuple(latest for _, latest in ends)
    if datum.input.reason is Reason.PARTIAL_DATE:
        return _days_of_partial(ends)
    inside = [day for day in recorded if limits[0] <= day <= limits[1]]
    if inside and (question.beyond_bounds or datum.input.reason is None):
        return [("none", tuple(day for day in recorded if day not in inside))]
    known = days.complete_to[question.patient] >= limits[1]
    day = limits[0] if known and datum.input.reason is not None else limits[1]
    more = [f"{word} more" for word in _COUNTS[1:]] if inside else _COUNTS[1:]
    words = ("no more" if inside else "none", *more)
    return [(word, (*recorded, *(day,) * number)) for number, word in enumerate(words)]


def _limits(question: Question, datum: SupposedEvents) -> tuple[float, float]:
    """The period asked about, within follow-up where it has no limit."""
    first, last = datum.input.period
    end = float(question.cohort.follow_up_end[question.patient])
    return (float(first) if first is not None else min(0.0, end)), (float(last) if last is not None else end)


def _days_of_partial(ends: list[tuple[float, float]]) -> list[Option]:
    """Each day on which the first event of unknown day may have been."""
    place = next(place for place, (earliest, latest) in enumerate(ends) if earliest < latest)
    earliest, latest = ends[place]
    others = tuple(last for other, (_, last) in enumerate(ends) if other != place)
    days = np.unique(np.rint(np.linspace(earliest, latest, min(int(latest - earliest) + 1, _DAYS_BEYOND))))
    return [(f"day {day:.0f}", (*others, float(day))) for day in days]


def _event_words(words: list[str]) -> str:
    """`none`, `one or more`, `day 180 to 194`."""
    first, last = words[0], words[-1]
    if first.startswith("day"):
        return first if first == last else f"{first} to {last.removeprefix('day ')}"
    if last.removesuffix(" more") != _COUNTS[-1]:
        return listed(words, "or")
    if first in ("none", "no more"):
        return "any number"
    return f"at least {first}" if first.endswith("more") else f"{first} or more"
