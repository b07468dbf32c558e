"""Parameters that are levels, `parameter severe_from = severe`, and levels where they are asked for."""

from typing import TYPE_CHECKING

from remit.diagnostics.suggest import suggest
from remit.model import syntax as s
from remit.model.declarations import Fact, Measure
from remit.model.expressions import Constant, Expr
from remit.model.rules import Definition, Parameter
from remit.model.types import LevelsType, Type

if TYPE_CHECKING:
    from remit.check.checker import Checker


def level_constant(checker: "Checker", written: s.LevelOf) -> Expr:
    """`severe`, or `severe of grade`: a level of the one scale that has it, or of the scale that is named."""
    word = written.level
    homes = {name: type_ for name in _homes(checker, written) if (type_ := _levels_of(checker, name, word))}
    types = list(dict.fromkeys(homes.values()))
    if len(types) > 1:
        message = (
            f"`{word.text}` is a level of {' and of '.join(f'`{name}`' for name in homes)}, which differ"
        )
        help_ = [f"say of which: `{word.text} of {next(iter(homes))}`"]
        raise checker.problems.fail("E203", message, word.span, help=help_)
    if not types:
        raise checker.problems.fail("E203", f"no scale has a level `{word.text}`", word.span)
    return level(checker, word, types[0])


def level(checker: "Checker", word: s.Word, type_: LevelsType) -> Constant:
    """A level of a scale, or a parameter that is one, as a constant."""
    if word.text in type_.levels:
        return checker.constant(word.span, type_, type_.mask(word.text))
    found = checker.resolve(word.text, word.span) if checker.knows(word.text) else None
    if isinstance(found, Parameter) and isinstance(found.value.type, LevelsType):
        if found.value.type != type_:
            also = [(found.span, f"one of {', '.join(found.value.type.levels)}")]
            message = f"the parameter `{word.text}` is a level of another scale"
            raise checker.problems.fail("E301", message, word.span, also=also)
        assert isinstance(found.value, Constant)
        return checker.constant(word.span, type_, found.value.value)
    near = suggest(word.text, type_.levels)
    help_ = [f"did you mean `{near[0]}`?"] if near else []
    help_.append(f"the levels are {', '.join(type_.levels)}")
    raise checker.problems.fail("E203", f"`{word.text}` is not one of the levels", word.span, help=help_)


def _homes(checker: "Checker", written: s.LevelOf) -> list[str]:
    """The scale that is named, or all that list the level."""
    if written.scale is not None:
        return [written.scale.name]
    return [name for name, declared in checker.written.items() if written.level.text in _listed(declared)]


def _listed(declared: s.Declaration) -> set[str]:
    """The levels that a declaration lists."""
    scale = getattr(declared, "scale", None)
    if isinstance(scale, s.Levels):
        return {one.text for one in scale.levels}
    if isinstance(declared, s.Classify):
        return {test.level.text for test in declared.levels}
    if isinstance(declared, s.Band | s.Table):
        return {row.level.text for row in declared.rows}
    return set()


def _levels_of(checker: "Checker", name: str, word: s.Word) -> LevelsType | None:
    found = checker.resolve(name, word.span)
    type_: Type | None = None
    if isinstance(found, Measure | Fact):
        type_ = found.type
    elif isinstance(found, Definition):
        type_ = found.body.type
    return type_ if isinstance(type_, LevelsType) else None
