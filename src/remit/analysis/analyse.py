"""Everything that a rule file asks to be reported."""

from dataclasses import dataclass

from remit.analysis.categories import (
    AgreementAnalysis,
    CategoryAnalysis,
    analyse_agreement,
    analyse_categories,
)
from remit.analysis.comparisons import ComparisonAnalysis, analyse_comparison
from remit.analysis.descriptions import Description, analyse_description
from remit.analysis.groups import groups
from remit.analysis.rates import RateAnalysis, analyse_rate
from remit.analysis.survival import SurvivalAnalysis, analyse_time_to
from remit.evaluate.rules import Evaluation
from remit.model.types import NumberType
from remit.statistics import multiplicity
from remit.statistics.multiplicity import Adjusted

_ADJUSTMENTS = {
    "bonferroni": multiplicity.bonferroni,
    "holm": multiplicity.holm,
    "hochberg": multiplicity.hochberg,
    "hommel": multiplicity.hommel,
    "bh": multiplicity.benjamini_hochberg,
    "by": multiplicity.benjamini_yekutieli,
    "fixed_sequence": multiplicity.fixed_sequence,
}


@dataclass(frozen=True, slots=True)
class AdjustedComparisons:
    """The p values of the comparisons that have a test, in their order in the rule file, and as adjusted.

    `labels` say of each what was compared, by what test and in whom.
    """

    labels: tuple[str, ...]
    adjusted: Adjusted


@dataclass(frozen=True, slots=True)
class Analysis:
    """The analyses of an evaluation, each list in the order of the rule file, a group at a time."""

    descriptions: tuple[Description, ...]
    comparisons: tuple[ComparisonAnalysis, ...]
    categories: tuple[CategoryAnalysis, ...]
    agreements: tuple[AgreementAnalysis, ...]
    rates: tuple[RateAnalysis, ...]
    times: tuple[SurvivalAnalysis, ...]
    adjusted: AdjustedComparisons | None

    @property
    def tests(self) -> int:
        """How many comparisons were made."""
        return len(self.comparisons) + len(self.categories)


def analyse(evaluation: Evaluation) -> Analysis:
    """Every analysis that the rules of an evaluation ask for."""
    rules = evaluation.rules
    numbers = [one for one in rules.comparisons if isinstance(one.before.type, NumberType)]
    others = [one for one in rules.comparisons if not isinstance(one.before.type, NumberType)]
    comparisons = tuple(
        analyse_comparison(evaluation, one, group)
        for one in numbers
        for group in groups(evaluation, one.population)
    )
    categories = tuple(
        analyse_categories(evaluation, one, group)
        for one in others
        for group in groups(evaluation, one.population, (one.before, one.after))
    )
    return Analysis(
        tuple(analyse_description(evaluation, name, values) for name, values in evaluation.described.items()),
        comparisons,
        categories,
        tuple(
            analyse_agreement(evaluation, one, group)
            for one in rules.agreements
            for group in groups(evaluation, one.population, (one.first, one.second))
        ),
        tuple(
            analyse_rate(evaluation, one, group)
            for one in rules.rates
            for group in groups(evaluation, one.population)
        ),
        tuple(
            analyse_time_to(evaluation, one, group)
            for one in rules.times
            for group in groups(evaluation, one.population)
        ),
        _adjusted(rules.adjustment, comparisons, categories),
    )


def _adjusted(
    method: str | None, comparisons: tuple[ComparisonAnalysis, ...], categories: tuple[CategoryAnalysis, ...]
) -> AdjustedComparisons | None:
    """One p a comparison, in the order of the rule file: that of its gate, or of its test if it has one."""
    if method is None:
        return None
    written: list[ComparisonAnalysis | CategoryAnalysis] = [*comparisons, *categories]
    written.sort(key=lambda one: one.comparison.span.start)
    tests = [(one, found) for one in written if (found := one.conclusion) is not None]
    labels = tuple(_told_apart(one) for one, _ in tests)
    return AdjustedComparisons(labels, _ADJUSTMENTS[method]([found.p for _, found in tests]))


def _told_apart(analysis: ComparisonAnalysis | CategoryAnalysis) -> str:
    """What was compared, between what, by what test, in whom: two tests of one value are not the same."""
    comparison = analysis.comparison
    between = "" if comparison.criteria else f", {comparison.start} to {comparison.end}"
    then = f", then {comparison.then}" if comparison.then else ""
    whom = f" ({analysis.group.words})" if analysis.group.words else ""
    return f"{analysis.label}{between}: {comparison.method}{then}{whom}"
