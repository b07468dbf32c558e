"""Writes docs/abstract.md: every figure and claim of the abstract beside what remit finds in the example.

The words stand in tools/abstract.template.md, the abstract's own figures among them; every figure of remit's
is filled in from a run of examples/lenalidomide.

Usage: python tools/abstract.py
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Final

from scipy import special

from remit.analysis import ComparisonAnalysis, Description, RateAnalysis, SurvivalAnalysis
from remit.course.cohort import Cohort
from remit.operators.bounds import Moment, Truth
from remit.pipeline import Run, run
from remit.report.figures import decimals_of, limits, p_value, percent, percent_limits, recorded, rounded
from remit.statistics.describe import Frequencies
from remit.statistics.proportion import clopper_pearson
from remit.statistics.result import Estimate
from remit.statistics.signed_rank import CORRECTED, UNCORRECTED

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "abstract.md"
TEMPLATE: Final = ROOT / "tools" / "abstract.template.md"
STUDY: Final = ROOT / "examples" / "lenalidomide"


@dataclass(frozen=True, slots=True)
class Paired:
    """A measure before and after in the words of the page, changes in its unit, levels in per cent."""

    pairs: str
    before: str
    after: str
    change: str
    t_p: str
    centre: str
    level: str
    wilcoxon_p: str
    floor: str
    uncorrected: str
    corrected: str
    gate: str


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of how many patients, with the exact 95 % interval in per cent."""

    count: str
    interval: str

    @property
    def low(self) -> str:
        return self.interval.partition(",")[0]


@dataclass(frozen=True, slots=True)
class Relapses:
    """How many relapsed, for how long they were watched, and the 95 % interval and upper limit, per cent."""

    count: str
    followed: str
    interval: str
    upper: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Mean (SD) and range of a described value."""

    mean_sd: str
    range: str


Words = Paired | Proportion | Relapses | Numbers | dict[str, Proportion] | str


def page() -> str:
    """The text of docs/abstract.md as the example and the statistics are now.

    Raises KeyError or AttributeError where the template names a figure that there is none of, and
    `remit.diagnostics.diagnostic.Rejected` where the example cannot be evaluated.
    """
    return TEMPLATE.read_text("utf-8").format_map(figures(run(STUDY)))


def figures(found: Run) -> dict[str, Words]:
    """What the template may name: each analysis by its name in the rule file, and a few figures beside."""
    analysis = found.analysis
    return {
        **{one.name: _described(one) for one in analysis.descriptions},
        **{one.comparison.name: _paired(one) for one in analysis.comparisons},
        **{one.outcome: _rate(one) for one in analysis.rates},
        **{one.outcome: _relapses(one) for one in analysis.times},
        "prednisone_t": _least_t(0.005),
        "esr_t": _least_t(0.015),
        "p_of_t_4": f"{2 * float(special.stdtr(4, -4)):.3g}",
        "tests": str(analysis.tests),
        "six_month_days": _visit_days(found, "month_6"),
        "switch_day": _switch_day(found.cohort),
    }


def _described(description: Description) -> Numbers | dict[str, Proportion]:
    summary = description.summary
    if isinstance(summary, Frequencies):
        return {one.category: _proportion(one.count, summary.n) for one in summary.frequencies}
    youngest, oldest = (Fraction(repr(_extra(summary, end))) for end in ("min", "max"))
    decimals = decimals_of((youngest, oldest))
    return Numbers(_mean_sd(summary, decimals), f"{recorded(youngest)} to {recorded(oldest)}")


def _paired(comparison: ComparisonAnalysis) -> Paired:
    tests = {method.name: method.test for method in comparison.methods}
    estimates = {method.name: method.estimate for method in comparison.methods}
    mean, centre, ranks = estimates["paired t test"], estimates["wilcoxon test"], tests["wilcoxon test"]
    assert centre.interval is not None and comparison.gate is not None
    decimals = decimals_of(comparison.pairs.before + comparison.pairs.after)
    return Paired(
        pairs=f"{mean.n} of {mean.n_total}",
        before=_mean_sd(comparison.before, decimals),
        after=_mean_sd(comparison.after, decimals),
        change=_change(mean, rounded, decimals),
        t_p=p_value(tests["paired t test"]),
        centre=_change(centre, recorded, decimals),
        level=f"{100 * centre.interval.achieved:g}",
        wilcoxon_p=p_value(ranks),
        floor=f"{ranks.p_floor:g}",
        uncorrected=f"{_extra(ranks, UNCORRECTED):.3g}",
        corrected=f"{_extra(ranks, CORRECTED):.3g}",
        gate=comparison.gate.notes[0].code.removeprefix("gate_").replace("_", " "),
    )


def _rate(rate: RateAnalysis) -> Proportion:
    line = rate.lines[0]
    assert line.low == line.high, f"the example leaves {rate.outcome} open"
    return _proportion(line.low, line.n)


def _proportion(count: int, n: int) -> Proportion:
    return Proportion(f"{count} of {n}", _percent(clopper_pearson(count, n)))


def _relapses(relapse: SurvivalAnalysis) -> Relapses:
    events, n = sum(relapse.events), len(relapse.times)
    assert relapse.upper is not None and relapse.upper.interval is not None, "somebody relapses"
    return Relapses(
        count=f"{events} of {n}",
        followed=f"{min(relapse.times)} to {max(relapse.times)} days",
        interval=_percent(clopper_pearson(events, n)),
        upper=percent(relapse.upper.interval.high),
    )


def _visit_days(found: Run, timepoint: str) -> str:
    window, day = found.rules.declarations.timepoints[timepoint], found.cohort.day
    inside = day[(day >= window.low) & (day <= window.high)]
    return f"days {inside.min()} to {inside.max()} (days {window.low} to {window.high} count)"


def _switch_day(cohort: Cohort) -> str:
    """The day on which the one patient who began with thalidomide came to lenalidomide."""
    switched, start = cohort.facts["switched"].values, cohort.facts["lenalidomide_start"].values
    assert isinstance(switched, Truth) and isinstance(start, Moment)
    (day,) = start.earliest[switched.certain]
    return f"{day:g}"


def _least_t(printed: float) -> str:
    """The smallest |t| (cut to two decimals) of five pairs whose two-sided P is rounded to `printed`."""
    t = -float(special.stdtrit(4, (printed + 0.0005) / 2))
    return f"{floor(100 * t) / 100:.2f}"


def _mean_sd(summary: Estimate, decimals: int) -> str:
    assert summary.value is not None
    return f"{rounded(summary.value, decimals)} ({rounded(_extra(summary, 'SD'), decimals)})"


def _change(estimate: Estimate, shown: Callable[[float, int], str], decimals: int) -> str:
    assert estimate.value is not None
    return f"{shown(estimate.value, decimals)} {limits(estimate.interval, shown, decimals)}"


def _percent(proportion: Estimate) -> str:
    assert proportion.interval is not None
    return percent_limits(proportion.interval)


def _extra(estimate: Estimate, name: str) -> float:
    value = dict(estimate.extra)[name]
    assert value is not None
    return value


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
