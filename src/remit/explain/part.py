"""The parts of an expression that an explanation opens, one step after another."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from remit.explain.reasons import Input
from remit.model.expressions import Aggregate, Expr, MeasureValue, Named, children


class Scope(Enum):
    """How much of an expression to open."""

    OPEN = "only what leaves the value open"
    DECIDING = "what makes the value what it is"
    ALL = "everything"


class Part(NamedTuple):
    """An expression at one of the patient's dates (None where it is per patient)."""

    expression: Expr
    date: int | None

    @property
    def identity(self) -> tuple[int, int | None]:
        """The same for two places of one meaning; a per-patient value is the same at every date."""
        return self.expression.key, self.date if self.expression.level else None


Steps = Iterator[Part | Input]


def text_of(x: Expr) -> str:
    """An expression as it is written, on one line; `it` under the name of the set's member."""
    text = " ".join(x.span.text.split())
    if isinstance(x, Aggregate) and isinstance(x.body, MeasureValue | Named):
        return re.sub(r"\bit\b", x.body.name, text)
    return text


def nodes(expression: Expr) -> Iterator[Expr]:
    """An expression and everything inside it, each meaning once, in reading order."""
    seen: set[int] = set()

    def inside(x: Expr) -> Iterator[Expr]:
        if x.key not in seen:
            seen.add(x.key)
            yield x
            for child in children(x):
                yield from inside(child)

    return inside(expression)


def measures_of(expression: Expr, reads: frozenset[str]) -> tuple[str, ...]:
    """The measures that an expression reads at a visit, each once, in reading order."""
    names = (x.name for x in nodes(expression) if isinstance(x, MeasureValue))
    return tuple(dict.fromkeys(name for name in names if name in reads))
