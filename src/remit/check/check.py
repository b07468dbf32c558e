"""The whole of a rule file checked."""

from collections.abc import Callable
from typing import Any

from remit.check import analyses, bands, declare, outcomes, references, reports, tables
from remit.check.checker import Checker
from remit.check.drugs import drugs
from remit.check.problems import Failed
from remit.check.values import value
from remit.diagnostics.diagnostic import Rejected
from remit.model import syntax as s
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
)

_RESOLVERS: dict[type, Callable[..., Any]] = {
    s.Parameter: declare.parameter,
    s.Fact: declare.fact,
    s.Measure: declare.measure,
    s.Event: declare.event,
    s.Drugs: drugs,
    s.Set: declare.a_set,
    s.Timepoint: declare.timepoint,
    s.Define: outcomes.define,
    s.State: outcomes.state,
    s.MovingReference: references.moving_reference,
    s.Score: outcomes.score,
    s.Classify: outcomes.classify,
    s.Band: bands.band,
    s.Table: tables.table,
    s.Outcome: outcomes.outcome,
}


def check(rule_file: s.RuleFile) -> RuleSet:
    """The checked rules of a file. Raises Rejected with every mistake, each once."""
    checker = Checker(rule_file.statements, resolvers=_RESOLVERS, dispatch=value)
    checker.declare()
    for name, written in checker.written.items():
        _attempt(lambda name=name, span=written.name.span: checker.resolve(name, span))  # type: ignore[misc]
    parts = _Parts(checker, rule_file)
    if checker.problems.found:
        raise Rejected(checker.problems.found)
    return parts.rule_set()


def _attempt(part: Callable[[], Any]) -> Any:
    try:
        return part()
    except Failed:
        return None


class _Parts:
    """The reports and cases of a file, and all of it put together."""

    def __init__(self, checker: Checker, rule_file: s.RuleFile) -> None:
        self._checker, self._file = checker, rule_file
        self._described: list[Any] = []
        self._comparisons: list[Comparison] = []
        self._rates: list[Rate] = []
        self._times: list[TimeTo] = []
        self._agreements: list[Agreement] = []
        self._adjustment: str | None = None
        self._cases: list[Case] = []
        for statement in rule_file.statements:
            _attempt(lambda statement=statement: self._take(statement))  # type: ignore[misc]

    def _take(self, statement: s.Statement) -> None:
        match statement:
            case s.Describe():
                self._described += reports.described(self._checker, statement.names)
            case s.Compare():
                self._comparisons.append(analyses.compare(self._checker, statement))
            case s.CompareWith():
                self._comparisons.append(analyses.compare_with(self._checker, statement))
            case s.Rate():
                self._rates += analyses.rates(self._checker, statement)
            case s.TimeTo():
                self._times += analyses.times(self._checker, statement)
            case s.Agree():
                self._agreements.append(analyses.agree(self._checker, statement))
            case s.Adjust():
                self._adjustment = analyses.adjustment(self._checker, statement)
            case s.Case():
                self._cases.append(reports.case(self._checker, statement))

    def rule_set(self) -> RuleSet:
        file, checker = self._file, self._checker
        name = file.name.text if file.name else "rules"

        def kind(wanted: type) -> dict[str, Any]:
            return {
                key: item
                for key, item in ((k, checker.resolved[k]) for k in checker.written)
                if isinstance(item, wanted)
            }

        return RuleSet(
            name,
            file.version or "",
            file.title or name,
            file.citations,
            file.notes,
            file.unverified,
            file.span.source,
            checker.declarations(),
            kind(Parameter),
            kind(Definition),
            kind(Outcome),
            tuple(self._described),
            tuple(self._comparisons),
            tuple(self._rates),
            tuple(self._times),
            tuple(self._agreements),
            self._adjustment,
            tuple(self._cases),
        )
