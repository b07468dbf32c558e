"""Time to an outcome: to the first visit that shows it, or censored at the last one that decided."""

from dataclasses import dataclass, replace

import numpy as np

from remit.analysis.groups import Group
from remit.evaluate.rules import Evaluation
from remit.evaluate.verdicts import Verdict
from remit.model.rules import TimeTo
from remit.statistics.ignorance import not_bounded
from remit.statistics.proportion import upper_limit
from remit.statistics.result import Estimate, Note
from remit.statistics.survival import SurvivalCurve, beta_product, kaplan_meier

_UNIT = "days after the start"


@dataclass(frozen=True, slots=True)
class SurvivalAnalysis:
    """The time to an outcome in whole days.

    patients   those with a known start, as their places in the cohort; `times` and `events` go with them.
               Whoever has no event is censored at the last visit that decided, before one may have come
    open       how many of them are undetermined
    late       how many events may have come earlier, at a visit that is open: they count at the first visit
               that shows them for certain
    excluded   how many certainly had the event, but one that `unless` does not count: censored before it
    not_started  how many patients of the group are not timed, since they have no start or an unknown one
    start_open   how many of those may have started
    exact_band  the beta product confidence procedure, for at most ten patients
    upper      where certainly nobody had the event, the upper limit of its probability among those who were
               observed beyond their start, over the time for which all of them were; else None
    upper_if_open  where nobody certainly had the event and some are undetermined, the upper limit if all of
               these had it, among them and those observed beyond their start; else None
    not_bounded  that no range of the curve is given although some are undetermined; else None
    """

    outcome: str
    label: str
    group: Group
    patients: tuple[int, ...]
    times: tuple[int, ...]
    events: tuple[bool, ...]
    open: int
    late: int
    excluded: int
    not_started: int
    start_open: int
    curve: SurvivalCurve
    exact_band: SurvivalCurve | None
    upper: Estimate | None
    upper_if_open: Estimate | None
    not_bounded: Note | None


def analyse_time_to(evaluation: Evaluation, timed: TimeTo, group: Group) -> SurvivalAnalysis:
    """The Kaplan-Meier analysis of an outcome that has a day, in a group."""
    verdicts, outcome = evaluation.verdicts[timed.outcome], evaluation.rules.outcomes[timed.outcome]
    assert verdicts.start is not None and verdicts.day is not None and verdicts.last_assessed is not None
    start, day = verdicts.start, verdicts.day
    known = np.isfinite(start.latest) & (start.earliest == start.latest)
    begun = known & verdicts.among.certain & group.members
    patients = np.flatnonzero(begun)
    met = verdicts.verdict == Verdict.MET
    end = np.where(met, day.latest, verdicts.last_assessed)
    times = np.maximum(end - np.where(begun, start.latest, 0), 0)[patients].astype(np.int64).tolist()
    events = met[patients].tolist()
    is_open = (verdicts.verdict == Verdict.UNDETERMINED)[patients].tolist()
    observed = sum(time > 0 or may for time, may in zip(times, is_open, strict=True))
    undetermined, nobody = sum(is_open), not any(events)
    curves = [kaplan_meier(times, events, unit=_UNIT)]
    curves += [beta_product(times, events, unit=_UNIT)] if 0 < len(times) <= 10 else []
    curve, *exact_band = [_without_limit(each) for each in curves] if undetermined else curves
    return SurvivalAnalysis(
        timed.outcome,
        outcome.label,
        group,
        tuple(patients.tolist()),
        tuple(times),
        tuple(events),
        undetermined,
        int(np.count_nonzero(begun & met & (day.earliest < day.latest))),
        int(np.count_nonzero(begun & (verdicts.verdict == Verdict.NOT_MET) & np.isfinite(day.latest))),
        int(np.count_nonzero(group.members & ~begun)),
        int(np.count_nonzero(group.members & ~begun & verdicts.among.possible)),
        curve,
        exact_band[0] if exact_band else None,
        upper_limit(0, observed) if observed and nobody and not undetermined else None,
        upper_limit(undetermined, observed) if nobody and undetermined else None,
        not_bounded("the curve") if undetermined else None,
    )


def _without_limit(curve: SurvivalCurve) -> SurvivalCurve:
    """The curve without the limits that hold where certainly nobody had the event."""
    if any(curve.events):
        return curve
    notes = tuple(note for note in curve.notes if note.code != "no_events")
    return replace(curve, notes=notes, median=replace(curve.median, extra=(), notes=notes))
