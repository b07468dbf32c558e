"""Which visits decide what looks at their order: runs, confirmation, onset."""

from collections.abc import Iterator

import numpy as np

from remit.explain import periods
from remit.explain.deciding_visits import at_dates, open_at, unrecorded
from remit.explain.part import Part, Scope, Steps, measures_of
from remit.explain.reasons import Input, Reason
from remit.explain.seen_from import moving
from remit.explain.trace import Mark, Trace
from remit.model import expressions as e

# ---- runs --------------------------------------------------------------------------------------------


def of_sustained(trace: Trace, x: e.Sustained, date: int | None, scope: Scope) -> Steps:
    """The run of visits that contains this one, as far as the condition may hold, and what breaks it."""
    dates = trace.dates(x.reads)
    if date not in dates:
        yield from _not_asked(trace, x, date)
        return
    run = _run(trace, x, dates, date)
    if scope is Scope.OPEN:
        yield from open_at(trace, x.body, run)
    elif scope is Scope.ALL:
        yield from at_dates(x.body, dates)
    else:
        yield from at_dates(x.body, _deciding_run(trace, x, dates, run, date))
    if trace.is_open(x, date) and run and run[-1] == dates[-1]:
        yield _goes_on(trace, x, run)


def _run(trace: Trace, x: e.Sustained, dates: list[int], date: int) -> list[int]:
    """The unbroken row of dates around this one at which the condition is possible."""

    def joined(one: int, other: int) -> bool:
        return x.gaps is None or trace.day(other) - trace.day(one) <= x.gaps

    runs: list[list[int]] = [[]]
    for one in dates:
        if not trace.truth(x.body, one).possible:
            runs.append([])
        elif runs[-1] and not joined(runs[-1][-1], one):
            runs.append([one])
        else:
            runs[-1].append(one)
    return next((run for run in runs if date in run), [])


def _deciding_run(trace: Trace, x: e.Sustained, dates: list[int], run: list[int], date: int) -> list[int]:
    """The run; of one that is too short also the dates at either end at which the condition fails."""
    if not run:
        return [date]
    if trace.mark(x, date) is not Mark.IMPOSSIBLE:
        return run
    first, last = dates.index(run[0]), dates.index(run[-1])
    around = dates[max(first - 1, 0) : last + 2]
    return [one for one in around if one in run or not trace.truth(x.body, one).possible]


def _goes_on(trace: Trace, x: e.Sustained, run: list[int]) -> Input:
    first, last = trace.day(run[0]), trace.day(run[-1])
    enough = last + 1 if x.days is None else first + x.days
    wanted = max(enough, last + 1) if x.gaps is None else min(max(enough, last + 1), last + x.gaps)
    long = f"{x.visits} visits are" if x.days is None else f"{x.days} days are"
    why = f"the run from day {first} may go on after the last visit (day {last}); {long} needed"
    return periods.missing_visit(
        f"visit after day {last}", Reason.GOES_ON, why, wanted, measures_of(x.body, x.reads)
    )


def _not_asked(
    trace: Trace, x: e.Sustained | e.Confirmed | e.Onset | e.Lasting, date: int | None
) -> Iterator[Input]:
    """At a date that is no visit, and has no row for every measure that is asked for."""
    assert date is not None  # what looks at the order of visits stands at one
    measures = measures_of(x, x.reads)
    empty = unrecorded(trace, measures, date)
    yield from empty
    if not empty:
        day = trace.day(date)
        words = f"visit on day {day}"
        yield periods.missing_visit(words, Reason.NOT_ASSESSED, f"day {day} is no visit", day, measures)


# ---- confirmation, onset -----------------------------------------------------------------------------


def of_confirmed(trace: Trace, x: e.Confirmed, date: int | None, scope: Scope) -> Steps:
    """The visit itself, and the later ones up to that which confirms or breaks it."""
    dates = trace.dates(x.reads)
    if date not in dates:
        yield from _not_asked(trace, x, date)
        return
    yield from _filtered(trace, [Part(x.body, date)], scope)
    if scope is not Scope.ALL and trace.mark(x.body, date) is Mark.IMPOSSIBLE:
        return
    later = [one for one in dates if one > date and _within(trace, x, date, one)]
    for one in later:
        yield from _filtered(trace, _asked_later(trace, x, date, one), scope)
        if scope is not Scope.ALL and _settled(trace, x, date, one):
            return
    if trace.is_open(x, date) and _may_come(trace, x, date, later):
        yield _unconfirmed(trace, x, date)


def answer_of(trace: Trace, x: e.Confirmed, date: int | None) -> str:
    """The three answers where the condition itself holds: confirmed, refuted, unconfirmed; "" elsewhere."""
    mark = trace.mark(x, date)
    if mark is Mark.CERTAIN:
        return "confirmed"
    if date not in trace.dates(x.reads) or trace.mark(x.body, date) is not Mark.CERTAIN:
        return ""
    if mark is Mark.IMPOSSIBLE:
        return "refuted"
    later = [one for one in trace.dates(x.reads) if one > date and _within(trace, x, date, one)]
    known = all(not trace.is_open(*part) for one in later for part in _asked_later(trace, x, date, one))
    return "unconfirmed" if known and _may_come(trace, x, date, later) else ""


def _filtered(trace: Trace, candidates: list[Part], scope: Scope) -> Iterator[Part]:
    return (part for part in candidates if scope is not Scope.OPEN or trace.is_open(*part))


def _within(trace: Trace, x: e.Confirmed, date: int, one: int) -> bool:
    return x.at_most is None or trace.day(one) - trace.day(date) <= x.at_most


def _in_span(trace: Trace, x: e.Confirmed, date: int, one: int) -> bool:
    return trace.day(one) - trace.day(date) >= x.at_least


def _asked_later(trace: Trace, x: e.Confirmed, date: int, one: int) -> list[Part]:
    """What is asked of a later visit: the confirmation, or else that nothing breaks it."""
    asked = [Part(x.by, one)]
    if trace.mark(x.by, one) is not Mark.CERTAIN and x.body.key != x.by.key:
        asked.append(Part(x.body, one))
    if x.allowing is not None and not any(trace.mark(*part) is Mark.CERTAIN for part in asked):
        asked.append(Part(x.allowing, one))
    return asked


def _settled(trace: Trace, x: e.Confirmed, date: int, one: int) -> bool:
    """A later visit after which nothing more is asked: it confirms, or it certainly breaks."""
    if _in_span(trace, x, date, one) and trace.mark(x.by, one) is Mark.CERTAIN:
        return True
    return all(trace.mark(*part) is Mark.IMPOSSIBLE for part in _asked_later(trace, x, date, one))


def _may_come(trace: Trace, x: e.Confirmed, date: int, later: list[int]) -> bool:
    limit = np.inf if x.at_most is None else trace.day(date) + x.at_most
    return not any(_in_span(trace, x, date, one) for one in later) or limit > trace.follow_up_end


def _unconfirmed(trace: Trace, x: e.Confirmed, date: int) -> Input:
    day = trace.day(date)
    wanted = max(day + x.at_least, trace.day(trace.dates(x.reads)[-1]) + 1)
    why = (
        f"what holds on day {day} is not confirmed yet: no later visit from day {day + x.at_least} on does it"
    )
    words = f"visit from day {wanted} on"
    return periods.missing_visit(words, Reason.UNCONFIRMED, why, wanted, measures_of(x, x.reads))


def of_onset(trace: Trace, x: e.Onset, date: int | None, scope: Scope) -> Steps:
    """This visit and the one before."""
    dates = trace.dates(x.reads)
    if date not in dates:
        yield from _not_asked(trace, x, date)
        return
    before = max((one for one in dates if one < date), default=None)
    now = Part(x.body, date)
    if scope is Scope.DECIDING and trace.mark(*now) is Mark.IMPOSSIBLE:
        yield now
        return
    yield from _filtered(trace, [now] if before is None else [Part(x.body, before), now], scope)
    if before is None and trace.is_open(x, date):
        why = f"nothing was assessed before day {trace.day(date)}"
        words = f"visit before day {trace.day(date)}"
        yield periods.missing_visit(words, Reason.NO_REFERENCE, why, np.inf, measures_of(x.body, x.reads))


# ---- states that last --------------------------------------------------------------------------------


def of_lasting(trace: Trace, x: e.Lasting, date: int | None, scope: Scope) -> Steps:
    """The visit from which the state is known, and whether it began or ended since."""
    dates = trace.dates(x.reads)
    if date not in dates:
        yield from _not_asked(trace, x, date)
        return
    so_far = [one for one in dates if one <= date]
    since = so_far if scope is Scope.ALL else _since_it_was_known(trace, x, so_far)
    for one in since:
        yield from _filtered(trace, [Part(x.begins, one), Part(x.ends, one)], scope)


def of_moving_reference(trace: Trace, x: e.MovingReference, date: int | None, scope: Scope) -> Steps:
    """Where it was taken from, its start or the last visit that moved it; what may have moved it since."""
    assert date is not None  # it stands at each visit
    origin: Part = Part(x.start, date)
    since: list[Part] = []
    for one in (one for one in trace.dates(x.reads) if one < date):
        moves = moving(trace, x, one)
        mark = trace.mark(*moves)
        if scope is Scope.ALL:
            since += [moves, Part(x.value, one)]
        elif mark is Mark.CERTAIN:
            origin, since = Part(x.value, one), [moves] if scope is Scope.DECIDING else []
        elif mark is Mark.OPEN:
            since += [moves, Part(x.value, one)]
    yield from _filtered(trace, [origin, *since], scope)


def _since_it_was_known(trace: Trace, x: e.Lasting, so_far: list[int]) -> list[int]:
    """The visits from the last at which it certainly ended, or certainly was there; else all so far."""
    for place in reversed(range(len(so_far))):
        one = so_far[place]
        ended = trace.mark(x.ends, one) is Mark.CERTAIN
        began = trace.mark(x.begins, one) is Mark.CERTAIN and trace.mark(x.ends, one) is Mark.IMPOSSIBLE
        if ended or began:
            return so_far[place:]
    return so_far
