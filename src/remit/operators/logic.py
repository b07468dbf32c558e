"""And, or, not: Kleene's strong logic on what is certain and what is possible."""

from fractions import Fraction
from functools import reduce
from typing import cast

import numpy as np

from remit.model.types import TRUTH, Type
from remit.operators.bounds import Bounds, Truth
from remit.operators.record import Operator, Plain


def _truth(types: tuple[Type, ...]) -> Type:
    return TRUTH


def _both(left: Truth, right: Truth) -> Truth:
    certain = left.certain & right.certain
    if left.certain is left.possible and right.certain is right.possible:
        return Truth(certain, certain)
    return Truth(certain, left.possible & right.possible)


def negated(value: Truth) -> Truth:
    """Not: what was impossible is certain."""
    certain = ~value.possible
    return Truth(certain, certain if value.certain is value.possible else ~value.certain)


def _either(left: Truth, right: Truth) -> Truth:
    return negated(_both(negated(left), negated(right)))


def _and(values: tuple[Bounds, ...], scale: float) -> Bounds:
    return reduce(_both, cast(tuple[Truth, ...], values))


def _or(values: tuple[Bounds, ...], scale: float) -> Bounds:
    return reduce(_either, cast(tuple[Truth, ...], values))


def _not(values: tuple[Bounds, ...], scale: float) -> Bounds:
    return negated(cast(Truth, values[0]))


def _at_least(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """Of the first argument many, the others hold: bounds on the count decide early."""
    number, *conditions = values
    truths = cast(list[Truth], conditions)
    least = np.sum(np.broadcast_arrays(*(truth.certain for truth in truths)), axis=0)
    most = np.sum(np.broadcast_arrays(*(truth.possible for truth in truths)), axis=0)
    return Truth(least >= number.high, most >= number.low)  # type: ignore[union-attr]


def _plain_truths(values: tuple[Plain, ...]) -> list[tuple[bool, bool]]:
    return [cast(tuple[bool, bool], value) for value in values]


def _plain_and(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    truths = _plain_truths(values)
    return all(certain for certain, _ in truths), all(possible for _, possible in truths)


def _plain_or(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    truths = _plain_truths(values)
    return any(certain for certain, _ in truths), any(possible for _, possible in truths)


def _plain_not(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    ((certain, possible),) = _plain_truths(values)
    return not possible, not certain


def _plain_at_least(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    low, high = cast(tuple[Fraction, Fraction], values[0])
    truths = _plain_truths(values[1:])
    return (
        sum(certain for certain, _ in truths) >= high,
        sum(possible for _, possible in truths) >= low,
    )


LOGIC = (
    Operator(
        "and", ("truth", "truth"), _truth, _and, _plain_and, "{0} and {1}",
        "Certain where every part is certain; impossible where any part is impossible.", variadic=True,
    ),
    Operator(
        "or", ("truth", "truth"), _truth, _or, _plain_or, "{0} or {1}",
        "Certain where any part is certain; impossible where every part is impossible.", variadic=True,
    ),
    Operator(
        "not", ("truth",), _truth, _not, _plain_not, "not {0}",
        "Certain where its part is impossible, and impossible where it is certain.",
    ),
    Operator(
        "at least", ("number", "truth"), _truth, _at_least, _plain_at_least, "at least {0} of {1}",
        "So many of the conditions hold: decided as soon as the open ones cannot change it.", variadic=True,
    ),
)  # fmt: skip
