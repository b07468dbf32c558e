"""Expressions over a whole cohort, block by block."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np

from remit.course.block import blocks
from remit.course.cohort import Cohort
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.taking import open_value
from remit.model.declarations import Declarations
from remit.model.expressions import Expr
from remit.model.types import Level
from remit.operators.bounds import Bounds, Levels, Truth, pair

Progress = Callable[[int], None]


def evaluate(
    declarations: Declarations,
    expressions: Sequence[Expr],
    cohort: Cohort,
    progress: Progress | None = None,
) -> list[Bounds]:
    """The bounds of each expression for all patients, in the cohort's order.

    Per-patient expressions give `[patients]`, per-visit ones `[patients, most dates]` in the order of a
    patient's dates, open in the padding. `progress` is told how many patients are done.
    """
    width = int(np.diff(cohort.starts).max(initial=0))
    patients = len(cohort.patients)
    shapes = [(patients, width) if x.level is Level.VISIT else (patients,) for x in expressions]
    results = [_separate(open_value(x.type, shape)) for x, shape in zip(expressions, shapes, strict=True)]
    done = 0
    for block in blocks(cohort):
        evaluator = Evaluator(declarations, block)
        for expression, result in zip(expressions, results, strict=True):
            _place(result, block.members, evaluator.value(expression))
        done += len(block.members)
        if progress is not None:
            progress(done)
    return [_shared(result) for result in results]


def _separate(value: Bounds) -> Bounds:
    """With arrays of its own, so that each can be filled."""
    if isinstance(value, Levels):
        return value
    low, high = pair(value)
    return type(value)(low, high.copy() if high is low else high)


def _place(result: Bounds, members: np.ndarray, value: Bounds) -> None:
    if isinstance(result, Levels):
        _fill(result.mask, members, cast(Levels, value).mask)
        return
    for into, array in zip(pair(result), pair(cast(Truth, value)), strict=True):
        _fill(into, members, array)


def _fill(into: np.ndarray, members: np.ndarray, array: np.ndarray) -> None:
    if into.ndim == 1:
        into[members] = array
    else:
        into[members, : array.shape[1]] = array


def _shared(value: Bounds) -> Bounds:
    """One array where nothing is open."""
    if isinstance(value, Levels):
        return value
    low, high = pair(value)
    return type(value)(low, low) if np.array_equal(low, high) else value
