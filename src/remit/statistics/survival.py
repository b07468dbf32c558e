"""Time to an event: the Kaplan-Meier curve and its bands.

Patients censored at the time of an event are at risk of it. A value of the curve, and of a band, holds from
its time until the next one.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from operator import add

from scipy import special

from remit.statistics.beta_product import beta_product_quantile
from remit.statistics.exact_numbers import Number
from remit.statistics.remarks import significance
from remit.statistics.result import Estimate, Nature, Note
from remit.statistics.risk_table import RiskTable
from remit.statistics.survival_median import Band, Limit, median_time

#: Beyond so many patients the beta product band takes seconds, and differs little from the log-log band.
MOST_PATIENTS = 100
_FEW = 10

_FEW_PATIENTS = Note(
    "few_patients",
    f"With {_FEW} patients or fewer the log-log band may be too narrow; prefer the beta product band.",
)
_TOO_MANY_PATIENTS = Note(
    "too_many_patients",
    f"The beta product band is computed for up to {MOST_PATIENTS} patients; take the log-log band.",
)


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


def kaplan_meier(
    times: Sequence[Number | None], events: Sequence[bool], level: float = 0.95, unit: str = ""
) -> SurvivalCurve:
    """The Kaplan-Meier curve with Greenwood's variance and the log-log band.

    `times` are each patient's time under observation, not negative, or None where there was none (then left
    out and counted); `events` say whether it ended with the event; `unit` is that of the times in the notes,
    such as "days after the start". The band is
    S^exp(+-z se / log S), without a value where S is 1 or 0, and an approximation that with ten patients
    or fewer is too narrow: see `beta_product`. Without events, `median.extra` holds exact upper limits of the
    probability of an event. E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53 (1958), 457-481; J. D.
    Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 2002, section 1.4.

    Raises ValueError for lengths that differ, a negative time or one that is no number, and unless
    0 < level < 1; TypeError for floats.
    """
    z = -float(special.ndtri(significance(level) / 2))
    patients = RiskTable.of(times, events)
    limits = _log_log(patients, z)
    low, high = tuple(low for low, _ in limits), tuple(high for _, high in limits)
    band = Band("Kaplan-Meier, log-log", Nature.ASYMPTOTIC, level, low, high)
    few = patients.n <= _FEW and any(patients.events)
    return _curve(patients, band, unit, notes=(_FEW_PATIENTS,) if few else ())


def beta_product(
    times: Sequence[Number | None], events: Sequence[bool], level: float = 0.95, unit: str = ""
) -> SurvivalCurve:
    """The Kaplan-Meier curve with the band of the beta product confidence procedure, for few patients.

    Without censoring it is Clopper-Pearson's interval at each time; with it, it still holds its level in all
    cases known. Each value of the band holds from its time until the next; there is none for more than 100
    patients. Arguments and errors as in `kaplan_meier`. M. P. Fay, E. H. Brittain and M. A. Proschan,
    Biostatistics 14 (2013), 723-736; the quantiles of the beta products are computed exactly here, not
    by their method of moments.
    """
    alpha, patients = significance(level), RiskTable.of(times, events)
    if patients.n > MOST_PATIENTS:
        nothing = (None,) * len(patients.times)
        band = Band("Kaplan-Meier", Nature.NONE, level, nothing, nothing)
        return _curve(patients, band, unit, (_TOO_MANY_PATIENTS,))
    at_start = (alpha / 2) ** (1 / patients.n) if patients.n else None
    low, high = _beta_product_low(patients, alpha), _beta_product_high(patients, alpha)
    band = Band("Kaplan-Meier, beta product", Nature.EXACT, level, low, high, at_start)
    return _curve(patients, band, unit)


def _curve(patients: RiskTable, band: Band, unit: str, notes: tuple[Note, ...] = ()) -> SurvivalCurve:
    median = median_time(patients, band, unit)
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


def _log_log(patients: RiskTable, z: float) -> list[tuple[Limit, Limit]]:
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


def _beta_product_high(patients: RiskTable, alpha: float) -> tuple[Limit, ...]:
    """Quantiles of the product of Beta(y, 1) over the events so far, y counting down at each of them."""
    factors = _factors(patients)
    return tuple(beta_product_quantile(rates, 1 - alpha / 2) if rates else 1.0 for rates in factors)


def _beta_product_low(patients: RiskTable, alpha: float) -> tuple[Limit, ...]:
    """The same with one factor more, for the patients that are left after each time; 0 where none is."""
    factors = zip(_factors(patients), patients.left, strict=True)
    return tuple(beta_product_quantile([*rates, y], alpha / 2) if y else 0.0 for rates, y in factors)


def _factors(patients: RiskTable) -> list[list[int]]:
    steps = [[*range(y, y - d, -1)] for d, y in zip(patients.events, patients.at_risk, strict=True)]
    return [*accumulate(steps, add)]
