"""Diagnostics for machines."""

import json
from xml.etree import ElementTree

import pytest

from remit.diagnostics.diagnostic import Cell, Diagnostic, Fix, Label, Severity
from remit.diagnostics.export import EXPORTS, FORMAT_VERSION, to_github, to_json, to_junit, to_sarif
from remit.source import Source

RULES = Source("rules/sle 1.remit", "measure esr : mm/h from 0 to 150\nwhen 血 <= 20 mg/L\n")
UNITS = Diagnostic(
    "E312",
    "`血` is in mm/h: 100 % wrong, surely",
    Label(RULES.span(43, 50), "mass per volume"),
    (Label(RULES.span(8, 11), "declared here"),),
    ("did you mean `20 mm/h`?",),
    "from 9 to 35",
    fix=Fix(RULES.span(43, 50), "20 mm/h"),
)
LONG = Diagnostic("E302", "per visit", Label(RULES.span(8, 40)))
IN_CSV = Diagnostic(
    "E701", "`high` is not a number", Label(Cell("visits.csv", 3, "esr"), "a number\nin mm/h")
)
IN_SHEET = Diagnostic(
    "W706", "no \x1b visits", Label(Cell("chart.xlsx", 7, "id", "Data", "C")), severity=Severity.WARNING
)
ALL = (UNITS, LONG, IN_CSV, IN_SHEET)


def test_the_units_example_stands_where_it_is_meant():
    assert RULES.span(43, 50).text == "20 mg/L"


# ---- JSON --------------------------------------------------------------------------------------------


def test_json_holds_everything_of_a_diagnostic():
    content = json.loads(to_json(ALL))
    assert content["format_version"] == FORMAT_VERSION == 1
    first, _, third, fourth = content["diagnostics"]
    region = {"file": "rules/sle 1.remit", "line": 2, "column": 11, "end_line": 2, "end_column": 18}
    assert first == {
        "code": "E312",
        "title": "units of another dimension",
        "severity": "error",
        "message": "`血` is in mm/h: 100 % wrong, surely",
        "primary": {"address": "rules/sle 1.remit:2:11", "text": "mass per volume", **region},
        "secondary": [
            {
                "address": "rules/sle 1.remit:1:9",
                "text": "declared here",
                "file": "rules/sle 1.remit",
                "line": 1,
                "column": 9,
                "end_line": 1,
                "end_column": 12,
            }
        ],
        "help": ["did you mean `20 mm/h`?"],
        "data": "from 9 to 35",
        "fix": {**region, "replacement": "20 mm/h"},
    }
    assert third["primary"] == {
        "address": "visits.csv:3:esr",
        "text": "a number\nin mm/h",
        "file": "visits.csv",
        "sheet": None,
        "row": 3,
        "column_name": "esr",
        "column_letter": None,
    }
    assert third["data"] is third["fix"] is None
    assert fourth["severity"] == "warning"
    assert fourth["primary"]["address"] == "chart.xlsx Data!C7"


# ---- GitHub ------------------------------------------------------------------------------------------


def test_github_annotations_are_one_line_each_with_their_signs_escaped():
    units, long, csv, sheet = to_github(ALL).splitlines()
    assert units == (
        "::error file=rules/sle 1.remit,line=2,endLine=2,col=11,endColumn=18,"
        "title=E312%3A units of another dimension"
        "::`血` is in mm/h: 100 %25 wrong, surely%0Arules/sle 1.remit:2:11: mass per volume"
        "%0Arules/sle 1.remit:1:9: declared here%0Ahelp: did you mean `20 mm/h`?%0Adata: from 9 to 35"
    )
    assert long.startswith("::error file=rules/sle 1.remit,line=1,endLine=2,title=E302")
    assert csv.startswith("::error file=visits.csv,line=3,title=E701%3A text in a number column::")
    assert sheet.startswith("::warning file=chart.xlsx,title=W706")


def test_github_escapes_the_signs_of_a_file_name():
    place = Label(Cell("a,b:c%.csv", 2))
    assert to_github([Diagnostic("E607", "odd", place)]).startswith("::error file=a%2Cb%3Ac%25.csv,line=2,")


# ---- SARIF -------------------------------------------------------------------------------------------


def test_sarif_has_a_rule_for_every_code_and_a_result_for_every_diagnostic():
    log = json.loads(to_sarif(ALL))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["E302", "E312", "E701", "W706"]
    assert [result["ruleId"] for result in run["results"]] == ["E312", "E302", "E701", "W706"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert [result["level"] for result in run["results"]] == ["error", "error", "error", "warning"]


def test_sarif_places_count_characters_and_are_addresses_of_the_web():
    log = json.loads(to_sarif(ALL))
    units, long, csv, sheet = log["runs"][0]["results"]
    region = {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 18}
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    assert units["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "rules/sle%201.remit"}, "region": region},
            "message": {"text": "mass per volume"},
        }
    ]
    assert units["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 1
    (change,) = units["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "20 mm/h"}}]
    assert "relatedLocations" not in long
    assert "fixes" not in long
    assert csv["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}
    assert csv["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "visits.csv:3:esr"}]
    assert "region" not in sheet["locations"][0]["physicalLocation"]
    assert sheet["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "chart.xlsx Data!C7"}]


def test_sarif_takes_the_paths_of_windows():
    log = json.loads(to_sarif([Diagnostic("E602", "empty", Label(Cell("data\\visits.csv")))]))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/visits.csv"


# ---- JUnit -------------------------------------------------------------------------------------------


def test_junit_fails_for_an_error_and_passes_for_a_warning():
    suite = ElementTree.fromstring(to_junit(ALL))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "3", "0")
    names = [test.get("name") for test in suite]
    assert names[0] == "E312 rules/sle 1.remit:2:11"
    failures = [test.find("failure") for test in suite]
    assert [failure is not None for failure in failures] == [True, True, True, False]
    assert failures[0] is not None
    assert failures[0].get("type") == "E312"
    assert "^^^^^^^ mass per volume" in (failures[0].text or "")
    assert (
        suite[3].findtext("system-out", "").startswith("warning[W706]: no \N{REPLACEMENT CHARACTER} visits")
    )


def test_junit_without_diagnostics_has_a_test_that_passed():
    suite = ElementTree.fromstring(to_junit([]))
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert len(suite) == 1
    assert len(suite[0]) == 0


# ---- all ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", sorted(EXPORTS))
def test_the_same_diagnostics_give_the_same_bytes(format_: str):
    export = EXPORTS[format_]
    assert export(ALL) == export(list(ALL))
    assert export(ALL).endswith("\n")


@pytest.mark.parametrize("format_", ["json", "sarif"])
def test_no_diagnostics_are_an_empty_list(format_: str):
    content = json.loads(EXPORTS[format_]([]))
    results = content["diagnostics"] if format_ == "json" else content["runs"][0]["results"]
    assert results == []


def test_github_says_nothing_of_nothing():
    assert to_github([]) == ""
