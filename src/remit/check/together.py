"""A rule set put together: of a file with the files it uses, or of several files of one study."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from remit.check.checker import Checker
from remit.model import syntax as s
from remit.model.expressions import Expr
from remit.model.rules import (
    Agreement,
    Case,
    Comparison,
    Definition,
    Outcome,
    Parameter,
    Rate,
    RuleSet,
    TimeTo,
    UsedFile,
)
from remit.source import Source

Made = TypeVar("Made")
Kind = TypeVar("Kind", Parameter, Definition, Outcome)
_Computed: TypeAlias = Parameter | Definition | Outcome


@dataclass
class Reports:
    """What a file asks to be reported, and its cases."""

    described: list[tuple[str, Expr]] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    times: list[TimeTo] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    adjustment: str | None = None
    cases: list[Case] = field(default_factory=list)


def joined(checker: Checker, file: s.RuleFile) -> Checker:
    """The scope of one of several files, below that of the study. Fails where it has no name of its own."""
    name = file.name
    if name is None:
        place = file.span.source.span(0, 0)
        message = f"`{file.span.source.name}` has no `ruleset` line, so its names have no name before them"
        help_ = ["begin it with `ruleset name version 1.0`"]
        raise checker.problems.fail("E301", message, place, "of several rule files", help=help_)
    if name.text in checker.used:
        first = checker.used[name.text].place
        message = f"two rule files of the study are called `{name.text}`"
        also = [(first, "first here")] if first else []
        raise checker.problems.fail("E202", message, name.span, "again here", also=also)
    child = checker.below(name.span, file, name.text, {})
    checker.used[name.text] = child
    return child


def together(files: Sequence[s.RuleFile]) -> s.RuleFile:
    """The head of several files: their names and titles. What they cite, each says of itself."""
    source = Source(", ".join(file.span.source.name for file in files), "")
    place = source.span(0, 0)
    names = ", ".join(file.name.text for file in files if file.name)
    return s.RuleFile(
        place,
        s.Word(place, names),
        ", ".join(file.version for file in files if file.version),
        "; ".join(file.title for file in files if file.title) or None,
        (),
        (),
        (),
        (),
    )


def rule_set(checker: Checker, file: s.RuleFile, reports: Sequence[Reports]) -> RuleSet:
    """What was checked as one rule set: the file's own names, and of what it uses those that it names."""
    name = file.name.text if file.name else "rules"
    found = list(_named(checker))
    used = tuple(_used_files(checker))

    def every(part: Callable[[Reports], list[Made]]) -> tuple[Made, ...]:
        return tuple(one for report in reports for one in part(report))

    return RuleSet(
        name,
        file.version or "",
        file.title or name,
        file.citations,
        file.notes,
        file.unverified,
        file.span.source,
        checker.declarations(),
        _by_name(found, Parameter),
        _by_name(found, Definition),
        _by_name(found, Outcome),
        every(lambda one: one.described),
        every(lambda one: one.comparisons),
        every(lambda one: one.rates),
        every(lambda one: one.times),
        every(lambda one: one.agreements),
        next((one.adjustment for one in reports if one.adjustment), None),
        every(lambda one: one.cases),
        used,
    )


def _by_name(found: Sequence[_Computed], wanted: type[Kind]) -> dict[str, Kind]:
    return {item.name: item for item in found if isinstance(item, wanted)}


def _named(checker: Checker) -> Iterator[_Computed]:
    """Parameters, definitions, outcomes that were named: a file's own, then those of the files it uses."""
    for name in checker.written:
        item = checker.resolved.get(name)
        if isinstance(item, Parameter | Definition | Outcome):
            yield item
    for used in checker.used.values():
        yield from _named(used)


def _used_files(checker: Checker) -> Iterator[UsedFile]:
    """Every file of which something is named, with what was set in it."""
    for used in checker.used.values():
        if used.file is not None and used.resolved:
            name, settings = used.prefix[:-1], tuple(_setting(one) for one in used.settings.values())
            head = used.file
            yield UsedFile(
                name,
                head.version or "",
                head.title or name,
                head.citations,
                head.unverified,
                head.span.source,
                settings,
                used.plain is None,
            )
        yield from _used_files(used)


def _setting(setting: s.Setting) -> tuple[str, str]:
    return setting.name.text, " ".join(setting.value.span.text.split())
