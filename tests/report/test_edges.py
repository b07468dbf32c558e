"""Few patients, no change, nothing asked for: the report still says what there is, and no more."""

import json
import re

import pytest

from remit.report.layout import Stream
from remit.report.machine import to_csv, to_json
from remit.report.text import render_text
from tests.report.reports import report_of

MEASURES = """\
ruleset few version 1.0
measure dose "Prednisone dose" : mg/day from 0 to 2000, lower is better
measure skin "Active skin disease" : yes or no, no is better
timepoint baseline : day 0, window day -30 to day 0, last
timepoint month_6  : month 6, window month 5 to month 7, nearest
response less "Dose reduced"
  when dose falls from baseline to month_6
relapse again "Skin lesions return"
  when skin
"""
ASKED = """\
define   start_dose "Dose at the start" = dose at baseline
describe start_dose
compare dose from baseline to month_6 using paired t test, then wilcoxon test if p < 0.05
compare dose from baseline to month_6 using permutation test, then sign test if p < 0.05
compare skin from baseline to month_6
agree less with less
adjust comparisons by holm
rate less
time to again
"""


def patients(*pairs: tuple[str, str]) -> str:
    """A case a patient, with the dose at day 0 and at day 183."""
    return "".join(
        f'case "P{number}"\n'
        f"  given dose = {before} at day 0, {after} at day 183\n"
        "  expect less is undetermined\n"
        for number, (before, after) in enumerate(pairs, 1)
    )


FEW = {
    "one": [("20 mg/day", "10 mg/day")],
    "two": [("20 mg/day", "10 mg/day"), ("30 mg/day", "25 mg/day")],
    "none changed": [("20 mg/day", "20 mg/day")] * 3,
    "all changed alike": [("20 mg/day", "10 mg/day"), ("30 mg/day", "20 mg/day"), ("40 mg/day", "30 mg/day")],
    "one changed": [("20 mg/day", "10 mg/day"), ("20 mg/day", "20 mg/day"), ("30 mg/day", "30 mg/day")],
    "nothing known": [("not recorded", "not recorded")] * 2,
    "no pair": [("20 mg/day", "not recorded"), ("not recorded", "10 mg/day")],
}


@pytest.mark.parametrize("name", FEW)
@pytest.mark.parametrize("columns", [None, 80])
def test_few_patients(name: str, columns: int | None):
    report = report_of(MEASURES + ASKED + patients(*FEW[name]))
    text = render_text(report, Stream(columns))
    assert not re.search(r"\b(nan|inf|None)\b", text)
    assert json.loads(to_json(report))["format_version"] == 1
    assert to_csv(report).count("\n") == 1 + 3 * len(FEW[name])


def test_one_pair_allows_neither_a_spread_nor_an_interval():
    text = render_text(report_of(MEASURES + ASKED + patients(*FEW["one"])))
    assert "20.0   " in text
    assert "-10.0 a" in text
    assert "One pair allows no distribution-free interval." in text


def test_no_change_carries_no_information():
    text = render_text(report_of(MEASURES + ASKED + patients(*FEW["none changed"])))
    assert "p is 1 by convention" in text


def test_a_study_without_a_pair_has_no_figures():
    text = render_text(report_of(MEASURES + ASKED + patients(*FEW["no pair"])))
    assert "There is no complete pair, so nothing can be estimated or tested." in text
    assert "not known at baseline in P2, at month_6 in P1." in text


def test_rules_that_ask_for_nothing_show_every_outcome():
    text = render_text(report_of(MEASURES + patients(*FEW["two"])))
    assert " less      Dose reduced" in text
    rates = text[text.index("Rates ──") :]
    assert "Dose reduced 2/2 100.0 15.8, 100 Clopper-Pearson" in " ".join(rates.split())
    assert "\n Skin lesions return" in rates
    assert "The rules ask for no rate, so every outcome is rated" in text


def test_rules_that_ask_for_one_rate_are_given_no_other():
    text = render_text(report_of(MEASURES + "rate less\n" + patients(*FEW["two"])))
    assert "The rules ask for no rate" not in text
    assert "Neither rated nor timed, so only in the csv and json: again." in text


def test_the_json_holds_the_rates_of_the_report():
    found = json.loads(to_json(report_of(MEASURES + patients(*FEW["two"]))))
    assert [one["outcome"] for one in found["rates"]] == ["less", "again"]


def test_no_patients_asked_for_leave_no_empty_table():
    text = render_text(report_of(MEASURES + ASKED + patients(*FEW["no pair"])), patients=0)
    assert "what is missing" not in text
    assert "Patients ──" not in text
    assert "less, further patients: " in text


def test_a_gate_that_no_data_could_pass_says_of_what():
    text = render_text(report_of(MEASURES + ASKED + patients(*FEW["two"])))
    assert 'Prednisone dose: No data of this size could pass the gate "paired t test' in text


def test_rules_without_outcomes():
    rules = MEASURES[: MEASURES.index("response")] + "define low = dose at baseline < 10 mg/day\n"
    report = report_of(rules + 'case "P1"\n  given dose = 5 mg/day at day 0\n  expect low is met\n')
    assert render_text(report).splitlines()[-1].strip() == "P1"
    assert to_csv(report).splitlines()[1:] == ["P1,low,define,,,yes,,"]


def test_a_ruleset_without_a_name_has_a_title_all_the_same():
    text = render_text(report_of(MEASURES.partition("\n")[2] + patients(*FEW["one"]), title=""))
    assert text.splitlines()[0] == "rules"
