"""The audit: the rule text annotated with one patient's values, as text and as JSON."""

import json
import re

import pytest

from remit.explain import explain, render, to_json
from remit.explain.trace import Mark
from remit.pipeline import load_study
from tests.unit.chart_review import EMPTY, ROOT, Chart, checked, cohort, unreadable

LENALIDOMIDE = """\
ruleset lenalidomide version 1.0
measure skin_disease  : yes or no, no is better
measure prednisone    : mg/day from 0 to 2000, lower is better
measure esr           : mm/h from 0 to 200, lower is better
measure lymphocytes   : 10^9/L from 0 to 100, higher is better
event   new_dmard
timepoint baseline : day 0,   window day -30 to day 0,    last
timepoint month_6  : month 6, window month 5 to month 7,  nearest

response skin_response "Skin lesions resolved at six months"
  among   skin_disease at baseline
  when    not skin_disease at month_6

relapse skin_relapse "Skin lesions return on continued therapy"
  following first visit after baseline with (not skin_disease)
  when    skin_disease

steroid-sparing less_prednisone "Prednisone reduced at six months"
  among   prednisone at baseline > 0 mg/day
  when    prednisone falls from baseline to month_6

steroid-sparing less_prednisone_alone "Prednisone reduced with no new DMARD or IVIG"
  among   prednisone at baseline > 0 mg/day
  when    prednisone falls from baseline to month_6
  unless  any new_dmard from baseline to month_6   # an intercurrent event
"""
JIA = """\
ruleset acr_pedi version 1.0
parameter improvement "Improvement in at least three core items"  = 30%
parameter worsening   "Worsening allowed in at most one other"    = 30%
measure physician_global : mm from 0 to 100,     lower is better
measure parent_global    : mm from 0 to 100,     lower is better
measure chaq             : points from 0 to 3,   lower is better
measure active_joints    : joints from 0 to 75,  lower is better
measure limited_joints   : joints from 0 to 69,  lower is better
measure esr              : mm/h from 0 to 150,   lower is better
set core "JIA core set" = physician_global, parent_global, chaq, active_joints, limited_joints, esr
timepoint baseline : day 0, window day -28 to day 0, last
timepoint month_3  : month 3, window week 10 to week 16, nearest
response acr_pedi_30 "ACR Pedi 30"
  when at least 3 of core improve by at least improvement from baseline to month_3
   and at most 1 of core worsens by more than worsening from baseline to month_3
  missing counts as not met
measure fever          : yes or no
measure uveitis        : yes or no
measure morning_stiffness : min from 0 to 600
state inactive_disease "Inactive disease"
  when active_joints = 0 joints and not fever and not uveitis
   and esr <= 20 mm/h and physician_global = 0 mm and morning_stiffness <= 15 min
remission on_medication "Clinical remission on medication"
  when any visit has (inactive_disease sustained for at least 6 months with gaps of at most 6 months)
"""
START = {"skin_disease": True, "prednisone": 24, "esr": 31, "lymphocytes": 1.3}
CLEAR = {"skin_disease": False, "prednisone": 16, "esr": 28, "lymphocytes": 1.2}


def audit(rules: str, chart: Chart, outcome: str, **options: object) -> str:
    """The audit of a patient, without its last two lines (day 0 and follow-up)."""
    everything = bool(options.pop("everything", False))
    made = checked(rules, rules.split()[1] + ".remit")
    explanation = explain(made, cohort(made, chart), "P1", outcome, everything)
    return "\n".join(render(explanation, **options).splitlines()[:-2])  # type: ignore[arg-type]


# ---- the four gaps of the incomplete study -----------------------------------------------------------


def test_an_unrecorded_skin_examination():
    chart = Chart({-7: START, 186: {**CLEAR, "skin_disease": EMPTY}}, until=400)
    assert (
        audit(LENALIDOMIDE, chart, "skin_response")
        == """\
P1   skin_response   UNDETERMINED       rules lenalidomide 1.0

  lenalidomide.remit
  10 │ response skin_response "Skin lesions resolved at six months"
  11 │   among   skin_disease at baseline      ✓  yes         visits.csv:2:skin_disease   day -7
  12 │   when    not skin_disease at month_6   ?  yes or no   visits.csv:3:skin_disease   day 186, empty

What would settle it   skin_disease at month_6: no → MET, yes → NOT MET"""
    )


def test_a_missed_visit():
    chart = Chart({-7: START, 281: CLEAR}, until=400)
    assert (
        audit(LENALIDOMIDE, chart, "skin_response")
        == """\
P1   skin_response   UNDETERMINED       rules lenalidomide 1.0

  lenalidomide.remit
  10 │ response skin_response "Skin lesions resolved at six months"
  11 │   among   skin_disease at baseline      ✓  yes         visits.csv:2:skin_disease   day -7
  12 │   when    not skin_disease at month_6   ?  yes or no                               \
no visit in days 152-213

What would settle it   skin_disease at month_6: no → MET, yes → NOT MET"""
    )


def test_a_cell_with_text():
    chart = Chart({0: START, 183: {**CLEAR, "prednisone": unreadable("tapering")}}, until=400)
    assert (
        audit(LENALIDOMIDE, chart, "less_prednisone")
        == """\
P1   less_prednisone   UNDETERMINED       rules lenalidomide 1.0

  lenalidomide.remit
  18 │ steroid-sparing less_prednisone "Prednisone reduced at six months"
  19 │   among   prednisone at baseline > 0 mg/day           ✓  24 mg/day               \
visits.csv:2:prednisone   day 0
  20 │   when    prednisone falls from baseline to month_6   ?  24 → 0 to 2000 mg/day   \
visits.csv:2:prednisone   day 0
     │                                                                                  \
visits.csv:3:prednisone   day 183, unreadable: `tapering`

What would settle it   prednisone at month_6: below 24 mg/day → MET, 24 mg/day or more → NOT MET"""
    )


def test_an_ivig_start_between_the_target_and_the_visit():
    chart = Chart({0: START, 200: CLEAR}, events={"new_dmard": [195]}, until=360)
    text = audit(LENALIDOMIDE, chart, "less_prednisone_alone")
    title, *_ = text.splitlines()
    unless = next(line for line in text.splitlines() if "unless" in line)
    assert "NOT MET" in title
    assert unless.endswith("✓  day 195     events.csv:2:date         day 195")
    assert text.endswith("new_dmard from day 0 to day 200 (events.csv:2:date): none → MET")


def test_the_incomplete_study_itself():
    _, rules, patients = load_study(ROOT / "examples" / "incomplete")
    text = render(explain(rules, patients, "P4", "skin_response"))
    assert re.search(r"\?  yes or no   visits\.csv:\d+:skin   day 186, empty$", text, re.MULTILINE)
    assert text.endswith("Day 0                  2009-09-09; followed until day 388")


# ---- what is opened ----------------------------------------------------------------------------------


def test_every_condition_has_its_mark_and_the_deciding_ones_their_values():
    chart = Chart({0: START, 183: {**CLEAR, "prednisone": 30}}, until=400)
    short = audit(LENALIDOMIDE, chart, "less_prednisone_alone").splitlines()
    assert [line.split("   ")[-1] for line in short if "unless" in line] == ["✗"]
    full = audit(LENALIDOMIDE, chart, "less_prednisone_alone", everything=True).splitlines()
    assert [line.split("   ")[-1] for line in full if "unless" in line] == ["✗  none"]


def test_outside_the_population_only_that_is_shown():
    chart = Chart({0: {**START, "skin_disease": False}, 183: CLEAR}, until=400)
    lines = audit(LENALIDOMIDE, chart, "skin_response").splitlines()
    assert "NOT APPLICABLE" in lines[0]
    assert [line.rstrip()[-1] for line in lines if "when" in line] == ["✓"]


PERIOD = "from baseline to month_3"
CORE = {
    "physician_global": 60,
    "parent_global": 50,
    "chaq": 2,
    "active_joints": 12,
    "limited_joints": 8,
    "esr": 40,
}


def test_a_count_over_a_set_lists_its_members():
    later = {
        "physician_global": 30,
        "parent_global": 50,
        "chaq": 1,
        "active_joints": EMPTY,
        "limited_joints": 9,
        "esr": 41,
    }
    text = audit(JIA, Chart({0: CORE, 91: later}), "acr_pedi_30")
    lines = [re.sub(r" +", " ", line) for line in text.splitlines()]
    assert "UNDETERMINED, counted as NOT MET" in lines[0]
    assert [line for line in lines if " of 6" in line] == [
        f" 14 │ when at least 3 of core improve by at least improvement {PERIOD} ? 2 to 3 of 6",
        f" 15 │ and at most 1 of core worsens by more than worsening {PERIOD} ✓ 0 to 1 of 6",
    ]
    members = lines[lines.index(next(line for line in lines if "at least 3" in line)) + 1 :]
    assert members[:4] == [
        " │ physician_global ✓ 60 → 30 mm visits.csv:2:physician_global day 0",
        " │ visits.csv:3:physician_global day 91",
        " │ parent_global ✗ 50 → 50 mm visits.csv:2:parent_global day 0",
        " │ visits.csv:3:parent_global day 91",
    ]
    assert " │ active_joints ? 12 → 0 to 75 joints visits.csv:2:active_joints day 0" in members
    assert " 16 │ missing counts as not met counted as NOT MET" in lines
    assert lines[-1] == (
        "What would settle it "
        "active_joints at month_3: 8.4 joints or less → MET, more than 8.4 joints → NOT MET"
    )


def test_the_set_and_the_parameters_that_it_uses_stand_under_it():
    text = audit(JIA, Chart({0: CORE, 91: CORE}), "acr_pedi_30")
    kept = [
        line.split("│")[1].strip() for line in text.splitlines() if "│ set" in line or "│ parameter" in line
    ]
    assert [line.split()[1] for line in kept] == ["improvement", "worsening", "core"]


INACTIVE = {
    "active_joints": 0,
    "fever": False,
    "uveitis": False,
    "esr": 10,
    "physician_global": 0,
    "morning_stiffness": 0,
}


def test_a_definition_is_opened_at_the_visit_that_decides():
    chart = Chart({0: INACTIVE, 90: {**INACTIVE, "esr": EMPTY}, 250: INACTIVE, 300: {"fever": True}})
    lines = audit(JIA, chart, "on_medication").splitlines()
    opened = next(line for line in lines if "│ state inactive_disease" in line)
    assert opened.endswith("at the visit of day 90")
    esr = next(line for line in lines if "│       esr <= 20 mm/h" in line)
    assert re.search(r"\?  0 to 150 mm/h +visits\.csv:3:esr +day 90, empty$", esr)
    # A conjunction over two lines has a mark on each.
    marks = [line.rstrip()[-1] for line in lines if "when active_joints" in line or "and esr" in line]
    assert marks == ["✓", "?"]


def test_everything_opens_a_definition_at_every_visit():
    chart = Chart({0: INACTIVE, 90: INACTIVE, 250: INACTIVE})
    text = audit(JIA, chart, "on_medication", everything=True)
    assert re.findall(r"at the visit of (day \d+)", text) == ["day 0", "day 90", "day 250"]


RECIST = """
measure diameters : mm from 0 to 5000, lower is better
measure new_lesion : yes or no
timepoint baseline : day 0, window day -28 to day 0, last
classify overall "Timepoint response"
  pd when new_lesion
       or diameters >= 1.2 * lowest diameters before now
  pr when diameters falls by at least 30% from baseline to now
  sd otherwise
score burden
  2 points for new_lesion, large
  1 points for small
state large when diameters > 50 mm
state small when diameters > 10 mm
response partial when any visit after baseline has (overall is pr)
response heavy when (burden >= 3 points) at baseline
"""


def recist(outcome: str, chart: Chart, everything: bool = False) -> list[str]:
    made = checked(RECIST)
    text = render(explain(made, cohort(made, chart), "P1", outcome, everything))
    return [re.sub(r" +", " ", line) for line in text.splitlines()]


def test_the_tests_of_a_classification_are_marked_line_by_line():
    chart = Chart({0: {"diameters": 100, "new_lesion": False}, 56: {"diameters": 65, "new_lesion": False}})
    lines = recist("partial", chart)
    assert " 6 │ pd when new_lesion ✗ no visits.csv:3:new_lesion day 56" in lines
    assert " 7 │ or diameters >= 1.2 * lowest diameters before now ✗ 65 mm against 120 mm" in lines
    fall = " 8 │ pr when diameters falls by at least 30% from baseline to now ✓ 100 → 65 mm"
    assert f"{fall} visits.csv:2:diameters day 0" in lines


def test_a_score_shows_its_total_and_each_item():
    lines = recist("heavy", Chart({0: {"diameters": 60, "new_lesion": EMPTY}}), everything=True)
    assert " 10 │ score burden 3 to 5 points at the visit of day 0" in lines
    assert " │ new_lesion ? yes or no visits.csv:2:new_lesion day 0, empty" in lines
    assert " 12 │ 1 points for small ✓ day 0" in lines


def test_a_value_chosen_among_several_shows_the_others():
    chart = Chart({0: START, 170: {**CLEAR, "skin_disease": True}, 186: CLEAR}, until=400)
    text = audit(LENALIDOMIDE, chart, "skin_response")
    assert "│         day 170 (yes) not taken: farther from day 183" in text


def test_a_relapse_shows_its_start_and_its_visits():
    chart = Chart({0: START, 90: CLEAR, 180: {"skin_disease": EMPTY}, 270: {"skin_disease": True}}, until=400)
    lines = [re.sub(r" +", " ", line) for line in audit(LENALIDOMIDE, chart, "skin_relapse").splitlines()]
    assert "MET" in lines[0]
    assert any(line.endswith("with (not skin_disease) ✓ day 90") for line in lines)
    assert " │ day 270 ✓ yes visits.csv:5:skin_disease" in lines


# ---- the layout --------------------------------------------------------------------------------------

LONG = Chart({-7: START, 186: {**CLEAR, "prednisone": unreadable("tapering, see the letter")}}, until=400)


@pytest.mark.parametrize("columns", [60, 80, 100, 120])
def test_at_a_terminals_width_no_address_is_cut(columns: int):
    text = audit(LENALIDOMIDE, LONG, "less_prednisone", columns=columns)
    assert text.count("visits.csv:2:prednisone") == 2
    assert "visits.csv:3:prednisone" in text
    found = [line for line in text.splitlines() if "│" in line and ("✓" in line or "visits" in line)]
    assert max(len(line) for line in found) <= max(columns, 92)


def test_into_a_pipe_each_row_is_one_line():
    text = audit(LENALIDOMIDE, LONG, "less_prednisone")
    assert max(len(line) for line in text.splitlines()) > 120


def test_at_80_columns_what_would_settle_it_is_wrapped():
    text = audit(LENALIDOMIDE, LONG, "less_prednisone", columns=80)
    foot = text[text.index("What would settle it") :].splitlines()
    assert max(len(line) for line in foot) <= 80
    assert " ".join(" ".join(foot).split()) == (
        "What would settle it prednisone at month_6: below 24 mg/day → MET, 24 mg/day or more → NOT MET"
    )


def test_a_stream_without_the_signs_gets_ascii():
    chart = Chart({-7: START, 186: {**CLEAR, "skin_disease": EMPTY}}, until=400)
    text = audit(LENALIDOMIDE, chart, "skin_response", encoding="ascii")
    assert text.isascii()
    assert "baseline      Y  yes" in text
    assert "no -> MET, yes -> NOT MET" in text
    pipe = audit(LENALIDOMIDE, chart, "skin_response", encoding="cp1252")
    assert pipe.encode("cp1252")


def test_colour_changes_no_text():
    chart = Chart({-7: START, 186: {**CLEAR, "skin_disease": EMPTY}}, until=400)
    plain = audit(LENALIDOMIDE, chart, "skin_response")
    coloured = audit(LENALIDOMIDE, chart, "skin_response", colour=True)
    assert "\x1b[" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_the_run_stands_in_the_title():
    title, *_ = audit(LENALIDOMIDE, LONG, "skin_response", run="2026-11-22-01").splitlines()
    assert title.endswith("rules lenalidomide 1.0   run 2026-11-22-01")


def test_what_nothing_would_settle_says_what_leaves_it_open():
    made = checked(
        "measure dose : mg/day from 0 to 100\ntimepoint a : day 0, window day 0 to day 0\n"
        "timepoint b : day 9, window day 9 to day 9\nresponse r when dose rises by at least 20% from a to b\n"
    )
    text = render(explain(made, cohort(made, Chart({0: {"dose": 0}, 9: {"dose": 5}})), "P1", "r"))
    expected = "What leaves it open    dose at a is 0, and a change from zero has no size in percent"
    assert expected in text


# ---- JSON --------------------------------------------------------------------------------------------


def test_json_holds_all_of_it():
    made = checked(LENALIDOMIDE)
    chart = Chart({-7: START, 186: {**CLEAR, "skin_disease": EMPTY}}, until=400)
    explanation = explain(made, cohort(made, chart), "P1", "skin_response")
    document = json.loads(to_json(explanation))
    assert document["format_version"] == 1
    told = document["explanation"]
    assert (told["patient"], told["verdict"], told["counted_as"]) == ("P1", "undetermined", None)
    *_, when = told["sections"][0]["lines"]
    assert when["finding"]["mark"] == Mark.OPEN.value
    (place,) = when["finding"]["places"]
    assert place["cell"] == {
        "address": "visits.csv:3:skin_disease",
        "file": "visits.csv",
        "sheet": None,
        "row": 3,
        "column_name": "skin_disease",
        "column_letter": None,
    }
    assert told["open"][0]["reason"] == "not recorded"
    assert told["settle"][0]["consequences"] == [
        {"value": "no", "verdict": "met", "also_needs": []},
        {"value": "yes", "verdict": "not met", "also_needs": []},
    ]
    assert told["change"] == []


def test_an_unknown_patient_or_outcome():
    made = checked(LENALIDOMIDE)
    patients = cohort(made, LONG)
    for patient, outcome in (("P9", "skin_response"), ("P1", "nothing")):
        with pytest.raises(KeyError):
            explain(made, patients, patient, outcome)


@pytest.mark.parametrize(
    ("later", "answer"),
    [({84: {"worse": True}}, "confirmed"), ({84: {"worse": False}}, "refuted"), ({}, "unconfirmed")],
)
def test_the_audit_says_which_of_three_answers_a_confirmation_has(
    later: dict[int, dict[str, bool]], answer: str
):
    rules = checked(
        "measure worse : yes or no, no is better\n"
        "response progressed when any visit until day 0 has (worse confirmed at least 84 days later)\n"
    )
    chart = Chart({0: {"worse": True}} | later)
    shown = str(render(explain(rules, cohort(rules, chart), "P1", "progressed")))
    assert re.search(rf"day 0 +[✓✗?] +{answer}\b", shown), shown
