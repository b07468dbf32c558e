"""Paired categories: one criterion at two times, two criteria, ordered and unordered levels; agreement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast

from remit.analysis.comparisons import TESTS
from remit.analysis.groups import Group
from remit.evaluate.rules import Evaluation
from remit.model.expressions import Expr
from remit.model.rules import Agreement, Comparison
from remit.model.types import LevelsType
from remit.operators.bounds import Levels, Truth
from remit.statistics.agreement import Weights, cohen_kappa, gwet_ac1
from remit.statistics.bounded import bounded_mcnemar
from remit.statistics.gate import gate
from remit.statistics.ignorance import BoundedEstimate, not_bounded
from remit.statistics.mcnemar import mcnemar, mcnemar_mid_p
from remit.statistics.mcnemar_unconditional import boschloo, suissa_shuster
from remit.statistics.ordinal import bhapkar, bowker, stuart_maxwell
from remit.statistics.paired_proportions import newcombe
from remit.statistics.pairs import Pairs
from remit.statistics.result import Estimate, Note
from remit.statistics.tables import PairedTable, SquareTable

_TWO_BY_TWO: dict[str, Callable[[PairedTable], Estimate]] = {
    "mcnemar test": mcnemar,
    "mcnemar mid-p test": mcnemar_mid_p,
    "suissa-shuster test": suissa_shuster,
    "boschloo test": boschloo,
}
_SQUARE: dict[str, Callable[[SquareTable], Estimate]] = {
    "stuart-maxwell test": stuart_maxwell,
    "bhapkar test": bhapkar,
    "bowker test": bowker,
}
_AGREEMENT: dict[str, Callable[[SquareTable], Estimate]] = {
    "kappa": cohen_kappa,
    "linear kappa": lambda table: cohen_kappa(table, Weights.LINEAR),
    "quadratic kappa": lambda table: cohen_kappa(table, Weights.QUADRATIC),
    "ac1": gwet_ac1,
}


@dataclass(frozen=True, slots=True)
class CategoryAnalysis:
    """A yes-or-no value or a level at two times, or two such criteria, in pairs.

    levels      the categories, in order
    table       how many pairs have each first (row) and second (column)
    tests       by the names of their methods, in the order of the rule file
    gate        the conclusion where one test must pass before the next, else None
    difference  of the proportions of yes (second less first) with Newcombe's interval; None for levels
    possible    what the change in proportion becomes over all completions, and p where the first test is
                McNemar's exact one; None where nothing is open or for levels
    not_bounded  that no range is given although levels are missing; else None
    """

    comparison: Comparison
    label: str
    group: Group
    levels: tuple[str, ...]
    table: SquareTable
    tests: tuple[tuple[str, Estimate], ...]
    gate: Estimate | None
    difference: Estimate | None
    possible: BoundedEstimate | None
    not_bounded: Note | None

    @property
    def conclusion(self) -> Estimate:
        """The gate, or the test where there is no gate."""
        return self.gate or self.tests[0][1]


@dataclass(frozen=True, slots=True)
class AgreementAnalysis:
    """How far two classifications of the same patients agree.

    `not_bounded` says that no range is given although classifications are missing.
    """

    agreement: Agreement
    group: Group
    levels: tuple[str, ...]
    table: SquareTable
    estimate: Estimate
    not_bounded: Note | None


def analyse_categories(evaluation: Evaluation, comparison: Comparison, group: Group) -> CategoryAnalysis:
    """The paired analysis of a comparison of yes-or-no values or levels in a group."""
    first, second = (_categories(evaluation, side, group) for side in (comparison.before, comparison.after))
    levels = _level_names(comparison.before)
    table = SquareTable.of(first, second, len(levels))
    names = [comparison.method] + ([comparison.then] if comparison.then else [])
    difference, possible = None, None
    if levels == ("no", "yes"):
        yes = _yes_or_no(first), _yes_or_no(second)
        difference = newcombe(PairedTable.of(*yes))
        possible = _possible(comparison.method, *yes) if None in (*first, *second) else None
    tests = tuple((name, _test(name, first, second, table)) for name in names)
    passed = gate(tests, float(comparison.alpha)) if comparison.alpha is not None else None
    unbounded = not_bounded("these tests") if table.lost.total and difference is None else None
    return CategoryAnalysis(
        comparison, comparison.label, group, levels, table, tests, passed, difference, possible, unbounded
    )


def _possible(method: str, first: list[bool | None], second: list[bool | None]) -> BoundedEstimate:
    """The range of p is McNemar's: beside another test it would be taken for that one's."""
    found = bounded_mcnemar(first, second)
    if method == "mcnemar test":
        return found
    return replace(found, method="", p=None, p_less=None, p_greater=None, notes=(not_bounded("p"),))


def _test(
    name: str, first: Sequence[int | None], second: Sequence[int | None], table: SquareTable
) -> Estimate:
    if name in _SQUARE:
        return _SQUARE[name](table)
    if name in _TWO_BY_TWO:
        return _TWO_BY_TWO[name](PairedTable.of(_yes_or_no(first), _yes_or_no(second)))
    return TESTS[name](Pairs.complete(*([_whole(one) for one in side] for side in (first, second))))


def _yes_or_no(categories: Sequence[int | None]) -> list[bool | None]:
    return [None if one is None else one == 1 for one in categories]


def _whole(category: int | None) -> Fraction | None:
    return None if category is None else Fraction(category)


def analyse_agreement(evaluation: Evaluation, agreement: Agreement, group: Group) -> AgreementAnalysis:
    """The agreement of two classifications in a group."""
    first, second = (_categories(evaluation, side, group) for side in (agreement.first, agreement.second))
    levels = _level_names(agreement.first)
    table = SquareTable.of(first, second, len(levels))
    unbounded = not_bounded("this coefficient") if table.lost.total else None
    return AgreementAnalysis(agreement, group, levels, table, _AGREEMENT[agreement.method](table), unbounded)


def _level_names(side: Expr) -> tuple[str, ...]:
    return side.type.levels if isinstance(side.type, LevelsType) else ("no", "yes")


def _categories(evaluation: Evaluation, side: Expr, group: Group) -> list[int | None]:
    """The place of each patient's category; None where it is open."""
    values = evaluation.value(side)
    if isinstance(values, Truth):
        pairs = zip(
            values.certain[group.members].tolist(), values.possible[group.members].tolist(), strict=True
        )
        return [1 if certain else None if possible else 0 for certain, possible in pairs]
    masks = cast(Levels, values).mask[group.members].tolist()
    return [mask.bit_length() - 1 if mask & (mask - 1) == 0 else None for mask in masks]
