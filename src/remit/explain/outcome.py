"""How an outcome's parts make its verdict for one patient."""

from collections.abc import Iterator
from dataclasses import dataclass

from remit.evaluate.evaluator import Evaluator
from remit.evaluate.verdicts import Verdict, Verdicts, judge_outcome
from remit.explain.part import Scope
from remit.explain.trace import Mark, Trace
from remit.model.expressions import Expr
from remit.model.rules import Outcome


def verdicts_of(evaluator: Evaluator, outcome: Outcome) -> Verdicts:
    """The verdicts of the evaluator's block, `[patients]`."""
    among, unless = (
        evaluator.truth(part) if part is not None else None for part in (outcome.among, outcome.unless)
    )
    return judge_outcome(outcome, among, evaluator.truth(outcome.when), unless)


@dataclass(frozen=True, slots=True)
class Decision:
    """One patient's verdict as the data leave it and as it is counted, with the marks that made it."""

    verdict: Verdict
    counted: Verdict
    among: Mark
    when: Mark
    unless: Mark

    @classmethod
    def of(cls, trace: Trace, outcome: Outcome, verdicts: Verdicts | None = None) -> "Decision":
        """The decision on the patient of a trace; `verdicts` are those of the block, where they are known."""
        if verdicts is None:
            verdicts = verdicts_of(trace.evaluator, outcome)
        return cls(
            Verdict(int(verdicts.verdict[trace.row])),
            Verdict(int(verdicts.counted[trace.row])),
            Mark.CERTAIN if outcome.among is None else trace.mark(outcome.among, None),
            trace.mark(outcome.when, None),
            Mark.IMPOSSIBLE if outcome.unless is None else trace.mark(outcome.unless, None),
        )


def outcome_parts(decision: Decision, outcome: Outcome, scope: Scope) -> Iterator[Expr]:
    """The parts that matter to the verdict, in the order of judgement."""
    matters = {
        "among": _among_matters(decision, scope),
        "when": _when_matters(decision, scope),
        "unless": _unless_matters(decision, scope),
    }
    for role, part in (("among", outcome.among), ("when", outcome.when), ("unless", outcome.unless)):
        if part is not None and (scope is Scope.ALL or matters[role]):
            yield part


def _among_matters(decision: Decision, scope: Scope) -> bool:
    return scope is not Scope.OPEN or decision.among is Mark.OPEN


def _when_matters(decision: Decision, scope: Scope) -> bool:
    """Not for those outside `among`, nor where `unless` already decides."""
    if decision.verdict is Verdict.NOT_APPLICABLE or decision.unless is Mark.CERTAIN:
        return False
    return decision.when is Mark.OPEN if scope is Scope.OPEN else True


def _unless_matters(decision: Decision, scope: Scope) -> bool:
    """Not for those outside `among`, nor where `when` already fails (unless it decides as well)."""
    if decision.verdict is Verdict.NOT_APPLICABLE:
        return False
    if scope is Scope.OPEN:
        return decision.unless is Mark.OPEN and decision.when is not Mark.IMPOSSIBLE
    return decision.unless is Mark.CERTAIN or decision.when is not Mark.IMPOSSIBLE
