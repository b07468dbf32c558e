"""A decided value is decided whatever the missing data were."""

import os
from collections import Counter

import pytest

from remit.judge.judge import Judge
from remit.model.types import TruthType
from tests.generative.cohorts import DECLARATIONS
from tests.generative.soundness import left_open, overturned, overturned_root
from tests.generative.trials import places, trial

RULES = int(os.environ.get("REMIT_GENERATIVE", "300"))
PATIENTS = 3


@pytest.mark.parametrize("part", range(10))
def test_no_completion_overturns_what_was_decided(part: int):
    found = [told for seed in range(part, RULES, 10) if (told := overturned(trial(seed, PATIENTS), 6))]
    assert not found, "\n".join(found[:3])


@pytest.mark.parametrize("part", range(4))
def test_no_completion_over_small_domains_overturns_a_small_rule(part: int):
    found = [
        told for seed in range(part, RULES, 4) if (told := overturned_root(trial(seed, 1, depth=1), 60)[1])
    ]
    assert not found, "\n".join(found[:3])


@pytest.mark.parametrize("part", range(10))
def test_a_completion_leaves_open_only_what_is_undefined(part: int):
    found = [told for seed in range(part, RULES, 10) if (told := left_open(trial(seed, PATIENTS), 1))]
    assert not found, "\n".join(found[:3])


def test_decided_and_open_conditions_are_both_common():
    seen: Counter[tuple[bool, bool]] = Counter()
    for seed in range(200):
        one = trial(seed, PATIENTS)
        if isinstance(one.root.type, TruthType):
            for patient in one.patients:
                judge = Judge(DECLARATIONS, patient)
                seen.update(judge.truth(one.root, date) for date in places(one.root, patient))
    assert all(
        seen[answer] >= 0.15 * seen.total() for answer in ((True, True), (False, False), (False, True))
    )
