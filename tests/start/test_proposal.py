"""What is proposed is read back as it is meant; what cannot be told is asked, and stops a run until it is."""

import re
from pathlib import Path

import pytest

import remit
from remit.diagnostics.diagnostic import Rejected
from remit.evaluate.verdicts import Verdict
from remit.start import Proposal, propose
from tests.start.study import (
    EXAMPLES,
    codes,
    examples,
    filled,
    mistakes,
    proposed,
    topics,
    uncommented,
    written,
)

LENALIDOMIDE = sorted((EXAMPLES / "lenalidomide").glob("*.csv"))
CHART = [EXAMPLES / "tutorial" / "chart.csv"]


def line(text: str, start: str) -> str:
    """The one line of a text that begins so, its blanks made single."""
    (found,) = [line for line in text.splitlines() if line.startswith(start)]
    return " ".join(found.split())


def verdicts(folder: Path, outcome: str = "responder") -> dict[str, str]:
    run = remit.run(folder)
    found = run.evaluation.verdicts[outcome].verdict.tolist()
    return {who: Verdict(one).words for who, one in zip(run.cohort.patients, found, strict=True)}


# ---- the whole way -----------------------------------------------------------------------------------


def test_the_example_runs_once_its_outcome_is_filled_in(tmp_path: Path):
    proposal = propose(LENALIDOMIDE, tmp_path)
    assert mistakes(proposal, tmp_path, "not skin at month_6") == ()
    assert verdicts(tmp_path) == dict.fromkeys(("P1", "P2", "P3", "P4", "P5"), "met")


def test_until_then_the_blank_is_the_one_mistake_of_the_rules(tmp_path: Path):
    rules = propose(LENALIDOMIDE, tmp_path).rules.text
    (found,) = remit.check_text(rules)
    assert (found.code, found.message) == ("E201", "nothing is called `fill_in`")


def test_a_workbook_is_read_as_its_sheets_are(tmp_path: Path):
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.title = "Chart"
    for row in CHART[0].read_text().splitlines():
        book.active.append(
            [float(cell) if re.fullmatch(r"[\d.]+", cell) else cell for cell in row.split(",")]
        )
    book.save(tmp_path / "chart.xlsx")
    proposal = propose([tmp_path / "chart.xlsx"], tmp_path)
    assert 'sheet = "Chart"' in proposal.study.text
    found = mistakes(proposal, tmp_path)
    assert [(one.code, str(one.primary.place)) for one in found] == [("E701", "chart.xlsx Chart!M7")]


def test_the_chart_of_the_tutorial(tmp_path: Path):
    (tmp_path / "chart.csv").write_bytes(CHART[0].read_bytes())
    proposal = propose([tmp_path / "chart.csv"], tmp_path)
    (found,) = mistakes(proposal, tmp_path, "not rash at month_6")
    assert (found.code, str(found.primary.place)) == ("E701", "chart.csv:7:pred_mg_6m")
    study = proposal.study.text.replace('# unreadable = "set aside"', 'unreadable = "set aside"')
    (tmp_path / "study.toml").write_text(study)
    assert verdicts(tmp_path) == {
        **dict.fromkeys(("D1", "D2", "D5", "D6", "D7", "D8"), "met"),
        "D3": "not met",
        "D4": "undetermined",
    }


@pytest.mark.parametrize("files", [LENALIDOMIDE, CHART], ids=["visits", "chart"])
def test_every_example_in_the_remarks_is_a_condition_that_holds_water(files: list[Path], tmp_path: Path):
    rules = propose(files, tmp_path).rules.text
    assert len(examples(rules)) == 3
    for condition in examples(rules):
        assert remit.check_text(filled(rules, condition)) == ()


@pytest.mark.parametrize("files", [LENALIDOMIDE, CHART], ids=["visits", "chart"])
def test_the_comparisons_and_the_case_in_the_remarks_hold_water(files: list[Path], tmp_path: Path):
    rules = propose(files, tmp_path).rules.text
    whole = uncommented(filled(rules, examples(rules)[0]))
    assert whole.count("\ncompare ") == 3 and whole.count("\ncase ") == 1
    assert remit.check_text(whole) == ()
    (tmp_path / "rules.remit").write_text(whole)
    from remit.cases import run_cases

    assert all(result.passed for result in run_cases(remit.load_rules(tmp_path / "rules.remit")))


def test_the_same_files_give_the_same_bytes(tmp_path: Path):
    assert propose(LENALIDOMIDE, tmp_path) == propose(LENALIDOMIDE, tmp_path)


def test_nothing_is_written(tmp_path: Path):
    files = written(tmp_path, {"a.csv": "id,esr_0,esr_6m\na,5,6\nb,7,8\n"})
    propose(files, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


# ---- what is guessed ---------------------------------------------------------------------------------


def wide(folder: Path, header: str, *rows: str) -> Proposal:
    """A chart of one measure: its header before the time, and its values at both times."""
    body = "\n".join(f"p{number},{row}" for number, row in enumerate(rows))
    return proposed(folder, chart=f"id,{header} 0,{header} 6m\n{body}\n")


@pytest.mark.parametrize(
    ("header", "rows", "scale"),
    [
        ("ESR (mm/h)", ("30,10", "40,12"), "mm/h from 0 to 200, lower is better"),
        ("crp_mg_l", ("30,1.5", "4,12"), "mg/L from 0 to 1000, lower is better"),
        ("pred_mg", ("30,10", "40,12"), "mg/day from 0 to 2000, lower is better"),
        ("Hb", ("11.2,12", "9.5,13"), "g/dL from 0 to 30, higher is better"),
        ("Hb", ("112,120", "95,130"), "g/L from 0 to 300, higher is better"),
        ("Hb (g/L)", ("112,120", "95,130"), "g/L from 0 to 300, higher is better"),
        ("PGA", ("7,1", "6,2"), "points from 0 to 10, lower is better"),
        ("PGA", ("70,10", "60,20"), "mm from 0 to 100, lower is better"),
        ("PGA (0-20)", ("7,1", "6,2"), "points from 0 to 20, lower is better"),
        ("foo", ("7,1", "31,2"), "points from 0 to 100"),
        ("foo", ("-7,1", "31,2"), "points from -20 to 100"),
        ("foo", ("0,0", "0,0.0"), "points from 0 to 10"),
        ("foo (%)", ("7,1", "31,2"), "% from 0 to 100"),
        # What is known of a measure gives way to what was seen.
        ("ESR (mm/h)", ("300,10", "40,12"), "mm/h from 0 to 1000, lower is better"),
        ("rash", ("yes,no", "yes,no"), "yes or no, no is better"),
        ("rash", ("mild,none", "severe,none"), "scale none < mild < severe, lower is better"),
        ("response", ("CR,PR", "SD,NE"), "one of (cr, ne, pr, sd)"),
        ("grade", ("no,low", "yes,low"), "one of (low, grade_no, grade_yes)"),
        ("stage", ("<6m,6m", ">6m,6m"), "one of (stage_6m, below_6m, above_6m)"),
        ("arm", ("1,2", "2,2"), "one of (arm_1, arm_2)"),
    ],
)
def test_the_scale_of_a_measure(tmp_path: Path, header: str, rows: tuple[str, ...], scale: str):
    proposal = wide(tmp_path, header, *rows)
    name = next(re.finditer(r"^measure (\w+)", proposal.rules.text, re.MULTILINE))[1]
    assert f": {scale} #" in line(proposal.rules.text, f"measure {name}")
    assert mistakes(proposal, tmp_path) == ()


@pytest.mark.parametrize(
    ("header", "rows", "asked"),
    [
        ("ESR (mm/h)", ("30,10",), None),
        ("pred_mg", ("30,10",), "the header says mg; taken for mg a day"),
        ("ESR", ("30,10",), "mm/h is usual for it"),
        ("Hb (g/dL)", ("120,130",), "a median of 130 would be usual in g/L"),
        ("foo", ("30,10",), "`points` holds its place"),
        ("calprotectin", ("99999,99999",), "ug/g would be usual and the values do not tell"),
    ],
)
def test_a_unit_that_the_header_does_not_name_is_asked(
    tmp_path: Path, header: str, rows: tuple[str, ...], asked: str | None
):
    proposal = wide(tmp_path, header, *rows, *rows)
    questions = " ".join(proposal.rules.text.split())
    assert ("# ? the unit of" in questions) == (asked is not None)
    assert asked is None or asked in questions.replace("# ", "")


def test_a_column_in_another_unit_is_converted(tmp_path: Path):
    proposal = proposed(
        tmp_path,
        chart="id,crp_mg_l_0,crp_mg_l_6m\na,50,10\nb,30,20\n",
        visits="id,day,CRP (mg/dL)\na,100,0.5\na,400,1\nb,100,2\nb,400,3\n",
    )
    assert 'crp = { column = "CRP (mg/dL)", unit = "mg/dL" }' in proposal.study.text
    assert mistakes(proposal, tmp_path) == ()


def test_one_measure_in_several_tables_is_declared_once(tmp_path: Path):
    chart = "id,esr_0,esr_6m,rash_0,rash_6m,pd_0,pd_6m\na,5,4,yes,no,1,0\nb,6,4,yes,no,1,0\n"
    visits = "id,day,ESR,rash,pd\na,30,7,yes,mild\na,90,8,no,none\nb,30,9,yes,severe\n"
    rules = proposed(tmp_path, chart=chart, visits=visits).rules.text
    assert re.findall(r"^measure (\w+)", rules, re.MULTILINE) == ["esr", "rash", "pd", "pd_2"]


def test_texts_that_are_no_levels_by_themselves_are_mapped(tmp_path: Path):
    proposal = wide(tmp_path, "skin", "active,clear", "active,active")
    assert 'values = { yes = "active", no = "clear" }' in proposal.study.text
    proposal = wide(tmp_path, "stage", "Mild,mild", "III+,III+")
    assert 'values = { iii_plus = "III+", mild = ["Mild", "mild"] }' in proposal.study.text
    assert mistakes(proposal, tmp_path) == ()


def test_missing_codes_are_declared(tmp_path: Path):
    proposal = wide(tmp_path, "ESR (mm/h)", "30,NA", "40,-999", "-999,.", "20,NA")
    assert line(proposal.study.text, "missing = ").startswith('missing = ["NA", "."]')
    assert 'esr = { column = "ESR (mm/h) 0", missing = "-999" }' in proposal.study.text
    assert "numbers taken for not recorded" in topics(proposal)
    assert mistakes(proposal, tmp_path) == ()


def test_censored_values_are_kept(tmp_path: Path):
    proposal = wide(tmp_path, "CRP (mg/L)", "30,<0.3", "40,12")
    assert "bounds such as <0.3 among them" in line(proposal.rules.text, "measure crp")
    assert mistakes(proposal, tmp_path) == ()


def test_names_are_each_taken_once(tmp_path: Path):
    proposal = proposed(
        tmp_path,
        patients="id,start,esr,baseline,responder\na,2024-01-01,5,x,y\nb,2024-01-02,6,x,z\n",
        visits="id,date,esr,fill_in\na,2024-01-01,5,1.5\na,2024-08-01,4,2.5\nb,2024-01-01,5,3.5\n",
    )
    declared = re.findall(r"^(fact|measure) (\w+)", proposal.rules.text, re.MULTILINE)
    assert declared == [
        ("fact", "esr"),
        ("fact", "baseline_2"),
        ("fact", "responder_2"),
        ("measure", "esr_2"),
        ("measure", "fill_in_2"),
    ]
    assert mistakes(proposal, tmp_path, "esr_2 at baseline > 5 mm/h") == ()


def test_odd_headers_are_quoted(tmp_path: Path):
    headers = ['"ESR\n""fast"" \\(mm/h) 0"', '"ESR\n""fast"" \\(mm/h) 6m"', "# 年 \u007f"]
    proposal = proposed(tmp_path, chart=f"id,{','.join(headers)}\na,5,6,x\nb,7,8,y\n")
    assert mistakes(proposal, tmp_path) == ()


def test_results_with_their_units(tmp_path: Path):
    proposal = proposed(
        tmp_path,
        labs="""
            id,day,test,result,unit
            a,0,CRP,30,MG/L
            a,180,CRP,3,MG/L
            b,0,CRP,1.2,mg/dL
            a,0,HGB,9.5,g/dL
            a,0,ANA,positive,
            b,0,ANA,negative,
        """,
    )
    assert 'units = { "MG/L" = "mg/L" }' in proposal.study.text
    assert "measure crp" in proposal.rules.text and "mg/L from 0 to 1000" in proposal.rules.text
    assert mistakes(proposal, tmp_path) == ()


def test_events(tmp_path: Path):
    proposal = propose(LENALIDOMIDE, tmp_path)
    assert 'ivig_started = "IVIG started"' in proposal.study.text
    assert 'complete = "unknown"' in proposal.study.text
    assert "whether every event was recorded" in topics(proposal)
    assert 'event ivig_started "IVIG started"' in " ".join(proposal.rules.text.split())


# ---- what is asked, and what stops a run until it is answered ----------------------------------------

VISITS = "id,date,esr\na,2024-01-01,5\na,2024-08-01,5\nb,2024-01-01,5\nb,2024-08-01,5\n"


@pytest.mark.parametrize(
    ("files", "topic", "code"),
    [
        (
            {
                "patients": "id,start\na,01/02/2024\nb,03/04/2024\n",
                "visits": "id,date,esr\na,01/02/2024,5\na,01/08/2024,5\nb,03/04/2024,6\n",
            },
            "how dates are written",
            "E704",
        ),
        ({"visits": "id,time,esr\na,0,5\na,1,5\nb,0,6\n"}, "when it was", "E504"),
        ({"visits": "id,esr\na,5\na,5\nb,6\n"}, "when it was", "E504"),
        ({"visits": VISITS}, "day 0", "E504"),
        ({"patients": "id,sex\na,f\nb,m\n", "visits": VISITS}, "day 0", "E504"),
        ({"patients": "id,sex\na,f\nb,m\n"}, "where the visits are", "E504"),
        (
            {"patients": "id,start\na,2024-01-01\nb,\n", "visits": VISITS},
            "rows without a time",
            "E711",
        ),
        ({"patients": "id,start\na,2024-01-01\n", "visits": VISITS}, "patients who are not listed", "E705"),
        (
            {
                "patients": "id,start\na,2024-01-01\nb,2024-01-01\n",
                "visits": VISITS + "b,2024-08-01,9\n",
            },
            "rows of one patient and time",
            "E707",
        ),
        (
            {"chart": "id,esr_0,esr_6m\na,5,high\nb,7,8\nc,5,6\n"},
            "cells that are not like the others of their column",
            "E701",
        ),
        ({"chart": "id,esr_pre,esr_post\na,5,4\nb,7,8\n"}, "when `post` was", None),
        (
            {"labs": "id,day,test,result,unit\na,0,WBC,5,K/uL\na,9,WBC,6,K/uL\n"},
            "units that are not known",
            "E712",
        ),
        (
            {
                "patients": "id,start,begin_date\na,2024-01-01,2024-01-02\nb,2024-01-01,2024-01-02\n",
                "visits": VISITS,
            },
            "day 0",
            None,
        ),
        ({"chart": "code,esr_0,esr_6m\na,5,4\nb,7,8\n"}, "who the patient is", None),
        ({"chart": "mrn,esr_0,esr_6m\n71,5,4\n72,7,8\n"}, "what identifies people", None),
        ({"chart": "id,name,esr_0,esr_6m\na,x,5,4\nb,y,7,8\n"}, "what identifies people", None),
        ({"chart": "id,x_0,x_6m\na,1,0\nb,0,1\n"}, "whether `x` is yes or no", None),
        ({"chart": "id,sex,x_0,x_6m\na,1,5,0\nb,2,0,1\n"}, "the codes of `sex`", None),
    ],
)
def test_what_cannot_be_told_is_asked(tmp_path: Path, files: dict[str, str], topic: str, code: str | None):
    proposal = proposed(tmp_path, **files)
    assert topic in topics(proposal)
    assert codes(mistakes(proposal, tmp_path)) == ({code} if code else set())


def test_each_question_is_on_the_line_that_is_said(tmp_path: Path):
    proposal = propose(CHART, tmp_path)
    for file in proposal.files:
        lines = file.text.splitlines()
        marked = [number for number, text in enumerate(lines, 1) if text.startswith("# ? ")]
        assert [one.line for one in file.decisions] == marked
        assert all(lines[one.line - 1].startswith(f"# ? {one.topic}"[:60]) for one in file.decisions)


@pytest.mark.parametrize(("form", "day"), [("%d/%m/%Y", 182), ("%m/%d/%Y", 7)])
def test_each_reading_of_an_ambiguous_date_can_be_chosen(tmp_path: Path, form: str, day: int):
    proposal = proposed(
        tmp_path,
        patients="id,start\na,01/02/2024\nb,01/02/2024\n",
        visits="id,date,esr\na,01/08/2024,5\na,01/09/2024,6\nb,01/02/2024,6\n",
    )
    mistakes(proposal, tmp_path, "esr at baseline > 1 mm/h")
    study = proposal.study.text.replace(f'# date_format = "{form}"', f'date_format = "{form}"')
    (tmp_path / "study.toml").write_text(study)
    assert day in (int(one) for one in remit.run(tmp_path).cohort.day)


def test_each_unit_of_time_can_be_chosen(tmp_path: Path):
    proposal = proposed(tmp_path, visits="id,time,esr\na,0,5\na,1,5\nb,0,6\n")
    mistakes(proposal, tmp_path)
    choice = '# day = { column = "time", unit = "month" }'
    (tmp_path / "study.toml").write_text(proposal.study.text.replace(choice, choice[2:]))
    assert 30.0 in remit.run(tmp_path).cohort.day.tolist()


def test_a_time_that_was_asked_can_be_given(tmp_path: Path):
    proposal = proposed(tmp_path, chart="id,esr_pre,esr_post\na,5,4\nb,7,8\n")
    mistakes(proposal, tmp_path)
    study = proposal.study.text.replace("# [wide.at.month_6]", '[wide.at."month 6"]')
    (tmp_path / "study.toml").write_text(study.replace('# esr = "esr_post"', 'esr = "esr_post"'))
    assert 183.0 in remit.run(tmp_path).cohort.day.tolist()


def test_what_names_no_patient_is_refused(tmp_path: Path):
    files = written(tmp_path, {"legend.csv": "weight,meaning\n1.5,low\n2.5,high\n"})
    with pytest.raises(Rejected, match=r"E605: `legend.csv` has no column that says which patient"):
        propose(files, tmp_path)
