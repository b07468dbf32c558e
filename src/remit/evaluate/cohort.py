"""Expressions over all patients of a source, portion by portion and block by block, on several cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Final

import numpy as np

from remit.course.block import BLOCK_SIZE, Block, blocks
from remit.course.cohort import Cohort
from remit.course.courses import Courses, Portion
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.grids import MOST_CELLS, TooManyCells, narrower
from remit.evaluate.release import Uses
from remit.evaluate.taking import open_value
from remit.model.declarations import Declarations
from remit.model.expressions import Expr
from remit.model.types import Level, Type
from remit.operators.bounds import Bounds, Levels, pair

Progress = Callable[[int], None]

_MOST_WORKERS: Final = 4
"""More only wait for memory, and for Python."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A value that is asked of every patient, or of every date: an expression, or what is made of several.

    `uses` are the expressions whose values `of` takes from the evaluator.
    """

    type: Type
    level: Level
    uses: tuple[Expr, ...]
    of: Callable[[Evaluator], Bounds]

    @classmethod
    def value(cls, expression: Expr) -> "Asked":
        """The value of an expression."""
        return cls(
            expression.type, expression.level, (expression,), lambda evaluator: evaluator.value(expression)
        )


def evaluate(
    declarations: Declarations, expressions: Sequence[Expr], cohort: Cohort, workers: int = 1
) -> list[Bounds]:
    """The bounds of each expression for all patients of a cohort, in its order.

    Per-patient expressions give `[patients]`, per-visit ones `[dates]`, as the cohort's columns have them.
    """
    return evaluate_asked(declarations, [Asked.value(one) for one in expressions], cohort, None, workers)


def evaluate_asked(
    declarations: Declarations,
    asked: Sequence[Asked],
    source: Courses,
    progress: Progress | None = None,
    workers: int | None = None,
) -> list[Bounds]:
    """The bounds of what is asked, in the source's order; what is per visit only of a cohort in memory.

    `progress` is told how many patients are done. `workers` threads share the portions (None: as many as
    there are processors, at most four); their number changes no result.
    """
    dates = len(source.day) if isinstance(source, Cohort) else 0
    sizes = [len(source.patients) if one.level is Level.PATIENT else dates for one in asked]
    results = [_separate(open_value(one.type, (size,))) for one, size in zip(asked, sizes, strict=True)]
    uses = Uses([part for one in asked for part in one.uses])

    def work(portion: Portion) -> int:
        waiting = list(blocks(portion))
        while waiting:
            block = waiting.pop()
            evaluator = Evaluator(declarations, block, uses.counted())
            evaluator.grids.most_cells = MOST_CELLS
            try:
                for one, result in zip(asked, results, strict=True):
                    _place(result, one.level, portion.first, block, one.of(evaluator))
                    evaluator.release(one.uses)
            except TooManyCells as too_many:
                waiting += narrower(block, too_many.days)
            finally:
                evaluator.grids.drop()
        return len(portion.members)

    done = 0
    for count in _shared_out(work, source.portions(BLOCK_SIZE), workers or _processors()):
        done += count
        if progress is not None:
            progress(done)
    return [_shared(result) for result in results]


def _processors() -> int:
    return min(os.cpu_count() or 1, _MOST_WORKERS)


def _shared_out(work: Callable[[Portion], int], portions: Sequence[Portion], workers: int) -> Iterator[int]:
    """Do the work on every portion; each writes to places of its own, so that their order does not matter."""
    if workers == 1 or len(portions) < 2:
        yield from map(work, portions)
        return
    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(work, portion) for portion in portions]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _separate(value: Bounds) -> Bounds:
    """With arrays of its own, so that each can be filled."""
    if isinstance(value, Levels):
        return value
    low, high = pair(value)
    return type(value)(low, high.copy() if high is low else high)


def _arrays(value: Bounds) -> tuple[np.ndarray, ...]:
    return (value.mask,) if isinstance(value, Levels) else pair(value)


def _place(result: Bounds, level: Level, first: int, block: Block, value: Bounds) -> None:
    """Put the values of a block where they belong among all."""
    for into, array in zip(_arrays(result), _arrays(value), strict=True):
        if level is Level.PATIENT:
            into[first + block.members] = array
        else:
            into[block.place[block.exists]] = array[block.exists]


def _shared(value: Bounds) -> Bounds:
    """One array where nothing is open."""
    if isinstance(value, Levels):
        return value
    low, high = pair(value)
    return type(value)(low, low) if np.array_equal(low, high) else value
