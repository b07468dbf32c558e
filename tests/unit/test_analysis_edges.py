"""Whom an analysis counts as what: who is neither yes nor no, when an event counts, what is adjusted."""

import pytest

from remit.analysis import Analysis, SurvivalAnalysis, analyse
from remit.cases.cohort import case_cohort
from remit.check import check
from remit.evaluate.rules import evaluate_rules
from remit.language import parse
from remit.source import Source
from remit.statistics.describe import Frequencies

RULES = """
fact adult : yes or no
drug prednisone : mg/day from 0 to 2000
measure dose : mg/day from 0 to 100, lower is better
measure load : points from 0 up, lower is better
measure rash : yes or no, no is better
measure grade : scale none < mild < severe, lower is better
timepoint baseline : day 0, window day -7 to day 0
timepoint month_3 : day 90, window day 80 to day 100, nearest
define load_then = load at month_3
response clear when not rash at month_3
response low_dose among adult when dose at month_3 <= 5 mg/day
relapse returned following first visit with (not rash) when rash
relapse returned_in_adults following first visit with (not rash) when rash unless not adult
define once_free = any visit after baseline has (not rash)
response free when any visit after baseline until day 100 has (not rash)
response off_prednisone when any day from day 1 to day 100 has (prednisone <= 0 mg/day)
response free_in_adults among adult when once_free
response free_without_load when once_free unless load at month_3 >= 1 point
"""
RESPONDER = "dose = 10 mg/day at day 0, 5 mg/day at day 90, rash = yes at day 0, no at day 90"
AN_ADULT, A_CHILD, OF_UNKNOWN_AGE = (f"{age}{RESPONDER}" for age in ("adult = yes, ", "adult = no, ", ""))


def analysed(asked: str, *patients: str) -> Analysis:
    cases = "\n".join(f'case "{n}" given {p} expect clear is met' for n, p in enumerate(patients))
    rules = check(parse(Source("rules.remit", f"{RULES}\n{asked}\n{cases}")))
    return analyse(evaluate_rules(rules, case_cohort(rules.declarations, rules.cases)))


# ---- an outcome that does not apply ------------------------------------------------------------------


def test_where_a_criterion_does_not_apply_it_is_no_no():
    analysis = analysed(
        "compare clear with low_dose\nagree clear with low_dose", AN_ADULT, A_CHILD, OF_UNKNOWN_AGE
    )
    (comparison,), (agreement,) = analysis.categories, analysis.agreements
    assert comparison.table.rows == agreement.table.rows == ((0, 0), (0, 1))
    assert comparison.group.words == "where low_dose applies"
    assert comparison.group.unsure == 1


def test_criteria_that_apply_to_everyone_narrow_nothing():
    (comparison,) = analysed("compare clear with clear", AN_ADULT, A_CHILD).categories
    assert (comparison.group.words, comparison.table.n) == ("", 2)


def test_who_is_outside_an_outcome_is_in_none_of_its_groups():
    yes, no = analysed("rate clear by low_dose", AN_ADULT, A_CHILD, A_CHILD).rates
    assert (yes.met + yes.not_met, no.met + no.not_met) == (1, 0)


def test_an_outcome_is_described_with_those_to_whom_it_does_not_apply():
    (described,) = analysed("describe low_dose", AN_ADULT, A_CHILD, OF_UNKNOWN_AGE).descriptions
    assert isinstance(described.summary, Frequencies)
    counts = {one.category: one.count for one in described.summary.frequencies}
    assert counts == {"yes": 1, "no": 0, "not applicable": 1}
    assert described.summary.n_missing == 1


# ---- when an event counts ----------------------------------------------------------------------------


def timed(*patients: str, outcome: str = "returned") -> SurvivalAnalysis:
    (found,) = analysed(f"time to {outcome}", *patients).times
    return found


def test_a_relapse_that_may_have_come_earlier_is_still_a_relapse():
    found = timed("rash = no at day 10, not recorded at day 30, yes at day 60, no at day 300")
    assert (found.times, found.events, found.late, found.open) == ((50,), (True,), 1, 0)


def test_an_undetermined_relapse_is_censored_before_it_may_have_come():
    found = timed("rash = no at day 10, no at day 20, not recorded at day 30, no at day 60")
    assert (found.times, found.events, found.late, found.open) == ((10,), (False,), 0, 1)


def test_nobody_is_followed_beyond_a_relapse_that_unless_keeps_from_counting():
    seen = "rash = no at day 10, no at day 40, yes at day 60, no at day 300"
    found = timed(f"adult = no, {seen}", f"adult = yes, {seen}", outcome="returned_in_adults")
    assert (found.times, found.events) == ((30, 50), (False, True))


def test_who_had_it_with_an_unless_is_counted():
    seen = "rash = no at day 10, no at day 40, yes at day 60, no at day 300"
    assert timed(f"adult = no, {seen}", f"adult = yes, {seen}", outcome="returned_in_adults").excluded == 1


def test_a_response_is_timed_from_day_0_to_the_first_visit_with_it():
    at_once = "rash = yes at day 0, no at day 30, yes at day 60, no at day 90"
    never = "rash = yes at day 0, yes at day 30, yes at day 99"
    last_day = "rash = yes at day 0, yes at day 30, no at day 100"
    found = timed(at_once, never, last_day, outcome="free")
    assert (found.times, found.events) == ((30, 99, 100), (True, False, True))


def test_visits_after_the_period_are_no_time_at_risk():
    found = timed("rash = yes at day 0, yes at day 90, no at day 101, yes at day 400", outcome="free")
    assert (found.times, found.events, found.open) == ((90,), (False,), 0)


def test_a_response_that_may_have_come_is_censored_before_it():
    found = timed(
        "rash = yes at day 0, yes at day 20, not recorded at day 40, yes at day 90, yes at day 120",
        "rash = yes at day 0, yes at day 20, not recorded at day 40, no at day 90",
        "rash = yes at day 0, yes at day 50",
        outcome="free",
    )
    assert (found.times, found.events) == ((20, 90, 50), (False, True, False))
    assert (found.open, found.late) == (2, 1)


def test_a_day_of_doses_is_timed_to_the_day():
    found = timed(
        "prednisone = 5 mg/day from day 0 to day 29, followed until day 200",
        "prednisone = 5 mg/day from day 0 to day 150, followed until day 200",
        "prednisone = 5 mg/day from day 0 to day 60, followed until day 60",
        "prednisone = 5 mg/day from day 0 to day 19, not recorded from day 20 to day 150",
        outcome="off_prednisone",
    )
    assert (found.times, found.events, found.open) == ((30, 100, 60, 19), (True, False, False, False), 2)


def test_who_is_not_asked_is_not_timed():
    seen = "rash = yes at day 0, no at day 30"
    found = timed(f"adult = yes, {seen}", f"adult = no, {seen}", seen, outcome="free_in_adults")
    assert (found.times, found.not_started, found.start_open) == ((30,), 2, 1)


def test_a_response_with_an_unless_is_censored_before_it_and_told():
    seen = "rash = yes at day 0, yes at day 20, no at day 30, no at day 90"
    found = timed(
        f"{seen}, load = 1 point at day 90", f"{seen}, load = 0 points at day 90", outcome="free_without_load"
    )
    assert (found.times, found.events, found.excluded) == ((20, 30), (False, True), 1)


def test_who_never_started_is_told_from_who_may_have():
    found = timed("rash = yes at day 0", "rash = not recorded at day 0", "rash = no at day 0, no at day 9")
    assert (found.times, found.not_started, found.start_open) == ((9,), 2, 1)


def test_what_nobody_had_has_a_limit_where_it_is_certain_that_nobody_had_it():
    observed, only_once = "rash = no at day 0, no at day 9", "rash = no at day 0"
    found = timed(observed, observed)
    assert found.upper is not None and found.upper.n == 2
    assert timed(observed, only_once).upper is None


def test_what_the_undetermined_may_have_had_has_a_limit_of_its_own():
    observed = "rash = no at day 0, no at day 9"
    undetermined = "rash = no at day 10, no at day 20, not recorded at day 30, no at day 60"
    found = timed(observed, observed, undetermined)
    assert found.upper is None and found.upper_if_open is not None
    assert (found.upper_if_open.value, found.upper_if_open.n) == (1 / 3, 3)
    assert found.upper_if_open.interval is not None
    assert found.upper_if_open.interval.high == pytest.approx(0.8646, abs=1e-4)
    assert found.not_bounded is not None
    for curve in filter(None, (found.curve, found.exact_band)):
        assert "no_events" not in [note.code for note in (*curve.notes, *curve.median.notes)]
        assert curve.median.extra == ()


def test_where_all_are_decided_the_limit_is_said_in_days():
    observed = "rash = no at day 0, no at day 9"
    found = timed(observed, observed)
    assert (found.upper_if_open, found.not_bounded) == (None, None)
    assert (
        "No event among 2, each observed up to 9 days after the start or longer:" in found.curve.notes[0].text
    )


# ---- what is not bounded -----------------------------------------------------------------------------

UNKNOWN = "dose = 10 mg/day at day 0, not recorded at day 90, rash = yes at day 0, not recorded at day 90"


@pytest.mark.parametrize(
    ("method", "figure"), [("permutation test", "p"), ("bootstrap interval", "the interval")]
)
def test_a_mean_has_a_range_and_what_goes_with_it_has_none(method: str, figure: str):
    (found,) = analysed(
        f"compare dose from baseline to month_3 using {method}", RESPONDER, UNKNOWN
    ).comparisons
    possible = found.methods[0].possible
    assert possible is not None and possible.value is not None and possible.p is None
    assert (possible.value.low, possible.value.high) == (-7.5, 42.5)
    assert [note.text for note in possible.notes] == [
        f"What the missing data could make of {figure} is not bounded."
    ]


def test_levels_and_agreement_say_that_they_are_not_bounded():
    asked = "agree clear with clear\n" + "".join(
        f"compare {name} from baseline to month_3\n" for name in ("grade", "rash")
    )
    unknown = f"{UNKNOWN}, grade = mild at day 0, not recorded at day 90"
    analysis = analysed(asked, f"{RESPONDER}, grade = mild at day 0, none at day 90", unknown)
    levels, truths = analysis.categories
    assert levels.not_bounded is not None and levels.not_bounded.code == "not_bounded"
    assert truths.not_bounded is None and truths.possible is not None
    assert analysis.agreements[0].not_bounded is not None
    complete = analysed(asked, f"{RESPONDER}, grade = mild at day 0, none at day 90")
    assert complete.categories[0].not_bounded is None and complete.agreements[0].not_bounded is None


def test_a_value_beyond_measurement_is_not_known_and_nothing_raises():
    asked = "".join(
        f"compare load from baseline to month_3 using {method}\n"
        for method in (
            "wilcoxon test",
            "paired t test",
            "sign test",
            "permutation test",
            "bootstrap interval",
        )
    )
    ends = [("9" * 95, "1"), ("1", f"0.{'0' * 95}1"), ("3", "1")]
    patients = [f"load = {before} points at day 0, {after} points at day 90" for before, after in ends]
    analysis = analysed(f"{asked}describe load_then", *patients)
    for found in analysis.comparisons:
        assert (found.pairs.missing_before, found.pairs.missing_after, len(found.pairs)) == (1, 1, 1)
        assert found.methods[0].possible is not None


# ---- tests, gates, adjustment ------------------------------------------------------------------------


def test_a_fixed_sequence_is_that_of_the_rule_file():
    stays = "dose = 10 mg/day at day 0, 5 mg/day at day 90, rash = yes at day 0, yes at day 90"
    analysis = analysed(
        "compare rash from baseline to month_3\n"
        "compare dose from baseline to month_3 using paired t test, then sign test if p < 0.05\n"
        "compare dose from baseline to month_3 using sign test\n"
        "adjust comparisons by fixed_sequence",
        stays, stays, stays,
    )  # fmt: skip
    adjusted = analysis.adjusted
    assert adjusted is not None
    assert adjusted.labels == (
        "rash, baseline to month_3: mcnemar test",
        "dose, baseline to month_3: paired t test, then sign test",
        "dose, baseline to month_3: sign test",
    )
    # Nobody's rash changed, all doses fell by the same (so that t is undefined), and a sequence ends there.
    assert adjusted.adjusted.p == (1.0, None, 0.25)
    assert adjusted.adjusted.adjusted == (1.0, None, None)


def test_an_interval_is_no_test_and_is_not_adjusted():
    asked = "compare dose from baseline to month_3 using {}\n"
    methods = ("bootstrap interval", "sign test")
    text = "".join(map(asked.format, methods))
    analysis = analysed(f"{text}adjust comparisons by fixed_sequence", AN_ADULT, AN_ADULT)
    assert analysis.adjusted is not None
    assert analysis.adjusted.adjusted.adjusted == (0.5,)


def test_a_gate_of_categories_is_judged_by_its_largest_p():
    asked = "compare rash from baseline to month_3 using mcnemar mid-p test, then mcnemar test if p < 0.05\n"
    patients = (RESPONDER,) * 5
    analysis = analysed(f"{asked}adjust comparisons by holm", *patients)
    (found,) = analysis.categories
    assert [test.p for _, test in found.tests] == pytest.approx([0.03125, 0.0625])
    assert found.gate is not None and found.gate.p == pytest.approx(0.0625)
    assert "gate_not_passed" in [note.code for note in found.gate.notes]
    assert analysis.adjusted is not None and analysis.adjusted.adjusted.p == (found.gate.p,)


@pytest.mark.parametrize(("method", "is_bounded"), [("mcnemar test", True), ("mcnemar mid-p test", False)])
def test_a_range_of_p_stands_only_beside_the_test_that_it_is_of(method: str, is_bounded: bool):
    unknown = "dose = 10 mg/day at day 0, rash = yes at day 0, not recorded at day 90"
    (found,) = analysed(
        f"compare rash from baseline to month_3 using {method}", RESPONDER, unknown
    ).categories
    assert found.possible is not None and found.possible.value is not None
    assert (found.possible.value.low, found.possible.value.high) == (-1.0, -0.5)
    assert (found.possible.p is not None) == is_bounded
    assert [note.code for note in found.possible.notes] == [] if is_bounded else ["not_bounded"]
