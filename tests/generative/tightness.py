"""Tightness: of the conditions that stay open, how many have two completions that disagree?

An open condition of which no two completions disagree was bounded too loosely, or its completions were not
among those tried: the share is a lower bound on how tight a form is. A condition that a completion leaves
open is undefined there (a change from zero, a logarithm of zero), and open for that reason.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isinf

from remit.judge.judge import Judge
from remit.judge.missing import Missing, PlainTruth
from remit.judge.patient import PlainPatient
from remit.model.expressions import Constant, Expr, FactValue, MeasureValue, ReadAt, children
from remit.model.types import NumberType, TruthType
from tests.generative.cohorts import DECLARATIONS
from tests.generative.exhaustive import every_completion
from tests.generative.trials import Trial, kind_of, places
from tests.generative.walking import walk

FAR = 10**9
"""Beyond it a number is no landmark."""


@dataclass(slots=True)
class Tally:
    """Of one kind of condition: how often it was open, and how often completions then disagreed."""

    undetermined: int = 0
    disputed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.undetermined + other.undetermined, self.disputed + other.disputed)

    @property
    def share(self) -> float:
        return self.disputed / self.undetermined if self.undetermined else 1.0


def tightness(trials: Iterable[Trial], budget: int) -> dict[str, Tally]:
    """By the operator or form at the root of the trial; apart where a datum occurs in it twice.

    Bounds of parts do not know that two of them are the same datum, so `x < 2 * x` is open.
    """
    tallies: dict[str, Tally] = defaultdict(Tally)
    for trial in trials:
        if isinstance(trial.root.type, TruthType):
            kind = kind_of(trial.root) + (" (a datum twice)" if reads_twice(trial.root) else "")
            for patient in trial.patients:
                tallies[kind] += _tally(trial.root, patient, budget)
    return dict(sorted(tallies.items()))


def _tally(root: Expr, patient: PlainPatient, budget: int) -> Tally:
    tally, marks = Tally(), landmarks([root], patient)
    for date in places(root, patient):
        certain, possible = Judge(DECLARATIONS, patient).truth(root, date)
        if possible and not certain:

            def judged(missing: Missing, date: int | None = date) -> PlainTruth:
                return Judge(DECLARATIONS, patient, missing).truth(root, date)

            tally += Tally(1, is_disputed(judged, marks, budget, undefined=(False, True)))
    return tally


def is_disputed(
    judged: Callable[[Missing], Hashable], marks: list[Fraction], budget: int, undefined: Hashable
) -> bool:
    """Whether two completions disagree, or one leaves the answer undefined."""
    seen: set[Hashable] = set()
    for answer in every_completion(judged, marks, budget):
        seen.add(answer)
        if len(seen) > 1 or undefined in seen:
            return True
    return False


def reads_twice(root: Expr) -> bool:
    """Whether a fact or a measure is read at two places of a condition."""
    return any(times > 1 for times in Counter(_read(root)).values())


def _read(node: Expr) -> Iterator[str]:
    match node:
        case MeasureValue(name=name) | FactValue(name=name) | ReadAt(measure=name):
            yield name
    for part in children(node):
        yield from _read(part)


def landmarks(roots: Iterable[Expr], patient: PlainPatient) -> list[Fraction]:
    """Numbers worth trying for what is missing: those recorded, those compared with, and where they meet.

    Beside each number of the rule the next ones below and above; beside each recorded one where it has
    changed by a percentage of the rule; the days of visits.
    """
    constants = [
        node
        for root in roots
        for node in walk(root)
        if isinstance(node, Constant) and isinstance(node.type, NumberType)
    ]
    values = {Fraction(node.value) for node in constants} | _recorded(patient)
    shares = {1 + Fraction(node.value) / 100 for node in constants if str(node.type.unit) == "%"}  # type: ignore[union-attr]
    met = {value * share for value in values for share in shares}
    met |= {value / share for value in values for share in shares if share}
    near = {Fraction(node.value) + step for node in constants for step in (-1, 1)}
    return sorted(values | met | near | {Fraction(day) for day in patient.days})


def _recorded(patient: PlainPatient) -> set[Fraction]:
    cells = [cell for cells in patient.measures.values() for cell in cells] + list(patient.facts.values())
    pairs = [cell.value for cell in cells if cell.recorded and isinstance(cell.value, tuple)]
    ends = [Fraction(end) for pair in pairs for end in pair if not isinstance(end, bool) and not isinf(end)]
    return {end for end in ends if abs(end) < FAR}
