"""Everything that a rule file asks to be reported."""

from dataclasses import dataclass

from remit.analysis.comparisons import ComparisonAnalysis, analyse_comparison
from remit.analysis.descriptions import Description, analyse_description
from remit.analysis.rates import RateAnalysis, analyse_rate
from remit.analysis.survival import SurvivalAnalysis, analyse_time_to
from remit.evaluate.rules import Evaluation


@dataclass(frozen=True, slots=True)
class Analysis:
    """The analyses of an evaluation, each list in the order of the rule file."""

    descriptions: tuple[Description, ...]
    comparisons: tuple[ComparisonAnalysis, ...]
    rates: tuple[RateAnalysis, ...]
    times: tuple[SurvivalAnalysis, ...]

    @property
    def tests(self) -> int:
        """How many comparisons were made; none is adjusted for the others."""
        return len(self.comparisons)


def analyse(evaluation: Evaluation) -> Analysis:
    """Every analysis that the rules of an evaluation ask for."""
    rules = evaluation.rules
    compared = zip(rules.comparisons, evaluation.compared, strict=True)
    return Analysis(
        tuple(analyse_description(evaluation, name, values) for name, values in evaluation.described.items()),
        tuple(analyse_comparison(evaluation, comparison, values) for comparison, values in compared),
        tuple(analyse_rate(evaluation, name) for name in rules.rated),
        tuple(analyse_time_to(evaluation, name) for name in rules.timed),
    )
