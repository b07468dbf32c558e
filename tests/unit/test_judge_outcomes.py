"""Every way in which the parts of an outcome may stand: engine and judge give one verdict."""

from itertools import product

import numpy as np
import pytest

from remit.evaluate import Verdict, judge_outcome
from remit.judge.judge import Judge
from remit.judge.outcome import verdict
from remit.model.rules import Outcome
from remit.operators.bounds import Truth
from tests.generative.cohorts import DECLARATIONS, SPAN
from tests.unit.bedside import fact, measure, over_visits, patient

ASKED, HELD, RULED_OUT = (
    fact("switched"),
    *(over_visits("at least", 1, measure(name)) for name in ("rash", "fever")),
)
STATES = (True, False, None)


def truth(state: bool | None) -> Truth:
    return Truth(np.array([state is True]), np.array([state is not False]))


@pytest.mark.parametrize("counts_as_met", STATES)
@pytest.mark.parametrize(("among", "when", "unless"), list(product(STATES, repeat=3)))
def test_engine_and_judge_agree(
    among: bool | None, when: bool | None, unless: bool | None, counts_as_met: bool | None
):
    nothing = (None, None, frozenset[str]())
    outcome = Outcome("o", "", "response", SPAN, (), ASKED, None, HELD, RULED_OUT, *nothing, counts_as_met)
    evaluated = judge_outcome(outcome, truth(among), truth(when), truth(unless))
    judge = Judge(DECLARATIONS, patient(facts={"switched": among}, rash={0: when}, fever={0: unless}))
    judged, counted = (
        verdict(judge, among=ASKED, when=HELD, unless=RULED_OUT, missing=missing)
        for missing in (None, counts_as_met)
    )
    assert judged == Verdict(evaluated.verdict[0]).words
    assert counted == Verdict(evaluated.counted[0]).words
