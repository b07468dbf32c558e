"""Random small cohorts: missing cells, ties, values on thresholds, partial dates, dates without a visit."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import inf
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from remit.course.cohort import Cohort, Column, EventDays, Status
from remit.model.declarations import Declarations, Event, Fact, Measure, Pick, Timepoint
from remit.model.types import MOMENT, TRUTH, LevelsType, MomentType, NumberType, TruthType, Type
from remit.model.units import ONE, parse_unit
from remit.operators.bounds import Bounds, Levels, Moment, Number, Truth
from remit.operators.record import Plain
from remit.source import Source
from tests.generative.doses import DRUGS, random_doses

SPAN = Source("made up", "made up").span(0, 7)
MG_PER_DAY = parse_unit("mg/day")
RESPONSE = LevelsType(("cr", "pr", "sd", "ne"))
SEVERITY = LevelsType(("none", "mild", "severe"), ordered=True)

GRIDS = {
    "index": "1",
    "protein": "0.1",
    "balance": "0.5",
    "prednisone": "2.5",
    "rescue_dose": "5",
    "joints": "1",
}
"""The steps of recorded values: coarse, so that values tie and fall on thresholds."""


def _number(low: str, high: str | None, unit: str = "") -> NumberType:
    top = None if high is None else Fraction(high)
    scale = Fraction(0) if top is None else max(abs(Fraction(low)), abs(top))
    return NumberType(parse_unit(unit) if unit else ONE, Fraction(low), top, scale)


MEASURES: dict[str, Type] = {
    "index": _number("0", "10"),
    "protein": _number("0", "3"),
    "balance": _number("-2", "2"),
    "prednisone": _number("0", None, "mg/day"),
    "rescue_dose": _number("0", "100", "mg/day"),
    "rash": TRUTH,
    "fever": TRUTH,
    "response": RESPONSE,
    "severity": SEVERITY,
    "activity": SEVERITY,
}
FACTS: dict[str, Type] = {
    "switched": TRUTH,
    "joints": _number("0", "5"),
    "race": RESPONSE,
    "stage": SEVERITY,
    "started": MOMENT,
    "stopped": MOMENT,
}
EVENTS = ("infection", "new_drug")


def _timepoint(name: str, target: int, low: int, high: int, pick: Pick) -> Timepoint:
    return Timepoint(name, name, target, low, high, pick, SPAN)


TIMEPOINTS = (
    _timepoint("baseline", 0, -28, 0, "last"),
    _timepoint("month_3", 91, 60, 120, "nearest"),
    _timepoint("month_6", 183, 150, 213, "nearest, later"),
    _timepoint("entry", 0, -30, 60, "first"),
    _timepoint("treatment", 91, 1, 150, "worst"),
)
DECLARATIONS = Declarations(
    facts={name: Fact(name, name, type_, SPAN) for name, type_ in FACTS.items()},
    measures={name: Measure(name, name, type_, SPAN, "lower") for name, type_ in MEASURES.items()},
    events={name: Event(name, name, SPAN) for name in EVENTS},
    timepoints={timepoint.name: timepoint for timepoint in TIMEPOINTS},
    drugs=DRUGS,
)


def random_cohort(random: Random, patients: int | None = None) -> Cohort:
    """A cohort of 1 to 30 patients with up to 8 dates each; how much is missing varies between cohorts."""
    many = random.choice((1, 2, 4, 8, 30)) if patients is None else patients
    complete = random.choice((0.5, 0.8, 0.8, 0.95, 1.0))
    days = [_days(random) for _ in range(many)]
    all_days = [day for one in days for day in one]
    visits = [random.random() < 0.85 for _ in all_days]
    ends = [_follow_up_end(random, one) for one in days]
    return Cohort(
        patients=tuple(f"P{number}" for number in range(1, many + 1)),
        starts=np.cumsum([0, *(len(one) for one in days)], dtype=np.int64),
        day=np.array(all_days, np.int64),
        is_visit=np.array(visits, np.bool_),
        follow_up_end=np.array(ends),
        facts={name: _column(random, name, type_, [True] * many, complete) for name, type_ in FACTS.items()},
        measures={name: _column(random, name, type_, visits, complete) for name, type_ in MEASURES.items()},
        events={name: _events(random, days) for name in EVENTS},
        doses={
            name: random_doses(random, ends, inf if drugs.type.high is None else float(drugs.type.high))
            for name, drugs in DRUGS.items()
        },
    )


def _days(random: Random) -> list[int]:
    """Days some weeks apart, a few at equal distances from a target."""
    weekly = [7 * week + random.choice((0, 0, 0, 1)) for week in range(-5, 36)]
    return sorted(set(random.sample([*weekly, 81, 101, 173, 193], random.randint(0, 8))))


def _follow_up_end(random: Random, days: Sequence[int]) -> float:
    last = days[-1] if days else random.choice((0, 100))
    return float(last + random.choice((0, 0, 0, 30, 400)))


def _column(random: Random, name: str, type_: Type, visits: Sequence[bool], complete: float) -> Column:
    statuses = [_status(random, is_visit, complete) for is_visit in visits]
    values = [_value(random, name, type_, recorded=status is Status.RECORDED) for status in statuses]
    return Column(bounds_of(values, type_), np.array(statuses, np.uint8))


def _status(random: Random, is_visit: bool, complete: float) -> Status:
    if random.random() < (complete if is_visit else 0.5 * complete):
        return Status.RECORDED
    return random.choice((Status.EMPTY, Status.NO_ROW, Status.UNREADABLE if is_visit else Status.NO_ROW))


def _value(random: Random, name: str, type_: Type, *, recorded: bool) -> Plain:
    match type_:
        case TruthType():
            answer = random.random() < 0.5
            return (answer, answer) if recorded else (False, True)
        case LevelsType():
            return 1 << random.randrange(len(type_.levels)) if recorded else type_.every
        case MomentType():
            day = Fraction(random.choice((0, 0, 28, 56, 91, 150, 300)))
            return (day, day) if recorded else (-inf, inf)
        case NumberType(low=low, high=high):
            ends = (-inf if low is None else low, inf if high is None else high)
            return _recorded_number(random, name, ends) if recorded else ends


def _recorded_number(random: Random, name: str, ends: tuple[Fraction | float, Fraction | float]) -> Plain:
    """Mostly a number of the grid, now and then a bound such as `<0.3`."""
    low, step = Fraction(ends[0]), Fraction(GRIDS[name])
    steps = 8 if ends[1] == inf else int((Fraction(ends[1]) - low) / step)
    value = low + step * random.choice((0, 1, 2, 3, 4, 4, random.randint(0, steps)))
    if random.random() < 0.05:
        return random.choice(((low, value), (value, ends[1])))
    return value, value


def bounds_of(values: Sequence[Plain], type_: Type) -> Bounds:
    """Plain values as arrays: one array twice where nothing is open."""
    if isinstance(type_, LevelsType):
        return Levels(np.array(values, np.int64))
    kind: Callable[..., Bounds] = {TruthType: Truth, NumberType: Number, MomentType: Moment}[type(type_)]
    dtype = np.bool_ if isinstance(type_, TruthType) else np.float64
    both: npt.NDArray[Any] = np.array(values, dtype).reshape(len(values), 2)
    low, high = both[:, 0].copy(), both[:, 1].copy()
    return kind(low, low) if np.array_equal(low, high) else kind(low, high)


def _events(random: Random, days: Sequence[Sequence[int]]) -> EventDays:
    patients = [sorted(_event_days(random)) for _ in days]
    complete = [random.choice(((-inf, inf), (-inf, 100.0), (0.0, 300.0), (inf, -inf))) for _ in days]
    return EventDays(
        starts=np.cumsum([0, *(len(events) for events in patients)], dtype=np.int64),
        earliest=np.array([first for events in patients for first, _ in events], np.float64),
        latest=np.array([last for events in patients for _, last in events], np.float64),
        complete_from=np.array([first for first, _ in complete]),
        complete_to=np.array([last for _, last in complete]),
    )


def _event_days(random: Random) -> Iterator[tuple[float, float]]:
    """Up to three events, some dated to a month only."""
    for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
        day = float(7 * random.randint(-6, 36))
        yield day, day + random.choice((0, 0, 0, 7, 30))


def landmarks(cohort: Cohort) -> list[Fraction]:
    """Numbers worth trying in place of missing ones: the days of visits, and some that rules compare with."""
    days = {Fraction(int(day)) for day in cohort.day[:8]}
    return sorted(days | {Fraction(tenths, 2) for tenths in range(-4, 11)})
