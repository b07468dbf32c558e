"""What looks across visits, days and events, as clauses."""

import re
from typing import Final, Protocol

from remit.model.expressions import (
    Confirmed,
    DaysOnset,
    DaysSustained,
    Expr,
    Lasting,
    Onset,
    OverDays,
    OverEvents,
    OverVisits,
    Sustained,
)
from remit.report.plain.periods import period
from remit.report.plain.words import days

_NAMED_VISIT: Final = re.compile(
    r"(?:any|every|no|first|last|at\s+(?:least|most)\s+\S+|exactly\s+\S+)\s+visits?\s+"
    r"(?!(?:from|between|after|before|until|within|in|so|with|has)\b)([A-Za-z][A-Za-z0-9_]*)"
)

Form = (
    OverVisits | OverDays | OverEvents | Sustained | DaysSustained | Confirmed | Onset | DaysOnset | Lasting
)


class Says(Protocol):
    """What says values, conditions, and what is answered yes or no."""

    def noun(self, x: Expr) -> str:
        """A value."""
        ...

    def clause(self, x: Expr, *, holds: bool = True) -> str:
        """A condition, or its denial."""
        ...

    def question(self, name: str) -> str:
        """A declared name that is a question."""
        ...


def form(says: Says, x: Form) -> str:
    """What is asked of visits, days, events or runs, as a clause."""
    match x:
        case OverVisits():
            return _over_visits(says, x)
        case OverDays():
            return _over_days(says, x)
        case OverEvents():
            return _over_events(says, x)
        case Sustained(body=body, days=length, visits=visits):
            row = f"at {visits} or more visits in a row" if visits else f"for at least {days(length or 0)}"
            return f"{says.clause(body)}, sustained {row}{_gaps(x.gaps)}"
        case DaysSustained(body=body, days=length):
            return f"{says.clause(body)}, on at least {days(length)} in a row"
        case Confirmed():
            return _confirmed(says, x)
        case Onset(body=body):
            return f"{says.clause(body)}, which had not been so at the assessment before"
        case DaysOnset(body=body):
            return f"{says.clause(body)}, which had not been so on the day before"
        case Lasting(begins=begins, ends=ends):
            ended = f"and since then at none {says.clause(ends)}"
            return f"there had been a visit, that one or one before, at which {says.clause(begins)}, {ended}"


def denied(says: Says, x: Form) -> str:
    """Its denial."""
    if (
        isinstance(x, OverVisits | OverEvents | OverDays)
        and (x.count, x.number) == ("at least", 1)
        and x.window is None
    ):
        return _none(says, x) + (_gaps(x.gaps) if isinstance(x, OverVisits) else "")
    return f"it was not the case that {form(says, x)}"


def _over_visits(says: Says, x: OverVisits) -> str:
    limits = period(x.period, says.noun) + _window(x.window)
    body, gaps = says.clause(x.body), _gaps(x.gaps)
    if x.count == "every":
        return f"at every visit{called(x)}{limits}{gaps} {body}"
    if x.count == "at most" and x.number == 0:
        return _none(says, x) + gaps
    if x.count == "at least" and x.number == 1:
        return f"there was a visit{called(x)}{limits} at which {body}{gaps}"
    return f"there were {x.count} {x.number} visits{limits} at which {body}{gaps}"


def _over_days(says: Says, x: OverDays) -> str:
    limits, body = period(x.period, says.noun) + _window(x.window), says.clause(x.body)
    if x.count == "every":
        return f"on every day{limits} {body}"
    if x.count == "at most" and x.number == 0:
        return _none(says, x)
    if x.count == "at least" and x.number == 1:
        return f"there was a day{limits} on which {body}"
    return f"there were {x.count} {days(x.number)}{limits} on which {body}"


def _over_events(says: Says, x: OverEvents) -> str:
    if x.count == "at most" and x.number == 0:
        return _none(says, x)
    limits = period(x.period, says.noun) + _window(x.window)
    many = "" if (x.count, x.number) == ("at least", 1) else f" {x.count} {x.number} times"
    return f"{says.question(x.event)} was recorded{many}{limits}"


def _none(says: Says, x: OverVisits | OverEvents | OverDays) -> str:
    limits = period(x.period, says.noun) + _window(x.window)
    match x:
        case OverEvents():
            return f"{says.question(x.event)} was not recorded{limits}"
        case OverDays():
            return f"there was no day{limits} on which {says.clause(x.body)}"
        case OverVisits():
            return f"there was no visit{called(x)}{limits} at which {says.clause(x.body)}"


def _confirmed(says: Says, x: Confirmed) -> str:
    latest = "" if x.at_most is None else f" and at most {days(x.at_most)}"
    by = "" if x.by.key == x.body.key else f" at which {says.clause(x.by)}"
    between = ""
    if x.allowing is not None:
        visits = "visit" if x.allowed == 1 else "visits"
        between = f" (allowing at most {x.allowed} {visits} between at which {says.clause(x.allowing)})"
    later = f"at a visit at least {days(x.at_least)}{latest} later"
    return f"{says.clause(x.body)}, confirmed {later}{by}{between}"


def _gaps(gaps: int | None) -> str:
    return "" if gaps is None else f" (with visits no more than {days(gaps)} apart)"


def _window(window: int | None) -> str:
    return "" if window is None else f" within any {days(window)}"


def called(x: Expr) -> str:
    """The name of the visit that is asked about, with a blank before it."""
    found = re.match(_NAMED_VISIT, x.span.text)
    return f" {found[1]}" if found else ""
