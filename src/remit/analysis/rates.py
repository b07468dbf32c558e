"""Rates with their sensitivity: what the data leave open, as declared, decided only, worst and best case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from remit.analysis.groups import Group
from remit.evaluate.rules import Evaluation
from remit.evaluate.verdicts import Verdict
from remit.model.rules import Rate
from remit.statistics.proportion import agresti_coull, blaker, clopper_pearson, jeffreys, upper_limit, wilson
from remit.statistics.result import Estimate

IntervalOf = Callable[[int, int], Estimate]
_INTERVALS: dict[str, IntervalOf] = {
    "clopper-pearson interval": clopper_pearson,
    "wilson interval": wilson,
    "blaker interval": blaker,
    "jeffreys interval": jeffreys,
    "agresti-coull interval": agresti_coull,
}

LineKind = Literal["all decided", "open", "declared", "decided only", "worst", "best"]


@dataclass(frozen=True, slots=True)
class RateLine:
    """One reading of a rate: `low` to `high` patients met of `n` (the same where nothing is open).

    `estimate` is the proportion with its exact interval; None for the range that the data leave open, which
    is no confidence interval.
    """

    kind: LineKind
    words: str
    low: int
    high: int
    n: int
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class RateAnalysis:
    """A rate among the patients to whom the outcome applies.

    `lines` begin with the headline: the plain rate where all are decided, the declared policy where the rule
    file declares one, else the range that the data leave open. `upper` is the one-sided upper limit where
    nobody met it.
    """

    outcome: str
    label: str
    kind: str
    group: Group
    met: int
    not_met: int
    undetermined: int
    not_applicable: int
    counts_as_met: bool | None
    lines: tuple[RateLine, ...]
    upper: Estimate | None


def analyse_rate(evaluation: Evaluation, rate: Rate, group: Group) -> RateAnalysis:
    """The rate of an outcome in a group with every line of its sensitivity."""
    outcome, verdicts = evaluation.rules.outcomes[rate.outcome], evaluation.verdicts[rate.outcome]
    found, counted = verdicts.verdict[group.members], verdicts.counted[group.members]
    count = {verdict: int(np.count_nonzero(found == verdict)) for verdict in Verdict}
    met, not_met, undetermined = count[Verdict.MET], count[Verdict.NOT_MET], count[Verdict.UNDETERMINED]
    n = met + not_met + undetermined
    interval = _INTERVALS[rate.method]
    lines = _lines(counted, outcome.counts_as_met, met, not_met, undetermined, interval)
    upper = upper_limit(0, n) if n and not met and not undetermined else None
    return RateAnalysis(
        rate.outcome, outcome.label, outcome.kind, group,
        met, not_met, undetermined, count[Verdict.NOT_APPLICABLE],
        outcome.counts_as_met, lines, upper,
    )  # fmt: skip


def _lines(
    counted: npt.NDArray[np.uint8],
    counts_as_met: bool | None,
    met: int,
    not_met: int,
    undetermined: int,
    interval: IntervalOf,
) -> tuple[RateLine, ...]:
    n = met + not_met + undetermined
    if not undetermined:
        return (_line("all decided", "all decided", met, n, interval),)
    left_open = RateLine("open", "what the data leave open", met, met + undetermined, n, None)
    worst = _line("worst", "undetermined counted as not met", met, n, interval)
    decided = _line("decided only", "decided patients only", met, met + not_met, interval)
    best = _line("best", "undetermined counted as met", met + undetermined, n, interval)
    if counts_as_met is None:
        return left_open, worst, decided, best
    return _declared(counted, counts_as_met, interval), left_open, worst, decided, best


def _declared(counted: npt.NDArray[np.uint8], counts_as_met: bool, interval: IntervalOf) -> RateLine:
    """The policy leaves out whoever may not belong to the population at all."""
    met = int(np.count_nonzero(counted == Verdict.MET))
    not_met = int(np.count_nonzero(counted == Verdict.NOT_MET))
    words = f"as declared: missing counts as {'met' if counts_as_met else 'not met'}"
    return _line("declared", words, met, met + not_met, interval)


def _line(kind: LineKind, words: str, met: int, n: int, interval: IntervalOf) -> RateLine:
    return RateLine(kind, words, met, met, n, interval(met, n) if n else None)
