"""What a reader is told of an analysis that cannot be made: methods, scales, gates, adjustments."""

import pytest

from remit.check import check
from remit.diagnostics.diagnostic import Diagnostic, Rejected
from remit.language import parse
from remit.source import Source

RULES = """
measure dose : mg/day from 0 to 100, lower is better
measure rash : yes or no, no is better
measure site : one of (face, trunk, limbs)
measure grade : scale none < mild < severe, lower is better
timepoint baseline : day 0, window day -7 to day 0
timepoint month_3 : day 90, window day 80 to day 100, nearest
define dose_then = dose at month_3
response clear when not rash at month_3
"""
DOSE = "compare dose from baseline to month_3 using"


def mistake(asked: str) -> Diagnostic:
    with pytest.raises(Rejected) as rejected:
        check(parse(Source("rules.remit", f"{RULES}\n{asked}\n")))
    (found,) = rejected.value.diagnostics
    return found


# ---- scales ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (f"{DOSE} mcnemar test", "`mcnemar test` takes a yes or no, and `dose` is a number in mg/day"),
        (f"{DOSE} bhapkar test", "`bhapkar test` takes levels, and `dose` is a number in mg/day"),
        (
            "compare rash from baseline to month_3 using Wilcoxon test",
            "`wilcoxon test` takes a number or levels in an order, and `rash` is a yes or no",
        ),
        (
            "compare site from baseline to month_3 using boschloo test",
            "`boschloo test` takes a yes or no, and `site` is one of face, trunk, limbs, in no order",
        ),
        (
            "rate clear using boschloo test",
            "`boschloo test` takes a yes or no, and this is the rate of an outcome",
        ),
        (
            "agree clear with clear using linear kappa",
            "`linear kappa` weighs steps between levels in an order, and `clear` is a yes or no",
        ),
        (
            "agree dose_then with dose_then",
            "agreement is between levels or yes-or-no values, and `dose_then` is a number in mg/day",
        ),
    ],
)
def test_a_method_is_told_with_the_scale_that_it_takes(asked: str, message: str) -> None:
    found = mistake(asked)
    assert (found.code, found.message) == ("E321", message)


@pytest.mark.parametrize(
    "asked",
    [
        f"{DOSE} Wilcoxon test",
        f"{DOSE} Paired T test, then Sign test if p < 0.05",
        "rate clear using Wilson interval",
        "compare grade from baseline to month_3 using Bowker test",
        "agree clear with clear using ac1",
        "compare dose from baseline to month_3\nadjust comparisons by Holm",
    ],
)
def test_a_method_may_be_written_in_capitals(asked: str) -> None:
    check(parse(Source("rules.remit", f"{RULES}\n{asked}\n")))


# ---- gates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alpha", "help_"),
    [("5", "write `p < 0.05` for 5 %"), ("1", "write `p < 0.01` for 1 %"), ("0", "write `p < 0.05`")],
)
def test_the_level_of_a_gate_lies_between_0_and_1(alpha: str, help_: str) -> None:
    found = mistake(f"{DOSE} paired t test, then sign test if p < {alpha}")
    assert (found.code, found.help) == ("E301", (help_,))
    assert found.message == f"the level of a gate lies between 0 and 1, and {alpha} does not"


@pytest.mark.parametrize("gate", ["bootstrap interval, then sign test", "sign test, then bootstrap interval"])
def test_an_interval_is_no_part_of_a_gate(gate: str) -> None:
    found = mistake(f"{DOSE} {gate} if p < 0.05")
    assert (found.code, found.message) == (
        "E321",
        "`bootstrap interval` gives no p, so no gate can ask for it",
    )


def test_a_test_does_not_follow_itself() -> None:
    found = mistake(f"{DOSE} sign test, then Sign  test if p < 0.05")
    assert (found.code, found.message) == ("E321", "`sign test` after itself asks nothing more")


# ---- names that are nearly right ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "help_"),
    [
        (f"{DOSE} wilcoxon", "write `wilcoxon test`"),
        (f"{DOSE} Wilcoxon Test", "write `wilcoxon test`"),
        (f"{DOSE} bootstrap", "write `bootstrap interval`"),
        (f"{DOSE} paired t test, then wilcoxon if p < 0.05", "write `wilcoxon test`"),
        ("rate clear using wilson", "write `wilson interval`"),
        ("adjust comparisons by fixed sequence", "write `adjust comparisons by fixed_sequence`"),
        ("adjust comparisons by Benjamini-Hochberg", "write `adjust comparisons by bh`"),
        (
            f"{DOSE} paired t test then sign test if p < 0.05",
            "write `using paired t test, then wilcoxon test if p < 0.05`",
        ),
    ],
)
def test_a_name_that_is_nearly_right_is_completed(asked: str, help_: str) -> None:
    found = mistake(asked)
    assert (found.code, found.help) == ("E101", (help_,))


def test_a_capital_kappa_is_told() -> None:
    assert (
        mistake("agree clear with clear using Linear Kappa").message == "`Kappa` begins with a small letter"
    )


def test_a_method_that_is_not_there_is_not_the_next_statement() -> None:
    assert "was not expected here" in mistake(f"{DOSE}\nrate clear").message
