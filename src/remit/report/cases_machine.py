"""The results of cases for programs: JSON, and JUnit for continuous integration."""

import json
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from remit.cases import CaseResult, ClauseCoverage
from remit.diagnostics.characters import shown
from remit.model.rules import Case
from remit.report.cases import CaseReport

FORMAT_VERSION = 1
"""Raised when the JSON changes in a way that may break a reader."""


def cases_json(reports: Sequence[CaseReport]) -> str:
    """A JSON document `{"format_version": 1, "files": [...]}`, indented."""
    content = {"format_version": FORMAT_VERSION, "files": [_file(report) for report in reports]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _file(report: CaseReport) -> dict[str, Any]:
    return {
        "file": report.file,
        "rules": {"name": report.rules.name, "version": report.rules.version},
        "passed": report.passed,
        "cases": [_case(case, results) for case, results in report.by_case],
        "coverage": [_condition(one) for one in report.coverage],
    }


def _case(case: Case, results: Sequence[CaseResult]) -> dict[str, Any]:
    return {
        "title": case.title,
        "line": case.span.line,
        "passed": all(result.passed for result in results),
        "expectations": [
            {
                "name": result.expected.name,
                "line": result.expected.span.line,
                "expected": result.wanted,
                "found": result.found,
                "passed": result.passed,
            }
            for result in results
        ],
    }


def _condition(one: ClauseCoverage) -> dict[str, Any]:
    return {
        "within": one.within,
        "line": one.span.line,
        "column": one.span.column,
        "text": " ".join(one.span.text.split()),
        "met": one.met,
        "not_met": one.not_met,
        "open": one.open,
        "can_be_open": one.can_be_open,
    }


def cases_junit(reports: Sequence[CaseReport]) -> str:
    """A JUnit report: a suite a file, a test a case."""
    suites = ElementTree.Element("testsuites")
    for report in reports:
        _suite(suites, report)
    ElementTree.indent(suites)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"
    )


def _suite(suites: ElementTree.Element, report: CaseReport) -> None:
    failed = sum(not all(result.passed for result in results) for _, results in report.by_case)
    counts = {"tests": str(len(report.by_case)), "failures": str(failed), "errors": "0"}
    suite = ElementTree.SubElement(suites, "testsuite", {"name": shown(report.file), **counts})
    for case, results in report.by_case:
        name = {"classname": shown(report.file), "name": shown(case.title)}
        test = ElementTree.SubElement(suite, "testcase", name)
        lines = [
            shown(f"{one.expected.name}: expected {one.wanted}, found {one.found}")
            for one in results
            if not one.passed
        ]
        if lines:
            ElementTree.SubElement(test, "failure", {"message": lines[0]}).text = "\n".join(lines)
