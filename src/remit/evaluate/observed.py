"""Whether the end of a period, where it comes at all, comes within follow-up."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from remit.model import expressions as e
from remit.operators.bounds import Bools, Floats, Moment


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of the ends of periods.

    `moment_of` gives the bounds of a moment; they and `follow_up_end` are of one shape, that of the answers.
    """

    moment_of: Callable[[e.Expr], Moment]
    follow_up_end: Floats

    def of_ends(self, period: e.Period) -> Bools:
        """Of each end: known exactly, and within follow-up or never; or the day of a visit that was seen.

        The date of a fact may lie beyond follow-up, and so may an event of an incomplete history, a visit
        of a period that follow-up does not cover, or a day so long after a visit.
        """
        each = [self._seen(edge.moment, edge.shift) for edge in period.ends]
        return reduce(np.logical_and, each, np.asarray(True))

    def _seen(self, moment: e.Expr, shift: int) -> Bools:
        value = self.moment_of(moment)
        within = np.isposinf(value.latest) | (value.latest + shift <= self.follow_up_end)
        known: Bools = np.asarray((value.earliest == value.latest) & within)
        if bool(known.all()):
            return known
        match moment:
            case e.NowDay() | e.VisitDay() | e.EndOfFollowUp():
                return known | (shift <= 0)
            case e.FromVisit(body=body) if shift <= 0 and e.always_observed(body):
                return np.asarray(True)
            case e.VisitMoment(period=period) | e.DayMoment(period=period) if shift <= 0:
                return known | self.of_ends(period)
            case e.Named(body=body):
                return self._seen(body, shift)
            case e.Apply(operator="earlier" | "later", arguments=parts):
                each = [self._seen(part, shift) for part in parts]
                return known | reduce(np.logical_and, each)
            case _:
                return known
