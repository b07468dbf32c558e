"""What stands between two words of a line."""

from collections.abc import Sequence
from typing import Final

from remit.language.formatting.structure import CLAUSES, Statement

_PADDED: Final[Sequence[frozenset[str]]] = (
    CLAUSES & {"title", "cite", "note"},
    CLAUSES & {"among", "when", "unless"},
    frozenset({"level", "otherwise"}),
    frozenset({"band_row", "rest"}),
)
"""The parts of a statement whose first words are made equally wide."""


def run(statement: Statement, begin: int, end: int) -> str:
    """Some words on one line."""
    text = statement.words[begin].text
    for place in range(begin + 1, end):
        text += space_before(statement, place) + statement.words[place].text
    return text


def space_before(statement: Statement, place: int) -> str:
    """What stands before a word that does not begin a line."""
    word, before = statement.words[place], statement.words[place - 1]
    tight = (
        word.kind in ("COMMA", "RPAR")
        or before.kind == "LPAR"
        or (word.kind == "LPAR" and place in statement.calls)
        or place - 1 in statement.minus
        or (before.kind == "NUMBER" and word.kind == "UNIT" and word.text[0] == "%")
        or (statement.rule == "drugs" and "/" in (word.text, before.text))
    )
    return "" if tight else " "


def padding_after(statement: Statement, place: int) -> str:
    """Blanks behind the first word of a clause, so that what follows stands in one column."""
    if statement.rule == "table":
        return " " * _missing_in_table(statement, place)
    wide = _widest_beside(statement, place)
    return " " * (wide - len(statement.words[place].text)) if wide else ""


def _missing_in_table(statement: Statement, place: int) -> int:
    """How much narrower an entry of a table, that ends with this word, is than the widest of its column."""
    rows = [_entries(statement, at) for at, rule in statement.roles.items() if rule == "row"]
    for row in rows:
        for column, (begin, end) in enumerate(row):
            if end == place + 1:
                others = (run(statement, *entries[column]) for entries in rows if column < len(entries))
                return max(map(len, others)) - len(run(statement, begin, end))
    return 0


def _entries(statement: Statement, row: int) -> list[tuple[int, int]]:
    """Where the entries of a row begin, and where what is behind them does."""
    found, begin = list[tuple[int, int]](), row + 1
    for place in range(row + 1, len(statement.words)):
        kind = statement.words[place].kind
        if kind == "COMMA":
            found.append((begin, place + 1))
            begin = place + 1
        elif kind == "GIVES":
            return [*found, (begin, place)]
    return found


def _widest_beside(statement: Statement, place: int) -> int:
    """The width of the column of clause words, or of levels, that a word is in; 0 where it is in none."""
    role = statement.roles.get(place, "")
    for group in _PADDED:
        if role in group:
            starts = [at for at, rule in statement.roles.items() if rule in group]
            return max(len(statement.words[at].text) for at in starts)
    if statement.words[place].kind in ("GIVEN", "EXPECT") and place in statement.own:
        return len("expect")
    return 0
