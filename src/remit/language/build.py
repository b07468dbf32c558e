"""The parser's tree to syntax records: one method a rule of the grammar, by the rule's name."""

from collections.abc import Callable
from typing import Any, cast

from lark import Token, Tree

from remit.language.build_conditions import ConditionRules
from remit.language.build_file import FileRules
from remit.language.build_tables import TableRules
from remit.language.build_values import ValueRules
from remit.language.parts import Marker
from remit.model import syntax as s
from remit.source import Source, Span


class Builder(FileRules, TableRules, ConditionRules, ValueRules):
    """Builds the records of one source. Holds nothing but the source."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def rule_file(self, tree: Tree[object]) -> s.RuleFile:
        return cast(s.RuleFile, self._build(tree))

    def _build(self, item: object) -> Any:
        if isinstance(item, Token):
            return s.Word(self._source.span(item.start_pos or 0, item.end_pos or 0), str(item))
        tree = cast("Tree[object]", item)
        parts = [self._build(child) for child in tree.children]
        span = self._span(tree)
        rule = str(tree.data)
        method: Callable[[Span, list[Any]], Any] | None = getattr(self, f"_{rule}", None)
        return method(span, parts) if method else Marker(span, rule)

    def _span(self, tree: Tree[object]) -> Span:
        meta = tree.meta
        return self._source.span(0, 0) if meta.empty else self._source.span(meta.start_pos, meta.end_pos)
