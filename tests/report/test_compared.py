"""Whether a compared value got better, by the direction that the rules declare."""

import pytest

from remit.model.types import TRUTH, LevelsType, NumberType, Type
from remit.report.compared import BETTER, UNCHANGED, WORSE, mark
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
