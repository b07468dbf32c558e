"""Random well-typed expressions, built backwards from the type that is wanted.

Operators need no entry here: `SIGNATURES` finds which of them gives which type. Forms have a method each.
"""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any, get_args

from remit.model.expressions import (
    Aggregate,
    AggregateKind,
    AnyRecorded,
    Apply,
    AtMoment,
    AtTimepoint,
    Confirmed,
    Constant,
    CountKind,
    DayMoment,
    DaysAggregate,
    DaysAggregateKind,
    DaysOnset,
    DaysSustained,
    DoseValue,
    Edge,
    EndOfFollowUp,
    EventMoment,
    Expr,
    FactValue,
    FirstMatch,
    Forge,
    FromVisit,
    HeldReference,
    Lasting,
    Made,
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
    children,
)
from remit.model.types import MOMENT, TRUTH, Level, LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.registry import OPERATORS
from tests.generative.cohorts import EVENTS, FACTS, MEASURES, RESPONSE, SEVERITY, SPAN, TIMEPOINTS
from tests.generative.doses import DRUGS
from tests.generative.signatures import NUMBERS, SAMPLES, SIGNATURES, sort_of
from tests.generative.walking import reads_of

Way = Callable[[Type, Level, int], Expr]

CONSTANTS = {
    "": (0, 1, 2, 3, 5),
    "mg/day": (0, 5, 10),
    "%": (-100, -50, -20, 0, 20, 50, 100),
    "step": (0, 1, 2),
}
DAYS = (-28, 0, 1, 28, 91, 150, 183, 300)


class Rules:
    """Makes expressions of a wanted type, at a level or above it, nested no deeper than asked."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.forge = Forge()
        self.visits = 0
        """How many visits further out can be spoken of."""
        self.references = 0
        self.held: HeldReference | None = None
        """The moving reference inside of whose condition this is."""

    def expression(self, type_: Type, level: Level, depth: int) -> Expr:
        """Of a type: something written there, an operator, or a form."""
        if depth <= 0 or self.random.random() < 0.15:
            return self._leaf(type_, level)
        forms = self._forms(type_, level)
        if self.random.random() < 0.5:
            return self.random.choice(forms)(type_, level, depth - 1)
        operators = SIGNATURES[sort_of(type_)]
        if not operators:
            return self._leaf(type_, level)
        return self.operation(self.random.choice(sorted(operators)), type_, level, depth - 1)

    def at_visits(self, type_: Type, depth: int) -> Expr:
        """Something that is asked at each visit."""
        made = self.expression(type_, Level.VISIT, depth)
        return made if made.level is Level.VISIT else self._measure(type_)

    def on_days(self, type_: Type, depth: int) -> Expr:
        """Something that is asked on each day."""
        made = self.expression(type_, Level.DAY, depth)
        return made if made.level is Level.DAY else self._dose_of(type_)

    def _dose_of(self, type_: Type) -> Expr:
        """The simplest thing of a type that is made of doses."""
        dose = self._dose()
        match type_:
            case TruthType():
                return self._compared(dose)
            case MomentType():
                return self._make(NowDay, MOMENT, Level.DAY)
            case LevelsType():
                tests = tuple(self._compared(dose) for _ in type_.levels[1:])
                return self._make(FirstMatch, type_, Level.DAY, levels=type_.levels, tests=tests)
            case NumberType():
                return self._number_of(dose, self._unit(type_))

    def _number_of(self, dose: Expr, unit: str) -> Expr:
        match unit:
            case "mg/day":
                return dose
            case "%":
                return self.apply("percent change", self._reading("prednisone"), dose)
            case "day":
                now = self._make(NowDay, MOMENT, Level.DAY)
                return self.apply("days between", self._constant(MOMENT), now)
            case "step":
                return self.apply("position", self._dose_of(SEVERITY))
            case _:
                return self.apply(
                    "/", dose, self._make(Constant, NUMBERS[1], Level.PATIENT, value=Fraction(5))
                )

    def _dose(self) -> DoseValue:
        name = self.random.choice(sorted(DRUGS))
        return self._make(DoseValue, DRUGS[name].type, Level.DAY, name=name)

    def _compared(self, value: Expr) -> Expr:
        operator = self.random.choice(("<", "<=", ">", ">=", "=", "!="))
        return self.apply(operator, value, self._constant(value.type))

    def truth(self, level: Level, depth: int) -> Expr:
        return self.expression(TRUTH, level, depth)

    def _forms(self, type_: Type, level: Level) -> list[Way]:
        """The forms that give a type; those between visits only where a value per visit is wanted."""
        forms: list[Way] = [self._at_timepoint, self._at_moment, self._named]
        match type_:
            case TruthType():
                forms += [
                    self._over_visits,
                    self._over_visits,
                    self._over_events,
                    self._any_recorded,
                    self._aggregate,
                ]
                forms += [self._sustained, self._confirmed, self._onset, self._lasting] * (
                    level is Level.VISIT
                )
                forms += [self._from_visit] * (2 * (level is Level.VISIT))
                forms += [self._over_days, self._over_days]
                forms += [self._days_sustained, self._days_onset] * (level is not Level.PATIENT)
            case NumberType():
                forms += [self._aggregate] * 4 + [self._moving_reference] * (2 * (level is Level.VISIT))
                forms += [self._days_aggregate] * 2
            case LevelsType():
                forms += [self._aggregate, self._first_match, self._first_match, self._days_aggregate]
            case MomentType():
                forms += [self._visit_moment, self._visit_moment, self._event_moment, self._day_moment]
        forms += [self._from_visit] * (level is Level.VISIT)
        return forms

    def _make(self, kind: type[Made], type_: Type, level: Level, /, **fields: Any) -> Made:
        return self.forge.make(kind, SPAN, type_, level, **fields)

    # ---- leaves --------------------------------------------------------------------------------------

    def _leaf(self, type_: Type, level: Level) -> Expr:
        """Data, a constant, or the simplest operation on them that gives the type."""
        match type_:
            case MomentType():
                return self._simple_moment(level)
            case TruthType() if self.random.random() < 0.6:
                return self._simple_comparison(level)
            case _ if self.random.random() < 0.1:
                return self._constant(type_)
            case _:
                return self._datum(type_, level)

    def _datum(self, type_: Type, level: Level) -> Expr:
        """A measure (at the visit or at a timepoint) or a fact; where none has the type, an operation."""
        ways: list[Expr] = []
        if self.held is not None and sort_of(self.held.type) == sort_of(type_):
            ways += [self.held] * 4
        if measures := [name for name, other in MEASURES.items() if sort_of(other) == sort_of(type_)]:
            reading = self._reading(self.random.choice(measures))
            ways += [self._measure(type_)] * 4 if level is Level.VISIT else [reading] * 2
            ways += [reading]
        if level is not Level.PATIENT and sort_of(type_) == NUMBERS[1]:
            ways += [self._dose()] * 3
        if facts := [name for name, other in FACTS.items() if sort_of(other) == sort_of(type_)]:
            ways += [self._fact(self.random.choice(facts))]
        return self.random.choice(ways) if ways else self._simple_operation(type_, level)

    def _simple_operation(self, type_: Type, level: Level) -> Expr:
        """A percentage, a number of days or steps of the data."""
        operators = {"%": "percent change", "day": "days between", "step": "position"}
        return self.operation(operators[self._unit(type_)], type_, level, 0)

    def _measure(self, type_: Type) -> Expr:
        names = [name for name, other in MEASURES.items() if sort_of(other) == sort_of(type_)]
        if not names:
            return self._simple_at_visit(type_)
        name = self.random.choice(names)
        return self._make(MeasureValue, MEASURES[name], Level.VISIT, name=name)

    def _simple_at_visit(self, type_: Type) -> Expr:
        """Of a sort that no measure has: a day, or a number that is worked out of a measure."""
        if isinstance(type_, MomentType):
            return self._make(NowDay, MOMENT, Level.VISIT)
        match self._unit(type_):
            case "%":
                return self.apply(
                    "percent change", self._reading("protein"), self._measure(MEASURES["protein"])
                )
            case "day":
                return self.apply(
                    "days between", self._constant(MOMENT), self._make(NowDay, MOMENT, Level.VISIT)
                )
            case _:
                return self.apply("position", self._measure(SEVERITY))

    def _reading(self, measure: str) -> ReadAt:
        timepoint = self.random.choice(TIMEPOINTS)
        worst_is_high = self.random.random() < 0.5 if timepoint.pick == "worst" else None
        fields = {"measure": measure, "timepoint": timepoint, "worst_is_high": worst_is_high}
        return self._make(ReadAt, MEASURES[measure], Level.PATIENT, **fields)

    def _fact(self, name: str) -> FactValue:
        return self._make(FactValue, FACTS[name], Level.PATIENT, name=name)

    def _simple_comparison(self, level: Level) -> Expr:
        """A datum against a constant: the commonest condition of all."""
        type_ = self.random.choice((NUMBERS[0], NUMBERS[0], NUMBERS[1], SEVERITY, RESPONSE))
        datum = self._datum(type_, level)
        if isinstance(type_, LevelsType):
            return self._is_one_of(datum)
        return self._compared(datum)

    def _is_one_of(self, value: Expr) -> Expr:
        """Whether a value is one of some of its levels."""
        assert isinstance(value.type, LevelsType)
        some = self.random.randint(1, value.type.every - 1)
        return self.apply("is", value, self._make(Constant, value.type, Level.PATIENT, value=some))

    def _simple_moment(self, level: Level) -> Expr:
        ways: list[Expr] = [
            self._constant(MOMENT),
            self._constant(MOMENT),
            self._make(EndOfFollowUp, MOMENT, Level.PATIENT),
        ]
        ways += [self._fact("started"), self._fact("stopped")]
        ways += [self._make(TimepointEnd, MOMENT, Level.PATIENT, timepoint=self.random.choice(TIMEPOINTS))]
        ways += [self._make(NowDay, MOMENT, level)] * (2 * (level is not Level.PATIENT))
        if self.visits:
            ways += [self._visit_day_outside()] * 8
        return self.random.choice(ways)

    def _visit_day_outside(self) -> Expr:
        return self._make(VisitDay, MOMENT, Level.PATIENT, depth=self.random.randrange(self.visits))

    def _constant(self, type_: Type) -> Expr:
        """A constant that data often hit exactly."""
        value: Fraction | bool | int
        match type_:
            case TruthType():
                value = self.random.random() < 0.5
            case MomentType():
                value = self.random.choice(DAYS)
            case LevelsType():
                value = type_.mask(self.random.choice(type_.levels))
            case NumberType():
                value = Fraction(self.random.choice(CONSTANTS.get(self._unit(type_), DAYS)))
                value *= Fraction(1, 10) if type_.high == 3 else 1  # protein, recorded in tenths
                type_ = NumberType(type_.unit, value, value, abs(value))
        return self._make(Constant, type_, Level.PATIENT, value=value)

    @staticmethod
    def _unit(type_: Type) -> str:
        sort = sort_of(type_)
        assert isinstance(sort, NumberType)
        return sort.unit.text

    # ---- operators -----------------------------------------------------------------------------------

    def operation(self, name: str, type_: Type, level: Level, depth: int) -> Expr:
        """An operator that gives a type, on arguments at a level or above."""
        record, types = OPERATORS[name], self.random.choice(SIGNATURES[sort_of(type_)][name])
        more = self.random.randint(0, 2) if record.variadic else 0
        match name:
            case "at least":
                count = self._make(
                    Constant, NUMBERS[0], Level.PATIENT, value=Fraction(self.random.randint(1, 3))
                )
                conditions = [self.truth(level, depth) for _ in range(more + 2)]
                return self.apply(name, count, *conditions)
            case "is":
                return self._is_one_of(self.expression(types[0], level, depth))
            case _ if name.startswith("by level"):
                selector, each = types[0], types[1]
                assert isinstance(selector, LevelsType)
                values = (self.expression(each, level, depth) for _ in selector.levels)
                return self.apply(name, self.expression(selector, level, depth), *values)
            case _ if name.startswith("else"):
                first, second = (self.expression(one, level, depth) for one in types[1:])
                return self.apply(name, self.recorded(first, "and"), first, second)
            case _:
                types = (*types, *[types[-1]] * more)
                return self.apply(name, *(self.expression(one, level, depth) for one in types))

    def apply(self, name: str, *arguments: Expr) -> Apply:
        types = tuple(argument.type for argument in arguments)
        scale = max((one.scale for one in types if isinstance(one, NumberType)), default=Fraction(0))
        level = max(argument.level for argument in arguments)
        fields = {"operator": name, "arguments": arguments, "scale": scale}
        return self._make(Apply, OPERATORS[name].result(types), level, **fields)

    def recorded(self, expression: Expr, joined_by: str) -> Expr:
        """Whether all (`and`) or any (`or`) of the inputs of an expression were recorded."""
        level = expression.level
        match expression:
            case MeasureValue() | FactValue() | DoseValue() | ReadAt():
                return self._make(Recorded, TRUTH, level, subject=expression)
            case AtTimepoint(body=body, timepoint=timepoint, reads=reads):
                inner = self.recorded(body, joined_by)
                return self._make(AtTimepoint, TRUTH, level, body=inner, timepoint=timepoint, reads=reads)
            case AtMoment(body=body, moment=moment):
                return self._make(AtMoment, TRUTH, level, body=self.recorded(body, joined_by), moment=moment)
            case Aggregate(recorded=part, condition=condition, period=period, reads=reads):
                fields = {"recorded": part, "condition": condition, "period": period, "reads": reads}
                return self._make(AnyRecorded, TRUTH, level, **fields)
            case Named(body=body):
                return self.recorded(body, joined_by)
            case Apply() | FirstMatch():
                inputs = [self.recorded(part, joined_by) for part in children(expression)]
                return self.apply(joined_by, *inputs)
            case _:
                return self._make(Constant, TRUTH, Level.PATIENT, value=True)

    # ---- forms ---------------------------------------------------------------------------------------

    def _named(self, type_: Type, level: Level, depth: int) -> Expr:
        body = self.expression(type_, level, depth)
        return self._make(Named, body.type, body.level, name="named", body=body)

    def _at_timepoint(self, type_: Type, level: Level, depth: int) -> Expr:
        body, timepoint = self.at_visits(type_, depth), self.random.choice(TIMEPOINTS)
        fields = {"body": body, "timepoint": timepoint, "reads": reads_of(body)}
        return self._make(AtTimepoint, body.type, Level.PATIENT, **fields)

    def _at_moment(self, type_: Type, level: Level, depth: int) -> Expr:
        of_days = self.random.random() < 0.4
        body = self.on_days(type_, depth) if of_days else self.at_visits(type_, depth)
        moment = self._visit_day(level, depth)
        return self._make(AtMoment, body.type, moment.level, body=body, moment=moment)

    def _visit_day(self, level: Level, depth: int) -> Expr:
        """A moment that often has a visit on its day."""
        return (
            self._visit_moment(MOMENT, level, depth)
            if self.random.random() < 0.7
            else self._leaf(MOMENT, level)
        )

    def _from_visit(self, type_: Type, level: Level, depth: int) -> Expr:
        """Seen from each visit: what is inside may speak of it, though it looks at others."""
        outer, self.visits = self.visits, self.visits + 1
        body = self.expression(type_, self.random.choice((Level.PATIENT, Level.VISIT)), depth)
        self.visits = outer
        return self._make(FromVisit, body.type, Level.VISIT, depth=outer, body=body)

    def _between(self, level: Level) -> Period:
        """The days between two visits, one of them further out."""
        days = [self._visit_day_outside(), self._visit_day_outside()]
        if level is Level.VISIT:
            days[self.random.randrange(2)] = self._make(NowDay, MOMENT, Level.VISIT)
        return Period((Edge(days[0], 1),), (Edge(days[1], -1),), SPAN, between_visits=True)

    def _period(self, level: Level, depth: int) -> Period:
        if self.visits and self.random.random() < 0.4:
            return self._between(level)
        starts, ends = self._edges(level, depth), self._edges(level, depth)
        return Period(starts, ends, SPAN)

    def _edges(self, level: Level, depth: int) -> tuple[Edge, ...]:
        """Often none, now and then two."""
        many = self.random.choice((0, 0, 0, 1, 1, 1, 1, 2))
        depths = (depth if self.random.random() < 0.4 else 0 for _ in range(many))
        shifts = (0, 0, 0, 1, -1, 28, -28, 90)
        return tuple(Edge(self.expression(MOMENT, level, one), self.random.choice(shifts)) for one in depths)

    def _count(self) -> tuple[CountKind, int]:
        kind: CountKind = self.random.choice(("at least", "at least", "at most", "exactly"))
        return kind, self.random.choice((0, 1, 1, 2, 3)) if kind != "at least" else self.random.choice(
            (1, 1, 2, 3)
        )

    def _over_visits(self, type_: Type, level: Level, depth: int) -> Expr:
        body, period = self.at_visits(TRUTH, depth), self._period(level, depth)
        count, number = self._count() if self.random.random() < 0.7 else ("every", 0)
        gaps = self.random.choice((None, None, 28, 91, 200))
        fields = {"count": count, "number": number, "body": body, "period": period, "gaps": gaps}
        fields["window"] = self._window(count)
        return self._make(OverVisits, TRUTH, period.level, reads=reads_of(body), **fields)

    def _over_events(self, type_: Type, level: Level, depth: int) -> Expr:
        period, event = self._period(level, depth), self.random.choice(EVENTS)
        count, number = self._count()
        return self._make(
            OverEvents,
            TRUTH,
            period.level,
            count=count,
            number=number,
            event=event,
            period=period,
            window=self._window(count),
        )

    def _window(self, count: CountKind) -> int | None:
        slides = count in ("at least", "at most") and self.random.random() < 0.3
        return self.random.choice((28, 100, 200)) if slides else None

    def _aggregate(self, type_: Type, level: Level, depth: int) -> Aggregate:
        body, period = self.at_visits(type_, depth), self._period(level, depth)
        condition = self.at_visits(TRUTH, depth) if self.random.random() < 0.3 else None
        kinds: tuple[AggregateKind, ...] = (
            get_args(AggregateKind) if isinstance(type_, NumberType) else ("first", "last")
        )
        if isinstance(type_, LevelsType) and type_.ordered:
            kinds = ("first", "last", "lowest", "highest")
        kind = self.random.choice(kinds)
        reads = reads_of(body) | (reads_of(condition) if condition else frozenset())
        fields = {"kind": kind, "body": body, "recorded": self.recorded(body, "or"), "condition": condition}
        result = _total(body.type) if kind == "total" else body.type
        return self._make(Aggregate, result, period.level, period=period, reads=reads, **fields)

    def _any_recorded(self, type_: Type, level: Level, depth: int) -> Expr:
        sort = self.random.choice((*NUMBERS, *SAMPLES["levels"], TRUTH))
        return self.recorded(self._aggregate(sort, level, depth), "or")

    def _visit_moment(self, type_: Type, level: Level, depth: int) -> Expr:
        body, period = self.at_visits(TRUTH, depth), self._period(level, min(depth, 1))
        fields = {"which": self.random.choice(("first", "last")), "body": body, "period": period}
        return self._make(VisitMoment, MOMENT, period.level, reads=reads_of(body), **fields)

    def _event_moment(self, type_: Type, level: Level, depth: int) -> Expr:
        period, event = self._period(level, depth), self.random.choice(EVENTS)
        which = self.random.choice(("first", "last"))
        return self._make(EventMoment, MOMENT, period.level, which=which, event=event, period=period)

    def _sustained(self, type_: Type, level: Level, depth: int) -> Expr:
        body = self.at_visits(TRUTH, depth)
        days, visits = self.random.choice(((28, None), (91, None), (None, 2), (None, 3)))
        gaps = self.random.choice((28, 91, 200)) if days else self.random.choice((None, 28, 200))
        fields = {"body": body, "days": days, "visits": visits, "gaps": gaps, "reads": reads_of(body)}
        return self._make(Sustained, TRUTH, Level.VISIT, **fields)

    def _confirmed(self, type_: Type, level: Level, depth: int) -> Expr:
        body = self.at_visits(TRUTH, depth)
        by = body if self.random.random() < 0.5 else self.at_visits(TRUTH, depth)
        allowing = self.at_visits(TRUTH, depth) if self.random.random() < 0.5 else None
        at_least = self.random.choice((1, 28, 56))
        reads = frozenset().union(*(reads_of(part) for part in (body, by, allowing) if part is not None))
        fields: dict[str, Any] = {"body": body, "by": by, "allowing": allowing, "reads": reads}
        fields |= {"at_least": at_least, "at_most": self.random.choice((None, at_least + 28, at_least + 90))}
        fields |= {"allowed": self.random.choice((1, 2)) if allowing else 0}
        return self._make(Confirmed, TRUTH, Level.VISIT, **fields)

    def _onset(self, type_: Type, level: Level, depth: int) -> Expr:
        body = self.at_visits(TRUTH, depth)
        return self._make(Onset, TRUTH, Level.VISIT, body=body, reads=reads_of(body))

    def _moving_reference(self, type_: Type, level: Level, depth: int) -> Expr:
        start, value = self.expression(type_, Level.PATIENT, depth), self.at_visits(type_, depth)
        self.references += 1
        name, around = f"reference_{self.references}", self.held
        result = OPERATORS["else (number)"].result((TRUTH, start.type, value.type))
        self.held = self._make(HeldReference, result, Level.PATIENT, name=name)
        moves = self.truth(Level.VISIT, depth)
        self.held = around
        fields = {"name": name, "start": start, "value": value, "moves": moves}
        return self._make(
            MovingReference, result, Level.VISIT, reads=reads_of(value) | reads_of(moves), **fields
        )

    def _lasting(self, type_: Type, level: Level, depth: int) -> Expr:
        begins, ends = self.at_visits(TRUTH, depth), self.at_visits(TRUTH, depth)
        fields = {"begins": begins, "ends": ends, "reads": reads_of(begins) | reads_of(ends)}
        return self._make(Lasting, TRUTH, Level.VISIT, **fields)

    def _day_period(self, level: Level, depth: int) -> Period:
        """Some days before now, or some fixed ones; now and then any period."""
        if self.random.random() < 0.15:
            return self._period(level, depth)
        if level is not Level.PATIENT and self.random.random() < 0.7:
            now, last = self._make(NowDay, MOMENT, level), self.random.choice((0, 0, -1, 3))
            return Period(
                (Edge(now, last - self.random.choice((0, 2, 6, 13, 27))),), (Edge(now, last),), SPAN
            )
        start = self._make(Constant, MOMENT, Level.PATIENT, value=self.random.choice(DAYS))
        ends = self.random.choice(((), (Edge(start, self.random.choice((0, 6, 27, 60))),)))
        return Period((Edge(start, 0),) if ends or self.random.random() < 0.5 else (), ends, SPAN)

    def _over_days(self, type_: Type, level: Level, depth: int) -> Expr:
        body, period = self.on_days(TRUTH, min(depth, 2)), self._day_period(level, depth)
        count, number = self._count() if self.random.random() < 0.7 else ("every", 0)
        number *= self.random.choice((1, 1, 5))
        fields = {"count": count, "number": number, "body": body, "period": period}
        return self._make(OverDays, TRUTH, period.level, window=self._window(count), **fields)

    def _days_aggregate(self, type_: Type, level: Level, depth: int) -> DaysAggregate:
        body, period = self.on_days(type_, min(depth, 2)), self._day_period(level, depth)
        condition = self.on_days(TRUTH, min(depth, 1)) if self.random.random() < 0.2 else None
        numbers = isinstance(type_, NumberType)
        kind = self.random.choice(get_args(DaysAggregateKind) if numbers else ("first", "last"))
        fields = {"kind": kind, "body": body, "condition": condition, "period": period}
        return self._make(
            DaysAggregate, _total(body.type) if kind == "total" else body.type, period.level, **fields
        )

    def _day_moment(self, type_: Type, level: Level, depth: int) -> Expr:
        body, period = self.on_days(TRUTH, min(depth, 2)), self._day_period(level, min(depth, 1))
        which = self.random.choice(("first", "last"))
        return self._make(DayMoment, MOMENT, period.level, which=which, body=body, period=period)

    def _days_sustained(self, type_: Type, level: Level, depth: int) -> Expr:
        body = self.on_days(TRUTH, min(depth, 2))
        return self._make(DaysSustained, TRUTH, Level.DAY, body=body, days=self.random.choice((1, 3, 14, 28)))

    def _days_onset(self, type_: Type, level: Level, depth: int) -> Expr:
        return self._make(DaysOnset, TRUTH, Level.DAY, body=self.on_days(TRUTH, min(depth, 2)))

    def _first_match(self, type_: Type, level: Level, depth: int) -> Expr:
        assert isinstance(type_, LevelsType)
        tests = tuple(self.truth(level, depth) for _ in type_.levels[1:])
        fields = {"levels": type_.levels, "tests": tests}
        return self._make(FirstMatch, type_, max(test.level for test in tests), **fields)


def _total(type_: Type) -> Type:
    """The type of a sum of many: without a limit that one of them may have."""
    assert isinstance(type_, NumberType)
    floor = Fraction(0) if type_.low is not None and type_.low >= 0 else None
    return NumberType(type_.unit, floor, None, type_.scale)
