"""What a report is about: a study, what its rules say of every patient, and the analyses."""

from dataclasses import dataclass

from remit.analysis import Analysis, RateAnalysis
from remit.analysis.groups import groups
from remit.analysis.rates import analyse_rate
from remit.course.courses import Courses
from remit.evaluate.rules import Evaluation
from remit.model.rules import EVERYONE, Outcome, Rate, RuleSet


@dataclass(frozen=True, slots=True)
class Report:
    """A study evaluated, under its title."""

    title: str
    evaluation: Evaluation
    analysis: Analysis

    @property
    def rules(self) -> RuleSet:
        return self.evaluation.rules

    @property
    def cohort(self) -> Courses:
        return self.evaluation.cohort

    @property
    def is_synthetic(self) -> bool:
        """Whether the study says of itself that its patients do not exist."""
        return "synthetic" in self.title.casefold()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the rule file asks to be rated or timed, in that order; every one where it asks for none."""
        asked = dict.fromkeys((*self.rules.rated, *self.rules.timed)) or self.rules.outcomes
        return tuple(self.rules.outcomes[name] for name in asked)

    @property
    def asks_for_none(self) -> bool:
        """Whether the rule file asks for no outcome to be rated or timed."""
        return not self.rules.rates and not self.rules.times

    @property
    def rates(self) -> tuple[RateAnalysis, ...]:
        """The rates that the rule file asks for; where it asks for no outcome, that of each."""
        if not self.asks_for_none:
            return self.analysis.rates
        (everyone,) = groups(self.evaluation, EVERYONE)
        asked = [Rate(name, "clopper-pearson interval", EVERYONE) for name in self.rules.outcomes]
        return tuple(analyse_rate(self.evaluation, rate, everyone) for rate in asked)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The outcomes that the rule file declares but does not ask for."""
        asked = {outcome.name for outcome in self.outcomes}
        return tuple(name for name in self.rules.outcomes if name not in asked)
