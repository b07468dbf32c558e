"""One operator, one record: what it takes, what it gives, what it means, and how it is said.

An operator works on values at one place (a patient, a visit): the levels are the wider of its arguments'.
Everything that looks across visits or time is a *form*, a closed set in `remit.model.expressions`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from remit.model.types import Type
from remit.operators.bounds import Bounds

PlainNumber = Fraction | float
"""A rational, or an infinity."""

Plain = tuple[bool, bool] | tuple[PlainNumber, PlainNumber] | int
"""A value of one patient at one place: certain and possible; low and high; a set of levels as bits."""

Kind = Literal["truth", "number", "levels", "moment"]


class Mismatch(Exception):
    """The arguments' types do not go together; `words` says why, `argument` which one (None for all)."""

    def __init__(self, words: str, argument: int | None = None, code: str = "E301") -> None:
        super().__init__(words)
        self.words, self.argument, self.code = words, argument, code


@dataclass(frozen=True, slots=True)
class Operator:
    """A record.

    takes      the kinds of its arguments; `variadic` repeats the last
    result     the type of the result from the arguments' types (already in one unit where `one_unit`);
               raises Mismatch
    arrays     the meaning over blocks: the arguments' bounds, and the scale of equality
    plain      the same meaning for one value at a time in exact arithmetic, written apart from `arrays`
    words      how an explanation says it, with {0} and {1} for the arguments
    doc        one line for the reference
    function   it can be called by name in a rule file: `sqrt(x)`
    one_unit   arguments are brought into the first one's unit before
    """

    name: str
    takes: tuple[Kind, ...]
    result: Callable[[tuple[Type, ...]], Type]
    arrays: Callable[[tuple[Bounds, ...], float], Bounds]
    plain: Callable[[tuple[Plain, ...], Fraction], Plain]
    words: str
    doc: str
    variadic: bool = False
    function: bool = False
    one_unit: bool = False
