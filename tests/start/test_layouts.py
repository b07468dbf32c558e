"""Which layout a table has, and what each of its columns is."""

from pathlib import Path

import pytest

from remit.start.layouts import Arrangement, arranged
from remit.start.survey import Column, surveys
from remit.start.tables import read_tables
from tests.start.study import written

PATIENTS = """
    id,sex,start_date,last_contact,esr_unit
    a,f,2024-01-01,2024-12-01,mm
    b,m,2024-02-01,2024-12-01,mm
    c,m,2024-03-01,2024-12-01,mm
"""
VISITS = """
    id,visit_date,esr
    a,2024-01-01,30
    a,2024-07-01,10
    b,2024-02-01,20
    b,2024-08-01,15
"""


def tables(folder: Path, **files: str) -> Arrangement:
    paths = written(folder, {f"{name}.csv": text for name, text in files.items()})
    return arranged(surveys(read_tables(paths, folder)))


def names(columns: object) -> list[str]:
    assert isinstance(columns, list | tuple)
    return [column.name for column in columns if isinstance(column, Column)]


def test_patients_and_visits(tmp_path: Path):
    found = tables(tmp_path, visits=VISITS, patients=PATIENTS)
    assert found.patients is not None
    assert names(found.patients.index) == ["start_date"]
    assert found.patients.end is not None and found.patients.end.name == "last_contact"
    assert names(found.patients.facts) == ["sex", "esr_unit"]
    (visits,) = found.visits
    assert [(time.column.name, time.unit) for time in visits.times] == [("visit_date", None)]
    assert names(visits.measures) == ["esr"]


def test_a_row_a_visit_is_no_patients_table_though_each_came_once(tmp_path: Path):
    once = "id,visit_date,esr\na,2024-01-01,30\nb,2024-02-01,20\n"
    found = tables(tmp_path, patients=PATIENTS, visits=once)
    assert [visits.survey.table.file for visits in found.visits] == ["visits.csv"]
    assert found.patients is not None and found.patients.survey.table.file == "patients.csv"


def test_a_chart_with_columns_for_each_time(tmp_path: Path):
    chart = """
        id,age_start,start_date,pred_0,pred_6m,ESR baseline,ESR month 6,date_6m,acr_20,acr_50
        a,7,2024-01-01,20,10,30,12,2024-07-03,1,0
        b,9,2024-02-01,30,15,35,10,2024-08-03,1,1
    """
    found = tables(tmp_path, chart=chart)
    (wide,) = found.wide
    at = {str(time): names(columns) for time, columns in wide.measures.items()}
    assert at == {"day 0": ["pred_0", "ESR baseline"], "month 6": ["pred_6m", "ESR month 6"]}
    assert {str(time): column.name for time, column in wide.dates.items()} == {"month 6": "date_6m"}
    assert found.patients is not None
    assert names(found.patients.index) == ["start_date"]
    assert names(found.patients.facts) == ["age_start", "acr_20", "acr_50"]


@pytest.mark.parametrize(
    ("header", "times"),
    [
        ("id,esr_pre,esr_post", ["day 0", "post"]),
        ("id,esr_0,esr_1", ["day 0", "1"]),
        ("id,esr_v1,crp_v1,esr_v2,crp_v2", ["v1", "v2"]),
        ("id,esr_1,esr_2", []),
        ("id,esr_1,crp_1,esr_2,crp_2", ["1", "2"]),
    ],
)
def test_times_that_no_header_says(tmp_path: Path, header: str, times: list[str]):
    values = ",".join("5" for _ in header.split(",")[1:])
    found = tables(tmp_path, chart=f"{header}\na,{values}\nb,{values}1\n")
    assert [str(time) for wide in found.wide for time in wide.measures] == times


def test_results_one_a_row(tmp_path: Path):
    found = tables(
        tmp_path,
        labs="""
            USUBJID,LBTESTCD,LBTEST,LBORRES,LBORRESU,LBSTRESN,LBSTRESU,LBDTC
            a,CRP,C reactive protein,1.2,mg/dL,12,mg/L,2024-01-01
            a,CRP,C reactive protein,0.4,mg/dL,4,mg/L,2024-07-01
            b,HGB,Haemoglobin,120,g/L,12,g/dL,2024-02-01
        """,
    )
    (results,) = found.results
    read = (results.name.name, results.value.name, results.unit and results.unit.name)
    assert read == ("LBTESTCD", "LBSTRESN", "LBSTRESU")
    assert [one.column for one in results.left_out] == ["LBTEST", "LBORRES", "LBORRESU"]


def test_events_by_their_header_or_beside_other_tables(tmp_path: Path):
    by_header = tables(tmp_path, patients=PATIENTS, ae="id,date,event,grade\na,2024-05-01,flare,2\n")
    assert [events.name.name for events in by_header.events] == ["event"]
    beside = tables(tmp_path, patients=PATIENTS, visits=VISITS, flares="id,date,what\na,2024-05-01,flare\n")
    assert [events.name.name for events in beside.events] == ["what"]


def test_yes_and_no_are_no_events(tmp_path: Path):
    found = tables(tmp_path, long="id,week,event\na,0,0\na,4,1\nb,0,0\n")
    assert (found.events, names(found.visits[0].measures)) == ([], ["event"])


def test_patients_of_several_sites_that_share_numbers(tmp_path: Path):
    shared = "site,id,week,esr\n1,1,0,5\n1,1,4,6\n2,1,0,7\n2,1,4,8\n"
    assert tables(tmp_path, visits=shared).visits[0].survey.key == ("site", "id")
    own = "site,id,week,esr\n1,1,0,5\n1,1,4,6\n2,2,0,7\n2,2,4,8\n"
    assert tables(tmp_path, visits=own).visits[0].survey.key == ("id",)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("day", "day"),
        ("Week", "week"),
        ("study_month", "month"),
        ("months since start", "month"),
        ("VISITDY", "day"),
        ("time", ""),
        ("SqrtWeek", None),
        ("esr", None),
    ],
)
def test_study_days_by_their_header(tmp_path: Path, header: str, unit: str | None):
    (visits,) = tables(tmp_path, visits=f"id,{header},esr\na,0,5\na,4,6\nb,0,7\n").visits
    assert [time.unit for time in visits.times] == ([] if unit is None else [unit])


def test_a_time_that_a_patient_has_but_once_is_none_of_the_visit(tmp_path: Path):
    found = tables(
        tmp_path,
        v="id,randdt,week,esr\na,2024-01-01,0,5\na,2024-01-01,4,6\nb,2024-02-01,0,1\nb,2024-02-01,4,1\n",
    )
    (visits,) = found.visits
    assert [time.column.name for time in visits.times] == ["week"]


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("id,subject,week", "subject"),
        ("SUBJID,USUBJID,week", "USUBJID"),
        ("patientID,code,week", "patientID"),
        ("site_id,synthetic_patient,week", "synthetic_patient"),
        ("code,remark,week", "code"),
        ("remark,Pt no.,week", "Pt no."),
    ],
)
def test_who_the_patient_is(tmp_path: Path, header: str, key: str):
    found = tables(tmp_path, visits=f"{header},esr\na,b,0,5\na,b,4,6\nc,d,0,7\n")
    assert found.visits[0].survey.key == (key,)


def test_the_patient_whom_other_tables_know_too(tmp_path: Path):
    patients = "id,subject,start_date\n1,x,2024-01-01\n2,y,2024-01-02\n"
    found = tables(tmp_path, patients=patients, visits="id,week,esr\n1,0,5\n1,4,6\n2,0,7\n")
    assert found.patients is not None and found.patients.survey.key == ("id",)


def test_the_patient_is_called_as_in_another_table(tmp_path: Path):
    found = tables(
        tmp_path, visits="code,week,esr\na,0,5\na,4,6\nb,0,7\n", flares="week,event,code\n4,flare,a\n"
    )
    assert [events.survey.key for events in found.events] == [("code",)]


def test_a_table_without_patients_is_told(tmp_path: Path):
    found = tables(tmp_path, visits=VISITS, legend="weight,meaning\n1.5,low\n2.5,high\n")
    assert [(survey.table.file, why) for survey, why in found.unplaced] == [
        ("legend.csv", "no column says who the patient is")
    ]


def test_what_identifies_people_is_left_out(tmp_path: Path):
    found = tables(
        tmp_path,
        patients="""
            id,Surname,dob,e-mail,doctor,drug name,sex,start
            a,Smith,1990-01-01,x@y.org,"Young, Ann",IVIG,f,2024-01-01
            b,Jones,1991-01-01,z@y.org,"Ray, Di",IVIG,m,2024-01-02
            c,Young,1992-01-01,,"Ho, Bo",none,m,2024-01-03
        """,
    )
    assert found.patients is not None
    private = [one.column for one in found.patients.left_out if one.is_private]
    assert private == ["Surname", "dob", "e-mail", "doctor"]
    assert names(found.patients.facts) == ["drug name", "sex"]


def test_what_is_neither_measure_nor_fact_is_left_out(tmp_path: Path):
    found = tables(
        tmp_path,
        patients="id,start\na,2024-01-01\nb,2024-01-02\nc,2024-01-03\n",
        visits="""
            rownames,STUDYID,id,date,visit,next_date,empty,esr,esr,start
            1,S,a,2024-01-01,1,2024-02-01,,5,5,2024-01-01
            2,S,a,2024-02-01,2,2024-03-01,,5,5,2024-01-01
            3,S,b,2024-01-02,1,2024-03-01,NA,5,5,2024-01-02
        """,
    )
    (visits,) = found.visits
    assert {one.column for one in visits.left_out} == {
        *("rownames", "STUDYID", "visit", "empty", "esr", "start"),
    }
    assert visits.measures == []


def test_without_anything_to_count_from_it_there_is_no_day_0(tmp_path: Path):
    found = tables(tmp_path, chart="id,start,esr_0,esr_6m\na,2024-01-01,5,6\nb,2024-02-01,7,8\n")
    assert found.patients is not None
    assert (list(found.patients.index), found.patients.left_out[0].column) == ([], "start")
