"""Clause coverage in three colours: which conditions the cases have seen met, not met, and open.

It counts the conditions of the checked rules, never their text: every truth that an outcome, a state or a
classification is made of, wherever a patient (and a visit, or a day) has it.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product
from typing import cast

import numpy as np

from remit.cases.cohort import case_cohort
from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.model.expressions import AnyExpr, Apply, Constant, Expr, Named, Recorded, children, outer_visits
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
    """Every condition of the file itself with what the cases saw of it, in the order of the text.

    Files that it uses have cases of their own.
    """
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
        if rules.is_used(outcome.name):
            continue
        for clause in outcome.clauses:
            yield outcome.name, clause.body
    for definition in rules.definitions.values():
        if not rules.is_used(definition.name):
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
    seen = [_seen(evaluator, part, standing) for standing in _standings(evaluator, part)]
    met, not_met, undecided = (any(one[place] for one in seen) for place in range(3))
    can_be_open = not isinstance(cast(AnyExpr, part), Recorded)
    return ClauseCoverage(part.span, within, met, not_met, undecided, can_be_open)


def _standings(evaluator: Evaluator, part: Expr) -> Iterator[dict[int, int]]:
    """Every choice of the visits further out of which a condition speaks; one, of nothing, where of none."""
    depths = sorted(outer_visits(part, {}))
    columns = range(evaluator.block.shape[1])
    return (dict(zip(depths, chosen, strict=True)) for chosen in product(columns, repeat=len(depths)))


def _seen(evaluator: Evaluator, part: Expr, standing: dict[int, int]) -> list[bool]:
    """Whether somebody meets it, somebody does not, and of somebody it is open."""
    if part.level is Level.DAY:
        return _seen_on_days(evaluator, part)
    exists = evaluator.block.exists
    there = np.ones(len(exists), np.bool_)
    for column in standing.values():
        there &= exists[:, column]
    with ExitStack() as stack:
        for depth, column in standing.items():
            stack.enter_context(evaluator.standing_at(depth, column))
        truth = cast(Truth, evaluator.value(part))
    where = there[:, None] & exists if part.level is not Level.PATIENT else there
    return [bool((one & where).any()) for one in (truth.certain, ~truth.possible, truth.open)]


def _seen_on_days(evaluator: Evaluator, part: Expr) -> list[bool]:
    """The same of a value per day, on each day from a case's first to the end of its follow-up.

    A day needs no visit, and speaks of no visit further out: `now` in it is the day.
    """
    first, last = evaluator.grids.first_days, evaluator.block.follow_up_end
    if not len(first):
        return [False, False, False]
    days = np.arange(int(first.min()), int(max(last.max(), first.min())) + 1)
    truth = cast(Truth, evaluator.grids.of(int(days[0]), int(days[-1])).over_visits(part))
    where = (days >= first[:, None]) & (days <= last[:, None])
    return [bool((one & where).any()) for one in (truth.certain, ~truth.possible, truth.open)]
