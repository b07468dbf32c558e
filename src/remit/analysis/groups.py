"""Whom an analysis is about: everyone, a population, the groups within it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from remit.evaluate.rules import Evaluation
from remit.model.expressions import Expr, Named
from remit.model.rules import Outcome, Population
from remit.model.types import LevelsType
from remit.operators.bounds import Bools, Levels, Truth


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the patients.

    words    which, for the report ("among adult; sex: female"); empty for everyone
    members  `[patients]` those certainly in it
    unsure   how many may be in it, but not certainly: they are left out
    """

    words: str
    members: Bools
    unsure: int


def groups(
    evaluation: Evaluation, population: Population, compared: Sequence[Expr] = ()
) -> tuple[Group, ...]:
    """The groups of a population, in the order of their levels; one for a population that is not divided.

    An outcome among the `compared` values narrows it to the patients to whom that outcome applies: to anyone
    else it is neither met nor not met.
    """
    everyone = np.ones(len(evaluation.cohort.patients), np.bool_)
    among, words = Truth(everyone, everyone), []
    if population.among is not None:
        among = cast(Truth, evaluation.value(population.among))
        words.append(f"among {population.among_text}")
    for outcome in dict.fromkeys(_outcome_of(evaluation, value) for value in compared):
        if outcome is not None and outcome.among is not None:
            among = _both(among, evaluation.verdicts[outcome.name].among)
            words.append(f"where {outcome.name} applies")
    if population.by is None:
        return (_group(words, among),)
    label, parts = evaluation.rules.label(population.by_name), _parts(evaluation, population.by)
    return tuple(_group([*words, f"{label}: {level}"], _both(among, part)) for level, part in parts)


def applies_to(evaluation: Evaluation, value: Expr) -> Truth | None:
    """To whom the outcome that a value is applies, `[patients]`; None where it is no outcome."""
    outcome = _outcome_of(evaluation, value)
    return evaluation.verdicts[outcome.name].among if outcome else None


def _outcome_of(evaluation: Evaluation, value: Expr) -> Outcome | None:
    """The outcome that a value is, by whatever name it goes."""
    while isinstance(value, Named):
        if value.name in evaluation.rules.outcomes:
            return evaluation.rules.outcomes[value.name]
        value = value.body
    return None


def _both(one: Truth, other: Truth) -> Truth:
    return Truth(one.certain & other.certain, one.possible & other.possible)


def _group(words: list[str], truth: Truth) -> Group:
    return Group("; ".join(words), truth.certain, int(np.count_nonzero(truth.open)))


def _parts(evaluation: Evaluation, by: Expr) -> list[tuple[str, Truth]]:
    values = evaluation.value(by)
    if isinstance(values, Truth):
        no, applies = Truth(~values.possible, ~values.certain), applies_to(evaluation, by)
        return [("yes", values), ("no", _both(no, applies) if applies else no)]
    mask = cast(Levels, values).mask
    levels = cast(LevelsType, by.type).levels
    return [(level, Truth(mask == 1 << bit, (mask >> bit & 1) == 1)) for bit, level in enumerate(levels)]
