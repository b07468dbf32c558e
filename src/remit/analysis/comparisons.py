"""Before and after: the paired analyses that a rule file asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from remit.course.cohort import exact
from remit.evaluate.rules import Evaluation
from remit.model.rules import Comparison
from remit.model.types import NumberType
from remit.operators.bounds import Bounds, Number
from remit.statistics.describe import describe
from remit.statistics.gate import gate
from remit.statistics.paired_t import paired_t
from remit.statistics.pairs import Pairs
from remit.statistics.permutation import permutation_test
from remit.statistics.result import Estimate
from remit.statistics.sign import median_difference, sign_test
from remit.statistics.signed_rank import hodges_lehmann, wilcoxon

_TESTS: dict[str, Callable[[Pairs], Estimate]] = {
    "paired t test": paired_t,
    "wilcoxon test": wilcoxon,
    "sign test": sign_test,
    "permutation test": permutation_test,
}
_ESTIMATES: dict[str, Callable[[Pairs], Estimate]] = {
    "paired t test": paired_t,
    "wilcoxon test": hodges_lehmann,
    "sign test": median_difference,
    "permutation test": paired_t,
}


@dataclass(frozen=True, slots=True)
class Method:
    """One method of a comparison: its test (with p) and the estimate that goes with it (with interval)."""

    name: str
    test: Estimate
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class ComparisonAnalysis:
    """A measure before and after, in complete pairs.

    values   per patient the value before and after, None where it is not known exactly
    before, after  the description of each side over the complete pairs
    methods  those the rule file names, in order; `gate` is the conclusion where one must pass before the next
    """

    comparison: Comparison
    label: str
    unit: str
    values: tuple[tuple[Fraction | None, Fraction | None], ...]
    pairs: Pairs
    before: Estimate
    after: Estimate
    methods: tuple[Method, ...]
    gate: Estimate | None


def analyse_comparison(
    evaluation: Evaluation, comparison: Comparison, values: tuple[Bounds, Bounds]
) -> ComparisonAnalysis:
    """The paired analysis of a comparison; `values` are its bounds before and after, `[patients]`."""
    before, after = (known_values(cast(Number, side)) for side in values)
    pairs = Pairs.complete(before, after)
    names = [comparison.method] + ([comparison.then] if comparison.then else [])
    methods = tuple(Method(name, _TESTS[name](pairs), _ESTIMATES[name](pairs)) for name in names)
    alpha = float(comparison.alpha) if comparison.alpha is not None else None
    tests = [(method.name, method.test) for method in methods]
    return ComparisonAnalysis(
        comparison,
        comparison.label,
        str(cast(NumberType, comparison.before.type).unit),
        tuple(zip(before, after, strict=True)),
        pairs,
        describe(pairs.before),
        describe(pairs.after),
        methods,
        gate(tests, alpha) if alpha is not None else None,
    )


def known_values(values: Number) -> list[Fraction | None]:
    """The exact decimals of the values that are not open."""
    return [
        exact(low) if low == high else None
        for low, high in zip(values.low.tolist(), values.high.tolist(), strict=True)
    ]
