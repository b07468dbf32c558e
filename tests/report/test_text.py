"""The report for people, on the small study of `reports`: P1 and P2 respond, P3 does not, P4 is open."""

import re

import pytest

from remit.report.layout import Stream
from remit.report.report import Report
from remit.report.survival import round_days
from remit.report.text import render_text
from tests.report.reports import PATIENTS, RULES, report_of


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of()


@pytest.fixture(scope="module")
def text(report: Report) -> str:
    return render_text(report)


def part(text: str, title: str) -> str:
    """The lines beneath the headings that begin so."""
    found = re.findall(
        rf"^{re.escape(title)}.*─$\n((?:.+\n)*(?:\n(?! *\S.*─$)(?:.+\n)+)*)", text, re.MULTILINE
    )
    assert found, f"no part {title}"
    return "".join(found)


def line(text: str, beginning: str) -> list[str]:
    """The cells of the one line that begins so."""
    (found,) = [one for one in text.splitlines() if one.strip().startswith(beginning)]
    return re.split(r" {2,}", found.strip())


def test_it_begins_with_the_study_and_the_cited_rules(text: str):
    assert text.splitlines()[:4] == [
        "A small study",
        " rules   sparing 2.1 (sparing.remit): Steroid sparing in a small study",
        "         Doe J, Roe R. A journal 2020",
        " data    4 patients, 11 visits",
    ]


def test_synthetic_patients_are_said_to_be_so():
    assert "SYNTHETIC DATA: these patients do not exist." in render_text(report_of(title="Synthetic cases"))


def test_real_ones_are_not(text: str):
    assert "SYNTHETIC" not in text


# ---- patients ----------------------------------------------------------------------------------------


def test_who_could_be_evaluated(text: str):
    evaluated = part(text, "Who could be evaluated")
    assert line(evaluated, "cleared") == ["cleared", "Skin lesions resolved", "4", "3", "1"]
    assert line(evaluated, "again") == ["again", "Skin lesions return", "2-3", "2", "1"]


def test_each_missing_datum_is_told_once_with_all_that_it_leaves_open(text: str):
    evaluated = part(text, "Who could be evaluated")
    assert line(evaluated, "P4") == ["P4", "skin not recorded at the visit of day 186", "cleared, again"]
    assert line(evaluated, "dose not") == ["dose not recorded at the visit of day 186", "less"]


def test_a_row_a_patient(text: str):
    patients = part(text, "Patients")
    assert line(patients, "P1") == [
        "P1", "10 → 5", "✓", "yes → no", "✓", "severe → mild ✓",
        "MET by day 180", "MET by day 180", "MET by day 300",
    ]  # fmt: skip
    assert line(patients, "P3") == [
        "P3", "20 → 20 =", "yes → yes =", "mild → severe ✗", "NOT MET by day 180", "NOT MET by day 180",
        "NOT APPLICABLE",
    ]  # fmt: skip


def test_an_undetermined_verdict_says_what_it_counts_as(text: str):
    patients = part(text, "Patients")
    assert line(patients, "P4")[-3:] == ["UNDETERMINED", "UNDETERMINED → NOT MET", "UNDETERMINED"]
    assert "by the rules' `missing counts as`" in patients


def test_a_value_compared_twice_has_one_column(text: str):
    assert part(text, "Patients").count("dose, mg/day") == 1


def test_long_lists_are_cut_and_say_how_to_see_the_rest(report: Report):
    text = render_text(report, patients=2)
    assert "and 2 more: `--patients all` lists them, `--format csv` has them in a table." in text
    assert " P3 " not in part(text, "Patients")


def test_undetermined_patients_beyond_the_limit_are_counted_by_what_is_missing(report: Report):
    evaluated = part(render_text(report, patients=0), "Who could be evaluated")
    assert "cleared, further patients: skin: not recorded 1 (`--format csv` has every reason)." in evaluated


def test_outcomes_that_nobody_asks_for_are_named():
    asked = ("rate less", "compare cleared", "agree")
    rules = "\n".join(one for one in RULES.splitlines() if not one.startswith(asked))
    text = render_text(report_of(rules.replace("rate cleared, less", "rate cleared") + "\n" + PATIENTS))
    assert "Neither rated nor timed, so only in the csv and json: less." in text


# ---- analyses ----------------------------------------------------------------------------------------


def test_characteristics(text: str):
    assert line(part(text, "Characteristics"), "Sex") == ["Sex", "3/4", "female 2 (66.7 %), male 1 (33.3 %)"]


def test_a_rate_with_all_that_undetermined_patients_allow(text: str):
    rates = part(text, "Rates").splitlines()
    place = rates.index(" Skin lesions resolved")
    assert [re.split(r" {2,}", one.strip()) for one in rates[place + 1 : place + 5]] == [
        ["what the data leave open", "2-3/4", "50-75", "1 undetermined"],
        ["undetermined counted as not met", "2/4", "50.0", "6.8, 93.2", "Clopper-Pearson"],
        ["decided patients only", "2/3", "66.7", "9.4, 99.2", "Clopper-Pearson"],
        ["undetermined counted as met", "3/4", "75.0", "19.4, 99.4", "Clopper-Pearson"],
    ]


def test_a_declared_policy_is_the_headline(text: str):
    rates = part(text, "Rates").splitlines()
    assert "as declared: missing counts as not met" in rates[rates.index(" Dose reduced") + 1]


def test_a_rate_of_decided_patients_is_one_line(text: str):
    assert line(part(text, "Rates"), "Dose reduced (Sex: male)")[1:] == [
        "1/1",
        "100.0",
        "2.5, 100",
        "Clopper-Pearson",
    ]


def test_nobody_in_the_population():
    rules = RULES.replace(
        "among skin at baseline\n  when  not", "among dose at baseline > 1000 mg/day\n  when  not"
    )
    rates = part(render_text(report_of(rules + PATIENTS)), "Rates")
    assert line(rates, "Skin lesions resolved")[1:] == ["0/0", "-", "-", "nobody"]


def test_an_outcome_that_nobody_met_has_an_upper_limit():
    rules = RULES.replace("when  not skin at month_6", "when  dose at baseline > 1000 mg/day")
    assert "Skin lesions resolved: none of 4; one-sided 95 % upper limit 52.7 %." in render_text(
        report_of(rules + PATIENTS)
    )


def test_before_and_after(text: str):
    compared = part(text, "Before and after (paired)")
    assert line(compared, "Prednisone dose, mg/day; 3/4 pairs a")[1:] == [
        "16.7 (5.8)", "10.0 (8.7)", "-6.7 [-25.6, 12.3]", "0.27", "paired t",
    ]  # fmt: skip
    (first, *_) = [one for one in compared.splitlines() if "median 20" in one]
    assert re.split(r" {2,}", first.strip()) == [
        "median 20", "median 5", "HL -6.25 [-15, 0] b", "0.5 c", "Wilcoxon, exact",
    ]  # fmt: skip


def test_every_letter_has_its_note_once(text: str):
    compared = part(text, "Before and after (paired)")
    assert "   a  Prednisone dose not known at month_6 in P4." in compared.splitlines()
    letters = re.findall(r"^   ([a-z])  ", compared, re.MULTILINE)
    assert letters == sorted(set(letters))
    for letter in letters:
        assert re.search(rf" {letter}(  |$)", compared, re.MULTILINE), letter


def test_an_approximation_below_the_floor_is_never_a_verdict(text: str):
    compared = part(text, "Before and after (paired)")
    assert "0.5 c" in compared
    assert re.search(
        r"^   c  0\.5 is the smallest two-sided p .* it is not a verdict\.$", compared, re.MULTILINE
    )


def test_what_missing_values_could_change_is_no_confidence_interval(text: str):
    ranges = part(text, "What the missing values could change")
    assert line(ranges, "Prednisone dose: paired t") == [
        "Prednisone dose: paired t", "the possible range", "-11 to 489", "0.0994 to 1",
    ]  # fmt: skip
    assert line(ranges, "Active skin disease: McNemar")[1:] == [
        "yes or no",
        "-75 to -50 points",
        "0.25 to 0.5",
    ]
    assert "a range of ignorance, no confidence interval" in ranges


def test_complete_data_leave_nothing_to_change():
    (complete, _, rest) = PATIENTS.partition('case "P4"')
    assert rest
    assert "What the missing values could change" not in render_text(report_of(RULES + complete))


def test_a_gate_says_its_conclusion_and_whether_missing_values_could_change_it(text: str):
    compared = part(text, "Before and after (paired)")
    assert 'Prednisone dose: Gate "paired t test, then wilcoxon test if p < 0.05": not passed;' in compared
    ranges = part(text, "What the missing values could change")
    assert "Prednisone dose: the gate does not pass whatever they were." in ranges


def test_groups_are_named(text: str):
    assert "Prednisone dose (among skin at baseline; Sex: female), mg/day; 2/2 pairs" in text
    assert "Sex: female: 1 patient is left out who may or may not belong." in text


def test_yes_or_no_before_and_after(text: str):
    compared = part(text, "Before and after, yes or no (paired)")
    assert line(compared, "Active skin disease: yes; 3/4 pairs a")[1:] == [
        "3 (100.0)", "1 (33.3)", "-66.7 [-93.9, 5.9]", "0.5 b", "McNemar, exact",
    ]  # fmt: skip
    assert "a  Without a pair, not known: 1 for month_6." in compared


def test_levels_before_and_after_are_a_crosstable(text: str):
    table = part(text, "Grade: baseline (rows) and month_6 (columns)")
    assert line(table, "severe  ") == ["severe", "1", "1", "0"]
    assert "(Pratt), exact: p = 0.75" in table


def test_agreement(text: str):
    table = part(text, "Agreement of cleared (rows) with less (columns)")
    assert line(table, "yes  ") == ["yes", "0", "2"]
    assert "3 of 3 agree; Cohen's kappa, unweighted: 1.00" in table
    assert "1.00 [" not in table


def test_adjusted_p_values(text: str):
    table = part(text, "All comparisons together: Holm")
    assert line(table, "Grade, baseline to month_6") == [
        "Grade, baseline to month_6: wilcoxon-pratt test",
        "0.75",
        "1",
    ]


def test_unadjusted_comparisons_are_said_to_be_so():
    text = render_text(report_of(RULES.replace("adjust comparisons by holm\n", "") + PATIENTS))
    assert "6 comparisons, not adjusted for one another." in text
    assert "No control group: regression to the mean is not excluded." in text


def test_without_comparisons_no_control_is_missed():
    rules = "\n".join(one for one in RULES.splitlines() if not one.startswith(("compare", "adjust")))
    assert "No control group" not in render_text(report_of(rules + "\n" + PATIENTS))


def test_time_to_an_event(text: str):
    times = part(text, "Time to event")
    assert "Skin lesions return: 1 of 2; median 210 days [0, not reached];" in times
    assert "; 2 without a known start, 1 of them perhaps with one." in times
    assert "day 0 is the patient's `first visit after baseline with (not skin)`." in times
    assert line(times, "at risk") == ["at risk", "2", "2", "2", "1", "1"]
    assert line(times, "without the event, %") == [
        "without the event, %",
        "100.0",
        "100.0",
        "100.0",
        "100.0",
        "0.0",
    ]


def test_time_to_an_event_that_nobody_had_has_an_upper_limit():
    text = render_text(
        report_of(RULES + PATIENTS.replace("no at day 180, yes at day 300", "no at day 180, no at day 300"))
    )
    times = part(text, "Time to event")
    assert "Skin lesions return: 0 of 2" in times
    assert "probability of an event may still be as high as 84.2 %" in times


def test_time_to_an_event_that_undetermined_patients_may_have_had():
    text = render_text(report_of(RULES + PATIENTS.replace("yes at day 300", "not recorded at day 300")))
    times = part(text, "Time to event")
    assert "Skin lesions return: 0 to 1 of 2; 1 undetermined" in times
    assert "If all of the undetermined had the event: 1 of 2; one-sided 95 % upper limit 97.5 %." in times
    assert "No event among" not in times


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (0, (0,)),
        (1, (0, 1)),
        (186, (0, 30, 60, 90, 120, 150, 180, 186)),
        (1026, (0, 180, 360, 540, 720, 900, 1026)),
    ],
)
def test_round_days(last: int, days: tuple[int, ...]):
    assert round_days(last) == days


# ---- streams -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_it_reads_on_a_terminal(report: Report, columns: int):
    text = render_text(report, Stream(columns))
    assert max(map(len, text.splitlines())) <= columns


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "utf-8"])
def test_every_stream_can_carry_it(report: Report, encoding: str):
    text = render_text(report, Stream(80, encoding))
    text.encode(encoding)
    assert ("yes -> no" if encoding != "utf-8" else "yes → no") in text


def test_it_is_the_same_every_time(text: str):
    assert render_text(report_of()) == text
