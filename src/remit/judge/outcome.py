"""The verdict of an outcome from its parts."""

from math import inf

from remit.judge.judge import Judge
from remit.judge.missing import PlainTruth
from remit.model.expressions import Expr
from remit.model.rules import VerdictWord


def verdict(
    judge: Judge,
    *,
    when: Expr,
    among: Expr | None = None,
    following: Expr | None = None,
    unless: Expr | None = None,
    missing: bool | None = None,
) -> VerdictWord:
    """What is decided of the judge's patient.

    `among`, `when` and `unless` are truths per patient, `following` is a moment. `missing` is what an
    undetermined patient who certainly is `among` counts as: met (True), not met (False), or neither (None).
    """
    eligible, excluded, held = _parts(judge, among, following, unless, when)
    if not eligible[1]:
        return "not applicable"
    if not eligible[0]:
        return "undetermined"
    if held[0] and not excluded[1]:
        return "met"
    if excluded[0] or not held[1]:
        return "not met"
    return {True: "met", False: "not met", None: "undetermined"}[missing]  # type: ignore[return-value]


def _parts(
    judge: Judge, among: Expr | None, following: Expr | None, unless: Expr | None, when: Expr
) -> tuple[PlainTruth, PlainTruth, PlainTruth]:
    """Whether the outcome is asked of the patient, whether something rules it out, and whether it holds."""
    eligible = (True, True) if among is None else judge.truth(among)
    if following is not None:
        earliest, latest = judge.moment(following)
        eligible = eligible[0] and latest < inf, eligible[1] and earliest < inf
    excluded = (False, False) if unless is None else judge.truth(unless)
    return eligible, excluded, judge.truth(when)
