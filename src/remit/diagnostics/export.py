"""Diagnostics for machines: JSON, GitHub annotations, SARIF and JUnit.

Every export is a pure function of the diagnostics: no clock, no version, no path of the machine is in it.
Every line of it ends in a line end. Lines and columns count from 1, columns in characters (Unicode code
points); an end column is the one behind the last character. `row` is the line of a CSV file or the row of a
sheet.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from remit.diagnostics.characters import shown
from remit.diagnostics.codes import CODES
from remit.diagnostics.diagnostic import Cell, Diagnostic, Fix, Label, Severity
from remit.diagnostics.render import place_of, render
from remit.source import Span

FORMAT_VERSION = 1
"""Raised when the JSON changes in a way that may break a reader."""

Json = dict[str, Any]


# ---- JSON --------------------------------------------------------------------------------------------


def to_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A JSON document `{"format_version": 1, "diagnostics": [...]}`, indented."""
    content = {"format_version": FORMAT_VERSION, "diagnostics": [_entry(one) for one in diagnostics]}
    return _document(content)


def _entry(diagnostic: Diagnostic) -> Json:
    return {
        "code": diagnostic.code,
        "title": _title(diagnostic.code),
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "primary": _label(diagnostic.primary),
        "secondary": [_label(label) for label in diagnostic.secondary],
        "help": list(diagnostic.help),
        "data": diagnostic.data,
        "fix": _fix(diagnostic.fix),
    }


def _label(label: Label) -> Json:
    place = label.place
    where = _cell(place) if isinstance(place, Cell) else {"file": place.source.name, **_region(place)}
    return {"address": place_of(label), "text": label.text, **where}


def _cell(cell: Cell) -> Json:
    return {
        "file": cell.file,
        "sheet": cell.sheet,
        "row": cell.row,
        "column_name": cell.column,
        "column_letter": cell.letter,
    }


def _region(span: Span) -> Json:
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}


def _fix(fix: Fix | None) -> Json | None:
    if fix is None:
        return None
    return {"file": fix.span.source.name, **_region(fix.span), "replacement": fix.replacement}


def _title(code: str) -> str:
    return CODES[code].title


def _document(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


# ---- GitHub ------------------------------------------------------------------------------------------


def to_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Workflow commands that GitHub shows beside the changed lines, one line a diagnostic.

    Source: GitHub Docs, "Workflow commands for GitHub Actions", section "Setting an error message".
    """
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    properties = {**_annotated(diagnostic.primary), "title": f"{diagnostic.code}: {_title(diagnostic.code)}"}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{diagnostic.severity} {listed}::{_data(_in_one_text(diagnostic))}"


def _annotated(label: Label) -> Json:
    """Columns are allowed within one line only."""
    if isinstance(label.place, Cell):
        on_a_line = label.place.sheet is None and label.place.row is not None
        return {"file": label.place.file, **({"line": label.place.row} if on_a_line else {})}
    region = _region(label.place)
    lines = {"file": label.place.source.name, "line": region["line"], "endLine": region["end_line"]}
    if region["line"] != region["end_line"]:
        return lines
    return {**lines, "col": region["column"], "endColumn": region["end_column"]}


def _in_one_text(diagnostic: Diagnostic) -> str:
    """The message with what a reader without the source lines needs: labels, help and data."""
    labels = (diagnostic.primary, *diagnostic.secondary)
    notes = [f"{place_of(label)}: {label.text}" for label in labels if label.text]
    helps = [f"help: {text}" for text in diagnostic.help]
    data = [f"data: {diagnostic.data}"] if diagnostic.data is not None else []
    return "\n".join([diagnostic.message, *notes, *helps, *data])


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# ---- SARIF -------------------------------------------------------------------------------------------


def to_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """A log of one run in the Static Analysis Results Interchange Format 2.1.0 (OASIS standard, 2020)."""
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    rules = [{"id": code, "shortDescription": {"text": _title(code)}} for code in codes]
    run = {
        "tool": {"driver": {"name": "remit", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes) for diagnostic in diagnostics],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return _document({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _result(diagnostic: Diagnostic, codes: Sequence[str]) -> Json:
    result: Json = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": "error" if diagnostic.severity is Severity.ERROR else "warning",
        "message": {"text": _in_one_text(diagnostic)},
        "locations": [_location(diagnostic.primary)],
    }
    if diagnostic.secondary:
        result["relatedLocations"] = [_location(label) for label in diagnostic.secondary]
    if diagnostic.fix is not None:
        result["fixes"] = [_replacement(diagnostic.fix)]
    return result


def _location(label: Label) -> Json:
    """A cell's column has no number in a text file: its whole address is a logical location."""
    place = label.place
    if isinstance(place, Span):
        location = _physical(place.source.name, _sarif_region(place))
    else:
        region = {"startLine": place.row} if place.sheet is None and place.row is not None else None
        location = _physical(place.file, region)
        location["logicalLocations"] = [{"fullyQualifiedName": str(place)}]
    return {**location, "message": {"text": label.text}} if label.text else location


def _physical(file: str, region: Json | None) -> Json:
    artifact: Json = {"artifactLocation": {"uri": _uri(file)}}
    return {"physicalLocation": {**artifact, "region": region} if region else artifact}


def _sarif_region(span: Span) -> Json:
    region = _region(span)
    return {
        "startLine": region["line"],
        "startColumn": region["column"],
        "endLine": region["end_line"],
        "endColumn": region["end_column"],
    }


def _replacement(fix: Fix) -> Json:
    change = {
        "artifactLocation": {"uri": _uri(fix.span.source.name)},
        "replacements": [
            {"deletedRegion": _sarif_region(fix.span), "insertedContent": {"text": fix.replacement}}
        ],
    }
    return {"artifactChanges": [change]}


def _uri(file: str) -> str:
    return quote(file.replace("\\", "/"), safe="/")


# ---- JUnit -------------------------------------------------------------------------------------------


def to_junit(diagnostics: Sequence[Diagnostic]) -> str:
    """A JUnit report: an error is a failed test, a warning a passed one with output.

    Without diagnostics it holds one test that passed, since many readers take an empty report for a failure.
    """
    failures = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    counts = {"tests": str(max(len(diagnostics), 1)), "failures": str(failures), "errors": "0"}
    suite = ElementTree.Element("testsuite", {"name": "remit", **counts})
    for diagnostic in diagnostics:
        _test(suite, diagnostic)
    if not diagnostics:
        ElementTree.SubElement(suite, "testcase", {"classname": "remit", "name": "no mistakes"})
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _test(suite: ElementTree.Element, diagnostic: Diagnostic) -> None:
    place = diagnostic.primary.place
    file = place.file if isinstance(place, Cell) else place.source.name
    name = f"{diagnostic.code} {place_of(diagnostic.primary)}"
    test = ElementTree.SubElement(suite, "testcase", {"classname": shown(file), "name": shown(name)})
    if diagnostic.severity is Severity.ERROR:
        attributes = {"type": diagnostic.code, "message": shown(diagnostic.message)}
        ElementTree.SubElement(test, "failure", attributes).text = render(diagnostic)
    else:
        ElementTree.SubElement(test, "system-out").text = render(diagnostic)


EXPORTS: Mapping[str, Callable[[Sequence[Diagnostic]], str]] = MappingProxyType(
    {"json": to_json, "github": to_github, "sarif": to_sarif, "junit": to_junit}
)
"""Every export by the name of its format."""
