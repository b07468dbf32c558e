"""Whom an analysis is about: everyone, a population, the groups within it."""

from dataclasses import dataclass
from typing import cast

import numpy as np

from remit.evaluate.rules import Evaluation
from remit.model.rules import Population
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


def groups(evaluation: Evaluation, population: Population) -> tuple[Group, ...]:
    """The groups of a population, in the order of their levels; one for a population that is not divided."""
    everyone = np.ones(len(evaluation.cohort.patients), np.bool_)
    among = Truth(everyone, everyone)
    if population.among is not None:
        among = cast(Truth, evaluation.value(population.among))
    words = [f"among {population.among_text}"] if population.among_text else []
    if population.by is None:
        return (_group(words, among),)
    label = evaluation.rules.label(population.by_name)
    parts = _parts(evaluation, population)
    return tuple(
        _group(
            [*words, f"{label}: {level}"],
            Truth(among.certain & part.certain, among.possible & part.possible),
        )
        for level, part in parts
    )


def _group(words: list[str], truth: Truth) -> Group:
    return Group("; ".join(words), truth.certain, int(np.count_nonzero(truth.open)))


def _parts(evaluation: Evaluation, population: Population) -> list[tuple[str, Truth]]:
    assert population.by is not None
    values, type_ = evaluation.value(population.by), population.by.type
    if isinstance(values, Truth):
        return [("yes", values), ("no", Truth(~values.possible, ~values.certain))]
    mask = cast(Levels, values).mask
    levels = cast(LevelsType, type_).levels
    return [(level, Truth(mask == 1 << bit, (mask >> bit & 1) == 1)) for bit, level in enumerate(levels)]
