"""Before and after: the paired analyses of numbers that a rule file asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from remit.analysis.groups import Group
from remit.course.cohort import exact
from remit.evaluate.rules import Evaluation
from remit.model.expressions import Expr, MeasureValue, Named, ReadAt
from remit.model.rules import Comparison
from remit.model.types import NumberType
from remit.operators.bounds import Number
from remit.statistics.bootstrap import bootstrap_mean
from remit.statistics.bounded import bounded_mean, bounded_sign_test
from remit.statistics.bounded_signed_rank import bounded_signed_rank
from remit.statistics.bounded_t import bounded_t
from remit.statistics.describe import describe
from remit.statistics.exact_numbers import is_measurable
from remit.statistics.gate import gate
from remit.statistics.ignorance import BoundedEstimate, Possible, not_bounded, possible_changes
from remit.statistics.paired_t import paired_t
from remit.statistics.pairs import Pairs
from remit.statistics.permutation import permutation_test
from remit.statistics.result import Estimate, Note
from remit.statistics.sign import median_difference, sign_test
from remit.statistics.signed_rank import ZeroMethod, hodges_lehmann, signed_rank_test

MOST_BOUNDED = 2_000
"""Patients up to which the range that missing data leave open is worked out."""


def _pratt(pairs: Pairs) -> Estimate:
    return signed_rank_test(pairs, ZeroMethod.PRATT)


TESTS: dict[str, Callable[[Pairs], Estimate]] = {
    "paired t test": paired_t,
    "wilcoxon test": signed_rank_test,
    "wilcoxon-pratt test": _pratt,
    "sign test": sign_test,
    "permutation test": permutation_test,
    "bootstrap interval": bootstrap_mean,
}
_ESTIMATES: dict[str, Callable[[Pairs], Estimate]] = {
    "paired t test": paired_t,
    "wilcoxon test": hodges_lehmann,
    "wilcoxon-pratt test": hodges_lehmann,
    "sign test": median_difference,
    "permutation test": paired_t,
    "bootstrap interval": bootstrap_mean,
}
_BOUNDED: dict[str, Callable[[tuple[Possible, ...]], BoundedEstimate]] = {
    "paired t test": bounded_t,
    "wilcoxon test": bounded_signed_rank,
    "wilcoxon-pratt test": lambda changes: bounded_signed_rank(changes, ZeroMethod.PRATT),
    "sign test": bounded_sign_test,
    "permutation test": bounded_mean,
    "bootstrap interval": lambda changes: bounded_mean(changes, "the interval"),
}


@dataclass(frozen=True, slots=True)
class Method:
    """One method of a comparison: its test (with p) and the estimate that goes with it (with interval).

    `possible` is what they become over all completions of the missing values in their possible ranges, and
    `usual` in the usual ranges where those are declared; None where nothing is missing, and where
    there are too many patients. What of them is not bounded is said in their notes.
    """

    name: str
    test: Estimate
    estimate: Estimate
    possible: BoundedEstimate | None = None
    usual: BoundedEstimate | None = None


@dataclass(frozen=True, slots=True)
class ComparisonAnalysis:
    """A measure before and after, in complete pairs.

    group    whom it is about, in words; empty for everyone
    values   per patient of the group the value before and after, None where it is not known exactly
    before, after  the description of each side over the complete pairs
    methods  those the rule file names, in order; `gate` is the conclusion where one must pass before the next
    gate_range  the p values that the gate can take over all completions in the possible ranges, if bounded
    not_bounded  that no range is given although values are missing, for there are too many patients; or None
    """

    comparison: Comparison
    label: str
    unit: str
    group: Group
    values: tuple[tuple[Fraction | None, Fraction | None], ...]
    pairs: Pairs
    before: Estimate
    after: Estimate
    methods: tuple[Method, ...]
    gate: Estimate | None
    gate_range: tuple[float, float] | None
    not_bounded: Note | None

    @property
    def conclusion(self) -> Estimate | None:
        """The gate, or the test where there is no gate; None where only an interval was asked for."""
        if self.gate is not None:
            return self.gate
        return self.methods[0].test if self.methods[0].name.endswith("test") else None


def analyse_comparison(evaluation: Evaluation, comparison: Comparison, group: Group) -> ComparisonAnalysis:
    """The paired analysis of a comparison of numbers in a group."""
    sides = [cast(Number, evaluation.value(side)) for side in (comparison.before, comparison.after)]
    sides = [Number(side.low[group.members], side.high[group.members]) for side in sides]
    before, after = (known_values(side) for side in sides)
    pairs = Pairs.complete(before, after)
    names = [comparison.method] + ([comparison.then] if comparison.then else [])
    is_open, too_many = None in (*before, *after), len(before) > MOST_BOUNDED
    ranges = [
        _changes(evaluation, comparison, sides, usual=usual) if is_open and not too_many else None
        for usual in (False, True)
    ]
    methods = tuple(_method(name, pairs, *ranges) for name in names)
    alpha = float(comparison.alpha) if comparison.alpha is not None else None
    tests = [(method.name, method.test) for method in methods]
    return ComparisonAnalysis(
        comparison,
        comparison.label,
        str(cast(NumberType, comparison.before.type).unit),
        group,
        tuple(zip(before, after, strict=True)),
        pairs,
        describe(pairs.before),
        describe(pairs.after),
        methods,
        gate(tests, alpha) if alpha is not None else None,
        _gate_range(methods) if alpha is not None else None,
        not_bounded("these figures, in so many patients,") if is_open and too_many else None,
    )


def _method(
    name: str, pairs: Pairs, possible: tuple[Possible, ...] | None, usual: tuple[Possible, ...] | None
) -> Method:
    bounded = _BOUNDED[name]
    return Method(
        name,
        TESTS[name](pairs),
        _ESTIMATES[name](pairs),
        bounded(possible) if possible else None,
        bounded(usual) if usual else None,
    )


def _gate_range(methods: tuple[Method, ...]) -> tuple[float, float] | None:
    """The largest p of the tests, at its least and at its most."""
    ranges = [method.possible.p for method in methods if method.possible is not None]
    known = [found for found in ranges if found is not None]
    if len(known) < len(methods):
        return None
    return max(float(one.low) for one in known), max(float(one.high) for one in known)


# ---- values ------------------------------------------------------------------------------------------


def known_values(values: Number) -> list[Fraction | None]:
    """The exact decimals of the values that are not open.

    A value beyond the range of measurements, as a formula may give, is not known either.
    """
    pairs = zip(values.low.tolist(), values.high.tolist(), strict=True)
    return [exact(low) if low == high and is_measurable(low) else None for low, high in pairs]


def _changes(
    evaluation: Evaluation, comparison: Comparison, sides: list[Number], *, usual: bool
) -> tuple[Possible, ...] | None:
    """Every patient's possible change; None where usual ranges are asked for and not declared."""
    expressions = (comparison.before, comparison.after)
    ranges = [_usual_range(evaluation, side) if usual else None for side in expressions]
    if usual and None in ranges:
        return None
    before, after = (_possible(side, limits) for side, limits in zip(sides, ranges, strict=True))
    return possible_changes(before, after)


def _usual_range(evaluation: Evaluation, side: Expr) -> tuple[Fraction, Fraction] | None:
    inner = side
    while isinstance(inner, Named):
        inner = inner.body
    name = (
        inner.measure if isinstance(inner, ReadAt) else inner.name if isinstance(inner, MeasureValue) else ""
    )
    measure = evaluation.rules.declarations.measures.get(name)
    return measure.usual if measure else None


def _possible(side: Number, limits: tuple[Fraction, Fraction] | None) -> list[Possible]:
    """Recorded values as they are; open ones over their bounds, cut to the usual range where it is asked."""
    found: list[Possible] = []
    for low, high in zip(side.low.tolist(), side.high.tolist(), strict=True):
        least, most = (exact(end) if is_measurable(end) else None for end in (low, high))
        if low != high and limits is not None:
            least = limits[0] if least is None else max(least, limits[0])
            most = limits[1] if most is None else min(most, limits[1])
            if least > most:  # a bound outside the usual range stays as it is
                least, most = (exact(end) if is_measurable(end) else None for end in (low, high))
        found.append(Possible(least, most))
    return found
