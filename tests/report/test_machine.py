"""The report for programs: the CSV table, the JSON document, and its published schema."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from remit.report.document import Document, schema
from remit.report.machine import COLUMNS, to_csv, to_json
from remit.report.report import Report
from tests.report.reports import report_of

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "report.schema.json"


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of()


@pytest.fixture(scope="module")
def rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(report))))


@pytest.fixture(scope="module")
def content(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_json(report))
    return found


def one(rows: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    """The one row that has these cells."""
    (found,) = [row for row in rows if wanted.items() <= row.items()]
    return found


# ---- CSV ---------------------------------------------------------------------------------------------


def test_the_columns(report: Report):
    assert to_csv(report).splitlines()[0] == ",".join(COLUMNS)
    assert COLUMNS == ("patient", "outcome", "kind", "verdict", "counted", "value", "day", "reason")


def test_a_row_a_patient_and_outcome(rows: list[dict[str, str]]):
    outcomes = [row for row in rows if row["verdict"]]
    assert [(row["patient"], row["outcome"]) for row in outcomes] == [
        (patient, outcome) for outcome in ("cleared", "less", "again") for patient in ("P1", "P2", "P3", "P4")
    ]


def test_a_verdict_with_what_it_counts_as_and_its_reason(rows: list[dict[str, str]]):
    assert one(rows, patient="P4", outcome="less") == {
        "patient": "P4",
        "outcome": "less",
        "kind": "steroid-sparing",
        "verdict": "undetermined",
        "counted": "not met",
        "value": "",
        "day": "",
        "reason": "dose not recorded at the visit of day 186",
    }


def test_a_relapse_has_its_day(rows: list[dict[str, str]]):
    assert one(rows, patient="P1", outcome="again")["day"] == "300"
    assert one(rows, patient="P2", outcome="again")["day"] == ""


def test_a_definition_of_each_kind_has_its_value(rows: list[dict[str, str]]):
    values = {row["outcome"]: row["value"] for row in rows if row["patient"] == "P1" and not row["day"]}
    assert values["halved"] == "yes"
    assert values["step"] == "low"
    assert values["first_clear"] == "90"


def test_a_state_has_a_row_a_visit(rows: list[dict[str, str]]):
    clear = [
        (row["day"], row["value"]) for row in rows if row["patient"] == "P1" and row["outcome"] == "clear"
    ]
    assert clear == [("0", "no"), ("90", "yes"), ("180", "yes"), ("300", "no")]


def test_an_open_value_is_empty_and_says_all_that_it_may_be(rows: list[dict[str, str]]):
    assert one(rows, patient="P4", outcome="halved")["reason"] == "may be yes or no"
    assert one(rows, patient="P4", outcome="step")["reason"] == "may be low or high"
    assert one(rows, patient="P4", outcome="step")["value"] == ""


def test_what_never_comes_is_never(rows: list[dict[str, str]]):
    # P3's last visit is the last day observed, so that nothing may come after it.
    assert one(rows, patient="P3", outcome="first_clear")["value"] == "never"


# ---- JSON --------------------------------------------------------------------------------------------


def test_it_says_its_version(content: dict[str, Any]):
    assert content["format_version"] == 1


def test_outcomes_are_counted(content: dict[str, Any]):
    cleared = content["outcomes"][0]
    assert cleared["counts"] == {"met": 2, "not_met": 1, "undetermined": 1, "not_applicable": 0}
    assert cleared["verdicts"][3]["reasons"] == ["skin not recorded at the visit of day 186"]


def test_a_value_is_known_or_says_what_is_possible(content: dict[str, Any]):
    halved = content["definitions"][0]
    assert halved["type"] == "yes or no"
    assert halved["values"][0] == {"patient": "P1", "day": None, "value": True}
    assert halved["values"][3] == {"patient": "P4", "day": None, "possible": "yes or no"}


def test_the_figures_are_those_of_the_analyses(report: Report, content: dict[str, Any]):
    found, shown = report.analysis.comparisons[0], content["comparisons"][0]
    assert shown["methods"][0]["test"]["p"] == found.methods[0].test.p
    assert shown["methods"][1]["estimate"]["interval"]["achieved"] == 0.75
    assert [pair["patient"] for pair in shown["pairs"]] == ["P1", "P2", "P3", "P4"]
    assert shown["pairs"][3] == {"patient": "P4", "before": 24.0, "after": None}


def test_a_group_holds_its_own_patients(content: dict[str, Any]):
    female = content["comparisons"][1]
    assert female["group"] == "among skin at baseline; Sex: female"
    assert [pair["patient"] for pair in female["pairs"]] == ["P1", "P3"]


def test_a_limit_without_end_is_null(content: dict[str, Any]):
    assert content["times"][0]["exact_band"]["median"]["interval"]["high"] is None


def test_it_reads_back_as_its_schema_says(report: Report):
    text = to_json(report)
    assert Document.model_validate_json(text, strict=True).model_dump_json(indent=2) + "\n" == text


def test_the_published_schema_is_that_of_the_document():
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("REMIT_UPDATE_PAGES"):
        SCHEMA.write_text(text, "utf-8")
    assert SCHEMA.read_text("utf-8") == text


def test_the_same_bytes_every_time(report: Report):
    again = report_of()
    assert (to_csv(again), to_json(again)) == (to_csv(report), to_json(report))
