"""Spec pages: Markdown that is both the manual and its test.

A section holds a rule in a ```remit block and a table of tiny patients. A column is named by what it
gives, as a case would say it (`esr at day 0`, `prednisone from day 0 to day 27`, `infection`, `followed
until`, `sex`), the last ones (in bold) by what is expected of an outcome or a definition (`**r**`, `**overall
at day 28**`). A cell holds a value; `?` is a visit at which it was not recorded, a dose that nobody knows; an
empty cell is no visit, no dose, no event, nothing known.
An event's cell lists days. A line `Constructs: C21, C23` names the constructs of published criteria that a
section covers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Section:
    """One rule with its patients; `text` is the rule file with a case for each row."""

    page: str
    title: str
    line: int
    rules: str
    rows: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.rules + "\n" + "\n".join(self.rows)


def sections() -> Iterator[Section]:
    for page in sorted(HERE.glob("*.md")):
        yield from _sections_of(page)


def _sections_of(page: Path) -> Iterator[Section]:
    title, rules, header = page.stem, "", list[str]()
    lines = page.read_text(encoding="utf-8").split("\n")
    rows: list[str] = []
    start, in_block = 1, False
    block: list[str] = []
    for number, line in enumerate([*lines, "## end"], 1):
        if line.startswith("## "):
            if rows:
                yield Section(page.name, title, start, rules, tuple(rows))
            title, start, rows, header = line[3:], number, [], []
        elif line.startswith("```remit"):
            in_block, block = True, []
        elif in_block and line.startswith("```"):
            in_block, rules, header = False, "\n".join(block), []
        elif in_block:
            block.append(line)
        elif line.startswith("|") and not re.fullmatch(r"[|:\s-]+", line):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if header and any(name.startswith("**") for name in header):
                rows.append(_case(f"{page.name}:{number}", header, cells))
            elif not header:
                header = cells


def _case(title: str, header: list[str], cells: list[str]) -> str:
    """A row as a case of the language."""
    assert len(header) == len(cells), f"{title}: {len(cells)} cells under {len(header)} columns"
    given: list[str] = []
    expect: list[str] = []
    for name, cell in zip(header, cells, strict=True):
        if name.startswith("**"):
            expect += _expected(name.strip("*"), cell)
        elif cell:
            given += _given(name, cell)
    given = given or ["followed until day 0"]
    return f'case "{title}" given {", ".join(given)} expect {", ".join(expect)}'


def _given(name: str, cell: str) -> list[str]:
    if name == "followed until":
        return [f"followed until {cell}"]
    if " at " in name:
        measure, when = name.split(" at ")
        value = "not recorded" if cell == "?" else cell
        return [f"{measure} = {value} at {when}"]
    if days := re.fullmatch(r"(\w+) ((?:every other day )?from .*)", name):
        value = "not recorded" if cell == "?" else cell
        return [f"{days[1]} = {value} {days[2]}"]
    if cell == "?":
        return [f"{name} = not recorded"]
    if re.fullmatch(r"day -?\d+(, day -?\d+)*", cell):
        return [f"{name} at {day}" for day in cell.split(", ")]
    return [f"{name} = {cell}"]


_VERDICTS = re.compile(r"(met|not met|undetermined|not applicable)( at .*)?")


def _expected(name: str, cell: str) -> list[str]:
    name, _, when = name.partition(" at ")
    suffix = f" at {when}" if when else ""
    if re.match(r"-?\d", cell):
        return [f"{name} = {cell}{suffix}"]
    return [f"{name} is {cell}{suffix}"] if cell else []
