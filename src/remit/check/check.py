"""The whole of a rule file checked, or of several that one study takes together."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from remit.check import analyses, bands, declare, outcomes, references, reports, tables
from remit.check.checker import Checker
from remit.check.drugs import drugs
from remit.check.problems import Failed
from remit.check.together import Reports, joined, rule_set, together
from remit.check.use import Files, ReadUsed, nothing_to_use, open_uses, reject_unasked
from remit.check.values import value
from remit.diagnostics.diagnostic import Rejected
from remit.model import syntax as s
from remit.model.depth import allow_deep_nesting
from remit.model.rules import RuleSet

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


def check(rule_file: s.RuleFile, read: ReadUsed = nothing_to_use) -> RuleSet:
    """The checked rules of a file and of what it uses. Raises Rejected with every mistake, each once.

    `read` gives the files that it uses.
    """
    allow_deep_nesting()
    return _check(rule_file, Files(read, _check, ring=((rule_file.span.source.name, None),)))


def _check(rule_file: s.RuleFile, files: Files) -> RuleSet:
    checker = _new_checker(rule_file.statements)
    checker.declare()
    open_uses(checker, files)
    parts = _Parts(checker, rule_file)
    if checker.problems.found:
        raise Rejected(checker.problems.found)
    return rule_set(checker, rule_file, [parts.reports])


def check_together(rule_files: Sequence[s.RuleFile], read: ReadUsed = nothing_to_use) -> RuleSet:
    """Several rule files of one study as one rule set, each name with the name of its file before it.

    Raises Rejected with every mistake; two files that disagree about a datum of the study are shown both.
    """
    checker = _new_checker(())
    parts: list[_Parts] = []
    for one in rule_files:
        with suppress(Failed):
            parts.append(_join(checker, one, read))
    if checker.problems.found:
        raise Rejected(checker.problems.found)
    return rule_set(checker, together(rule_files), [one.reports for one in parts])


def _join(checker: Checker, rule_file: s.RuleFile, read: ReadUsed) -> "_Parts":
    files = Files(read, _check, ring=((rule_file.span.source.name, None),))
    child = joined(checker, rule_file)
    child.declare()
    open_uses(child, files)
    return _Parts(child, rule_file)


def _new_checker(statements: tuple[s.Statement, ...]) -> Checker:
    return Checker(statements, resolvers=_RESOLVERS, dispatch=value)


def _attempt(part: Callable[[], Any]) -> Any:
    try:
        return part()
    except Failed:
        return None


class _Parts:
    """A file's own names, its reports and its cases, checked."""

    def __init__(self, checker: Checker, rule_file: s.RuleFile) -> None:
        self._checker = checker
        self.reports = Reports()
        for name, written in checker.written.items():
            _attempt(lambda name=name, span=written.name.span: checker.resolve(name, span))  # type: ignore[misc]
        for statement in rule_file.statements:
            _attempt(lambda statement=statement: self._take(statement))  # type: ignore[misc]
        reject_unasked(checker)

    def _take(self, statement: s.Statement) -> None:
        checker, into = self._checker, self.reports
        match statement:
            case s.Describe():
                into.described += reports.described(checker, statement.names)
            case s.Compare():
                into.comparisons.append(analyses.compare(checker, statement))
            case s.CompareWith():
                into.comparisons.append(analyses.compare_with(checker, statement))
            case s.Rate():
                into.rates += analyses.rates(checker, statement)
            case s.TimeTo():
                into.times += analyses.times(checker, statement)
            case s.Agree():
                into.agreements.append(analyses.agree(checker, statement))
            case s.Adjust():
                into.adjustment = analyses.adjustment(checker, statement)
            case s.Case():
                into.cases.append(reports.case(checker, statement))
