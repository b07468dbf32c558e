"""Verdicts: an outcome's parts put together in the order of judgement."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from remit.model.rules import Outcome
from remit.operators.bounds import Bools, Floats, Moment, Truth


class Verdict(IntEnum):
    MET = 0
    NOT_MET = 1
    UNDETERMINED = 2
    NOT_APPLICABLE = 3

    @property
    def words(self) -> str:
        return self.name.replace("_", " ").lower()


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts on one outcome, all arrays `[patients]`.

    verdict   as the data leave them (`Verdict`)
    counted   after `missing counts as`: undetermined of patients certainly in `among` turned into what the
              rule file declares; the same array where it declares nothing
    among     whether the patient is in the outcome's population
    day       of a relapse, and of what `time to` takes: the day of its first visit (infinite: never)
    start     of these: the day from which it is timed
    last_assessed   of these: the last day at which its condition was decided before it may have come

    What has no day has None for these three.
    """

    verdict: npt.NDArray[np.uint8]
    counted: npt.NDArray[np.uint8]
    among: Truth
    day: Moment | None = None
    start: Moment | None = None
    last_assessed: Floats | None = None


def judge_outcome(outcome: Outcome, among: Truth | None, when: Truth, unless: Truth | None) -> Verdicts:
    """`among`, then `unless` (an intercurrent event: not met), then `when`, and last `missing counts as`."""
    everyone = np.ones(when.certain.shape, np.bool_)
    among = among if among is not None else Truth(everyone, everyone)
    nobody = ~everyone
    excluded = unless if unless is not None else Truth(nobody, nobody)
    met = among.certain & ~excluded.possible & when.certain
    not_met = among.certain & (excluded.certain | ~when.possible)
    verdict = np.full(when.certain.shape, Verdict.UNDETERMINED, np.uint8)
    verdict[not_met], verdict[met], verdict[~among.possible] = (
        Verdict.NOT_MET,
        Verdict.MET,
        Verdict.NOT_APPLICABLE,
    )
    return Verdicts(verdict, _counted(outcome, verdict, among.certain), among)


def _counted(
    outcome: Outcome, verdict: npt.NDArray[np.uint8], certainly_among: Bools
) -> npt.NDArray[np.uint8]:
    if outcome.counts_as_met is None:
        return verdict
    counted = verdict.copy()
    as_ = Verdict.MET if outcome.counts_as_met else Verdict.NOT_MET
    counted[(verdict == Verdict.UNDETERMINED) & certainly_among] = as_
    return counted
