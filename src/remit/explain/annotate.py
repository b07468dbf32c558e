"""One patient's decision as the rule text, annotated with the values that made it."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

import numpy as np

from remit.course.block import block_of
from remit.course.courses import Courses
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.verdicts import Verdict
from remit.explain.constants import Section, constants, file_of
from remit.explain.deciding import descend
from remit.explain.findings import Finding, Findings
from remit.explain.inputs import outcome_inputs
from remit.explain.lines import Line, annotated
from remit.explain.outcome import Decision, outcome_parts
from remit.explain.part import Part, Scope
from remit.explain.reasons import Input
from remit.explain.settle import Effect, place_of_patient, what_would_change, what_would_settle
from remit.explain.statements import Statement, statement_of
from remit.explain.trace import Trace
from remit.model.expressions import Named
from remit.model.rules import Definition, Outcome, RuleSet


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a patient has a verdict.

    rules     the name and version of the rule set
    verdict   as the data leave it; `counted` is what `missing counts as` makes of it, None where nothing
    index     what day 0 is, as the source writes it; "" where it gives days
    followed_until  the last study day observed, None for none
    sections  the outcome's statement, then the definitions it rests on, then the sets and parameters
    open      what leaves the verdict open; none of a decided one
    settle    what would settle an undetermined verdict
    change    what would change a decided one
    unverified  what of the definition was not checked against its source, one sentence each
    """

    patient: str
    outcome: str
    label: str
    kind: str
    rules: str
    verdict: Verdict
    counted: Verdict | None
    index: str
    followed_until: int | None
    sections: tuple[Section, ...]
    open: tuple[Input, ...]
    settle: tuple[Effect, ...]
    change: tuple[Effect, ...]
    unverified: tuple[str, ...] = ()


def explain(
    rules: RuleSet, source: Courses, patient: str, outcome: str, everything: bool = False
) -> Explanation:
    """Why a patient of a source has this verdict on an outcome.

    The default opens the deciding path: what makes the verdict what it is; every condition of the outcome has
    its mark, and those on the path their values. `everything` opens all conditions, and every definition at
    every visit at which it is asked. Raises KeyError where there is no such patient or outcome.
    """
    judged = rules.outcomes[outcome]
    cohort, (place,) = source.some(np.array([place_of_patient(source, patient)], np.int64))
    trace = Trace(Evaluator(rules.declarations, block_of(cohort, np.array([place], np.int64))))
    decision = Decision.of(trace, judged)
    scope = Scope.ALL if everything else Scope.DECIDING
    end = float(cohort.follow_up_end[place])
    return Explanation(
        patient,
        outcome,
        judged.label,
        judged.kind,
        rules.file_of(outcome),
        decision.verdict,
        None if decision.counted is decision.verdict else decision.counted,
        cohort.index_text[place] if cohort.index_text else "",
        int(end) if np.isfinite(end) else None,
        tuple(_Annotator(rules, trace, decision, scope).sections(judged)),
        outcome_inputs(trace.evaluator, judged, Scope.OPEN),
        what_would_settle(rules, cohort, patient, outcome),
        what_would_change(rules, cohort, patient, outcome),
        rules.unverified_of(outcome),
    )


class _Annotator:
    """Puts findings on the lines of the outcome and of what it rests on."""

    def __init__(self, rules: RuleSet, trace: Trace, decision: Decision, scope: Scope) -> None:
        self._rules, self._trace, self._decision, self._scope = rules, trace, decision, scope
        self._findings = Findings(trace, scope, self._is_definition)

    def sections(self, outcome: Outcome) -> Iterator[Section]:
        """The outcome first; then each definition it rests on; then the sets and parameters of all these."""
        parts = [Part(x, None) for x in outcome_parts(self._decision, outcome, self._scope)]
        path = [step for part in parts for step in self._path(part)]
        opened = {step.identity for step in path}
        first = self._outcome_section(outcome, opened)
        yield replace(first, lines=self._with_count(outcome, first.lines))
        shown: list[Outcome | Definition] = [outcome]
        for part in self._definitions(path):
            yield self._definition_section(part, opened)
            shown.append(self._declared(part))
        yield from constants(self._rules, shown)

    def _path(self, part: Part) -> Iterator[Part]:
        return (step for step in descend(self._trace, part, self._scope) if isinstance(step, Part))

    # ---- the outcome ---------------------------------------------------------------------------------

    def _outcome_section(self, outcome: Outcome, opened: Set[object]) -> Section:
        conditions = [
            Part(outcome.when if clause.role == "when" else clause.body, None) for clause in outcome.clauses
        ]
        return self._section(outcome, conditions, None, opened)

    def _with_count(self, outcome: Outcome, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """With what `missing counts as` made of the verdict."""
        if self._decision.counted is self._decision.verdict:
            return lines
        counted = Finding(value=f"counted as {self._decision.counted.words.upper()}")
        here = _statement(outcome).counts_line
        return tuple(replace(line, finding=counted) if line.number == here else line for line in lines)

    def _section(
        self,
        declared: Outcome | Definition,
        conditions: list[Part],
        day: int | None,
        opened: Set[object],
    ) -> Section:
        lines = annotated(_statement(declared), conditions, self._findings, opened)
        return Section(file_of(declared.span.source, declared.name), declared.name, day, tuple(lines))

    # ---- definitions ---------------------------------------------------------------------------------

    def _is_definition(self, part: Part) -> bool:
        """A use of a definition or of another outcome, which have lines of their own."""
        x = part.expression
        if not isinstance(x, Named):
            return False
        if x.name in self._rules.definitions:
            return self._rules.definitions[x.name].body.key == x.body.key
        return x.name in self._rules.outcomes

    def _definitions(self, path: list[Part]) -> list[Part]:
        """The uses to show, in the order of the text: of each definition an open one, or the last."""
        uses: dict[str, list[Part]] = {}
        for part in path:
            if isinstance(part.expression, Named) and self._is_definition(part):
                uses.setdefault(part.expression.name, []).append(part)
        named = sorted(uses.values(), key=lambda parts: self._place(parts[0]))
        if self._scope is Scope.ALL:
            return [part for parts in named for part in parts]
        return [next((one for one in parts if self._is_open(one)), parts[-1]) for parts in named]

    def _declared(self, part: Part) -> Definition | Outcome:
        """What a use refers to."""
        x = part.expression
        assert isinstance(x, Named)
        return self._rules.definitions.get(x.name) or self._rules.outcomes[x.name]

    def _place(self, part: Part) -> tuple[str, int]:
        """Where it is written."""
        declared = self._declared(part)
        return file_of(declared.span.source, declared.name), declared.span.start

    def _is_open(self, part: Part) -> bool:
        return self._decision.verdict is Verdict.UNDETERMINED and self._trace.is_open(*part)

    def _definition_section(self, part: Part, opened: Set[object]) -> Section:
        declared = self._declared(part)
        if isinstance(declared, Outcome):
            return self._outcome_section(declared, opened)
        date = part.date if part.expression.level else None
        day = None if date is None else self._trace.day(date)
        return self._section(declared, [Part(declared.body, date)], day, opened)


def _statement(declared: Definition | Outcome) -> Statement:
    return statement_of(declared)
