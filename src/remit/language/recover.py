"""After a mistake of syntax: the mistakes of the other statements, and what of them can be checked."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from remit.diagnostics.diagnostic import Diagnostic, Rejected
from remit.language.vocabulary import statement_words
from remit.model.syntax import RuleFile
from remit.source import Source, Span

Parse = Callable[[Source, str], RuleFile]
"""Parses a text whose places are those of a source: what is passed over is blank in it."""


class Unparsed(Rejected):
    """Mistakes of syntax, one a statement.

    rest      the statements that parsed
    unsure    the names in the others: whether they are declared nobody can tell
    """

    def __init__(self, diagnostics: Sequence[Diagnostic], rest: RuleFile, unsure: frozenset[str]) -> None:
        super().__init__(diagnostics)
        self.rest, self.unsure = rest, unsure


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the text that is parsed by itself: one statement, or what stands before the first."""

    start: int
    end: int


def recovered(source: Source, first: Sequence[Diagnostic], parse: Parse) -> Unparsed:
    """Every statement parsed by itself, after parsing the whole gave the mistakes `first`.

    A statement begins with its word at the beginning of a line. The first mistake is told as it was found,
    in the whole; a text whose statements all parse by themselves has no other.
    """
    files: list[RuleFile] = []
    mistakes: dict[int, Sequence[Diagnostic]] = {}
    broken: list[str] = []
    for part in _parts(source.text):
        try:
            files.append(parse(source, _alone(source.text, part)))
        except Rejected as rejected:
            read, left = _beginning(source, part, parse)
            files += read
            broken.append(source.text[left.start : left.end])
            mistakes[part.start] = rejected.diagnostics
    if mistakes:
        mistakes[_home(mistakes, _place(first[0]))] = first
    told = [one for some in mistakes.values() for one in some] or first
    return Unparsed(in_order(told), _joined(source, files, parse(source, "")), _names(broken))


def _home(parts: Iterable[int], place: int) -> int:
    """The start of the part that a mistake is of: what a part lacks shows where the next one begins."""
    starts = sorted(parts)
    return max((start for start in starts if start < place), default=starts[0])


def _parts(text: str) -> Iterator[_Part]:
    starts = [0, *(found.start() for found in _beginnings().finditer(text) if found.start() > 0)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if re.sub(r"#[^\n]*", "", text[start:end]).strip():
            yield _Part(start, end)


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(statement_words())})(?![\w-])", re.MULTILINE)


def _beginning(source: Source, part: _Part, parse: Parse) -> tuple[list[RuleFile], _Part]:
    """The statement that a part begins with, where a word that begins none hides the next; and what is left.

    `mesure crp : …` on a line of its own behind a good statement leaves that statement good.
    """
    lines = [found.start() for found in re.finditer(r"(?m)^[A-Za-z]", source.text[part.start : part.end])]
    for line in reversed(lines[1:]):
        try:
            read = parse(source, _alone(source.text, _Part(part.start, part.start + line)))
        except Rejected:
            continue
        return [read], _Part(part.start + line, part.end)
    return [], part


def _alone(text: str, part: _Part) -> str:
    """The text with everything but one part blank: places stay."""
    before = re.sub(r"[^\n]", " ", text[: part.start])
    return before + text[part.start : part.end]


def _joined(source: Source, files: Sequence[RuleFile], empty: RuleFile) -> RuleFile:
    """The statements of several texts as one file; its head is the first one's that has any."""
    head = next((one for one in files if one.name is not None), empty)
    statements = tuple(statement for one in files for statement in one.statements)
    return replace(head, span=source.span(0, len(source.text)), statements=statements)


def _names(texts: Sequence[str]) -> frozenset[str]:
    plain = (re.sub(r'"[^"\n]*"|#[^\n]*', " ", text) for text in texts)
    return frozenset(name for text in plain for name in re.findall(r"[A-Za-z]\w*", text))


def in_order(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics of one text by their places."""
    return sorted(diagnostics, key=_place)


def _place(one: Diagnostic) -> int:
    return one.primary.place.start if isinstance(one.primary.place, Span) else 0
