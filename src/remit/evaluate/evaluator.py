"""Every checked expression over one block, each meaning once; the memo is the trace that the audit shows."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import assert_never, cast

import numpy as np

from remit.course.block import Block, Cells
from remit.course.cohort import Ints
from remit.evaluate import days, quantifiers, runs
from remit.evaluate.aggregates import aggregate
from remit.evaluate.grids import Grids
from remit.evaluate.limits import Limits, Selection, select
from remit.evaluate.moments import event_moment, visit_moment
from remit.evaluate.observed import Observation
from remit.evaluate.release import Remaining
from remit.evaluate.running import reaches_back, running
from remit.evaluate.taking import column_of, open_value, taken, taken_array, worst
from remit.evaluate.timepoints import in_window, picked
from remit.model import expressions as e
from remit.model.declarations import Declarations, Timepoint
from remit.model.depth import allow_deep_nesting
from remit.model.types import Level, LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.bounds import (
    Bools,
    Bounds,
    Floats,
    Levels,
    Moment,
    Number,
    Truth,
    each,
    exact_truth,
    pair,
    some,
)
from remit.operators.registry import OPERATORS
from remit.operators.selection import choose, either

_OverPeriod = e.OverVisits | e.OverEvents | e.Aggregate | e.AnyRecorded | e.VisitMoment | e.EventMoment


class Evaluator:
    """Values over a block: `[patients]`, or `[patients, dates]` for a per-visit expression.

    `values` maps an expression's key to its bounds, in the padding of dates without meaning; one that speaks
    of visits further out has its value for each choice of these under its key and their columns, as long as
    that choice lasts. With `remaining` only those are kept that are still to be taken; without it all are,
    which is what the audit reads.
    """

    def __init__(
        self,
        declarations: Declarations,
        block: Block,
        remaining: Remaining | None = None,
        home: "Evaluator | None" = None,
        row: Ints | None = None,
    ) -> None:
        allow_deep_nesting()
        self.declarations, self.block, self._remaining = declarations, block, remaining
        self._home = home
        self.row = row
        self.grids: Grids = home.grids if home is not None else Grids(self)
        self.values: dict[Hashable, Bounds] = {}
        self._columns: dict[int, int] = home._columns if home is not None else {}
        self._held: dict[str, Bounds] = home._held if home is not None else {}
        self._outer_visits: dict[int, frozenset[int]] = {}
        self._dates: dict[frozenset[str], Bools] = {}
        self._ends: dict[Timepoint, Floats] = {}

    @property
    def home(self) -> "Evaluator":
        """Where the values per visit are: here, except on a grid, whose dates are the days of `row`."""
        # No attribute: what refers to itself holds its arrays until the next collection of garbage.
        return self if self._home is None else self._home

    def value(self, expression: e.Expr) -> Bounds:
        if expression.level is Level.PATIENT and self.home is not self:
            return self.home.value(expression)
        key = self._key(expression)
        if key not in self.values:
            # Infinities are limits that are not there; where they cancel, each operator opens the value.
            with np.errstate(all="ignore"):
                self.values[key] = self._evaluate(cast(e.AnyExpr, expression))
            if key == expression.key:
                # What speaks of a visit further out takes its parts again at the next one.
                self.release(e.children(expression))
        return self.values[key]

    def release(self, taken: Sequence[e.Expr]) -> None:
        """Forget the values that were taken for the last time."""
        if self._remaining is not None:
            for key in self._remaining.spent(taken):
                self.values.pop(key, None)

    def _key(self, expression: e.Expr) -> Hashable:
        """What a value is remembered under: with the columns of the visits further out that it speaks of."""
        if not self._columns:
            return expression.key
        outer = e.outer_visits(expression, self._outer_visits)
        return (
            (expression.key, *((depth, self._columns[depth]) for depth in sorted(outer)))
            if outer
            else expression.key
        )

    @contextmanager
    def standing_at(self, depth: int, column: int) -> Iterator[None]:
        """With the visit of a depth at a column; what was worked out for it is forgotten afterwards."""
        before, known = self._columns.get(depth), set(self.values)
        self._columns[depth] = column
        try:
            yield
        finally:
            for key in set(self.values) - known:
                if isinstance(key, tuple):
                    del self.values[key]
            self.grids.forget(depth, column)
            del self._columns[depth]
            if before is not None:
                self._columns[depth] = before

    def truth(self, expression: e.Expr) -> Truth:
        return cast(Truth, self.value(expression))

    def dates(self, reads: frozenset[str]) -> Bools:
        """The dates at which a form that reads these measures looks, `[patients, dates]`."""
        if reads not in self._dates:
            dates = self.block.visit
            if reads and not bool((dates == self.block.exists).all()):
                rows = [self.block.measure(name).row for name in sorted(reads)]
                dates = dates | (np.logical_and.reduce(rows) & self.block.exists)
            self._dates[reads] = dates
        return self._dates[reads]

    def _evaluate(self, x: e.AnyExpr) -> Bounds:
        match x:
            case e.Constant():
                return self._constant(x)
            case e.FactValue():
                return self.block.fact(x.name).values
            case e.MeasureValue():
                return self.block.measure(x.name).values
            case (
                e.DoseValue()
                | e.OverDays()
                | e.DaysAggregate()
                | e.DayMoment()
                | e.DaysSustained()
                | e.DaysOnset()
            ):
                return days.value(self, x)
            case e.Named():
                return self.value(x.body)
            case e.Apply():
                return self._apply(x)
            case e.ReadAt():
                return self._read_at(x)
            case e.Recorded():
                return self._recorded(x)
            case e.AtTimepoint():
                return self._at_timepoint(x)
            case e.AtMoment():
                return self._at_moment(x)
            case e.NowDay():
                return Moment(self.block.day, self.block.day)
            case e.VisitDay():
                return self._outside(x)
            case e.FromVisit():
                return self._stacked([self._seen_from(x, j) for j in range(self.block.shape[1])], x.type)
            case e.EndOfFollowUp():
                return Moment(self.block.follow_up_end, self.block.follow_up_end)
            case e.TimepointEnd():
                return self._timepoint_end(x.timepoint)
            case e.FirstMatch():
                return self._first_match(x)
            case e.HeldReference():
                return self._held[x.name]
            case e.Sustained() | e.Confirmed() | e.Onset() | e.Lasting() | e.MovingReference():
                return self._in_order(x)
            case e.OverVisits():
                return self._over_visits(x)
            case e.OverEvents():
                return self._over_events(x)
            case e.Aggregate():
                return self._aggregate(x)
            case e.AnyRecorded():
                return self._any_recorded(x)
            case e.VisitMoment():
                return self._visit_moment(x)
            case e.EventMoment():
                return self._event_moment(x)
            case _:
                assert_never(x)

    # ---- leaves and operators ------------------------------------------------------------------------

    def _constant(self, x: e.Constant) -> Bounds:
        patients = self.block.shape[0]
        match x.type:
            case TruthType():
                return exact_truth(np.full(patients, bool(x.value)))
            case NumberType():
                number = np.full(patients, float(x.value))
                return Number(number, number)
            case LevelsType():
                return Levels(np.full(patients, int(x.value), np.int64))
            case MomentType():
                day = np.full(patients, float(x.value))
                return Moment(day, day)

    def _apply(self, x: e.Apply) -> Bounds:
        arguments = [self._lifted(self.value(part), part.level, x.level) for part in x.arguments]
        result = OPERATORS[x.operator].arrays(tuple(arguments), float(x.scale))
        return self.spread(result) if x.level is not Level.PATIENT else result

    def _lifted(self, value: Bounds, level: Level, wanted: Level) -> Bounds:
        """A per-patient value used per visit holds at each visit; here the others are there already."""
        if level is not Level.PATIENT or wanted is Level.PATIENT:
            return value
        return each(value, lambda array: array[:, None])

    def spread(self, value: Bounds) -> Bounds:
        """A per-visit result has one value a date, also where it is the same at all of them."""
        shape = self.block.shape
        return each(value, lambda array: array if array.shape == shape else np.broadcast_to(array, shape))

    def over_visits(self, x: e.Expr) -> Bounds:
        """The value at each date, also where it is the same at all of them."""
        return self.spread(self._lifted(self.value(x), x.level, Level.VISIT))

    def _per_visit(self, x: e.Expr) -> Truth:
        return cast(Truth, self.over_visits(x))

    def _first_match(self, x: e.FirstMatch) -> Bounds:
        """A level stays possible where its test is and no test before is certain."""
        shape = self.block.shape if x.level is not Level.PATIENT else (self.block.shape[0],)
        mask, still = np.zeros(shape, np.int64), np.ones(shape, np.bool_)
        for place, test in enumerate(x.tests):
            truth = cast(Truth, self._lifted(self.value(test), test.level, x.level))
            mask |= np.where(still & truth.possible, 1 << place, 0)
            still = still & ~truth.certain
        return Levels(mask | np.where(still, 1 << len(x.tests), 0))

    # ---- one date ------------------------------------------------------------------------------------

    def _read_at(self, x: e.ReadAt) -> Bounds:
        cells, window = self.block.measure(x.measure), in_window(self.block.day, x.timepoint)
        recorded = cells.recorded & window & self.block.exists
        if x.worst_is_high is not None:
            value = worst(cells.values, recorded, x.worst_is_high)
            return self._opened(value, some(recorded), x.type)
        index, found = self._pick_reading(cells, recorded, window, x.timepoint)
        return self._opened(taken(cells.values, index), found, x.type)

    def _pick_reading(
        self, cells: Cells, recorded: Bools, window: Bools, timepoint: Timepoint
    ) -> tuple[np.ndarray, Bools]:
        """Among the recorded dates; where there is none, among the dates that could have been."""
        index, found = picked(self.block.day, recorded, timepoint)
        if bool(found.all()):
            return index, found
        could = window & self.block.exists & (self.block.visit | cells.row)
        other, exists = picked(self.block.day, could, timepoint)
        return np.where(found, index, other), found | exists

    def _recorded(self, x: e.Recorded) -> Bounds:
        match x.subject:
            case e.FactValue(name=name):
                return exact_truth(self.block.fact(name).recorded)
            case e.MeasureValue(name=name):
                return exact_truth(self.block.measure(name).recorded)
            case e.DoseValue(name=name):
                return days.known(self, x, name)
            case e.ReadAt(measure=measure, timepoint=timepoint):
                cells = self.block.measure(measure)
                window = in_window(self.block.day, timepoint) & self.block.exists
                return exact_truth(some(cells.recorded & window))

    def _at_timepoint(self, x: e.AtTimepoint) -> Bounds:
        candidates = self.dates(x.reads) & in_window(self.block.day, x.timepoint)
        index, found = picked(self.block.day, candidates, x.timepoint)
        body = self.over_visits(x.body)
        if x.or_no:
            return choose(found, taken(body, index), exact_truth(np.zeros_like(found)))
        return self._opened(taken(body, index), found, x.type)

    def _at_moment(self, x: e.AtMoment) -> Bounds:
        moment = cast(Moment, self.value(x.moment))
        if x.body.level is Level.DAY:
            return days.at_moment(self, x, moment)
        body, block = self.home.over_visits(x.body), self.home.block

        def at(earliest: Floats, latest: Floats) -> Bounds:
            known = np.isfinite(latest) & (earliest == latest)
            there = block.exists & (block.day == latest[:, None])
            index = there.argmax(axis=1) if there.shape[1] else np.zeros(len(there), np.int64)
            return self._opened(taken(body, index), known & some(there), x.type)

        if x.level is Level.PATIENT:
            return at(moment.earliest, moment.latest)
        columns = range(self.block.shape[1])
        return self._stacked([at(moment.earliest[:, j], moment.latest[:, j]) for j in columns], x.type)

    def _outside(self, x: e.VisitDay) -> Bounds:
        day = self.block.day[:, self._columns[x.depth]]
        return Moment(day, day)

    def _moving_reference(self, x: e.MovingReference) -> Bounds:
        """At each date what it was before that date moves it; on from there either, where that is open."""
        value, dates = self.over_visits(x.value), self.dates(x.reads)
        held, found = self.value(x.start), []
        for column in range(self.block.shape[1]):
            found.append(held)
            moves = self._moves(x, held, column)
            here, there = dates[:, column], each(value, lambda array, j=column: array[:, j])  # type: ignore[misc]
            moved = choose(here & moves.certain, there, held)
            held = choose(here & moves.open, either(there, held), moved)
        return self._stacked(found, x.type)

    def _moves(self, x: e.MovingReference, held: Bounds, column: int) -> Truth:
        self._held[x.name] = held
        with self.standing_at(e.HELD, column):
            moves = self.truth(x.moves)
        if x.moves.level is Level.PATIENT:
            return moves
        return cast(Truth, each(moves, lambda array: array[:, column]))

    def _seen_from(self, x: e.FromVisit, column: int) -> Bounds:
        with self.standing_at(x.depth, column):
            value = self.value(x.body)
        return value if x.body.level is Level.PATIENT else each(value, lambda array: array[:, column])

    def _opened(self, value: Bounds, known: Bools, type_: Type) -> Bounds:
        """The value where it is known, and anything that the type allows elsewhere."""
        return value if bool(known.all()) else choose(known, value, open_value(type_, known.shape))

    def _timepoint_end(self, timepoint: Timepoint) -> Moment:
        """The later of the target and the last date picked for any measure."""
        if timepoint not in self._ends:
            end = np.full(self.block.shape[0], float(timepoint.target))
            window = in_window(self.block.day, timepoint) & self.block.exists
            for name in self.declarations.measures:
                index, found = picked(self.block.day, self.block.measure(name).recorded & window, timepoint)
                day = taken_array(self.block.day, index)
                end = np.where(found, np.maximum(end, day), end)
            self._ends[timepoint] = end
        return Moment(self._ends[timepoint], self._ends[timepoint])

    # ---- periods -------------------------------------------------------------------------------------

    def limits(self, period: e.Period) -> Limits:
        """The limits of a period, `[patients]`, or `[patients, dates]` where it is about now."""
        start, end = (
            self._edge(period.starts, period.level, np.maximum),
            self._edge(period.ends, period.level, np.minimum),
        )
        end_of = self.block.follow_up_end
        seen_to = end_of if period.level is Level.PATIENT else end_of[:, None]
        observation = Observation(lambda moment: self._spread_moment(moment, period.level), seen_to)
        observed = np.broadcast_to(observation.of_ends(period), start[0].shape)
        return Limits(*start, *end, observed, period.between_visits)

    def _edge(self, edges: tuple[e.Edge, ...], level: Level, join: np.ufunc) -> tuple[Floats, Floats]:
        shape = self.block.shape if level is not Level.PATIENT else self.block.shape[:1]
        if not edges:
            unlimited = np.full(shape, -np.inf if join is np.maximum else np.inf)
            return unlimited, unlimited
        sides: list[tuple[Floats, Floats]] = []
        for edge in edges:
            moment = self._spread_moment(edge.moment, level)
            first = moment.earliest + edge.shift
            sides.append((first, first if moment.latest is moment.earliest else moment.latest + edge.shift))
        if len(sides) == 1:
            return sides[0]
        earliest = join.reduce([side[0] for side in sides])
        if all(first is second for first, second in sides):
            return earliest, earliest
        return earliest, join.reduce([side[1] for side in sides])

    def _spread_moment(self, x: e.Expr, level: Level) -> Moment:
        value = self._lifted(self.value(x), x.level, level)
        return cast(Moment, self.spread(value) if level is not Level.PATIENT else value)

    def _over_period(self, x: _OverPeriod, dates: Bools, form: Callable[[Selection], Bounds]) -> Bounds:
        """A form over the dates of a period: once a patient, or at each visit for one about now."""
        return self._over_limits(
            x, lambda limits: form(select(self.home.block.day, dates, self.block.follow_up_end, limits))
        )

    def _over_limits(self, x: _OverPeriod, form: Callable[[Limits], Bounds]) -> Bounds:
        limits = self.limits(x.period)
        if x.period.level is Level.PATIENT:
            return form(limits)
        return self._stacked([form(column_of(limits, j)) for j in range(self.block.shape[1])], x.type)

    def _stacked(self, columns: list[Bounds], type_: Type) -> Bounds:
        """One result a date, put side by side."""
        if not columns:
            return open_value(type_, (self.block.shape[0], 0))
        first = columns[0]
        if isinstance(first, Levels):
            return Levels(np.stack([cast(Levels, column).mask for column in columns], axis=1))
        pairs = [pair(cast(Truth, column)) for column in columns]
        low = np.stack([one for one, _ in pairs], axis=1)
        same = all(one is other for one, other in pairs)
        return type(first)(low, low if same else np.stack([other for _, other in pairs], axis=1))

    # ---- forms over a period -------------------------------------------------------------------------

    def _over_visits(self, x: e.OverVisits) -> Bounds:
        body = self.home._per_visit(x.body)
        return self._over_period(
            x,
            self.home.dates(x.reads),
            lambda s: quantifiers.over_visits(x.count, x.number, body, s, x.gaps, x.window),
        )

    def _visit_moment(self, x: e.VisitMoment) -> Bounds:
        body, dates = self.home._per_visit(x.body), self.home.dates(x.reads)
        return self._over_period(x, dates, lambda s: visit_moment(x.which, body, s))

    def _over_events(self, x: e.OverEvents) -> Bounds:
        events, end = self.block.events(x.event), self.block.follow_up_end
        return self._over_limits(
            x, lambda limits: quantifiers.over_events(x.count, x.number, events, limits, end, x.window)
        )

    def _event_moment(self, x: e.EventMoment) -> Bounds:
        events, end = self.block.events(x.event), self.block.follow_up_end
        return self._over_limits(x, lambda limits: event_moment(x.which, events, limits, end))

    def _taken_dates(self, x: e.Aggregate | e.AnyRecorded, selection: Selection) -> Truth:
        return self._taken_of(x, Truth(selection.certain, selection.possible))

    def _taken_of(self, x: e.Aggregate | e.AnyRecorded, dates: Truth) -> Truth:
        recorded = self.home._per_visit(x.recorded)
        certain, possible = dates.certain & recorded.certain, dates.possible & recorded.possible
        if x.condition is not None:
            condition = self.home._per_visit(x.condition)
            return Truth(certain & condition.certain, possible & condition.possible)
        known = dates.certain is dates.possible and recorded.certain is recorded.possible
        return Truth(certain, certain if known else possible)

    def _aggregate(self, x: e.Aggregate) -> Bounds:
        body = self.home.over_visits(x.body)
        if (back := reaches_back(x)) is not None:
            taken = self._taken_of(x, exact_truth(self.dates(x.reads)))
            value, known = running(x.kind, cast(Number, body), taken, before_now=back == 1)
            return self._opened(value, known, x.type)

        def over(selection: Selection) -> Bounds:
            taken = self._taken_dates(x, selection)
            return self._opened(aggregate(x.kind, body, taken, selection.day), some(taken.certain), x.type)

        return self._over_period(x, self.home.dates(x.reads), over)

    def _any_recorded(self, x: e.AnyRecorded) -> Bounds:
        def over(selection: Selection) -> Bounds:
            taken = self._taken_dates(x, selection)
            return Truth(some(taken.certain), some(taken.possible))

        return self._over_period(x, self.home.dates(x.reads), over)

    def _in_order(self, x: e.Sustained | e.Confirmed | e.Onset | e.Lasting | e.MovingReference) -> Bounds:
        """What looks at the order of dates."""
        match x:
            case e.Sustained():
                return self._sustained(x)
            case e.Confirmed():
                return self._confirmed(x)
            case e.Onset():
                return runs.onset(self.truth(x.body), self.dates(x.reads))
            case e.Lasting():
                return runs.lasting(self._per_visit(x.begins), self._per_visit(x.ends), self.dates(x.reads))
            case e.MovingReference():
                return self._moving_reference(x)

    def _sustained(self, x: e.Sustained) -> Bounds:
        dates = self.dates(x.reads)
        return runs.sustained(self.truth(x.body), self.block.day, dates, x.days, x.visits, x.gaps)

    def _confirmed(self, x: e.Confirmed) -> Bounds:
        allowing = self.truth(x.allowing) if x.allowing is not None else None
        limit = np.inf if x.at_most is None else x.at_most
        span = runs.Span(self.block.day, self.dates(x.reads), self.block.follow_up_end, x.at_least, limit)
        return runs.confirmed(self.truth(x.body), self.truth(x.by), allowing, span, x.allowed)
