"""Five hundred rules, side by side or each inside the next, are checked and evaluated."""

import numpy as np
import pytest

from benchmarks.cohort import synthetic
from benchmarks.many_rules import deep, rules_of, wide
from remit.evaluate.rules import evaluate_rules


@pytest.mark.parametrize(("text", "outcomes"), [(wide(500), 500), (deep(500), 1)])
def test_five_hundred_rules(text: str, outcomes: int) -> None:
    rules = rules_of(text)
    evaluation = evaluate_rules(rules, synthetic(rules.declarations, 50, 6, 0.1), workers=1)
    assert len(evaluation.verdicts) == outcomes
    verdicts = np.concatenate([one.verdict for one in evaluation.verdicts.values()])
    assert len(set(verdicts.tolist())) > 1
