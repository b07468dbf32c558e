"""The analyses that a rule file asks for, over cohorts made of cases."""

import pytest

from remit.analysis import Analysis, analyse
from remit.cases.cohort import case_cohort
from remit.check import check
from remit.diagnostics.diagnostic import Rejected
from remit.evaluate.rules import evaluate_rules
from remit.language import parse
from remit.source import Source

RULES = """
fact sex : one of (female, male)
fact adult : yes or no
measure dose : mg/day from 0 to 100, usual 0 to 40, lower is better
measure rash : yes or no, no is better
measure grade : scale none < mild < severe, lower is better
measure central : scale none < mild < severe, lower is better
timepoint baseline : day 0, window day -7 to day 0
timepoint month_3 : day 90, window day 80 to day 100, nearest
define grade_then = grade at month_3
define central_then = central at month_3
response clear when not rash at month_3
response low_dose among adult when dose at month_3 <= 5 mg/day
relapse returned following first visit with (not rash) when rash
response often when at least 2 visits has (not rash)
response closely when any visit from day 0 to day 90 with gaps of at most 30 days has (not rash)
"""


def patient(facts: str, dose: str, then: str, rash: str, rash_then: str) -> str:
    """What a case gives of a patient seen at the start and at three months."""
    seen = f"dose = {dose} at day 0, {then} at day 90, rash = {rash} at day 0, {rash_then} at day 90"
    return f"{facts}, {seen}" if facts else seen


PATIENTS = (
    patient("sex = female, adult = yes", "20 mg/day", "10 mg/day", "yes", "no"),
    patient("sex = female, adult = yes", "30 mg/day", "5 mg/day", "yes", "no"),
    patient("sex = male, adult = yes", "10 mg/day", "10 mg/day", "yes", "yes"),
    patient("sex = male, adult = no", "15 mg/day", "not recorded", "no", "not recorded"),
    patient("", "25 mg/day", "2.5 mg/day", "yes", "no"),
)
LEVELS = ("grade = severe at day 0, {} at day 90, central = severe at day 0, {} at day 90",)


def analysed(asked: str, patients: tuple[str, ...] = PATIENTS) -> Analysis:
    cases = "\n".join(f'case "{n}" given {p} expect clear is met' for n, p in enumerate(patients))
    rules = check(parse(Source("rules.remit", f"{RULES}\n{asked}\n{cases}")))
    return analyse(evaluate_rules(rules, case_cohort(rules.declarations, rules.cases)))


def test_complete_pairs_are_compared_and_losses_counted() -> None:
    (found,) = analysed("compare dose from baseline to month_3 using paired t test").comparisons
    assert len(found.pairs) == 4
    assert found.pairs.missing_after == 1
    assert found.methods[0].test.n == 4
    assert found.methods[0].estimate.value == pytest.approx(-14.375)


def test_an_open_value_leaves_a_range_of_p() -> None:
    (found,) = analysed(
        "compare dose from baseline to month_3 using sign test, then wilcoxon test if p < 0.05"
    ).comparisons
    sign = found.methods[0]
    assert sign.possible is not None and sign.possible.p is not None
    # Three fell, one stayed; the fifth may fall, stay or rise.
    assert (float(sign.possible.p.low), float(sign.possible.p.high)) == (0.125, 0.625)
    assert found.gate_range is not None and found.gate_range[1] >= found.gate_range[0]


def test_usual_ranges_narrow_what_is_possible() -> None:
    (found,) = analysed("compare dose from baseline to month_3 using paired t test").comparisons
    (method,) = found.methods
    assert method.possible is not None and method.usual is not None
    assert method.possible.value is not None and method.usual.value is not None
    assert float(method.possible.value.high) == pytest.approx((-57.5 + 85) / 5)
    assert float(method.usual.value.high) == pytest.approx((-57.5 + 25) / 5)


def test_complete_data_have_no_range() -> None:
    (found,) = analysed("compare dose from baseline to month_3 using paired t test", PATIENTS[:3]).comparisons
    assert found.methods[0].possible is None and found.gate_range is None


def test_a_population_leaves_out_whoever_is_not_certainly_in_it() -> None:
    (found,) = analysed("compare dose from baseline to month_3 among adult").comparisons
    assert found.group.words == "among adult"
    assert len(found.values) == 3
    assert found.group.unsure == 1


def test_groups_by_a_fact() -> None:
    female, male = analysed("rate clear by sex").rates
    assert (female.group.words, female.met, female.not_met, female.undetermined) == ("sex: female", 2, 0, 0)
    assert (male.group.words, male.met, male.not_met, male.undetermined) == ("sex: male", 0, 1, 1)
    assert female.group.unsure == male.group.unsure == 1


def test_the_interval_of_a_rate_is_named() -> None:
    (found,) = analysed("rate low_dose using wilson interval").rates
    assert found.lines[1].estimate is not None
    assert "Wilson" in found.lines[1].estimate.method


def test_one_criterion_at_two_times() -> None:
    (found,) = analysed("compare rash from baseline to month_3").categories
    assert found.table.rows == ((0, 0), (3, 1))
    assert dict(found.tests)["mcnemar test"].p == pytest.approx(0.25)
    assert found.difference is not None and found.difference.value == pytest.approx(-0.75)
    assert found.possible is not None


def test_two_criteria_against_each_other() -> None:
    (found,) = analysed("compare clear with low_dose using mcnemar mid-p test").categories
    assert found.comparison.criteria
    assert found.table.n == 3


def test_ordered_levels_are_ranked_and_tabulated() -> None:
    patients = tuple(
        LEVELS[0].format(a, b) for a, b in (("none", "none"), ("mild", "none"), ("severe", "severe"))
    )
    analysis = analysed(
        "compare grade from baseline to month_3\n"
        "compare grade from baseline to month_3 using stuart-maxwell test\n"
        "agree grade_then with central_then using quadratic kappa\n"
        "agree grade_then with central_then using AC1",
        patients,
    )
    ranked, tabulated = analysis.categories
    assert ranked.tests[0][1].p == pytest.approx(0.5)
    assert tabulated.tests[0][0] == "stuart-maxwell test"
    kappa, ac1 = analysis.agreements
    assert kappa.table.agreeing == 2
    assert kappa.estimate.value is not None and ac1.estimate.value is not None


def test_comparisons_are_adjusted_for_one_another() -> None:
    analysis = analysed(
        "compare dose from baseline to month_3 using sign test\n"
        "compare rash from baseline to month_3\n"
        "adjust comparisons by holm"
    )
    assert analysis.adjusted is not None
    assert analysis.adjusted.adjusted.p == (0.25, 0.25)
    assert analysis.adjusted.adjusted.adjusted == (0.5, 0.5)


def test_time_to_a_relapse_counts_who_cannot_be_timed() -> None:
    (found,) = analysed("time to returned").times
    assert len(found.patients) + found.not_started == 5
    assert not any(found.events)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("compare dose from baseline to month_3 using mcnemar test", "E321"),
        ("compare rash from baseline to month_3 using paired t test", "E321"),
        ("compare dose from baseline to month_3 using pared t test", "E201"),
        ("rate clear by dose", "E321"),
        ("rate clear using wilcoxon test", "E321"),
        ("agree grade_then with clear", "E301"),
        ("agree clear with low_dose using linear kappa", "E321"),
        ("adjust comparisons by bonferoni", "E201"),
        ("rate dose", "E301"),
        ("time to clear", "E301"),
        ("time to rash", "E301"),
        ("time to often", "E301"),
        ("time to closely", "E301"),
    ],
)
def test_a_method_that_does_not_fit_is_told(asked: str, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        analysed(asked)
    assert [diagnostic.code for diagnostic in rejected.value.diagnostics] == [code]
