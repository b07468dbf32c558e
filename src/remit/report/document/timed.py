"""Times to an event in the JSON report."""

from collections.abc import Sequence

from remit.analysis import SurvivalAnalysis
from remit.report.document.figures import (
    EstimatePart,
    NatureWord,
    NotePart,
    estimate_if_any,
    estimate_part,
    note_parts,
)
from remit.report.document.part import Part
from remit.statistics.survival import SurvivalCurve


class CurvePart(Part):
    """A survival curve with a pointwise band; all lists run over the distinct times, in days."""

    method: str
    level: float
    nature: NatureWord
    times: tuple[float, ...]
    survival: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    censored: tuple[int, ...]
    median: EstimatePart
    notes: tuple[NotePart, ...]


class ObservationPart(Part):
    """A patient's days from the start to the event, or to the last day that decided."""

    patient: str
    days: int
    event: bool


class TimePart(Part):
    """What `time to` asks for."""

    outcome: str
    label: str
    group: str
    observations: tuple[ObservationPart, ...]
    open: int
    """Patients who are undetermined, censored at the last day that decided."""
    late: int
    """Events that may have come earlier, at a visit that is open."""
    excluded: int
    """Patients with the event whom `unless` keeps from counting, censored before it."""
    not_started: int
    """Patients who are not timed, since they have no start or an unknown one."""
    start_open: int
    """How many of those may have started."""
    curve: CurvePart
    exact_band: CurvePart | None
    """The same curve with the band of the beta product procedure, for few patients."""
    upper: EstimatePart | None
    """The upper limit of the probability where nobody had the event."""


def time_part(one: SurvivalAnalysis, patients: Sequence[str]) -> TimePart:
    """A time to an event; `patients` are those of the cohort."""
    observed = zip(one.patients, one.times, one.events, strict=True)
    return TimePart(
        outcome=one.outcome,
        label=one.label,
        group=one.group.words,
        observations=tuple(
            ObservationPart(patient=patients[place], days=days, event=event)
            for place, days, event in observed
        ),
        open=one.open,
        late=one.late,
        excluded=one.excluded,
        not_started=one.not_started,
        start_open=one.start_open,
        curve=_curve(one.curve),
        exact_band=None if one.exact_band is None else _curve(one.exact_band),
        upper=estimate_if_any(one.upper),
    )


def _curve(curve: SurvivalCurve) -> CurvePart:
    return CurvePart(
        method=curve.method,
        level=curve.level,
        nature=curve.nature.value,
        times=curve.times,
        survival=curve.survival,
        low=curve.low,
        high=curve.high,
        at_risk=curve.at_risk,
        events=curve.events,
        censored=curve.censored,
        median=estimate_part(curve.median),
        notes=note_parts(curve.notes),
    )
