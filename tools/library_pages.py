"""Writes the pages of docs/library from the rule files: one a criterion, and the table of all.

`python tools/library_pages.py` writes them; `--check` only says whether they are current (a test does that).
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from remit.cases import coverage, run_cases
from remit.library import entries, inputs
from remit.model.rules import RuleSet
from remit.report.cases import CaseReport
from remit.report.cases_summary import counts
from remit.report.library import scale_words
from remit.report.plain import paragraphs
from remit.rule_files import load_rules

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "library"
BOUNDARY_CASE = re.compile(r"[A-Z]+-(?:\d+|[A-Z]*)[a-z]\b")
FIELDS = {
    "cle": "Cutaneous lupus",
    "derm": "Dermatology",
    "gi": "Gastroenterology",
    "haematology": "Haematology",
    "jia": "Juvenile idiopathic arthritis",
    "myositis": "Myositis",
    "nephrology": "Nephrology",
    "neuro": "Neurology",
    "oncology": "Oncology",
    "psychiatry": "Psychiatry",
    "ra": "Rheumatoid arthritis",
    "respiratory": "Respiratory medicine",
    "sle": "Systemic lupus",
    "spa": "Spondyloarthritis",
    "steroids": "Glucocorticoids",
    "vasculitis": "Vasculitis",
}
TOLD_ELSEWHERE = {"Criteria", "Timepoints", "Missing data", "Not checked against the source"}
MADE = "<!-- made by tools/library_pages.py from the rule file: change that, not this page -->"
NOT_DONE = ROOT / "tools" / "boundary_cases.toml"
BOUNDARY = """# The boundary cases

Worked examples on the edges of published definitions, made for this library and not taken from the
publications: a value exactly on a cut, one beside it, a value missing where it matters. Each stands as
a case in a rule file, under its code.
"""
INDEX = """# The library of published criteria

Each rule file says what a publication defines, cites it, and proves itself by cases. `remit library`
lists and searches them, `remit library NAME` shows one, `remit library --study STUDY` says which a
study's data could evaluate, `remit test --library` runs every case. A study names a file, or a copy of
it, as its rules.

*Boundary cases* are worked examples on the edges of the published definition;
[boundary-cases.md](boundary-cases.md) lists them all, and those not done. *Conditions* are the single
clauses of a file; one counts as seen when some case met it, some did not, and some left it open (where
it can be open). *Unverified* says that something in the file was taken from memory or at second hand:
its page says what, and so does every verdict that rests on it.

[outside-check.md](outside-check.md): what a peer computed from the same data.

[gaps-and-overlaps.md](gaps-and-overlaps.md): where published definitions leave gaps or overlap.
"""


def pages() -> dict[Path, str]:
    """Every page by its path."""
    found: dict[Path, str] = {}
    rows: dict[str, list[str]] = {}
    totals = [0, 0, 0, 0, 0]
    codes: dict[str, list[str]] = {}
    for entry in entries():
        rules = load_rules(entry.path)
        report = CaseReport(rules, run_cases(rules), coverage(rules))
        found[TARGET / f"{entry.name}.md"] = page(entry.name, report)
        numbers = (*counts(report), len(_codes(rules)))
        totals = [one + more for one, more in zip(totals, numbers, strict=True)]
        for code in _codes(rules):
            codes.setdefault(code, []).append(entry.name)
        field = entry.name.partition("/")[0]
        rows.setdefault(field, []).append(_index_row(entry.name, rules, numbers))
    found[TARGET / "index.md"] = _index(rows, totals)
    found[TARGET / "boundary-cases.md"] = _boundary_page(codes)
    return found


def _index(rows: dict[str, list[str]], totals: Sequence[int]) -> str:
    lines = [MADE, "", INDEX]
    files = sum(len(one) for one in rows.values())
    sizes = f"{files} rule files, {totals[0]} cases ({totals[1]} passed), {totals[4]} of them boundary cases"
    lines += [f"{sizes}; {totals[3]} of {totals[2]} conditions seen met, not met and open.", ""]
    for field, these in rows.items():
        lines += [f"## {FIELDS[field]}", ""]
        lines += ["| file | what | cases passed | boundary cases | conditions seen | checked |"]
        lines += ["|---|---|---|---|---|---|", *these, ""]
    return "\n".join(lines)


def _index_row(name: str, rules: RuleSet, numbers: Sequence[int]) -> str:
    cases, passed, conditions, complete, boundary = numbers
    checked = "unverified in part" if [*_unverified(rules)] else "verified"
    return _row(
        f"[{name}]({name}.md)",
        rules.title,
        f"{passed}/{cases}",
        str(boundary),
        f"{complete}/{conditions}",
        checked,
    )


def _codes(rules: RuleSet) -> list[str]:
    """The codes of the boundary cases that a rule file has as cases, each once."""
    found = (BOUNDARY_CASE.match(case.title) for case in rules.cases)
    return list(dict.fromkeys(one[0] for one in found if one))


def _boundary_page(codes: dict[str, list[str]]) -> str:
    told = tomllib.loads(NOT_DONE.read_text(encoding="utf-8"))
    left, wrong = told["not_done"], told["held_wrong"]
    lines = [MADE, "", BOUNDARY]
    lines += [f"{len(codes) + len(left)} cases, {len(codes)} of them in the rule files, all passing.", ""]
    lines += _section("Not done", ("case", "what", "why"), ((code, *text) for code, text in left.items()))
    lines += _section(
        "Decided otherwise", ("case", "as put", "here"), ((code, *text) for code, text in wrong.items())
    )
    rows = ((code, ", ".join(f"[{name}]({name}.md)" for name in codes[code])) for code in sorted(codes))
    lines += _section("Done", ("case", "rule file"), rows)
    return "\n".join(lines).rstrip() + "\n"


def page(name: str, report: CaseReport) -> str:
    """The page of one rule file."""
    rules = report.rules
    back = "../" * (name.count("/") + 2)
    lines = [MADE, "", f"# {rules.title}", ""]
    lines += [
        f"[`{name}`]({back}rules/{name}.remit), version {rules.version}. [All criteria](../index.md)",
        "",
    ]
    lines += [f"- {citation}" for citation in rules.citations]
    lines += ["", "## What it encodes", "", *(f"{note}\n" for note in rules.notes)]
    unverified = [*_unverified(rules)]
    lines += ["## UNVERIFIED", "", *(f"- {text}" for text in unverified), ""] if unverified else []
    lines += _section("What it judges", ("outcome", "kind", "what", "missing counts as"), _outcomes(rules))
    lines += _section("What it needs", ("name", "what", "as", "better"), _needs(rules))
    lines += _section("When", ("timepoint", "what", "day", "window, in days", "visit taken"), _times(rules))
    lines += _section("What can be set", ("parameter", "what", "is"), _parameters(rules))
    lines += [*_words(rules)]
    lines += ["## The rules", "", "```text", _text(rules), "```", ""]
    lines += [*_cases(report)]
    return "\n".join(lines).rstrip() + "\n"


def _section(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    made = [_row(*row) for row in rows]
    return [f"## {title}", "", _row(*heads), "|---" * len(heads) + "|", *made, ""] if made else []


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _unverified(rules: RuleSet) -> Iterator[str]:
    yield from rules.unverified
    yield from (f"`{one.name}`: {one.unverified}" for one in rules.outcomes.values() if one.unverified)


def _outcomes(rules: RuleSet) -> Iterator[tuple[str, ...]]:
    words = {None: "", True: "met", False: "not met"}
    for one in rules.outcomes.values():
        yield f"`{one.name}`", one.kind, one.label, words[one.counts_as_met]


def _needs(rules: RuleSet) -> Iterator[tuple[str, ...]]:
    declared = rules.declarations
    for name in inputs(rules):
        if name in declared.measures:
            measure = declared.measures[name]
            yield f"`{name}`", measure.label, scale_words(measure.type), measure.better or ""
        elif name in declared.facts:
            fact = declared.facts[name]
            yield f"`{name}`", fact.label, f"{scale_words(fact.type)}, once a patient", ""
        elif name in declared.drugs:
            drugs = declared.drugs[name]
            yield f"`{name}`", drugs.label, f"dose records, {scale_words(drugs.type)}", ""
        else:
            yield f"`{name}`", declared.events[name].label, "event", ""


def _times(rules: RuleSet) -> Iterator[tuple[str, ...]]:
    for one in rules.declarations.timepoints.values():
        yield f"`{one.name}`", one.label, str(one.target), f"{one.low} to {one.high}", one.pick


def _parameters(rules: RuleSet) -> Iterator[tuple[str, ...]]:
    for one in rules.parameters.values():
        yield f"`{one.name}`", one.label, one.value.span.text


def _words(rules: RuleSet) -> Iterator[str]:
    """What the rules mean in the words of a methods section, but for what other sections tell."""
    yield from ("## In words", "")
    for part in paragraphs(rules):
        if part.heading not in TOLD_ELSEWHERE:
            yield from (
                f"**{part.heading}.** {text}\n" if not place else f"{text}\n"
                for place, text in enumerate(part.texts)
            )


def _text(rules: RuleSet) -> str:
    """The rules without their head, which the page tells, and without their cases."""
    declared = re.split(r"(?m)^case ", rules.source.text, maxsplit=1)[0].strip()
    head, _, body = declared.partition("\n\n")
    return body if head.startswith("ruleset") else declared


def _cases(report: CaseReport) -> Iterator[str]:
    cases, passed, conditions, complete = counts(report)
    yield "## Cases"
    yield ""
    yield (
        f"{passed} of {cases} passed; {complete} of {conditions} conditions seen met, not met and open. "
        "The rule file gives the values."
    )
    yield ""
    yield _row("case", "verdicts")
    yield "|---|---|"
    for case, results in report.by_case:
        found = (f"`{one.expected.name}`{_on(one.expected.day)} {one.found}" for one in results)
        yield _row(case.title, "; ".join(found))


def _on(day: int | None) -> str:
    return "" if day is None else f" on day {day}"


def main() -> int:
    """Write the pages, or say which are not current."""
    wanted = pages()
    there = {path for folder in {path.parent for path in wanted} for path in folder.glob("*.md")}
    by_hand = {path for path in there if not path.read_text(encoding="utf-8").startswith(MADE)}
    stale = [p for p, text in wanted.items() if p not in there or p.read_text(encoding="utf-8") != text]
    stray = there - set(wanted) - by_hand
    if "--check" in sys.argv[1:]:
        for path in [*stale, *sorted(stray)]:
            print(f"not current: {path.relative_to(ROOT)}", file=sys.stderr)
        return 1 if stale or stray else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    for path in stray:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
