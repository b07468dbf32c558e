"""Lupus: what is missing bounds a total, and a ratio without its unit is refused."""

import pytest

from remit.cases.cohort import case_cohort
from remit.evaluate.rules import evaluate_rules
from remit.operators.bounds import Number
from remit.pipeline import check_text
from tests.library.criteria import rules_of, text_of


def test_urine_not_examined_leaves_sledai_between_0_and_16() -> None:
    rules = rules_of("sle/sledai_2k_2002")
    place = next(i for i, case in enumerate(rules.cases) if case.title.startswith("SLE-01c"))
    evaluation = evaluate_rules(rules, case_cohort(rules.declarations, rules.cases))
    ((cohort, total),) = evaluation.per_visit("sledai_2k")
    assert isinstance(total, Number)
    first = cohort.starts[place]
    assert (total.low[first], total.high[first]) == (0, 16)


@pytest.mark.parametrize("written", ["45", "45 mg/mmol"])
def test_a_ratio_without_its_unit_or_in_another_is_refused(written: str) -> None:
    text = text_of("sle/kdigo_lupus_nephritis_2024")
    assert not check_text(text)
    wrong = text.replace("upcr = 4 g/g at day 0", f"upcr = {written} at day 0", 1)
    assert wrong != text and check_text(wrong)
