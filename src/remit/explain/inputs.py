"""The data that a decision rests on, and those that leave it open."""

from remit.evaluate.evaluator import Evaluator
from remit.evaluate.verdicts import Verdicts
from remit.explain.deciding import walk
from remit.explain.outcome import Decision, outcome_parts
from remit.explain.part import Part, Scope
from remit.explain.reasons import Input, InputKind, Reason
from remit.explain.trace import Trace
from remit.model.expressions import Expr
from remit.model.rules import Outcome

__all__ = ["Input", "InputKind", "Reason", "inputs_of", "open_inputs", "outcome_inputs"]


def inputs_of(evaluator: Evaluator, expression: Expr, row: int = 0) -> tuple[Input, ...]:
    """The data that make a per-patient value what it is, each once, in reading order.

    `row` is the patient's place in the evaluator's block. Of a failed conjunction they are those of the parts
    that fail, of an open one those of all parts.
    """
    return tuple(walk(Trace(evaluator, row), Part(expression, None), Scope.DECIDING))


def open_inputs(evaluator: Evaluator, expression: Expr, row: int = 0) -> tuple[Input, ...]:
    """Only the data that leave a per-patient value open, each once, in reading order; none where it is not.

    What cannot matter is left out: an open operand of an `and` that is impossible, an open visit of an `any`
    that already holds.
    """
    trace, part = Trace(evaluator, row), Part(expression, None)
    return tuple(walk(trace, part, Scope.OPEN)) if trace.is_open(*part) else ()


def outcome_inputs(
    evaluator: Evaluator, outcome: Outcome, scope: Scope, row: int = 0, verdicts: Verdicts | None = None
) -> tuple[Input, ...]:
    """The data of an outcome's verdict: what leaves it open, what decides it, or all that it asks.

    `verdicts` are those of the evaluator's block, where they are known already.
    """
    trace = Trace(evaluator, row)
    found: dict[tuple[str, str, str], Input] = {}
    for part in outcome_parts(Decision.of(trace, outcome, verdicts), outcome, scope):
        for datum in walk(trace, Part(part, None), scope):
            found.setdefault(datum.identity, datum)
    return tuple(found.values())
