"""Clause coverage in three colours: which conditions the cases have seen met, not met, and open.

It counts the conditions of the checked rules, never their text: every truth that an outcome, a state or a
classification is made of, wherever a patient (and a visit) has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from remit.cases.cohort import case_cohort
from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.model.expressions import AnyExpr, Apply, Constant, Expr, Named, Recorded, children
from remit.model.rules import RuleSet
from remit.model.types import TRUTH, Level
from remit.operators.bounds import Truth
from remit.source import Span

_JOINING = {"and", "or", "not", "at least"}


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """A condition, and whether some case saw it met, not met, open (`is recorded` cannot be open)."""

    span: Span
    within: str
    met: bool
    not_met: bool
    open: bool
    can_be_open: bool

    @property
    def complete(self) -> bool:
        return self.met and self.not_met and (self.open or not self.can_be_open)


def coverage(rules: RuleSet) -> tuple[ClauseCoverage, ...]:
    """Every condition of the rule set with what the cases saw of it, in the order of the text."""
    cohort = case_cohort(rules.declarations, rules.cases)
    evaluator = Evaluator(rules.declarations, block_of(cohort, np.arange(len(rules.cases), dtype=np.int64)))
    found: dict[tuple[int, int, int], ClauseCoverage] = {}
    for within, root in _roots(rules):
        for part in _conditions(root):
            key = (part.span.start, part.span.end, part.key)
            if key not in found:
                found[key] = _covered(evaluator, part, within)
    return tuple(found[key] for key in sorted(found))


def _roots(rules: RuleSet) -> Iterator[tuple[str, Expr]]:
    for outcome in rules.outcomes.values():
        for clause in outcome.clauses:
            yield outcome.name, clause.body
    for definition in rules.definitions.values():
        yield definition.name, definition.body


def _conditions(root: Expr) -> Iterator[Expr]:
    """The truths below a root that are not merely joined from others; a name's own are its definition's."""
    if root.type == TRUTH and _is_condition(root):
        yield root
    if isinstance(root, Named):
        return
    for child in children(root):
        yield from _conditions(child)


def _is_condition(part: Expr) -> bool:
    if isinstance(part, Constant):
        return False
    return not (isinstance(part, Apply) and part.operator in _JOINING)


def _covered(evaluator: Evaluator, part: Expr, within: str) -> ClauseCoverage:
    truth = cast(Truth, evaluator.value(part))
    where = evaluator.block.exists if part.level is Level.VISIT else np.ones(len(truth.certain), np.bool_)
    met, not_met = truth.certain & where, ~truth.possible & where
    undecided = truth.open & where
    can_be_open = not isinstance(cast(AnyExpr, part), Recorded)
    return ClauseCoverage(
        part.span, within, bool(met.any()), bool(not_met.any()), bool(undecided.any()), can_be_open
    )
