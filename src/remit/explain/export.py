"""An explanation for machines: JSON with a version of its format."""

import json
from typing import Any

from remit.diagnostics.diagnostic import Cell
from remit.explain.annotate import Explanation
from remit.explain.constants import Section
from remit.explain.findings import Finding
from remit.explain.lines import Line
from remit.explain.reasons import Input
from remit.explain.settle import Effect

FORMAT_VERSION = 1
"""Raised when the JSON changes in a way that may break a reader."""

Json = dict[str, Any]


def to_json(explanation: Explanation) -> str:
    """A JSON document `{"format_version": 1, "explanation": {...}}`, indented, with a line end."""
    content = {"format_version": FORMAT_VERSION, "explanation": as_json(explanation)}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_json(explanation: Explanation) -> Json:
    """An explanation as what JSON can hold: verdicts and marks in words, addresses whole and in parts."""
    counted = explanation.counted
    return {
        "patient": explanation.patient,
        "outcome": explanation.outcome,
        "label": explanation.label,
        "kind": explanation.kind,
        "rules": explanation.rules,
        "verdict": explanation.verdict.words,
        "counted_as": None if counted is None else counted.words,
        "day_0": explanation.index or None,
        "followed_until": explanation.followed_until,
        "sections": [_section(section) for section in explanation.sections],
        "open": [_input(datum) for datum in explanation.open],
        "settle": [_effect(effect) for effect in explanation.settle],
        "change": [_effect(effect) for effect in explanation.change],
        "unverified": list(explanation.unverified),
    }


def _section(section: Section) -> Json:
    return {
        "file": section.file,
        "name": section.name,
        "day": section.day,
        "lines": [_line(line) for line in section.lines],
    }


def _line(line: Line) -> Json:
    return {
        "number": line.number,
        "text": line.text,
        "finding": None if line.finding is None else _finding(line.finding),
        "below": [_finding(finding) for finding in line.below],
    }


def _finding(finding: Finding) -> Json:
    return {
        "words": finding.words,
        "mark": None if finding.mark is None else finding.mark.value,
        "value": finding.value,
        "places": [{"cell": _cell(place.cell), "when": place.when} for place in finding.places],
        "notes": list(finding.notes),
        "inside": [_finding(inner) for inner in finding.inside],
    }


def _input(datum: Input) -> Json:
    return {
        "kind": datum.kind.value,
        "name": datum.name,
        "words": datum.words,
        "day": datum.day,
        "cell": _cell(datum.cell),
        "value": datum.value,
        "reason": None if datum.reason is None else datum.reason.value,
        "why": datum.why,
        "wanted_on_day": datum.wanted,
    }


def _cell(cell: Cell | None) -> Json | None:
    if cell is None:
        return None
    return {
        "address": str(cell),
        "file": cell.file,
        "sheet": cell.sheet,
        "row": cell.row,
        "column_name": cell.column,
        "column_letter": cell.letter,
    }


def _effect(effect: Effect) -> Json:
    return {
        "text": effect.text,
        "data": list(effect.data),
        "consequences": [
            {"value": one.words, "verdict": one.verdict.words, "also_needs": list(one.further)}
            for one in effect.consequences
        ],
    }
