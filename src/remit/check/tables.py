"""Decision tables, and values by case."""

from collections.abc import Iterator
from itertools import product

from remit.check.checker import Checker, Resolved
from remit.check.conditions import truth
from remit.check.outcomes import better_of
from remit.check.quantities import in_one_unit
from remit.diagnostics.suggest import suggest
from remit.model import syntax as s
from remit.model.expressions import Expr, FirstMatch
from remit.model.rules import Definition
from remit.model.types import MOMENT, TRUTH, LevelsType, NumberType
from remit.source import Span

MOST_COMBINATIONS = 4096
YES_OR_NO = LevelsType(("yes", "no"))
Combination = tuple[str, ...]


def table(checker: Checker, written: s.Table) -> Resolved:
    """A checked `table`: for all that the inputs may be together, all that the cells say."""
    inputs = checker.problems.all_of([lambda one=one: _input(checker, one) for one in written.inputs])  # type: ignore[misc]
    types = [_levels_of(one) for one in inputs]
    _limited(checker, written, types)
    wanted = checker.problems.all_of(
        [lambda row=row: _wanted(checker, written, row, types) for row in written.rows]  # type: ignore[misc]
    )
    type_ = LevelsType(tuple(dict.fromkeys(row.level.text for row in written.rows)), bool(written.order))
    cells = _Cells(checker, written, types, wanted).cells()
    body = _nested(checker, written.span, inputs, types, type_, cells, ())
    label = written.label if written.label is not None else written.name.text.replace("_", " ")
    return Definition(written.name.text, label, "classify", body, written.name.span, better_of(written.order))


def _input(checker: Checker, name: s.Reference) -> Expr:
    """An input as levels; a yes or no has the levels yes and no."""
    value = checker.value(name)
    if isinstance(value.type, LevelsType):
        return value
    if value.type == TRUTH:
        return checker.make(
            FirstMatch, name.span, YES_OR_NO, value.level, levels=YES_OR_NO.levels, tests=(value,)
        )
    help_ = ["name its ranges first: `band NAME of …`"] if isinstance(value.type, NumberType) else []
    message = f"the inputs of a table are levels or yes or no, and this is {value.type.words}"
    raise checker.problems.fail("E301", message, name.span, help=help_)


def _levels_of(value: Expr) -> LevelsType:
    assert isinstance(value.type, LevelsType)
    return value.type


def _limited(checker: Checker, written: s.Table, types: list[LevelsType]) -> None:
    many = 1
    for type_ in types:
        many *= len(type_.levels)
    if many > MOST_COMBINATIONS:
        message = (
            f"the inputs of `{written.name.text}` have {many} combinations, more than {MOST_COMBINATIONS}"
        )
        raise checker.problems.fail("E301", message, written.name.span, help=["split it into several tables"])


def _wanted(
    checker: Checker, written: s.Table, row: s.Row, types: list[LevelsType]
) -> list[frozenset[str]] | None:
    """The levels that a row takes of each input; None for the row of all others."""
    if row.entries is None:
        return None
    if len(row.entries) != len(types):
        message = (
            f"this row has {len(row.entries)} entries, and `{written.name.text}` has {len(types)} inputs"
        )
        raise checker.problems.fail(
            "E301", message, row.span, help=["an input that does not matter is `any`"]
        )
    return [_levels(checker, entry, type_) for entry, type_ in zip(row.entries, types, strict=True)]


def _levels(checker: Checker, entry: s.Entry, type_: LevelsType) -> frozenset[str]:
    for word in entry.levels:
        if word.text not in type_.levels:
            near = suggest(word.text, type_.levels)
            help_ = [f"did you mean `{near[0]}`?"] if near else []
            help_.append(f"the levels are {', '.join(type_.levels)}")
            message = f"`{word.text}` is not one of the levels"
            raise checker.problems.fail("E203", message, word.span, help=help_)
    named = frozenset(word.text for word in entry.levels)
    if not named:
        return frozenset(type_.levels)
    return frozenset(type_.levels) - named if entry.negated else named


class _Cells:
    """The level of every combination, each from exactly one row, or from the first."""

    def __init__(
        self,
        checker: Checker,
        written: s.Table,
        types: list[LevelsType],
        wanted: list[list[frozenset[str]] | None],
    ) -> None:
        self._checker, self._written, self._types = checker, written, types
        self._rows = list(zip(written.rows, wanted, strict=True))

    def cells(self) -> dict[Combination, str]:
        found: dict[Combination, s.Row] = {}
        empty: list[Combination] = []
        for combination in product(*(type_.levels for type_ in self._types)):
            here = list(self._matching(combination))
            if not here:
                empty.append(combination)
                continue
            if not self._written.first_match:
                self._agree(combination, here)
            found[combination] = here[0]
        if empty:
            raise self._uncovered(empty)
        for row in self._written.rows:
            if not any(row is one for one in found.values()):
                message = f"no combination is left for this row of `{self._written.name.text}`"
                self._unreached(row, message)
        return {combination: row.level.text for combination, row in found.items()}

    def _matching(self, combination: Combination) -> Iterator[s.Row]:
        """The rows of a combination; the row of all others only where there is no other."""
        any_row = False
        for row, wanted in self._rows:
            asked = wanted is not None and all(
                one in some for one, some in zip(combination, wanted, strict=True)
            )
            if asked or (wanted is None and not any_row):
                any_row = True
                yield row

    def _agree(self, combination: Combination, here: list[s.Row]) -> None:
        first = here[0]
        other = next((row for row in here if row.level.text != first.level.text), None)
        if other is None:
            return
        message = f"two rows of `{self._written.name.text}` decide {_words(combination)} differently"
        help_ = ["make one of them narrower, or take the first that matches: `, first match`"]
        raise self._checker.problems.fail(
            "E412", message, other.span, f"`{other.level.text}`", help=help_,
            also=[(first.span, f"`{first.level.text}`")],
        )  # fmt: skip

    def _uncovered(self, empty: list[Combination]) -> Exception:
        shown = "; ".join(_words(one) for one in empty[:5])
        more = f"; and {len(empty) - 5} more" if len(empty) > 5 else ""
        message = f"`{self._written.name.text}` has no row for {shown}{more}"
        level = self._written.rows[-1].level.text
        help_ = ["add rows", f"or end with a level for all others, as in `{level} otherwise`"]
        return self._checker.problems.fail("E413", message, self._written.name.span, help=help_)

    def _unreached(self, row: s.Row, message: str) -> None:
        raise self._checker.problems.fail("E414", message, row.span, "never reached")


def _words(combination: Combination) -> str:
    return ", ".join(combination)


def _nested(
    checker: Checker,
    span: Span,
    inputs: list[Expr],
    types: list[LevelsType],
    type_: LevelsType,
    cells: dict[Combination, str],
    before: Combination,
) -> Expr:
    """The level by the first input of the levels by the others; inputs that change nothing are left out."""
    if len(before) == len(inputs):
        return checker.constant(span, type_, type_.mask(cells[before]))
    place = len(before)
    each = [
        _nested(checker, span, inputs, types, type_, cells, (*before, level)) for level in types[place].levels
    ]
    if all(one.key == each[0].key for one in each):
        return each[0]
    return checker.apply("by level (levels)", span, inputs[place], *each)


# ---- values by case ----------------------------------------------------------------------------------


def choice(checker: Checker, node: s.Choice) -> Expr:
    """`40 U/L when sex is male, 33 U/L otherwise`: while a test is open, what either may be."""
    tests = checker.problems.all_of([lambda one=one: truth(checker, one) for one in node.tests])  # type: ignore[misc]
    values = checker.problems.all_of([lambda one=one: checker.value(one) for one in node.values])  # type: ignore[misc]
    first = values[0]
    if isinstance(first.type, NumberType) and all(isinstance(one.type, NumberType) for one in values):
        values = in_one_unit(checker, values, "put beside")
    if first.type == MOMENT or any(type(one.type) is not type(first.type) for one in values):
        odd = next((one for one in values if type(one.type) is not type(first.type)), first)
        message = f"the values are of one kind, and this is {odd.type.words}"
        raise checker.problems.fail("E301", message, odd.span)
    kind = {NumberType: "number", LevelsType: "levels"}.get(type(first.type), "truth")
    levels = tuple(f"case {place}" for place in range(len(values)))
    level = max(one.level for one in tests)
    selector = checker.make(
        FirstMatch, node.span, LevelsType(levels), level, levels=levels, tests=tuple(tests)
    )
    return checker.apply(f"by level ({kind})", node.span, selector, *values)
