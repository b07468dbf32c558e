"""Runs of visits, confirmation, onset: loops over the dates' columns, vectorised over patients."""

from dataclasses import dataclass

import numpy as np

from remit.operators.bounds import Bools, Floats, Truth


def sustained(
    body: Truth, day: Floats, dates: Bools, days: int | None, visits: int | None, gaps: int | None
) -> Truth:
    """True at every date of a qualifying run; possibly so in a run that reaches the last date."""
    certain = _in_runs(body.certain, day, dates, days, visits, gaps, may_go_on=False)
    possible = _in_runs(body.possible, day, dates, days, visits, gaps, may_go_on=True)
    return Truth(certain & dates, possible | ~dates)


def _in_runs(
    holds: Bools,
    day: Floats,
    dates: Bools,
    days: int | None,
    visits: int | None,
    gaps: int | None,
    may_go_on: bool,
) -> Bools:
    """Forward: where each run began and how many dates it has. Backward: whether its end qualifies."""
    patients, width = holds.shape
    start, count, last = np.full(patients, np.nan), np.zeros(patients, np.int64), np.full(patients, -np.inf)
    starts, counts = np.full_like(day, np.nan), np.zeros_like(day, np.int64)
    for column in range(width):
        here, now = dates[:, column], day[:, column]
        with np.errstate(invalid="ignore"):
            goes_on = here & holds[:, column] & (count > 0)
            if gaps is not None:
                goes_on &= now - last <= gaps
        begins = here & holds[:, column] & ~goes_on
        start = np.where(begins, now, np.where(here & ~holds[:, column], np.nan, start))
        count = np.where(begins, 1, np.where(goes_on, count + 1, np.where(here, 0, count)))
        last = np.where(here, now, last)
        starts[:, column], counts[:, column] = start, count
    return _qualifying(holds & dates, day, dates, starts, counts, days, visits, may_go_on)


def _qualifying(
    holds: Bools,
    day: Floats,
    dates: Bools,
    starts: Floats,
    counts: np.ndarray,
    days: int | None,
    visits: int | None,
    may_go_on: bool,
) -> Bools:
    patients, width = holds.shape
    result = np.zeros_like(dates)
    run_start = np.full(patients, np.nan)
    good = np.zeros(patients, np.bool_)
    seen = np.zeros(patients, np.bool_)
    for column in reversed(range(width)):
        here = holds[:, column]
        with np.errstate(invalid="ignore"):
            same_run = here & (starts[:, column] == run_start)
            long_enough = (
                counts[:, column] >= visits
                if visits is not None
                else day[:, column] - starts[:, column] >= (days or 0)
            )
        ends_here = here & ~same_run
        reaches_last = ~seen & may_go_on
        good = np.where(ends_here, long_enough | reaches_last, good)
        run_start = np.where(here, starts[:, column], np.where(dates[:, column], np.nan, run_start))
        result[:, column] = here & good
        seen |= dates[:, column]
    return result


@dataclass(frozen=True, slots=True)
class Span:
    """When a later visit may confirm: so many days after the first, at most `limit` (infinite: at any time).

    day, dates      `[patients, dates]` the days, and those at which the form looks
    follow_up_end   `[patients]`
    """

    day: Floats
    dates: Bools
    follow_up_end: Floats
    at_least: int
    limit: float


@dataclass(frozen=True, slots=True)
class Holding:
    """Where a condition holds, what confirms it, and what may stand between: `[patients, dates]`."""

    body: Bools
    by: Bools
    spare: Bools


def confirmed(body: Truth, by: Truth, allowing: Truth | None, span: Span, allowed: int) -> Truth:
    """A later date that confirms, with everything between fine or one of `allowed` spare ones."""
    if np.isposinf(span.limit) and not allowed:
        certain, _ = _confirmed_ever(body.certain, by.certain, span)
        later, undecided = _confirmed_ever(body.possible, by.possible, span)
        return Truth(body.certain & certain & span.dates, (body.possible & (later | undecided)) | ~span.dates)
    none = np.zeros_like(span.dates)
    spare = allowing if allowing is not None else Truth(none, none)
    surely = Holding(body.certain, by.certain, spare.certain)
    perhaps = Holding(body.possible, by.possible, spare.possible)
    certain, possible = np.zeros_like(span.dates), np.zeros_like(span.dates)
    for column in range(span.dates.shape[1]):
        sure, _ = _confirmed_from(column, surely, span, allowed)
        maybe, undecided = _confirmed_from(column, perhaps, span, allowed)
        certain[:, column] = body.certain[:, column] & sure
        possible[:, column] = body.possible[:, column] & (maybe | undecided)
    return Truth(certain & span.dates, possible | ~span.dates)


def _confirmed_ever(body: Bools, by: Bools, span: Span) -> tuple[Bools, Bools]:
    """As `_confirmed_from` for all dates in one pass back, where nothing is allowed and no limit is set.

    Of the dates that confirm before anything breaks, the last is the farthest: it alone has to be far enough.
    """
    day, dates = span.day, span.dates
    farthest = np.full(len(dates), -np.inf)
    unbroken = np.ones(len(dates), np.bool_)
    found, undecided = np.zeros_like(dates), np.zeros_like(dates)
    for column in reversed(range(dates.shape[1])):
        here, now = dates[:, column], day[:, column]
        found[:, column] = farthest - now >= span.at_least
        undecided[:, column] = unbroken
        fine = body[:, column] | by[:, column]
        # A break forgets what lies behind it; of what follows an unbroken date, the farthest stays.
        farthest = np.where(here & ~fine, -np.inf, farthest)
        farthest = np.where(here & by[:, column] & np.isneginf(farthest), now, farthest)
        unbroken &= ~here | fine
    return found, undecided


def _confirmed_from(first: int, holding: Holding, span: Span, allowed: int) -> tuple[Bools, Bools]:
    """From one date: confirmed at a later one; and not refuted so far, though not confirmed either."""
    day, dates = span.day, span.dates
    patients = len(dates)
    found, unbroken = np.zeros(patients, np.bool_), np.ones(patients, np.bool_)
    used, in_span = np.zeros(patients, np.int64), np.zeros(patients, np.bool_)
    origin = day[:, first]
    limit = origin + span.limit
    for column in range(first + 1, dates.shape[1]):
        if not bool((unbroken & (day[:, column] <= limit)).any()):
            break
        with np.errstate(invalid="ignore"):
            here = dates[:, column] & (day[:, column] <= limit)
            spans = here & (day[:, column] - origin >= span.at_least)
        found |= spans & holding.by[:, column] & unbroken
        in_span |= spans
        fine = holding.body[:, column] | holding.by[:, column]
        used += here & ~fine
        unbroken &= ~here | fine | (holding.spare[:, column] & (used <= allowed))
    goes_on = ~in_span | (limit > span.follow_up_end)
    return found, unbroken & goes_on


def lasting(begins: Truth, ends: Truth, dates: Bools) -> Truth:
    """In the state from where it begins until where it ends; not in it before the first date."""
    certain, possible = np.zeros_like(dates), np.ones_like(dates)
    surely, perhaps = np.zeros(len(dates), np.bool_), np.zeros(len(dates), np.bool_)
    for column in range(dates.shape[1]):
        here = dates[:, column]
        surely = np.where(here, (surely | begins.certain[:, column]) & ~ends.possible[:, column], surely)
        perhaps = np.where(here, (perhaps | begins.possible[:, column]) & ~ends.certain[:, column], perhaps)
        certain[:, column], possible[:, column] = surely & here, perhaps | ~here
    return Truth(certain, possible)


def onset(body: Truth, dates: Bools) -> Truth:
    """Holds now and did not at the date before; open at the first date where it holds."""
    certain, possible = np.zeros_like(dates), np.ones_like(dates)
    before_certain = np.zeros(len(dates), np.bool_)
    before_possible = np.ones(len(dates), np.bool_)
    for column in range(dates.shape[1]):
        here = dates[:, column]
        certain[:, column] = here & body.certain[:, column] & ~before_possible
        possible[:, column] = ~here | (body.possible[:, column] & ~before_certain)
        before_certain = np.where(here, body.certain[:, column], before_certain)
        before_possible = np.where(here, body.possible[:, column], before_possible)
    return Truth(certain, possible)
