"""What the grammar itself says of its words: which there are, and which of them begin a statement."""

import re
from collections.abc import Iterable
from functools import cache

from lark.grammar import Symbol, Terminal
from lark.lexer import TerminalDef

from remit.language.parse import grammar

_ANY_LETTER = "[A-Za-z"
"""A terminal whose pattern holds this takes names, units or methods: no word of its own."""


@cache
def words() -> tuple[str, ...]:
    """Every word of the grammar as a pattern, the longest first: `measure`, `falls?|rises?|…`."""
    patterns = [one.pattern.to_regexp() for one in grammar().terminals if _is_word(one)]
    return tuple(sorted(patterns, key=len, reverse=True))


def _is_word(terminal: TerminalDef) -> bool:
    pattern = terminal.pattern.value
    has_letters = re.search(r"[A-Za-z]", re.sub(r"\\.", "", pattern)) is not None
    return has_letters and _ANY_LETTER not in pattern and not re.match(r"[#(]\??:?\[", pattern)


@cache
def is_word(text: str) -> bool:
    """Whether a text is a word of the language somewhere."""
    return re.fullmatch("|".join(f"(?:{one})" for one in words()), text) is not None


def pattern_of(terminal: str) -> str:
    """The pattern of one terminal of the grammar."""
    return next(one.pattern.to_regexp() for one in grammar().terminals if one.name == terminal)


@cache
def statement_words() -> tuple[str, ...]:
    """The patterns of the words that begin a statement, or a file's head."""
    return tuple(sorted(pattern_of(one) for one in statement_terminals()))


@cache
def statement_terminals() -> frozenset[str]:
    """The names of the terminals that begin a statement, or a file's head."""
    return _firsts("_statement") | _firsts("ruleset")


def _firsts(rule: str) -> frozenset[str]:
    """The terminals with which a rule can begin (no rule that begins a statement is empty)."""
    found: set[str] = set()
    waiting, seen = [rule], {rule}
    while waiting:
        for symbol in _begins(waiting.pop()):
            if isinstance(symbol, Terminal):
                found.add(symbol.name)
            elif symbol.name not in seen:
                seen.add(symbol.name)
                waiting.append(symbol.name)
    return frozenset(found)


def _begins(rule: str) -> Iterable[Symbol]:
    return (one.expansion[0] for one in grammar().rules if one.origin.name == rule and one.expansion)
