"""Definitions and outcomes: what they mean per visit and per patient."""

from typing import Literal, cast

from remit.check import days, points, visits
from remit.check.checker import Checker, Resolved
from remit.check.conditions import truth
from remit.check.quantities import in_one_unit, number
from remit.check.recorded import reads_of
from remit.model import syntax as s
from remit.model.expressions import (
    DayMoment,
    Edge,
    Expr,
    FirstMatch,
    FromVisit,
    Lasting,
    Named,
    OverDays,
    OverVisits,
    Period,
    VisitMoment,
)
from remit.model.rules import Clause, Definition, Outcome
from remit.model.types import MOMENT, TRUTH, Level, LevelsType


def define(checker: Checker, written: s.Define) -> Resolved:
    """A checked `define`."""
    body = checker.value(written.value)
    return Definition(written.name.text, _label(written), "define", body, written.name.span)


def state(checker: Checker, written: s.State) -> Resolved:
    """A checked `state`: a yes or no."""
    body = truth(checker, written.value) if written.ends is None else _lasting(checker, written, written.ends)
    return Definition(written.name.text, _label(written), "state", body, written.name.span)


def _lasting(checker: Checker, written: s.State, ends: s.Expression) -> Expr:
    """`begins when … ends when …`: asked at each visit, from one to the next."""
    begun, ended = checker.problems.all_of(
        [lambda: visits.visit_truth(checker, written.value), lambda: visits.visit_truth(checker, ends)]
    )
    span, reads = written.value.span.to(ends.span), reads_of(begun) | reads_of(ended)
    return checker.make(Lasting, span, TRUTH, Level.VISIT, begins=begun, ends=ended, reads=reads)


def score(checker: Checker, written: s.Score) -> Resolved:
    """The weighted sum of items that are present; an item not assessed counts from nothing to its weight."""
    parts = checker.problems.all_of(
        [
            lambda weight=weight, item=item: _item(checker, weight, item)  # type: ignore[misc]
            for weight in written.weights
            for item in weight.items
        ]
    )
    total = parts[0]
    for part in parts[1:]:
        first, second = in_one_unit(checker, [total, part], "added to")
        total = checker.apply("+", written.span, first, second)
    return Definition(written.name.text, _label(written), "define", total, written.name.span)


def _item(checker: Checker, weight: s.Weight, item: s.Reference) -> Expr:
    present = truth(checker, item)
    return checker.apply("points for", item.span, number(checker, weight.points), present)


def classify(checker: Checker, written: s.Classify) -> Resolved:
    """First match; the last level has no test, and every other has one."""
    *tested, last = written.levels
    if last.test is not None or any(level.test is None for level in tested):
        place = next((level for level in tested if level.test is None), last)
        message = f"`{written.name.text}` leaves patients without a level"
        help_ = [f"end with a level for all others, as in `{place.level.text} otherwise`"]
        raise checker.problems.fail("E402", message, place.level.span, "`otherwise` stands last", help=help_)
    names = [level.level.text for level in written.levels]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise checker.problems.fail(
                "E202", f"the level `{name}` is listed twice", written.levels[index].level.span
            )

    def test(level: s.LevelTest) -> Expr:
        assert level.test is not None
        return truth(checker, level.test)

    tests = checker.problems.all_of([lambda level=level: test(level) for level in tested])  # type: ignore[misc]
    level = max((one.level for one in tests), default=Level.PATIENT)
    body = checker.make(
        FirstMatch, written.span, LevelsType(tuple(names), bool(written.order)), level,
        levels=tuple(names), tests=tuple(tests),
    )  # fmt: skip
    return Definition(
        written.name.text, _label(written), "classify", body, written.name.span, better_of(written.order)
    )


def better_of(order: s.Order | None) -> Literal["lower", "higher"] | None:
    """Which end of the levels is better: of those written best first, the lower."""
    if order is None:
        return None
    return "lower" if order == "best first" else "higher"


def outcome(checker: Checker, written: s.Outcome) -> Resolved:
    """The parts of an outcome, each per patient; a relapse's `when` is asked at each visit."""
    clauses = [clause for clause in written.clauses if isinstance(clause, s.Clause)]
    _once_each(checker, written, clauses)
    checked = checker.problems.all_of([lambda one=one: _clause(checker, written, one) for one in clauses])  # type: ignore[misc]
    by_role = {clause.role: clause.body for clause in checked}
    following, when = by_role.get("following"), by_role["when"]
    among = by_role.get("among")
    if following is not None:
        occurs = checker.apply("occurs", following.span, following)
        among = occurs if among is None else checker.apply("and", among.span, among, occurs)
    day, event_body, reads = None, None, frozenset[str]()
    if written.kind == "relapse":
        # Without `following` it is timed from day 0, and what was before is no relapse.
        start = following or checker.constant(when.span, MOMENT, 0)
        period = Period((Edge(start, 1),), (), None)
        event_body, reads = when, reads_of(when)
        if when.level is Level.DAY:
            day = days.moment(checker, when.span, "first", event_body, period)
            when = days.over(checker, when.span, "any", 1, event_body, period)
        else:
            day = visits.visit_moment(checker, when.span, "first", event_body, period)
            when = visits.over_visits(checker, when.span, "any", 1, event_body, period, None)
    missing = [clause for clause in written.clauses if isinstance(clause, s.MissingCounts)]
    return Outcome(
        written.name.text,
        _label(written),
        written.kind,
        written.name.span,
        tuple(checked),
        among,
        following,
        when,
        by_role.get("unless"),
        day,
        event_body,
        reads,
        missing[0].counts_as_met if missing else None,
        next((clause.text for clause in written.clauses if isinstance(clause, s.Unverified)), None),
    )


def first_day(checker: Checker, found: Outcome) -> VisitMoment | DayMoment | None:
    """The day of an outcome: of a relapse its own, of `any visit … has (…)` such a visit's or day's.

    None for others: so many visits, values at one time, several things joined. Limited gaps leave open
    whether a visit was missed, which the day of a visit that was made cannot say.
    """
    if isinstance(found.day, VisitMoment | DayMoment):
        return found.day
    when = found.when
    while isinstance(when, Named):
        when = when.body
    if not isinstance(when, OverVisits | OverDays) or (when.count, when.number) != ("at least", 1):
        return None
    if isinstance(when, OverDays):
        day = days.moment(checker, when.span, "first", when.body, when.period)
    elif when.gaps is None:
        day = visits.visit_moment(checker, when.span, "first", when.body, when.period)
    else:
        return None
    return None if when.window is not None else cast(VisitMoment | DayMoment, day)


def _once_each(checker: Checker, written: s.Outcome, clauses: list[s.Clause]) -> None:
    roles = [clause.role for clause in clauses]
    for place, clause in enumerate(clauses):
        if clause.role in roles[:place]:
            first = clauses[roles.index(clause.role)].span
            message = f"`{written.name.text}` has two `{clause.role}` clauses"
            help_ = ["join them with `and` or `or`"]
            raise checker.problems.fail(
                "E202", message, clause.span, also=[(first, "first here")], help=help_
            )
    if "when" not in roles:
        message = f"`{written.name.text}` does not say when it is met"
        raise checker.problems.fail("E301", message, written.name.span, help=["add `when …`"])
    if "following" in roles and written.kind != "relapse":
        clause = clauses[roles.index("following")]
        message = f"`following` belongs to a relapse, and `{written.name.text}` is a {written.kind}"
        raise checker.problems.fail("E301", message, clause.span)


def _clause(checker: Checker, written: s.Outcome, clause: s.Clause) -> Clause:
    if clause.role == "following":
        body = points.moment(checker, clause.body, "start")
    elif clause.role == "when" and written.kind == "relapse":
        body = visits.visit_truth(checker, clause.body)
        return Clause(clause.role, body, clause.span)
    else:
        body = truth(checker, clause.body)
    return Clause(clause.role, per_patient(checker, body, clause.body), clause.span)


def per_patient(checker: Checker, body: Expr, node: s.Expression) -> Expr:
    """An outcome is judged per patient: a value per visit must say which visit."""
    if body.level is Level.PATIENT:
        return body
    if isinstance(body, FromVisit):
        message = "`now` is the visit from which one looks, and here there is none: every visit has a name"
        help_ = ["say the name of the visit that is meant in place of `now`"]
        raise checker.problems.fail("E302", message, node.span, "per visit", help=help_)
    shown = " ".join(node.span.text.split())
    inner = shown if shown.startswith("(") or " " not in shown else f"({shown})"
    timepoint = next(
        (name for name, one in checker.written.items() if isinstance(one, s.Timepoint)), "month_6"
    )
    bare = shown if body.type == TRUTH else inner
    places = ("on", "day") if body.level is Level.DAY else ("at", "visit")
    help_ = [
        f"at one time: `{inner} at {timepoint}`",
        f"{places[0]} some {places[1]}: `any {places[1]} has ({bare})`",
        f"{places[0]} all {places[1]}s: `every {places[1]} has ({bare})`",
    ]
    asked, which = f"{places[0]} each {places[1]}", f"{places[0]} which {places[1]}"
    message = f"this is asked {asked}, but an outcome is judged once per patient: {which}?"
    raise checker.problems.fail("E302", message, node.span, body.level.words, help=help_)


def _label(written: s.Declaration) -> str:
    return written.label if written.label is not None else written.name.text.replace("_", " ")
