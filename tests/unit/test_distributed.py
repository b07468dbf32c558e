"""Evaluation is a pure function of a checked rule set and a block of patients: both can be sent elsewhere."""

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cohort import synthetic
from remit.course.block import Block, block_of
from remit.evaluate import Evaluator
from remit.model.rules import RuleSet
from remit.operators.bounds import Truth
from remit.pipeline import load_rules

ROOT = Path(__file__).resolve().parents[2]


def verdict_bytes(rules: RuleSet, block: Block) -> bytes:
    """Every outcome's `when` over a block, as bytes."""
    evaluator = Evaluator(rules.declarations, block)
    truths = [evaluator.value(outcome.when) for outcome in rules.outcomes.values()]
    return b"".join(
        side.tobytes() for t in truths if isinstance(t, Truth) for side in (t.certain, t.possible)
    )


@pytest.mark.parametrize("name", ["jia/acr_pedi", "sle/doris_2021"])
def test_a_process_pool_gives_the_same_bytes(name: str) -> None:
    rules = load_rules(ROOT / "rules" / f"{name}.remit")
    cohort = synthetic(rules.declarations, 600, 9, 0.2)
    blocks = [block_of(cohort, np.arange(start, start + 200)) for start in (0, 200, 400)]
    here = [verdict_bytes(rules, block) for block in blocks]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        there = list(pool.map(verdict_bytes, [rules] * 3, blocks))
    assert here == there


def test_the_size_of_the_blocks_changes_nothing() -> None:
    rules = load_rules(ROOT / "rules" / "jia" / "acr_pedi.remit")
    cohort = synthetic(rules.declarations, 50, 7, 0.3)
    whole = verdict_bytes(rules, block_of(cohort, np.arange(50)))
    alone = [verdict_bytes(rules, block_of(cohort, np.array([place]))) for place in range(50)]
    count = len(alone[0])
    assert bytes(part for column in range(count) for part in (one[column] for one in alone)) == whole


def test_a_rule_set_survives_pickling() -> None:
    rules = load_rules(ROOT / "rules" / "jia" / "acr_pedi.remit")
    again = pickle.loads(pickle.dumps(rules))
    assert list(again.outcomes) == list(rules.outcomes)
    assert again.source == rules.source
