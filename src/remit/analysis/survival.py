"""Time to a relapse: to the first visit that shows it, or censored at the last one that decided."""

from dataclasses import dataclass

import numpy as np

from remit.analysis.groups import Group
from remit.evaluate.rules import Evaluation
from remit.evaluate.verdicts import Verdict
from remit.model.rules import TimeTo
from remit.statistics.proportion import upper_limit
from remit.statistics.result import Estimate
from remit.statistics.survival import SurvivalCurve, beta_product, kaplan_meier


@dataclass(frozen=True, slots=True)
class SurvivalAnalysis:
    """The time to an outcome in whole days.

    patients   those with a known start, as their places in the cohort; `times` and `events` go with them.
               Whoever has no event is censored at the last visit that decided, before one may have come
    open       how many of them are undetermined
    late       how many events may have come earlier, at a visit that is open: they count at the first visit
               that shows them for certain
    not_started  how many patients of the group are not timed, since they have no start or an unknown one
    start_open   how many of those may have started
    exact_band  the beta product confidence procedure, for at most ten patients
    upper      where certainly nobody had the event, the upper limit of its probability among those who were
               observed beyond their start, over the time for which all of them were; else None
    """

    outcome: str
    label: str
    group: Group
    patients: tuple[int, ...]
    times: tuple[int, ...]
    events: tuple[bool, ...]
    open: int
    late: int
    not_started: int
    start_open: int
    curve: SurvivalCurve
    exact_band: SurvivalCurve | None
    upper: Estimate | None


def analyse_time_to(evaluation: Evaluation, timed: TimeTo, group: Group) -> SurvivalAnalysis:
    """The Kaplan-Meier analysis of a relapse in a group."""
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
    observed = sum(time > 0 for time in times)
    undetermined = int(np.count_nonzero(begun & (verdicts.verdict == Verdict.UNDETERMINED)))
    return SurvivalAnalysis(
        timed.outcome,
        outcome.label,
        group,
        tuple(patients.tolist()),
        tuple(times),
        tuple(events),
        undetermined,
        int(np.count_nonzero(begun & met & (day.earliest < day.latest))),
        int(np.count_nonzero(group.members & ~begun)),
        int(np.count_nonzero(group.members & ~begun & verdicts.among.possible)),
        kaplan_meier(times, events),
        beta_product(times, events) if 0 < len(times) <= 10 else None,
        upper_limit(0, observed) if observed and not any(events) and not undetermined else None,
    )
