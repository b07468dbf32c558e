"""What a checked expression means for one patient, read off `docs/meaning.md` in plain Python.

Every form gathers what was seen, adds what may be there unseen, and says what follows. Arithmetic is exact.
"""

from collections.abc import Hashable
from fractions import Fraction
from math import inf, isinf
from typing import assert_never, cast

from remit.judge.aggregates import Taken, aggregated, hull, worst
from remit.judge.counting import counted
from remit.judge.days import OnDay, Stretch, first_day_with, in_run, last_day_with
from remit.judge.missing import LeftOpen, Missing, PlainRange, PlainTruth, anything
from remit.judge.moments import first_event, first_visit, last_event, last_visit
from remit.judge.patient import PlainPatient
from remit.judge.period import Days, Seen
from remit.judge.runs import Later, Point, confirmed, lasting, onset, sustained
from remit.judge.timepoints import end_of, in_window, picked
from remit.model.declarations import Declarations
from remit.model.expressions import (
    Aggregate,
    AnyExpr,
    AnyRecorded,
    Apply,
    AtMoment,
    AtTimepoint,
    Confirmed,
    Constant,
    DayMoment,
    DaysAggregate,
    DaysOnset,
    DaysSustained,
    DoseValue,
    Edge,
    EndOfFollowUp,
    EventMoment,
    Expr,
    FactValue,
    FirstMatch,
    FromVisit,
    HeldReference,
    Lasting,
    MeasureValue,
    MovingReference,
    Named,
    NowDay,
    Onset,
    OverDays,
    OverEvents,
    OverVisits,
    Period,
    ReadAt,
    Recorded,
    Sustained,
    TimepointEnd,
    VisitDay,
    VisitMoment,
    always_observed,
)
from remit.model.types import MOMENT, Level, LevelsType, Type
from remit.operators.record import Plain
from remit.operators.registry import OPERATORS

Place = int | OnDay | None
"""Where a value is asked for: at a date of the patient (its index), on a study day, of the patient."""


class Judge:
    """Judges one patient.

    Without a completion, values are bounded by what the data leave open; with one, each missing datum has the
    value that the completion gives it, and only what is undefined (a logarithm of zero) stays open.
    """

    def __init__(
        self, declarations: Declarations, patient: PlainPatient, completion: Missing | None = None
    ) -> None:
        self._declarations = declarations
        self._patient = patient
        self._missing: Missing = completion or LeftOpen()
        self._known: dict[Hashable, Plain] = {}
        self._standing: dict[int, int] = {}
        """The dates of the visits further out, by depth."""
        self._held: dict[str, Plain] = {}
        """What references stand at, by name, where one is about to move or not."""

    def value(self, expression: Expr, date: Place = None) -> Plain:
        """The value at a date of the patient, on a day, or of the patient; one per day on the date's day."""
        place = None if expression.level is Level.PATIENT else date
        if expression.level is Level.DAY and isinstance(date, int):
            place = OnDay(self._patient.days[date])
        key = (expression.key, place, *sorted(self._standing.items()), *self._held.items())
        if key not in self._known:
            self._known[key] = self._judged(cast(AnyExpr, expression), place)
        return self._known[key]

    def truth(self, expression: Expr, date: Place = None) -> PlainTruth:
        """The value of a condition: certain, possible."""
        return cast(PlainTruth, self.value(expression, date))

    def moment(self, expression: Expr, date: Place = None) -> PlainRange:
        """The value of a moment: its earliest and latest day."""
        return cast(PlainRange, self.value(expression, date))

    def _judged(self, expression: AnyExpr, date: Place) -> Plain:
        match expression:
            case Constant():
                return _constant(expression)
            case FactValue(name=name):
                return self._fact(name)
            case MeasureValue(name=name):
                return self._cell(name, _at(date))
            case ReadAt():
                return self._reading(expression)
            case Recorded(subject=subject):
                return _plain_fact(self._is_recorded(subject, date))
            case AtTimepoint():
                return self._at_timepoint(expression)
            case AtMoment():
                return self._at_moment(expression, date)
            case Apply(operator=operator, arguments=arguments, scale=scale):
                return OPERATORS[operator].plain(tuple(self.value(one, date) for one in arguments), scale)
            case TimepointEnd(timepoint=timepoint):
                return _day(end_of(self._patient, timepoint))
            case DoseValue(name=name):
                return self._dose(name, _on(date))
            case OverDays() | DaysAggregate() | DayMoment() | DaysSustained() | DaysOnset():
                return self._of_days(expression, date)
            case NowDay():
                return _day(date.day if isinstance(date, OnDay) else self._patient.days[_at(date)])
            case VisitDay(depth=depth):
                return _day(self._patient.days[self._standing[depth]])
            case FromVisit():
                return self._from_visit(expression, _at(date))
            case EndOfFollowUp():
                return self._patient.follow_up_end, self._patient.follow_up_end
            case OverVisits():
                return self._over_visits(expression, date)
            case OverEvents():
                return self._over_events(expression, date)
            case Aggregate():
                return self._aggregate(expression, date)
            case AnyRecorded():
                return self._any_recorded(expression, date)
            case VisitMoment():
                return self._visit_moment(expression, date)
            case EventMoment():
                return self._event_moment(expression, date)
            case HeldReference(name=name):
                return self._held[name]
            case Sustained() | Confirmed() | Onset() | Lasting() | MovingReference():
                return self._in_order(expression, _at(date))
            case FirstMatch():
                return self._first_match(expression, date)
            case Named(body=body):
                return self.value(body, date)
            case _:
                assert_never(expression)

    # ---- what was recorded ---------------------------------------------------------------------------

    def _fact(self, name: str) -> Plain:
        cell, type_ = self._patient.facts[name], self._declarations.facts[name].type
        return self._missing.value(("fact", name), type_, cell.value if cell.recorded else anything(type_))

    def _cell(self, measure: str, date: int) -> Plain:
        cell, type_ = self._patient.measures[measure][date], self._declarations.measures[measure].type
        bounds = cell.value if cell.recorded else anything(type_)
        return self._missing.value(("measure", measure, date), type_, bounds)

    def _dose(self, name: str, day: int) -> Plain:
        type_ = self._declarations.drugs[name].type
        return self._missing.value(("dose", name, day), type_, self._written_dose(name, day))

    def _written_dose(self, name: str, day: int) -> PlainRange:
        """What the records say of a day, and the whole range where they say nothing."""
        highest = cast(PlainRange, anything(self._declarations.drugs[name].type))[1]
        return self._patient.drugs[name].on(day, self._patient.follow_up_end, highest)

    def _is_recorded(self, subject: FactValue | MeasureValue | DoseValue | ReadAt, date: Place) -> bool:
        match subject:
            case DoseValue(name=name):
                least, most = self._written_dose(name, _on(date))
                return least == most
            case FactValue(name=name):
                return self._patient.facts[name].recorded
            case MeasureValue(name=name):
                return self._patient.measures[name][_at(date)].recorded
            case ReadAt():
                return bool(self._recorded_in_window(subject))
            case _:
                assert_never(subject)

    def _recorded_in_window(self, reading: ReadAt) -> list[int]:
        cells = self._patient.measures[reading.measure]
        recorded = [date for date, cell in enumerate(cells) if cell.recorded]
        return in_window(self._patient, recorded, reading.timepoint)

    # ---- at one date ---------------------------------------------------------------------------------

    def _reading(self, reading: ReadAt) -> Plain:
        recorded = self._recorded_in_window(reading)
        if recorded and reading.timepoint.pick == "worst":
            values = [self._cell(reading.measure, date) for date in recorded]
            return worst(values, high=bool(reading.worst_is_high))
        dates = recorded or self._patient.form_dates({reading.measure})
        date = picked(self._patient, dates, reading.timepoint)
        if date is None:
            return self._nothing(("reading", reading.key), reading.type)
        return self._cell(reading.measure, date)

    def _at_timepoint(self, form: AtTimepoint) -> Plain:
        date = picked(self._patient, self._patient.form_dates(form.reads), form.timepoint)
        if date is None and form.or_no:
            return False, False
        if date is None:
            return self._nothing(("at timepoint", form.key), form.type)
        return self.value(form.body, date)

    def _at_moment(self, form: AtMoment, date: Place) -> Plain:
        moment = self.moment(form.moment, date)
        if form.body.level is Level.DAY and moment[0] == moment[1] and not isinf(moment[0]):
            return self.value(form.body, OnDay(int(moment[0])))
        if moment[0] == moment[1] and moment[0] in self._patient.days:
            return self.value(form.body, self._patient.days.index(int(moment[0])))
        return self._nothing(("at moment", form.body.key, moment), form.type)

    def _from_visit(self, form: FromVisit, date: int) -> Plain:
        """The body seen from a date: of that depth, it is the visit further out."""
        around = self._standing
        self._standing = {**around, form.depth: date}
        try:
            return self.value(form.body, date)
        finally:
            self._standing = around

    def _nothing(self, key: Hashable, type_: Type) -> Plain:
        """A value that is read where nothing is."""
        return self._missing.value(key, type_, anything(type_))

    # ---- over a period -------------------------------------------------------------------------------

    def _days(self, period: Period, date: Place) -> Days:
        starts = [self._edge(edge, date) for edge in period.starts] or [(-inf, -inf)]
        ends = [self._edge(edge, date) for edge in period.ends] or [(inf, inf)]
        return Days(
            (max(low for low, _ in starts), max(high for _, high in starts)),
            (min(low for low, _ in ends), min(high for _, high in ends)),
            self._patient.follow_up_end,
            self._ends_observed(period, date),
            period.between_visits,
        )

    def _ends_observed(self, period: Period, date: Place) -> bool:
        """Whether the end, where it comes at all, comes within follow-up."""
        return all(self._is_observed(edge.moment, edge.shift, date) for edge in period.ends)

    def _is_observed(self, moment: Expr, shift: int, date: Place) -> bool:
        earliest, latest = self.moment(moment, date)
        if earliest == latest and (latest == inf or latest + shift <= self._patient.follow_up_end):
            return True
        match moment:
            case NowDay() | VisitDay() | EndOfFollowUp():
                return shift <= 0
            case FromVisit(body=body):
                return shift <= 0 and always_observed(body)
            case VisitMoment(period=period) | DayMoment(period=period):
                return shift <= 0 and self._ends_observed(period, date)
            case Named(body=body):
                return self._is_observed(body, shift, date)
            case Apply(operator="earlier" | "later", arguments=parts):
                return all(self._is_observed(part, shift, date) for part in parts)
            case _:
                return False

    def _edge(self, edge: Edge, date: Place) -> PlainRange:
        earliest, latest = self.moment(edge.moment, date)
        return earliest + edge.shift, latest + edge.shift

    def _visits(self, form: OverVisits | VisitMoment, days: Days) -> list[Seen]:
        """The form's dates that may lie in the period, with the body there."""
        found = []
        for date in self._patient.form_dates(form.reads):
            day = self._patient.days[date]
            if days.may_hold(day, day):
                found.append(
                    Seen(
                        Fraction(day), Fraction(day), days.surely_holds(day, day), self.truth(form.body, date)
                    )
                )
        return found

    def _events(self, form: OverEvents | EventMoment, days: Days) -> list[Seen]:
        """The events that may lie in the period."""
        found = []
        for number, day in enumerate(self._patient.histories[form.event].events):
            key = ("event", form.event, number)
            first, last = cast(PlainRange, self._missing.value(key, MOMENT, day))
            if days.may_hold(first, last):
                found.append(Seen(first, last, days.surely_holds(first, last), (True, True)))
        return found

    def _over_visits(self, form: OverVisits, date: Place) -> PlainTruth:
        days = self._days(form.period, date)
        seen = self._visits(form, days)
        full = days.full_of_visits([one.earliest for one in seen if one.surely], form.gaps)
        return self._counted(form, seen, full, (form.body.key, days))

    def _over_events(self, form: OverEvents, date: Place) -> PlainTruth:
        days = self._days(form.period, date)
        full = days.full_of_events(self._patient.histories[form.event])
        return self._counted(form, self._events(form, days), full, (form.event, days))

    def _counted(
        self, form: OverVisits | OverEvents, seen: list[Seen], full: bool, key: Hashable
    ) -> PlainTruth:
        unseen = (0, 0) if full else self._missing.unseen(("with", key))
        failing = (0, 0) if full else self._missing.unseen(("without", key))
        return counted(form.count, form.number, seen, unseen, failing, form.window)

    def _visit_moment(self, form: VisitMoment, date: Place) -> PlainRange:
        days = self._days(form.period, date)
        which = first_visit if form.which == "first" else last_visit
        return which(self._visits(form, days), days, self._missing, (form.which, form.body.key, days))

    def _event_moment(self, form: EventMoment, date: Place) -> PlainRange:
        days = self._days(form.period, date)
        full = days.full_of_events(self._patient.histories[form.event])
        which = first_event if form.which == "first" else last_event
        return which(self._events(form, days), days, full, self._missing, (form.which, form.event, days))

    def _aggregate(self, form: Aggregate, date: Place) -> Plain:
        taken = self._taken(form, form.body, date)
        if any(one.surely for one in taken):
            return aggregated(form.kind, taken)
        return self._nothing(("aggregate", form.key, date), form.type)

    def _any_recorded(self, form: AnyRecorded, date: Place) -> PlainTruth:
        taken = self._taken(form, None, date)
        return any(one.surely for one in taken), bool(taken)

    def _taken(self, form: Aggregate | AnyRecorded, body: Expr | None, date: Place) -> list[Taken]:
        """The dates of the period that an aggregate takes or may take, with the body there."""
        days = self._days(form.period, date)
        found = []
        for place in self._patient.form_dates(form.reads):
            day = self._patient.days[place]
            held = (True, True) if form.condition is None else self.truth(form.condition, place)
            if days.may_hold(day, day) and self.truth(form.recorded, place)[1] and held[1]:
                surely = days.surely_holds(day, day) and self.truth(form.recorded, place)[0] and held[0]
                found.append(Taken(day, surely, (True, True) if body is None else self.value(body, place)))
        return found

    # ---- over the days of a period -------------------------------------------------------------------

    def _of_days(
        self, form: OverDays | DaysAggregate | DayMoment | DaysSustained | DaysOnset, date: Place
    ) -> Plain:
        match form:
            case OverDays():
                return self._over_days(form, date)
            case DaysAggregate():
                return self._days_aggregate(form, date)
            case DayMoment():
                return self._day_moment(form, date)
            case DaysSustained():
                return self._days_sustained(form, _on(date))
            case DaysOnset(body=body):
                return onset(self.truth(body, date), self.truth(body, OnDay(_on(date) - 1)))

    def _over_days(self, form: OverDays, date: Place) -> PlainTruth:
        days = self._days(form.period, date)
        stretch = Stretch.of(days, self._patient.first_day)
        full, key = stretch.full, (form.body.key, days)
        unseen = (0, 0) if full else self._missing.unseen(("with", key))
        failing = (0, 0) if full else self._missing.unseen(("without", key))
        seen = stretch.seen(lambda day: self.truth(form.body, OnDay(day)))
        return counted(form.count, form.number, seen, unseen, failing, form.window)

    def _day_moment(self, form: DayMoment, date: Place) -> PlainRange:
        days = self._days(form.period, date)
        stretch = Stretch.of(days, self._patient.first_day)
        which = first_day_with if form.which == "first" else last_day_with
        seen = stretch.seen(lambda day: self.truth(form.body, OnDay(day)))
        return which(seen, stretch, days, self._missing, (form.which, form.body.key, days))

    def _days_aggregate(self, form: DaysAggregate, date: Place) -> Plain:
        stretch = Stretch.of(self._days(form.period, date), self._patient.first_day)

        def held(day: int) -> PlainTruth:
            return (True, True) if form.condition is None else self.truth(form.condition, OnDay(day))

        taken = stretch.taken(held, lambda day: self.value(form.body, OnDay(day)))
        if stretch.bounded and any(one.surely for one in taken):
            return aggregated(form.kind, taken)
        return self._nothing(("over days", form.key, date), form.type)

    def _days_sustained(self, form: DaysSustained, day: int) -> PlainTruth:
        def run(which: int) -> bool:
            return in_run(lambda one: self.truth(form.body, OnDay(one))[which], day, form.days)

        return run(0), run(1)

    # ---- around a date -------------------------------------------------------------------------------

    def _in_order(self, form: Sustained | Confirmed | Onset | Lasting | MovingReference, date: int) -> Plain:
        match form:
            case Sustained():
                return self._sustained(form, date)
            case Confirmed():
                return self._confirmed(form, date)
            case Onset():
                return self._onset(form, date)
            case Lasting():
                return self._lasting(form, date)
            case MovingReference():
                return self._moving_reference(form, date)

    def _sustained(self, form: Sustained, date: int) -> PlainTruth:
        dates = self._patient.form_dates(form.reads)
        if date not in dates:
            return self._missing.truth((form.key, date))
        points = [Point(self._patient.days[place], self.truth(form.body, place)) for place in dates]
        return sustained(form, points, dates.index(date), self._missing, form.key)

    def _confirmed(self, form: Confirmed, date: int) -> PlainTruth:
        dates = self._patient.form_dates(form.reads)
        unseen = self._missing.truth((form.key, date))
        if date not in dates:
            return unseen
        later = [self._later(form, date, place) for place in dates if place > date]
        left = self._patient.follow_up_end - self._patient.days[date]
        return confirmed(form, self.truth(form.body, date), later, left, unseen)

    def _later(self, form: Confirmed, date: int, place: int) -> Later:
        body, by = self.truth(form.body, place), self.truth(form.by, place)
        allowed = (False, False) if form.allowing is None else self.truth(form.allowing, place)
        after = self._patient.days[place] - self._patient.days[date]
        return Later(after, by, (body[0] or by[0], body[1] or by[1]), allowed)

    def _onset(self, form: Onset, date: int) -> PlainTruth:
        dates = self._patient.form_dates(form.reads)
        if date not in dates:
            return self._missing.truth((form.key, date))
        earlier = [place for place in dates if place < date]
        before = self.truth(form.body, earlier[-1]) if earlier else self._missing.truth((form.key, date))
        return onset(self.truth(form.body, date), before)

    def _moving_reference(self, form: MovingReference, date: int) -> Plain:
        """What it stands at when a date comes: moved, or perhaps, by the dates before."""
        held = self.value(form.start, date)
        for place in self._patient.form_dates(form.reads):
            if place >= date:
                break
            certain, possible = self._moves(form, held, place)
            value = self.value(form.value, place)
            held = value if certain else hull([held, value]) if possible else held
        return held

    def _moves(self, form: MovingReference, held: Plain, place: int) -> PlainTruth:
        around = self._held
        self._held = {**around, form.name: held}
        try:
            return self.truth(form.moves, place)
        finally:
            self._held = around

    def _lasting(self, form: Lasting, date: int) -> PlainTruth:
        dates = self._patient.form_dates(form.reads)
        if date not in dates:
            return self._missing.truth((form.key, date))
        so_far = [place for place in dates if place <= date]
        return lasting([(self.truth(form.begins, place), self.truth(form.ends, place)) for place in so_far])

    def _first_match(self, form: FirstMatch, date: Place) -> int:
        type_ = cast(LevelsType, form.type)
        mask = 0
        for level, test in zip(form.levels, form.tests, strict=False):
            certain, possible = self.truth(test, date)
            mask |= type_.mask(level) if possible else 0
            if certain:
                return mask
        return mask | type_.mask(form.levels[-1])


def _constant(expression: Constant) -> Plain:
    value = expression.value
    if isinstance(value, bool):
        return value, value
    if isinstance(expression.type, LevelsType):
        return int(value)
    return Fraction(value), Fraction(value)


def _at(date: Place) -> int:
    assert isinstance(date, int), "a value per visit is asked for at a visit"
    return date


def _on(date: Place) -> int:
    assert isinstance(date, OnDay), "a value per day is asked for on a day"
    return date.day


def _day(day: int) -> PlainRange:
    return Fraction(day), Fraction(day)


def _plain_fact(answer: bool) -> PlainTruth:
    return answer, answer
