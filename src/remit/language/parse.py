"""Rule text to a `RuleFile`, or a diagnostic that says in words what was not understood."""

import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import cast

from lark import Lark, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from remit.diagnostics.diagnostic import Diagnostic, Label, Rejected
from remit.language.build import Builder
from remit.language.mistakes import explain_mistake
from remit.model.syntax import RuleFile
from remit.resources import resource_folder
from remit.source import Source


def parse(source: Source) -> RuleFile:
    """The syntax of a rule file.

    Raises Rejected where the text is not one, with one mistake a statement; it is Unparsed where there are
    statements to go on with.
    """
    if not source.text.strip():
        place = Label(source.span(0, 0), "nothing is written here")
        help_ = ("begin with `ruleset name version 1.0`, or let `remit init` propose a file from the data",)
        raise Rejected([Diagnostic("E109", "the rule file is empty", place, help=help_)])
    try:
        return _parsed(source, source.text)
    except Rejected as rejected:
        from remit.language.recover import recovered

        raise recovered(source, rejected.diagnostics, _parsed) from None


def _parsed(source: Source, text: str) -> RuleFile:
    """The records of a text that has its places in a source. Raises Rejected with the first mistake."""
    try:
        # Lark's Tree is generic in its leaves; the grammar keeps only tokens.
        tree = cast("Tree[object]", grammar().parse(text))
    except UnexpectedInput as mistake:
        raise Rejected([explain_mistake(source, *_place(source, text, mistake))]) from None
    return Builder(source).rule_file(tree)


@cache
def grammar(strict: bool = False) -> Lark:
    """The parser, made once. `strict` also proves that no two words or rules compete (tests do that).

    Its tables are kept in the user's cache folder, where there is one that can be written: they take longer
    to make than any rule file takes to read. They carry the grammar's hash, and are made anew with it.
    """
    text = (resource_folder("grammars") / "remit.lark").read_text(encoding="utf-8")
    kept = False if strict else _cache_file()
    return Lark(
        text, parser="lalr", strict=strict, propagate_positions=True, maybe_placeholders=False, cache=kept
    )


def _cache_file() -> str | bool:
    """Where the tables are kept; False where no folder can be written."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    folder = Path(home) / "remit"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return str(folder / f"grammar-{sys.version_info.major}.{sys.version_info.minor}.lark")


def _place(source: Source, text: str, mistake: UnexpectedInput) -> tuple[int, frozenset[str]]:
    """Where the text stopped making sense, and the words that could have stood there."""
    if isinstance(mistake, UnexpectedToken):
        start = mistake.token.start_pos
        at_end = start is None or mistake.token.type == "$END"
        offset = _next_word(source, len(text)) if at_end else int(start or 0)
        return offset, frozenset(mistake.accepts or mistake.expected)
    if isinstance(mistake, UnexpectedCharacters):
        return int(getattr(mistake, "pos_in_stream", 0)), frozenset(mistake.allowed or ())
    return len(source.text), frozenset()


def _next_word(source: Source, offset: int) -> int:
    """Where the next word begins: where one statement was to go on, the next one does."""
    found = re.compile(r"(?:\s|#[^\n]*)*").match(source.text, offset)
    return found.end() if found else offset
