"""What of a statement's tree its layout goes by: where clauses begin, and which words join conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from lark import Token, Tree

from remit.language.formatting.tokens import Written

CLAUSES: Final = frozenset(
    {"title", "cite", "note", "unverified", "among", "following", "when", "unless", "missing"}
)
_OWN_LINE: Final = CLAUSES | {"level", "otherwise", "weight", "band_row", "rest", "row", "table_rest"}
"""The parts of a statement that stand on lines of their own."""

_LISTED: Final = frozenset({"given", "followed", "expectation", "expected_value"})
"""The data and expectations of a case: a line begins with one where the author began one."""

_KEPT: Final = frozenset({"allowing", "gaps", "by_group", "population"})
"""Parts inside a clause before which the author's line end stays."""

_NO_END: Final = frozenset({"COMMA", "WHEN", "EQUAL", "COLON", "LPAR"})
"""No line ends with these because the author's did (but where a list is too long for a line)."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: its rule of the grammar, its words, and sets of places among them.

    own       begin a line of the statement in any case
    may       begin one where the author's line does, at the indentation of a clause
    listed    begin one where the author's line does, under the first of the list
    joins     `and`, `or`, `+`, `-` between conditions or terms: begin a line where the author's does
    kept      the same for further parts inside a clause
    calls     parentheses right behind the name of a function
    minus     a sign that belongs to the number behind it
    roles     the rule of the part that begins at a place, for those that are parts of the statement
    """

    rule: str
    words: tuple[Written, ...]
    own: frozenset[int]
    may: frozenset[int]
    listed: frozenset[int]
    joins: frozenset[int]
    kept: frozenset[int]
    calls: frozenset[int]
    minus: frozenset[int]
    roles: dict[int, str]


def statements(words: Sequence[Written], tree: Tree[Token]) -> Iterator[Statement]:
    """The statements of a file, its head among them, in order."""
    trees = [child for child in tree.children if isinstance(child, Tree)]
    ends = [child.meta.start_pos for child in trees[1:]]
    for child, end in zip_longest(trees, ends):
        begin = child.meta.start_pos
        yield _statement(
            child, [one for one in words if one.start >= begin and (end is None or one.start < end)]
        )


def _statement(tree: Tree[Token], words: Sequence[Written]) -> Statement:
    at = {word.start: place for place, word in enumerate(words)}
    roles = {at[part.meta.start_pos]: str(part.data) for part in _parts(tree)}
    inside = {place for part in _parts(tree) for place in _places(part, at)}
    direct = [place for place in range(1, len(words)) if place not in inside]
    own = {place for place, rule in roles.items() if rule in _OWN_LINE}
    own |= {place for place in direct if words[place].kind in ("GIVEN", "EXPECT")}
    nodes = [node for node in tree.iter_subtrees() if not node.meta.empty]
    return Statement(
        str(tree.data),
        tuple(words),
        frozenset(own),
        frozenset(_may(words, roles, direct, inside)),
        frozenset(place for place, rule in roles.items() if rule in _LISTED),
        frozenset(place for node in nodes for place in _joins(node, at, words)),
        frozenset(at[n.meta.start_pos] for n in nodes if str(n.data) in _KEPT),
        frozenset(at[n.meta.start_pos] + 1 for n in nodes if n.data == "call"),
        frozenset(at[n.meta.start_pos] for n in nodes if n.data in ("minus", "negative")),
        roles,
    )


def _parts(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree) and not child.meta.empty]


def _places(tree: Tree[Token], at: dict[int, int]) -> Iterator[int]:
    begin, end = tree.meta.start_pos, tree.meta.end_pos
    return (place for start, place in at.items() if begin <= start < end)


def _may(
    words: Sequence[Written], roles: dict[int, str], direct: Sequence[int], inside: set[int]
) -> Iterator[int]:
    """Parts of the statement behind other parts, and its own words behind parts; no sign but `=`."""
    for place in {*roles, *direct}:
        word, before = words[place], words[place - 1]
        if (
            place < 2
            or before.kind in _NO_END
            or not (word.text[0].isalnum() or word.kind in ("EQUAL", "STRING"))
        ):
            continue
        if place in roles and (place - 1 in inside or before.kind in ("STRING", "NAME")):
            yield place
        if (
            place in direct
            and word.kind not in ("NAME", "STRING")
            and (place - 1 in inside or before.kind in ("STRING", "NAME"))
        ):
            yield place


def _joins(node: Tree[Token], at: dict[int, int], words: Sequence[Written]) -> Iterator[int]:
    if node.data not in ("conjunction", "disjunction", "sum"):
        return
    inner = {place for part in _parts(node) for place in _places(part, at)}
    for place in _places(node, at):
        if place not in inner and words[place].kind in ("AND", "OR", "SIGN"):
            yield place
