"""What would settle an undetermined verdict, and what would change a decided one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np

from remit.course.block import block_of
from remit.course.cohort import Cohort
from remit.course.courses import Courses
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.verdicts import Verdict
from remit.explain.answers import Answer, answers, options
from remit.explain.copies import Value
from remit.explain.inputs import outcome_inputs
from remit.explain.outcome import verdicts_of
from remit.explain.part import Scope
from remit.explain.reasons import Input, Reason
from remit.explain.suppose import Question, Supposition, suppositions
from remit.explain.words import listed
from remit.model.rules import RuleSet

MOST_DATA = 24
"""So many data are tried, each alone."""
MOST_PAIRED = 6
"""So many data are tried two at a time, where none alone settles it."""
_MOST_VALUES = 9
_MOST_FURTHER = 3
_NOT_MISSING = (Reason.ZERO_BASELINE, Reason.UNDEFINED)


@dataclass(frozen=True, slots=True)
class Consequence:
    """Values of a datum in words, the verdict that they would bring, and what would be needed with them."""

    words: str
    verdict: Verdict
    further: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """`no → MET`, or `below 24 mg/day → UNDETERMINED, and also needs …`."""
        needs = f", and also needs {listed(self.further, 'and')}" if self.further else ""
        return f"{self.words} → {self.verdict.words.upper()}{needs}"


@dataclass(frozen=True, slots=True)
class Effect:
    """One datum, or several together, with the verdicts that their values would bring.

    `remark` stands for data of which no consequence is told.
    """

    data: tuple[str, ...]
    consequences: tuple[Consequence, ...]
    remark: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether every value brings a decided verdict."""
        return all(one.verdict is not Verdict.UNDETERMINED for one in self.consequences)

    @property
    def text(self) -> str:
        """`skin_disease at month_6: no → MET, yes → NOT MET`."""
        if self.remark:
            return self.remark
        separator = "; " if any(one.further for one in self.consequences) else ", "
        brings = separator.join(one.text for one in self.consequences)
        example = "for example " if len(self.data) > 1 else ""
        return f"{' and also '.join(self.data)}: {example}{brings}"


def what_would_settle(rules: RuleSet, cohort: Cohort, patient: str, outcome: str) -> tuple[Effect, ...]:
    """What an undetermined verdict waits for; nothing for a decided one.

    Each open datum that alone decides, with the verdict for each of its values; where none does, those that
    may (and what is then still needed); where none may, those that may two at a time. Every claim is a
    re-evaluation with the datum set so. Raises KeyError where there is no such patient or outcome.
    """
    question, found, verdict = _asked(rules, cohort, patient, outcome, Scope.OPEN)
    if verdict is not Verdict.UNDETERMINED:
        return ()
    data = suppositions([one for one in found if one.reason not in _NOT_MISSING])
    tried = (_settling(question, datum) for datum in data[:MOST_DATA])
    alone = [effect for effect in tried if effect is not None]
    wholly = [effect for effect in alone if effect.is_settled]
    if wholly or alone:
        return (*(wholly or alone), *_untried(data[MOST_DATA:]))
    return tuple(_pairs(question, data[:MOST_PAIRED]) or _many(data))


def what_would_change(rules: RuleSet, cohort: Cohort, patient: str, outcome: str) -> tuple[Effect, ...]:
    """The recorded data on which a decided verdict turns, with addresses; nothing for an undetermined one.

    Each is tried alone: the values that would bring another verdict, of one recorded as a bound also those
    beyond it. None where no single one would. Raises KeyError where there is no such
    patient or outcome.
    """
    question, found, verdict = _asked(rules, cohort, patient, outcome, Scope.DECIDING)
    if verdict is Verdict.UNDETERMINED:
        return ()
    question = replace(question, beyond_bounds=True)
    data = suppositions([one for one in found if one.is_known])
    tried = (_changing(question, datum, verdict) for datum in data[:MOST_DATA])
    return (*(effect for effect in tried if effect is not None), *_untried(data[MOST_DATA:]))


def _asked(
    rules: RuleSet, cohort: Cohort, patient: str, outcome: str, scope: Scope
) -> tuple[Question, tuple[Input, ...], Verdict]:
    question = Question(rules, cohort, place_of_patient(cohort, patient), rules.outcomes[outcome])
    members = np.array([question.patient], np.int64)
    evaluator = Evaluator(rules.declarations, block_of(cohort, members))
    verdict = Verdict(int(verdicts_of(evaluator, question.outcome).verdict[0]))
    return question, outcome_inputs(evaluator, question.outcome, scope), verdict


def place_of_patient(cohort: Courses, patient: str) -> int:
    """A patient's place in a source. Raises KeyError."""
    if patient not in cohort.patients:
        raise KeyError(patient)
    return cohort.patients.index(patient)


# ---- one datum ---------------------------------------------------------------------------------------


def _settling(question: Question, datum: Supposition) -> Effect | None:
    found = answers(question, datum)
    if all(answer.verdict is Verdict.UNDETERMINED for answer in found):
        return None
    consequences = [
        Consequence(answer.words, answer.verdict, _further(question, datum, answer)) for answer in found
    ]
    return Effect((datum.input.words,), tuple(consequences))


def _further(question: Question, datum: Supposition, answer: Answer) -> tuple[str, ...]:
    """What would be open still, were the datum so."""
    if answer.verdict is not Verdict.UNDETERMINED:
        return ()
    evaluator = question.evaluated({datum: [answer.value]})
    words = [one.words for one in outcome_inputs(evaluator, question.outcome, Scope.OPEN)]
    beyond = len(words) - _MOST_FURTHER
    return (*words[:_MOST_FURTHER], f"{beyond} more") if beyond > 0 else tuple(words)


def _changing(question: Question, datum: Supposition, verdict: Verdict) -> Effect | None:
    others = [answer for answer in answers(question, datum) if answer.verdict is not verdict]
    if not others:
        return None
    address = f" ({datum.input.cell})" if datum.input.cell is not None else ""
    consequences = [Consequence(answer.words, answer.verdict) for answer in others]
    return Effect((datum.input.words + address,), tuple(consequences))


# ---- several data ------------------------------------------------------------------------------------


def _pairs(question: Question, data: Sequence[Supposition]) -> list[Effect]:
    found = (_together(question, one, other) for one, other in combinations(data, 2))
    return [effect for effect in found if effect is not None]


def _together(question: Question, one: Supposition, other: Supposition) -> Effect | None:
    """For each verdict that two data together can bring, an example."""
    tried = list(product(options(question, one, _MOST_VALUES), options(question, other, _MOST_VALUES)))
    supposed: dict[Supposition, Sequence[Value]] = {
        one: [value for (_, value), _ in tried],
        other: [value for _, (_, value) in tried],
    }
    examples: dict[Verdict, str] = {}
    for ((first, _), (second, _)), verdict in zip(tried, question.verdicts(supposed), strict=True):
        examples.setdefault(Verdict(int(verdict)), f"{first} and {second}")
    examples.pop(Verdict.UNDETERMINED, None)
    consequences = [Consequence(words, verdict) for verdict, words in sorted(examples.items())]
    return Effect((one.input.words, other.input.words), tuple(consequences)) if consequences else None


def _many(data: Sequence[Supposition]) -> Iterator[Effect]:
    if len(data) > 2:
        words = tuple(datum.input.words for datum in data)
        yield Effect(words, (), f"more than two of {listed(words, 'and')}")


def _untried(data: Sequence[Supposition]) -> Iterator[Effect]:
    if data:
        words = tuple(datum.input.words for datum in data)
        yield Effect(words, (), f"{len(words)} further data were not tried")
