"""Every operator and every form of the language has a row on some spec page."""

from typing import get_args

from remit.check import check
from remit.language import parse
from remit.model.expressions import AnyExpr, Apply, Expr, children
from remit.model.rules import RuleSet
from remit.operators.registry import OPERATORS
from remit.rule_files import used_file
from remit.source import Source
from tests.spec.pages import sections


def _expressions(rules: RuleSet) -> list[Expr]:
    roots = [clause.body for outcome in rules.outcomes.values() for clause in outcome.clauses]
    roots += [outcome.when for outcome in rules.outcomes.values()]
    roots += [part for outcome in rules.outcomes.values() for part in (outcome.among, outcome.day) if part]
    roots += [definition.body for definition in rules.definitions.values()]
    found: list[Expr] = []
    while roots:
        expression = roots.pop()
        found.append(expression)
        roots += children(expression)
    return found


def test_every_operator_and_form_is_specified() -> None:
    found = [
        x
        for section in sections()
        for x in _expressions(check(parse(Source(section.page, section.text)), used_file))
    ]
    operators = {x.operator for x in found if isinstance(x, Apply)}
    assert operators == set(OPERATORS)
    forms = {type(x) for x in found}
    assert forms == set(get_args(AnyExpr))
