"""The answers that a datum can have, and the verdict that each would bring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never, cast

import numpy as np

from remit.course.cohort import Column, Status
from remit.evaluate.evaluator import open_value
from remit.evaluate.verdicts import Verdict
from remit.explain.copies import Value
from remit.explain.cuts import Axis, stretch_words, stretches
from remit.explain.suppose import (
    Question,
    SupposedCell,
    SupposedEvents,
    SupposedFact,
    SupposedFollowUp,
    Supposition,
)
from remit.explain.words import listed
from remit.model.expressions import Constant, Expr, children
from remit.model.types import LevelsType, MomentType, NumberType, TruthType
from remit.operators.bounds import Bounds, Floats, Levels, Number, Truth, each, pair

MOST_EVENTS = 3
"""So many further events are tried, to see how many would matter."""

_COUNTS = ("none", "one", "two", "three")
_DAYS_BEYOND = 366
"""So far before the first and after the last visit a date is tried."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of a datum that bring one verdict: in words, and one of them."""

    words: str
    verdict: Verdict
    value: Value


Option = tuple[str, Value]


def answers(question: Question, datum: Supposition) -> tuple[Answer, ...]:
    """Every answer that the datum can have with its verdict, neighbours of one verdict together, in their order."""
    match datum:
        case SupposedCell() | SupposedFact():
            return _of_value(question, datum)
        case SupposedEvents():
            return _grouped(question, datum, _event_options(question, datum), _event_words)
        case SupposedFollowUp():
            return _grouped(question, datum, [("no further visit", True)], _either)
        case _:
            assert_never(datum)


def options(question: Question, datum: Supposition, most: int) -> list[Option]:
    """Some values of the datum with their words, of a number at most so many."""
    match datum:
        case SupposedEvents():
            return _event_options(question, datum)
        case SupposedFollowUp():
            return [("no further visit", True)]
        case SupposedCell() | SupposedFact():
            found = _value_options(question, datum)
            if found is not None:
                return found
            axis = _axis(question, datum)
            tried = np.unique([axis.low, axis.high, *axis.known, *np.linspace(axis.low, axis.high, most)])
            return [(stretch_words_at(axis, one), one) for one in tried[:: max(1, len(tried) // most)]]
        case _:
            assert_never(datum)
