"""Estimates, intervals and ranges of ignorance in the JSON report."""

from collections.abc import Iterable
from typing import Literal

from remit.report.document.part import Part, finite
from remit.statistics.ignorance import BoundedEstimate, Range
from remit.statistics.result import Estimate, Interval, Note

NatureWord = Literal["exact", "asymptotic", "monte carlo", "none"]


class NotePart(Part):
    """A warning: a stable code, and one sentence."""

    code: str
    text: str


class IntervalPart(Part):
    """A confidence interval, with the level asked for and the level it really has."""

    low: float | None
    high: float | None
    requested: float
    achieved: float
    method: str
    nature: NatureWord


class EstimatePart(Part):
    """One analysis by one method."""

    name: str
    method: str
    value: float | None
    interval: IntervalPart | None
    p: float | None
    """Two-sided."""
    p_less: float | None
    p_greater: float | None
    p_floor: float | None
    """The smallest two-sided p that data of this size can give by this method."""
    statistic: dict[str, float]
    """The test statistic under its name; empty where there is none."""
    df: float | None
    nature: NatureWord
    mc_error: float | None
    """Of a Monte Carlo p: its standard error."""
    n_total: int
    """Patients offered."""
    n: int
    """Patients or pairs used."""
    n_missing: dict[str, int]
    n_zero: int
    n_ties: int
    extra: dict[str, float | None]
    """Further figures of the method, by name."""
    notes: tuple[NotePart, ...]


class RangePart(Part):
    """A range of ignorance: what every completion of the missing data gives; no confidence interval."""

    low: float | None
    high: float | None
    exact: bool
    """Whether completions come as near its ends as one likes; else it may be too wide."""


class BoundedPart(Part):
    """What an analysis becomes over all completions of the missing data."""

    value: RangePart | None
    p: RangePart | None
    n: int
    n_open: int
    """Patients whose data are not complete."""
    notes: tuple[NotePart, ...]


def note_parts(notes: Iterable[Note]) -> tuple[NotePart, ...]:
    """The notes in their order."""
    return tuple(NotePart(code=note.code, text=note.text) for note in notes)


def estimate_part(one: Estimate) -> EstimatePart:
    """An estimate with all its figures."""
    return EstimatePart(
        name=one.name,
        method=one.method,
        value=one.value,
        interval=_interval(one.interval),
        p=one.p,
        p_less=one.p_less,
        p_greater=one.p_greater,
        p_floor=one.p_floor,
        statistic=dict([one.statistic]) if one.statistic else {},
        df=one.df,
        nature=one.nature.value,
        mc_error=one.mc_error,
        n_total=one.n_total,
        n=one.n,
        n_missing=dict(one.n_missing),
        n_zero=one.n_zero,
        n_ties=one.n_ties,
        extra=dict(one.extra),
        notes=note_parts(one.notes),
    )


def estimate_if_any(one: Estimate | None) -> EstimatePart | None:
    """An estimate, or null."""
    return None if one is None else estimate_part(one)


def _interval(interval: Interval | None) -> IntervalPart | None:
    if interval is None:
        return None
    return IntervalPart(
        low=finite(interval.low),
        high=finite(interval.high),
        requested=interval.requested,
        achieved=interval.achieved,
        method=interval.method,
        nature=interval.nature.value,
    )


def bounded_part(one: BoundedEstimate | None) -> BoundedPart | None:
    """The ranges of ignorance, null where nothing is missing or nothing is bounded."""
    if one is None:
        return None
    return BoundedPart(
        value=_range(one.value), p=_range(one.p), n=one.n, n_open=one.n_open, notes=note_parts(one.notes)
    )


def _range(found: Range | None) -> RangePart | None:
    if found is None:
        return None
    return RangePart(low=finite(found.low), high=finite(found.high), exact=found.exact)
