"""Rule text to a `RuleFile`, or a diagnostic that says in words what was not understood."""

from functools import cache
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

    Raises Rejected with one diagnostic where the text is not one: a parser that went on after the first
    mistake would report its own confusion.
    """
    if not source.text.strip():
        place = Label(source.span(0, 0), "nothing is written here")
        raise Rejected([Diagnostic("E109", "the rule file is empty", place)])
    try:
        # Lark's Tree is generic in its leaves; the grammar keeps only tokens.
        tree = cast("Tree[object]", grammar().parse(source.text))
    except UnexpectedInput as mistake:
        raise Rejected([explain_mistake(source, *_place(source, mistake))]) from None
    return Builder(source).rule_file(tree)


@cache
def grammar(strict: bool = False) -> Lark:
    """The parser, made once. `strict` also proves that no two words or rules compete (tests do that)."""
    text = (resource_folder("grammars") / "remit.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", strict=strict, propagate_positions=True, maybe_placeholders=False)


def _place(source: Source, mistake: UnexpectedInput) -> tuple[int, frozenset[str]]:
    """Where the text stopped making sense, and the words that could have stood there."""
    if isinstance(mistake, UnexpectedToken):
        start = mistake.token.start_pos
        at_end = start is None or mistake.token.type == "$END"
        return len(source.text) if at_end else int(start or 0), frozenset(mistake.accepts or mistake.expected)
    if isinstance(mistake, UnexpectedCharacters):
        return int(getattr(mistake, "pos_in_stream", 0)), frozenset(mistake.allowed or ())
    return len(source.text), frozenset()
