"""Files that a rule file uses: opened, checked by themselves, and read with what the using file sets.

A used file is checked twice. By itself, with its own parameters, so that its mistakes are told as its own;
and in a scope of its own below that of the using file, where the settings hold, name by name as it asks for
them. What nothing asks for is not judged, and its data are not asked of the study.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from remit.check.checker import Checker
from remit.check.problems import Failed
from remit.check.setting import check_setting
from remit.diagnostics.diagnostic import Diagnostic, Label, Rejected
from remit.model import syntax as s
from remit.model.rules import RuleSet
from remit.source import Source, Span

ReadUsed: TypeAlias = Callable[[Source, s.Word], s.RuleFile]
"""The file that a text uses by this name. Raises Rejected where there is no such rule file."""


def nothing_to_use(using: Source, file: s.Word) -> s.RuleFile:
    """Where rules are a text alone, there is no file to use."""
    message = f"`{file.text}` cannot be used from a text that is in no file"
    raise Rejected([Diagnostic("E506", message, Label(file.span))])


@dataclass
class Files:
    """The files of one check: how they are read, what each says by itself, and which use which."""

    read: ReadUsed
    check: Callable[[s.RuleFile, "Files"], RuleSet]
    plain: dict[str, RuleSet] = field(default_factory=dict)
    ring: tuple[tuple[str, Span | None], ...] = ()
    """The files that are being opened, each with the place of the `use` that asks for it."""

    def inside(self, file: s.RuleFile, place: Span) -> "Files":
        """The same files, for the check of one that is used."""
        return Files(self.read, self.check, self.plain, (*self.ring, (file.span.source.name, place)))


def open_uses(checker: Checker, files: Files) -> None:
    """Open every file that this one uses, and check what it sets in them."""
    places: dict[str, Span] = {}
    for statement in checker.statements:
        if isinstance(statement, s.Use):
            checker.problems.attempt(lambda one=statement: _open(checker, one, files, places))  # type: ignore[misc]
    for used in checker.used.values():
        for name, setting in used.settings.items():
            try:
                check_setting(used, name, setting)
            except Failed:
                used.break_name(name)


def _open(checker: Checker, use: s.Use, files: Files, places: dict[str, Span]) -> None:
    known = [use.alias.text if use.alias else _last_part(use.file.text)]
    try:
        file = files.read(use.span.source, use.file)
        known += [file.name.text] if file.name else []
        name = _name(checker, use, file, places)
        _reject_ring(checker, use, file, files)
        plain = _by_itself(checker, file, files.inside(file, use.file.span))
    except (Failed, Rejected) as failed:
        checker.broken_uses.update(known)
        for diagnostic in failed.diagnostics if isinstance(failed, Rejected) else ():
            checker.problems.add(diagnostic)
        raise Failed from None
    used = checker.below(use.span, file, name, _settings(checker, use))
    used.plain = plain
    places[name], checker.used[name] = use.span, used
    used.declare()
    open_uses(used, files.inside(file, use.file.span))


def _last_part(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".remit")


def _name(checker: Checker, use: s.Use, file: s.RuleFile, places: dict[str, Span]) -> str:
    """By what name the file is known here: as the `use` says, else as its `ruleset` line does."""
    word = use.alias or file.name
    if word is None:
        message = f"`{use.file.text}` has no `ruleset` line, so what it brings in has no name"
        help_ = [f"give it one: `use {use.file.span.text} as {_last_part(use.file.text)}`"]
        raise checker.problems.fail("E301", message, use.file.span, help=help_)
    place = use.alias.span if use.alias else use.file.span
    checker.reject_reserved(s.Word(place, word.text))
    if word.text in places:
        message = f"two files are used by the name `{word.text}`"
        help_ = [f"name one of them otherwise: `use {use.file.span.text} as {word.text}_2`"]
        also = [(places[word.text], "first here")]
        raise checker.problems.fail("E202", message, place, "again here", also=also, help=help_)
    return word.text


def _reject_ring(checker: Checker, use: s.Use, file: s.RuleFile, files: Files) -> None:
    names = [name for name, _ in files.ring]
    name = file.span.source.name
    if name not in names:
        return
    ring = files.ring[names.index(name) :]
    chain = " → ".join([*(one for one, _ in ring), name])
    also = [(place, f"`{one}` is used here") for one, place in ring[1:] if place is not None]
    message = f"`{name}` uses itself: {chain}"
    raise checker.problems.fail("E403", message, use.file.span, "and here the ring closes", also=also)


def _by_itself(checker: Checker, file: s.RuleFile, files: Files) -> RuleSet:
    """What a file says with its own parameters. Raises Rejected with its mistakes."""
    name = file.span.source.name
    if name not in files.plain:
        files.plain[name] = files.check(file, files)
    return files.plain[name]


def _settings(checker: Checker, use: s.Use) -> dict[str, s.Setting]:
    found: dict[str, s.Setting] = {}
    for setting in use.settings:
        name = setting.name
        if name.text in found:
            also = [(found[name.text].name.span, "first here")]
            checker.problems.fail("E202", f"`{name.text}` is set twice", name.span, "again here", also=also)
        found.setdefault(name.text, setting)
    return found


def reject_unasked(checker: Checker) -> None:
    """Every file that is used must be named for something: else it silently does nothing."""
    for statement in checker.statements:
        if not isinstance(statement, s.Use):
            continue
        for name, used in checker.used.items():
            unasked = used.place == statement.span and not used.asked
            if unasked and used.plain is not None and name not in checker.broken_uses:
                outcome = next(iter(used.plain.outcomes), next(iter(used.plain.definitions), "outcome"))
                message = f"nothing of `{name}` is named, so using it does nothing"
                help_ = [f"name what of it is judged: `rate {name}.{outcome}`"]
                checker.problems.fail("E207", message, statement.file.span, help=help_)
