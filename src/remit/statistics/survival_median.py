"""The median time to an event, with limits read off a band of the survival curve."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from remit.statistics.proportion import clopper_pearson_limits
from remit.statistics.remarks import significance
from remit.statistics.result import Estimate, Interval, Nature, Note
from remit.statistics.risk_table import RiskTable

Limit = float | None

HALF = Fraction(1, 2)
_NO_PATIENTS = Note("no_patients", "No patient was under observation.")


@dataclass(frozen=True, slots=True)
class Band:
    """Limits at each time of a risk table, the lower one before the first, and how they were found."""

    method: str
    nature: Nature
    level: float
    low: tuple[Limit, ...]
    high: tuple[Limit, ...]
    low_at_start: Limit = None


def median_time(patients: RiskTable, band: Band, unit: str = "") -> Estimate:
    """The median time to the event with the interval that the band gives by inversion.

    `unit` is that of the times, in the notes.

    Where the curve is exactly 1/2 from one event to the next, the median is the middle of the two times;
    where it stays at 1/2 for good, the time at which it got there. The limits are the times at which those
    of the band fall to 1/2 or below. A limit that does not is *not reached*: infinite, as is the upper one
    where the curve ends at 0, since there the log-log band has no value; and where not even the lower limit
    falls so far there is no interval.
    """
    bare = Estimate(
        "median time",
        band.method,
        _median_time(patients),
        nature=band.nature,
        n_total=patients.n + patients.missing,
        n=patients.n,
        n_missing=(("time", patients.missing),),
    )
    if not patients.n:
        return replace(bare, nature=Nature.NONE, notes=(_NO_PATIENTS,))
    found = replace(
        bare, interval=_median_interval(patients, band), extra=_upper_limits(patients, band.level)
    )
    return replace(found, notes=_median_notes(patients, found, band.level, unit))


def _median_time(patients: RiskTable) -> float | None:
    reached = [(time, s) for time, s in zip(patients.times, patients.survival, strict=True) if s <= HALF]
    if not reached:
        return None
    first, survival = reached[0]
    if survival < HALF:
        return float(first)
    return float((first + next((time for time, s in reached if s < HALF), first)) / 2)


def _median_interval(patients: RiskTable, band: Band) -> Interval | None:
    """From the time at which the lower limit falls to 1/2 to that of the upper one, infinite if never."""
    low = _fall_to_half(patients.times, band.low, at_start=band.low_at_start)
    high = _fall_to_half(patients.times, band.high, at_start=None)
    if math.isinf(low):
        return None
    return Interval(low, high, band.level, band.level, f"{band.method}, inverted", band.nature)


def _fall_to_half(times: Sequence[Fraction], limits: Sequence[Limit], at_start: Limit) -> float:
    path = zip((Fraction(0), *times), (at_start, *limits), strict=True)
    return float(next((time for time, limit in path if limit is not None and limit <= HALF), math.inf))


def _upper_limits(patients: RiskTable, level: float) -> tuple[tuple[str, float], ...]:
    """Without events: how probable one may still be, among those who were observed beyond the start."""
    observed = patients.observed
    if any(patients.events) or not observed:
        return ()
    alpha = significance(level)
    return (
        ("upper limit of the event probability, two-sided", clopper_pearson_limits(0, observed, alpha)[1]),
        (
            "upper limit of the event probability, one-sided",
            clopper_pearson_limits(0, observed, 2 * alpha)[1],
        ),
    )


def _no_events(patients: RiskTable, median: Estimate, level: float, unit: str) -> Note:
    if not patients.observed:
        return Note("no_events", "No event, and nobody was observed beyond the start.")
    (_, two_sided), (_, one_sided) = median.extra
    until = next(time for time in patients.times if time > 0)
    then = f"{float(until):g} {unit}".rstrip()
    text = (
        f"No event among {patients.observed}, each observed up to {then} or longer: "
        f"by then the probability of an event may still be as high as {100 * (two_sided or 0):.1f} % "
        f"({100 * level:.6g} % interval; one-sided {100 * (one_sided or 0):.1f} %)."
    )
    return Note("no_events", text)


def _median_notes(patients: RiskTable, median: Estimate, level: float, unit: str) -> tuple[Note, ...]:
    if not any(patients.events):
        return (_no_events(patients, median, level, unit),)
    if median.value is None:
        return (
            Note("median_not_reached", "The curve does not fall to one half: the median is not reached."),
        )
    if median.interval is None:
        return (Note("no_interval", "The band does not reach one half, so the median has no interval."),)
    return ()
