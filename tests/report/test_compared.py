"""Whether a compared value got better, by the direction that the rules declare."""

import numpy as np
import pytest

from remit.model.types import TRUTH, LevelsType, NumberType, Type
from remit.operators.bounds import Number
from remit.report.compared import BETTER, UNCHANGED, WORSE, mark, mark_within
from remit.report.figures import NOT_KNOWN
from remit.report.values import Known

NUMBER = NumberType()
GRADE = LevelsType(("none", "mild", "severe"), ordered=True)
SIDE = LevelsType(("left", "right", "neither"))


@pytest.mark.parametrize(
    ("type_", "better", "before", "after", "expected"),
    [
        (NUMBER, "lower", 20.0, 10.0, BETTER),
        (NUMBER, "lower", 10.0, 20.0, WORSE),
        (NUMBER, "higher", 10.0, 20.0, BETTER),
        (NUMBER, "lower", 10.0, 10.0, UNCHANGED),
        (NUMBER, None, 10.0, 20.0, ""),
        (NUMBER, None, 10.0, 10.0, UNCHANGED),
        (TRUTH, "no", True, False, BETTER),
        (TRUTH, "no", False, True, WORSE),
        (TRUTH, "yes", False, True, BETTER),
        (GRADE, "lower", "severe", "mild", BETTER),
        (GRADE, "lower", "none", "mild", WORSE),
        (GRADE, "higher", "none", "mild", BETTER),
        (SIDE, "neither", "left", "neither", BETTER),
        (SIDE, "neither", "neither", "right", WORSE),
        (SIDE, "neither", "left", "right", ""),
    ],
)
def test_a_mark(type_: Type, better: str | None, before: Known, after: Known, expected: str):
    assert mark([before, after], type_, better) == expected


@pytest.mark.parametrize(
    ("before", "after", "better", "expected"),
    [
        ((30, 30), (0, 5), "lower", BETTER),
        ((30, 30), (0, 5), "higher", WORSE),
        ((30, 30), (0, 5), None, ""),
        ((0, 5), (30, 30), "lower", WORSE),
        ((3, 3), (0, 5), "lower", NOT_KNOWN),
        ((5, 5), (0, 5), "lower", NOT_KNOWN),
    ],
)
def test_a_mark_within_bounds(
    before: tuple[float, float], after: tuple[float, float], better: str | None, expected: str
):
    sides = [Number(np.array(float(low)), np.array(float(high))) for low, high in (before, after)]
    assert mark_within(sides[0], sides[1], better) == expected
