"""Writes docs/abstract.md: every figure and claim of the abstract beside what remit finds in the example.

The words stand in tools/abstract.template.md, the abstract's own figures among them; every figure of remit's
is filled in from a run of examples/lenalidomide.

Usage: python tools/abstract.py
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from scipy import special

from remit.analysis import Analysis, ComparisonAnalysis, Description, RateAnalysis, SurvivalAnalysis
from remit.pipeline import run
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
    low: str
    high: str

    @property
    def interval(self) -> str:
        return f"{self.low} to {self.high} %"


@dataclass(frozen=True, slots=True)
class Relapses:
    """How many relapsed, for how long they were watched, and the upper 95 % limits in per cent."""

    count: str
    followed: str
    two_sided: str
    one_sided: str


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
    return TEMPLATE.read_text("utf-8").format_map(figures(run(STUDY).analysis))


def figures(analysis: Analysis) -> dict[str, Words]:
    """What the template may name: each analysis by its name in the rule file, and what printed P imply."""
    return {
        **{one.name: _described(one) for one in analysis.descriptions},
        **{one.comparison.name: _paired(one) for one in analysis.comparisons},
        **{one.outcome: _rate(one) for one in analysis.rates},
        **{one.outcome: _relapses(one) for one in analysis.times},
        "prednisone_t": _least_t(0.005),
        "esr_t": _least_t(0.015),
        "p_of_t_4": _p(2 * float(special.stdtr(4, -4))),
        "tests": str(analysis.tests),
    }


def _described(description: Description) -> Numbers | dict[str, Proportion]:
    summary = description.summary
    if isinstance(summary, Frequencies):
        return {one.category: _proportion(one.count, summary.n) for one in summary.frequencies}
    return Numbers(_mean_sd(summary, places=1), f"{_extra(summary, 'min'):g} to {_extra(summary, 'max'):g}")


def _paired(comparison: ComparisonAnalysis) -> Paired:
    tests = {method.name: method.test for method in comparison.methods}
    estimates = {method.name: method.estimate for method in comparison.methods}
    mean, centre, ranks = estimates["paired t test"], estimates["wilcoxon test"], tests["wilcoxon test"]
    assert centre.interval is not None and comparison.gate is not None
    places = 1 + max(map(_decimals, comparison.pairs.before + comparison.pairs.after))
    return Paired(
        pairs=f"{mean.n} of {mean.n_total}",
        before=_mean_sd(comparison.before, places),
        after=_mean_sd(comparison.after, places),
        change=_change(mean, places),
        t_p=_p(tests["paired t test"].p),
        centre=_change(centre, places),
        level=f"{100 * centre.interval.achieved:g}",
        wilcoxon_p=_p(ranks.p),
        floor=_p(ranks.p_floor),
        uncorrected=_p(_extra(ranks, UNCORRECTED)),
        corrected=_p(_extra(ranks, CORRECTED)),
        gate=comparison.gate.notes[0].code.removeprefix("gate_").replace("_", " "),
    )


def _rate(rate: RateAnalysis) -> Proportion:
    line = rate.lines[0]
    assert line.low == line.high, f"the example leaves {rate.outcome} open"
    return _proportion(line.low, line.n)


def _proportion(count: int, n: int) -> Proportion:
    return Proportion(f"{count} of {n}", *_limits(clopper_pearson(count, n)))


def _relapses(relapse: SurvivalAnalysis) -> Relapses:
    events, n = sum(relapse.events), len(relapse.times)
    assert relapse.upper is not None, "somebody relapses in the example"
    return Relapses(
        count=f"{events} of {n}",
        followed=f"{min(relapse.times)} to {max(relapse.times)} days",
        two_sided=_limits(clopper_pearson(events, n))[1],
        one_sided=_limits(relapse.upper)[1],
    )


def _least_t(printed: float) -> str:
    """The smallest |t| of five pairs whose two-sided P is rounded to `printed` at three decimals."""
    return f"{-float(special.stdtrit(4, (printed + 0.0005) / 2)):.2f}"


def _mean_sd(summary: Estimate, places: int) -> str:
    assert summary.value is not None
    return f"{_fixed(summary.value, places)} ({_fixed(_extra(summary, 'SD'), places)})"


def _change(estimate: Estimate, places: int) -> str:
    assert estimate.value is not None and estimate.interval is not None
    low, high = (_fixed(limit, places) for limit in (estimate.interval.low, estimate.interval.high))
    return f"{_fixed(estimate.value, places)} [{low}, {high}]"


def _limits(proportion: Estimate) -> tuple[str, str]:
    """The interval in per cent, to three figures."""
    assert proportion.interval is not None
    return f"{100 * proportion.interval.low:.3g}", f"{100 * proportion.interval.high:.3g}"


def _extra(estimate: Estimate, name: str) -> float:
    value = dict(estimate.extra)[name]
    assert value is not None
    return value


def _decimals(value: Fraction) -> int:
    return len(f"{float(value):.12g}".partition(".")[2])


def _fixed(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace("-", "−")


def _p(p: float | None) -> str:
    assert p is not None
    return f"{p:.3g}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
