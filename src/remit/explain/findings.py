"""What was found for a condition: its mark, the value that made it so, where that was read, and when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from remit.diagnostics.diagnostic import Cell
from remit.explain.deciding import descend, parts
from remit.explain.deciding_runs import answer_of
from remit.explain.part import Part, Scope, nodes, text_of
from remit.explain.reasons import Input, InputKind
from remit.explain.seen_from import looking
from remit.explain.trace import Mark, Trace
from remit.explain.words import moment_words, value_words
from remit.model import expressions as e
from remit.model.types import Level, MomentType, TruthType

OVER_VISITS = (e.OverVisits, e.VisitMoment, e.Sustained, e.Confirmed, e.Onset, e.Lasting)
_COMPARISONS = {"<", "<=", ">", ">=", "=", "!=", "is before", "is not after"}
_COUNTS = {"and", "or", "at least"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a value was read: its cell (None without an address), and the day with a remark."""

    cell: Cell | None
    when: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of the audit.

    words   what it is about; "" for what stands on the rule's own line
    mark    what is known of a condition; None for a value
    value   in words: `24 → 10 mg/day`, `yes or no`, `3 of 6`
    places  where and when the value was read; two of a change
    notes   what else could have been taken, and why it was not
    inside  the findings that it is made of
    """

    words: str = ""
    mark: Mark | None = None
    value: str = ""
    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()
    inside: tuple["Finding", ...] = ()


def without_not(x: e.Expr) -> e.Expr:
    """The condition that is denied."""
    while isinstance(x, e.Apply) and x.operator == "not":
        x = x.arguments[0]
    return x


def members_of(x: e.Expr) -> tuple[e.Named, ...]:
    """The members of a count over a set (`at least 3 of core …`); none of anything else.

    They are written once and stand at the place of the whole.
    """
    inner = without_not(x)
    if not isinstance(inner, e.Apply) or inner.operator not in _COUNTS:
        return ()
    conditions = inner.arguments[1:] if inner.operator == "at least" else inner.arguments
    if all(isinstance(one, e.Named) and one.span == inner.span for one in conditions):
        return cast("tuple[e.Named, ...]", conditions)
    same_place = all(one.span == inner.span for one in conditions)
    return members_of(conditions[0]) if same_place else ()


@dataclass(frozen=True, slots=True)
class Findings:
    """Makes findings from a trace; `told_apart` are the parts that have lines of their own elsewhere."""

    trace: Trace
    scope: Scope
    told_apart: Callable[[Part], bool]

    def of(self, part: Part, words: str = "") -> Finding:
        """What was found for a condition or a value."""
        x = part.expression
        plain = Finding(words, self.mark(part))
        if members := members_of(x):
            return self._of_set(plain, [Part(member, part.date) for member in members])
        inner = looking(self.trace, part)
        if isinstance(inner.expression, OVER_VISITS):
            return self._over_visits(plain, inner)
        return self._of_data(plain, part)

    def mark(self, part: Part) -> Mark | None:
        """The mark of a condition, and whether a moment occurs; nothing for other values."""
        match part.expression.type:
            case TruthType():
                return self.trace.mark(*part)
            case MomentType():
                moment = self.trace.moment(*part)
                if moment.latest < float("inf"):
                    return Mark.CERTAIN
                return Mark.OPEN if moment.earliest < float("inf") else Mark.IMPOSSIBLE
            case _:
                return None

    # ---- counts over a set ---------------------------------------------------------------------------

    def _of_set(self, plain: Finding, members: list[Part]) -> Finding:
        marks = [self.trace.mark(*member) for member in members]
        least = marks.count(Mark.CERTAIN)
        most = least + marks.count(Mark.OPEN)
        count = f"{least} of {len(members)}" if least == most else f"{least} to {most} of {len(members)}"
        inside = [self.of(Part(_member(one).body, one.date), _member(one).name) for one in members]
        return replace(plain, value=count, inside=tuple(inside))

    # ---- forms over visits ---------------------------------------------------------------------------

    def _over_visits(self, plain: Finding, part: Part) -> Finding:
        """One row a visit; a run inside a visit is opened for one of them only, unless all is asked for."""
        inside: list[Finding] = []
        steps = list(parts(self.trace, part, self.scope))
        opened = self._to_open(part, steps)
        for step in steps:
            if isinstance(step, Input):
                inside.append(of_input(step))
            elif step.date is None or step.expression.level is Level.PATIENT:
                inside += self._of_edge(part.expression, step)
            else:
                found = self._at_visit(step, brief=step is not opened and self.scope is not Scope.ALL)
                inside.append(replace(found, words=found.words + _role(part.expression, step)))
        return replace(plain, value=self._answer(part), inside=tuple(inside))

    def _answer(self, part: Part) -> str:
        """The day of a moment; of what was to be confirmed, which of the three it was."""
        if isinstance(part.expression.type, MomentType):
            return moment_words(self.trace.moment(*part))
        if isinstance(part.expression, e.Confirmed):
            return answer_of(self.trace, part.expression, part.date)
        return ""

    def _to_open(self, form: Part, steps: list[Part | Input]) -> Part | None:
        """The visit that shows best why: the first with the mark of the whole, else the first."""
        visits = [
            step for step in steps if isinstance(step, Part) and step.expression.level is not Level.PATIENT
        ]
        whole = self.mark(form)
        return next((one for one in visits if self.mark(one) is whole), visits[0] if visits else None)

    def _at_visit(self, part: Part, brief: bool) -> Finding:
        assert part.date is not None
        words = f"day {self.trace.day(part.date)}"
        if brief and isinstance(looking(self.trace, part).expression, OVER_VISITS):
            return Finding(words, self.mark(part), self._answer(looking(self.trace, part)))
        found = self.of(part, words)
        places = [replace(one, when=one.when.removeprefix(words).removeprefix(", ")) for one in found.places]
        return replace(found, places=tuple(places))

    def _of_edge(self, form: e.Expr, part: Part) -> Iterator[Finding]:
        """A moment that limits the period, where it is written in the form itself, and not as a day."""
        x = part.expression
        within = form.span.start <= x.span.start and x.span.end <= form.span.end
        if within and not isinstance(x, e.Constant | e.TimepointEnd | e.NowDay):
            yield self.of(part, text_of(x))

    # ---- data ----------------------------------------------------------------------------------------

    def _of_data(self, plain: Finding, part: Part) -> Finding:
        steps = list(descend(self.trace, part, self.scope, self.told_apart))
        apart = [one for one in steps if isinstance(one, Part) and self.told_apart(one)]
        data = [one for one in steps if isinstance(one, Input)]
        if len(data) == 1 and not apart:
            return _beside(plain, data[0])
        if len(apart) == 1 and not data:
            return self._elsewhere(plain, apart[0])
        if len(data) == 2 and not apart and _is_change(part.expression, *data):
            return _change(plain, *sorted(data, key=lambda datum: datum.kind is InputKind.MEASURE))
        inside = [self._elsewhere(Finding(text_of(one.expression), self.mark(one)), one) for one in apart]
        rows = (*inside, *(of_input(datum) for datum in data))
        return replace(plain, value=self._computed(part), inside=rows)

    def _elsewhere(self, plain: Finding, part: Part) -> Finding:
        """The value of a definition whose own lines show why."""
        value = "" if isinstance(part.expression.type, TruthType) else self._words(part)
        at_visit = part.expression.level is not Level.PATIENT and part.date is not None
        places = (Place(None, f"day {self.trace.day(part.date or 0)}"),) if at_visit else ()
        return replace(plain, value=value, places=places)

    def _computed(self, part: Part) -> str:
        """The value of what is computed: of the left side, where it is compared."""
        x = without_not(part.expression)
        if isinstance(x, e.Apply) and x.operator in _COMPARISONS:
            sides = [Part(side, part.date) for side in x.arguments if not isinstance(side, e.Constant)]
            return " against ".join(self._words(side) for side in sides)
        return "" if isinstance(x.type, TruthType) else self._words(Part(x, part.date))

    def _words(self, part: Part) -> str:
        return value_words(self.trace.value(*part), part.expression.type)


def _role(form: e.Expr, step: Part) -> str:
    """Of a state that lasts: whether a condition begins it or ends it."""
    if not isinstance(form, e.Lasting):
        return ""
    return ", begins" if step.expression.key == form.begins.key else ", ends"


def _member(part: Part) -> e.Named:
    return cast(e.Named, part.expression)


def of_input(datum: Input) -> Finding:
    """The row of one datum; what is missing altogether says so in its own words."""
    if datum.kind in _MISSING and datum.why:
        return Finding(datum.why, Mark.OPEN)
    return Finding(datum.words, None, datum.value, (_place(datum),), datum.others)


_MISSING = (InputKind.VISIT, InputKind.FOLLOW_UP)


def _place(datum: Input) -> Place:
    return Place(datum.cell, datum.when)


def _beside(plain: Finding, datum: Input) -> Finding:
    """The one datum on the line of its condition; a missing visit below it."""
    row = of_input(datum)
    if datum.kind in _MISSING and datum.why:
        return replace(plain, inside=(row,))
    return replace(plain, value=row.value, places=row.places, notes=row.notes)


def _is_change(x: e.Expr, before: Input, after: Input) -> bool:
    """One measure at two points; `now` is the later one."""
    kinds = {before.kind, after.kind}
    at_points = InputKind.READING in kinds and kinds <= {InputKind.READING, InputKind.MEASURE}
    return (
        at_points
        and before.name == after.name
        and not any(isinstance(inside, e.Aggregate) for inside in nodes(x))
    )


def _change(plain: Finding, before: Input, after: Input) -> Finding:
    """`24 → 10 mg/day`, with both addresses and days."""
    start = before.value.removesuffix(f" {after.unit}") if after.unit else before.value
    notes = (*before.others, *after.others)
    return replace(
        plain, value=f"{start} → {after.value}", places=(_place(before), _place(after)), notes=notes
    )
