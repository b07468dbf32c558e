"""Declarations: what is measured, when, and the constants."""

from fractions import Fraction
from typing import cast

from remit.check.calendar import instant_day
from remit.check.checker import Checker, Resolved
from remit.check.quantities import quantity_type
from remit.check.setting import constant, set_value
from remit.model import syntax as s
from remit.model.declarations import Event, Fact, Measure, Pick, Timepoint
from remit.model.rules import Parameter
from remit.model.types import MOMENT, TRUTH, LevelsType, NumberType, Type


def scale_type(checker: Checker, scale: s.Scale) -> Type:
    """The type of a declared scale."""
    match scale:
        case s.YesOrNo():
            return TRUTH
        case s.Date():
            return MOMENT
        case s.Quantity():
            return quantity_type(checker, scale)
        case s.Levels():
            return _levels(checker, scale)


def _levels(checker: Checker, scale: s.Levels) -> LevelsType:
    seen: dict[str, s.Word] = {}
    for level in scale.levels:
        if level.text in seen:
            also = [(seen[level.text].span, "first here")]
            raise checker.problems.fail(
                "E202", f"the level `{level.text}` is listed twice", level.span, also=also
            )
        seen[level.text] = level
    if len(seen) > 62:
        raise checker.problems.fail("E301", "a scale has at most 62 levels", scale.span)
    return LevelsType(tuple(seen), scale.ordered)


def fact(checker: Checker, written: s.Fact) -> Resolved:
    """A checked fact."""
    return Fact(written.name.text, _label(written), scale_type(checker, written.scale), written.name.span)


def measure(checker: Checker, written: s.Measure) -> Resolved:
    """A checked measure with its direction and usual range."""
    type_ = scale_type(checker, written.scale)
    if isinstance(written.scale, s.Date):
        raise checker.problems.fail(
            "E301", "a measure cannot be a date; declare it as a fact", written.scale.span
        )
    better = _better(checker, written.better, type_) if written.better else None
    usual = _usual(checker, written.usual, type_) if written.usual else None
    return Measure(written.name.text, _label(written), type_, written.name.span, better, usual)


def _better(checker: Checker, word: s.Word, type_: Type) -> str:
    """`lower`/`higher` for what is ordered, a level for the rest."""
    ordered = isinstance(type_, NumberType) or (isinstance(type_, LevelsType) and type_.ordered)
    allowed: tuple[str, ...] = ("lower", "higher") if ordered else ("yes", "no")
    if isinstance(type_, LevelsType) and not type_.ordered:
        allowed = type_.levels
    if word.text not in allowed:
        words = " or ".join(f"`{one} is better`" for one in allowed[:4])
        raise checker.problems.fail(
            "E203", f"`{word.text}` is no direction of this measure", word.span, help=[words]
        )
    return word.text


def _usual(checker: Checker, usual: s.Usual, type_: Type) -> tuple[Fraction, Fraction]:
    if not isinstance(type_, NumberType):
        raise checker.problems.fail("E301", "only a number has a usual range", usual.span)
    if usual.high < usual.low:
        raise checker.problems.fail("E407", "the usual range is upside down", usual.span)
    too_low = type_.low is not None and usual.low < type_.low
    if too_low or (type_.high is not None and usual.high > type_.high):
        raise checker.problems.fail("E407", "the usual range reaches outside the possible one", usual.span)
    return usual.low, usual.high


def event(checker: Checker, written: s.Event) -> Resolved:
    """A checked event."""
    return Event(written.name.text, _label(written), written.name.span)


def timepoint(checker: Checker, written: s.Timepoint) -> Resolved:
    """A checked timepoint: its target and window in study days, and its pick."""
    low, high = (instant_day(end.unit, end.count) for end in (written.low, written.high))
    target = instant_day(written.target.unit, written.target.count)
    window = written.low.span.to(written.high.span)
    if high < low:
        raise checker.problems.fail("E407", "the window is upside down", window, f"day {low} to day {high}")
    if not low <= target <= high:
        also = [(written.target.span, f"day {target}")]
        message = f"the window of `{written.name.text}` lies apart from its target"
        raise checker.problems.fail("E406", message, window, f"day {low} to day {high}", also=also)
    # A baseline ends at day 0: its last value counts. Elsewhere the nearest to the target does.
    default = "last" if high <= 0 else "nearest"
    pick = cast(Pick, written.pick or default)
    return Timepoint(written.name.text, _label(written), target, low, high, pick, written.name.span)


def parameter(checker: Checker, written: s.Parameter) -> Resolved:
    """A checked parameter; of a used file with the value that the using file sets."""
    name = written.name
    value, setting = constant(checker, written.value), checker.settings.get(name.text)
    if setting is None:
        return Parameter(name.text, _label(written), value, name.span, written.source)
    given = set_value(checker, setting, value.type)
    return Parameter(name.text, _label(written), given, name.span, None, value, setting.span)


def a_set(checker: Checker, written: s.Set) -> Resolved:
    """A set whose members are known; it stays as written, since they are checked where it is used."""

    def member(word: s.Word) -> None:
        found = checker.resolve(word.text, word.span)
        if isinstance(found, s.Set | Timepoint | Event):
            raise checker.problems.fail(
                "E301", f"`{word.text}` has no value and cannot be a member of a set", word.span
            )

    checker.problems.all_of([lambda word=word: member(word) for word in written.members])  # type: ignore[misc]
    return written


def _label(written: s.Declaration) -> str:
    return written.label if written.label is not None else written.name.text.replace("_", " ")
