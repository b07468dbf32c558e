"""Time to an event: the Kaplan-Meier curve, its bands, and the median with limits read off the band.

Conventions, which differ between programs:

- patients censored at the time of an event are at risk of it;
- a value of the curve, and of a band, holds from its time until the next one;
- where the curve is exactly 1/2 from one event to the next, the median is the middle of the two times; where
  it stays at 1/2 for good, the median is the time at which it got there;
- the limits of the median are the times at which the band's limits fall to 1/2 or below; a limit that does
  not fall so far is *not reached*: an infinite limit, as is the upper one where the curve ends at 0, since
  there the log-log band has no value.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from operator import add, mul, sub

from scipy import special

from remit.statistics.beta_product import beta_product_quantile
from remit.statistics.exact_numbers import Number, exact
from remit.statistics.proportion import clopper_pearson_limits
from remit.statistics.remarks import significance
from remit.statistics.result import Estimate, Interval, Nature, Note

Limit = float | None

HALF = Fraction(1, 2)
_FEW = 10

_FEW_PATIENTS = Note(
    "few_patients",
    f"With {_FEW} patients or fewer the log-log band is too narrow; the beta product band is exact.",
)
_NO_PATIENTS = Note("no_patients", "No patient was under observation.")


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """A Kaplan-Meier curve with a pointwise confidence band; all tuples run over the distinct times.

    method     the band in words
    level      the confidence level asked for, at each time by itself
    nature     of the band
    times      distinct times of events and censorings, ascending, in the unit given
    survival   the estimated probability of no event up to and including each time
    low, high  the band; None where it has no value
    low_at_start  the lower limit before the first time; None where the band has no value there
    at_risk    patients without an event and under observation just before each time
    events     events at each time
    censored   patients whose observation ended at each time without an event
    median     the median time to the event, with its interval; infinite limits are *not reached*
    notes      warnings, each one sentence
    """

    method: str
    level: float
    nature: Nature
    times: tuple[float, ...]
    survival: tuple[float, ...]
    low: tuple[Limit, ...]
    high: tuple[Limit, ...]
    low_at_start: Limit
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    censored: tuple[int, ...]
    median: Estimate
    notes: tuple[Note, ...]

    def numbers_at_risk(self, times: Sequence[float]) -> tuple[int, ...]:
        """The patients at risk at each of the times asked for, as they stand under a figure."""
        at_risk = (*self.at_risk, 0)
        return tuple(at_risk[bisect_left(self.times, time)] for time in times)


@dataclass(frozen=True, slots=True)
class _RiskTable:
    """Patients by distinct time: `times` exact and ascending; the counts as in `SurvivalCurve`."""

    times: tuple[Fraction, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    censored: tuple[int, ...]
    missing: int

    @property
    def n(self) -> int:
        return sum(self.events) + sum(self.censored)

    @property
    def left(self) -> tuple[int, ...]:
        """Patients still at risk after each time."""
        gone = map(add, self.events, self.censored)
        return tuple(map(sub, self.at_risk, gone))

    @property
    def survival(self) -> tuple[Fraction, ...]:
        kept = (1 - Fraction(d, y) for d, y in zip(self.events, self.at_risk, strict=True))
        return tuple(accumulate(kept, mul))


@dataclass(frozen=True, slots=True)
class _Band:
    """Limits at each time, the lower limit before the first, and how they were found."""

    method: str
    nature: Nature
    level: float
    low: tuple[Limit, ...]
    high: tuple[Limit, ...]
    low_at_start: Limit = None


def kaplan_meier(
    times: Sequence[Number | None], events: Sequence[bool], level: float = 0.95
) -> SurvivalCurve:
    """The Kaplan-Meier curve with Greenwood's variance and the log-log band.

    `times` are each patient's time under observation, not negative, or None where there was none (then left
    out and counted); `events` say whether it ended with the event. The band is
    S^exp(+-z se / log S), without a value where S is 1 or 0, and an approximation that with ten patients
    or fewer is too narrow: see `beta_product`. Without events, `median.extra` holds exact upper limits of the
    probability of an event. E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53 (1958), 457-481; J. D.
    Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 2002, section 1.4.

    Raises ValueError for lengths that differ, a negative time or one that is no number, and unless
    0 < level < 1; TypeError for floats.
    """
    z = -float(special.ndtri(significance(level) / 2))
    patients = _risk_table(times, events)
    limits = _log_log(patients, z)
    low, high = tuple(low for low, _ in limits), tuple(high for _, high in limits)
    band = _Band("Kaplan-Meier, log-log", Nature.ASYMPTOTIC, level, low, high)
    few = patients.n <= _FEW and any(patients.events)
    return _curve(patients, band, notes=(_FEW_PATIENTS,) if few else ())


def beta_product(
    times: Sequence[Number | None], events: Sequence[bool], level: float = 0.95
) -> SurvivalCurve:
    """The Kaplan-Meier curve with the band of the beta product confidence procedure, for few patients.

    Without censoring it is Clopper-Pearson's interval at each time; with it, it still holds its level in all
    cases known. Each value of the band holds from its time until the next. Arguments and errors as in
    `kaplan_meier`. M. P. Fay, E. H. Brittain and M. A. Proschan, Biostatistics 14 (2013), 723-736; the
    quantiles of the beta products are computed exactly, not by their method of moments.
    """
    alpha, patients = significance(level), _risk_table(times, events)
    at_start = (alpha / 2) ** (1 / patients.n) if patients.n else None
    low, high = _beta_product_low(patients, alpha), _beta_product_high(patients, alpha)
    band = _Band("Kaplan-Meier, beta product", Nature.EXACT, level, low, high, at_start)
    return _curve(patients, band)


def _risk_table(times: Sequence[Number | None], events: Sequence[bool]) -> _RiskTable:
    if len(times) != len(events):
        raise ValueError(f"{len(times)} times and {len(events)} events do not belong together")
    ends = [
        (_time(row, time), bool(event))
        for row, (time, event) in enumerate(zip(times, events, strict=True), 1)
        if time is not None
    ]
    counts = Counter(ends)
    distinct = tuple(sorted({time for time, _ in ends}))
    had, left = (tuple(counts[time, event] for time in distinct) for event in (True, False))
    gone = accumulate(map(add, had, left), initial=0)
    at_risk = tuple(len(ends) - before for _, before in zip(distinct, gone, strict=False))
    return _RiskTable(distinct, at_risk, had, left, missing=len(times) - len(ends))


def _time(row: int, time: Number) -> Fraction:
    try:
        value = exact(time)
    except ValueError as error:
        raise ValueError(f"time of patient {row}: {error}") from None
    if value < 0:
        raise ValueError(f"time of patient {row}: {time} is negative")
    return value


def _curve(patients: _RiskTable, band: _Band, notes: tuple[Note, ...] = ()) -> SurvivalCurve:
    median = _median(patients, band)
    return SurvivalCurve(
        method=band.method,
        level=band.level,
        nature=band.nature,
        times=tuple(map(float, patients.times)),
        survival=tuple(map(float, patients.survival)),
        low=band.low,
        high=band.high,
        low_at_start=band.low_at_start,
        at_risk=patients.at_risk,
        events=patients.events,
        censored=patients.censored,
        median=median,
        notes=notes + median.notes,
    )


def _log_log(patients: _RiskTable, z: float) -> list[tuple[Limit, Limit]]:
    """Limits at each time; the variance of log S is Greenwood's, the sum of d / (y (y - d))."""
    steps = zip(patients.events, patients.at_risk, strict=True)
    variances = accumulate(Fraction(d, y * (y - d)) if d < y else Fraction(0) for d, y in steps)
    return [_log_log_limits(s, v, z) for s, v in zip(patients.survival, variances, strict=True)]


def _log_log_limits(survival: Fraction, variance: Fraction, z: float) -> tuple[Limit, Limit]:
    if survival in (0, 1):
        return None, None
    log = math.log(survival)
    power = math.exp(z * math.sqrt(variance) / abs(log))
    return math.exp(log * power), math.exp(log / power)


def _beta_product_high(patients: _RiskTable, alpha: float) -> tuple[Limit, ...]:
    """Quantiles of the product of Beta(y, 1) over the events so far, y counting down at each of them."""
    factors = _factors(patients)
    return tuple(beta_product_quantile(rates, 1 - alpha / 2) if rates else 1.0 for rates in factors)


def _beta_product_low(patients: _RiskTable, alpha: float) -> tuple[Limit, ...]:
    """The same with one factor more, for the patients that are left after each time; 0 where none is."""
    factors = zip(_factors(patients), patients.left, strict=True)
    return tuple(beta_product_quantile([*rates, y], alpha / 2) if y else 0.0 for rates, y in factors)


def _factors(patients: _RiskTable) -> list[list[int]]:
    steps = [[*range(y, y - d, -1)] for d, y in zip(patients.events, patients.at_risk, strict=True)]
    return [*accumulate(steps, add)]


def _median(patients: _RiskTable, band: _Band) -> Estimate:
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
    return replace(found, notes=_median_notes(patients, found, band.level))


def _median_time(patients: _RiskTable) -> float | None:
    reached = [(time, s) for time, s in zip(patients.times, patients.survival, strict=True) if s <= HALF]
    if not reached:
        return None
    first, survival = reached[0]
    if survival < HALF:
        return float(first)
    return float((first + next((time for time, s in reached if s < HALF), first)) / 2)


def _median_interval(patients: _RiskTable, band: _Band) -> Interval | None:
    """From the time at which the lower limit falls to 1/2 to that of the upper one, infinite if never."""
    low = _fall_to_half(patients.times, band.low, at_start=band.low_at_start)
    high = _fall_to_half(patients.times, band.high, at_start=None)
    if math.isinf(low):
        return None
    return Interval(low, high, band.level, band.level, f"{band.method}, inverted", band.nature)


def _fall_to_half(times: Sequence[Fraction], limits: Sequence[Limit], at_start: Limit) -> float:
    path = zip((Fraction(0), *times), (at_start, *limits), strict=True)
    return float(next((time for time, limit in path if limit is not None and limit <= HALF), math.inf))


def _upper_limits(patients: _RiskTable, level: float) -> tuple[tuple[str, float], ...]:
    """Without events: how probable one may still be, over the time for which all were observed."""
    if any(patients.events):
        return ()
    alpha, n = significance(level), patients.n
    return (
        ("upper limit of the event probability, two-sided", clopper_pearson_limits(0, n, alpha)[1]),
        ("upper limit of the event probability, one-sided", clopper_pearson_limits(0, n, 2 * alpha)[1]),
    )


def _median_notes(patients: _RiskTable, median: Estimate, level: float) -> tuple[Note, ...]:
    if not any(patients.events):
        (_, two_sided), (_, one_sided) = median.extra
        text = (
            f"No event among {patients.n}: up to time {float(patients.times[0]):g}, to which all were observed, "
            f"the probability of an event may still be as high as {100 * (two_sided or 0):.1f} % "
            f"({100 * level:.6g} % interval; one-sided {100 * (one_sided or 0):.1f} %)."
        )
        return (Note("no_events", text),)
    if median.value is None:
        return (
            Note("median_not_reached", "The curve does not fall to one half: the median is not reached."),
        )
    if median.interval is None:
        return (Note("no_interval", "The band does not reach one half, so the median has no interval."),)
    return ()
