"""Time to a relapse: from its start to its first visit, censored at the last visit that decided."""

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

    patients   those with a known start, as their places in the cohort; `times` and `events` go with them
    open       how many of them are undetermined: they are censored at the last visit that decided
    not_started  how many patients have no start, or an unknown one
    exact_band  the beta product confidence procedure, for at most ten patients
    upper      the upper limit of the probability where nobody had the event, else None
    """

    outcome: str
    label: str
    group: Group
    patients: tuple[int, ...]
    times: tuple[int, ...]
    events: tuple[bool, ...]
    open: int
    not_started: int
    curve: SurvivalCurve
    exact_band: SurvivalCurve | None
    upper: Estimate | None


def analyse_time_to(evaluation: Evaluation, timed: TimeTo, group: Group) -> SurvivalAnalysis:
    """The Kaplan-Meier analysis of a relapse in a group."""
    verdicts, outcome = evaluation.verdicts[timed.outcome], evaluation.rules.outcomes[timed.outcome]
    assert verdicts.start is not None and verdicts.day is not None and verdicts.last_assessed is not None
    start = verdicts.start
    begun = (
        np.isfinite(start.latest) & (start.earliest == start.latest) & verdicts.among.certain & group.members
    )
    patients = np.flatnonzero(begun)
    happened = (verdicts.verdict == Verdict.MET) & (verdicts.day.earliest == verdicts.day.latest)
    # An open visit before a certain one leaves its day open: it is timed by the last decided day.
    end = np.where(happened, verdicts.day.latest, verdicts.last_assessed)
    times = np.maximum(end - np.where(begun, start.latest, 0), 0)[patients].astype(np.int64).tolist()
    events = happened[patients].tolist()
    undetermined = verdicts.verdict[patients] == Verdict.UNDETERMINED
    met_on_open_day = (verdicts.verdict[patients] == Verdict.MET) & ~happened[patients]
    return SurvivalAnalysis(
        timed.outcome,
        outcome.label,
        group,
        tuple(patients.tolist()),
        tuple(times),
        tuple(events),
        int(np.count_nonzero(undetermined | met_on_open_day)),
        int(np.count_nonzero(group.members)) - len(patients),
        kaplan_meier(times, events),
        beta_product(times, events) if 0 < len(times) <= 10 else None,
        upper_limit(0, len(times)) if times and not any(events) else None,
    )
