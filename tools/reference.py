"""Writes docs/language.md, the language reference, from the spec pages and the operators' records.

`python tools/reference.py` writes it; `--check` only says whether it is current (a test does that).
"""

import sys
from pathlib import Path

from remit.language.words import RESERVED
from remit.operators.registry import OPERATORS

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "language.md"
HEAD = """# The rule language

This page is made from the spec pages in `tests/spec`, whose every row is a test, and from the records of
the operators; [meaning.md](meaning.md) says exactly what each form does with missing data. In the tables a
column is what is given, `?` is a visit at which it was not recorded, an empty cell is no visit; the last
columns, in bold, are what is decided.

A rule file declares **what is measured** (`fact`, `measure`, `event`, `set`), **when**
(`timepoint`), **what it means** (`define`, `state`, `classify`, `band`, `table`, `parameter`),
**what counts** (`response`, `remission`, `relapse`, `steroid-sparing`, `safety`, `outcome`), **what
to report** (`describe`, `compare`, `rate`, `time to`, `agree`, `adjust`), and **how we know that
the rules are right** (`case … given … expect …`). Order
never matters. Everything behind `#` is a comment.
"""


def reference() -> str:
    """The whole page."""
    pages = [page.read_text(encoding="utf-8") for page in sorted((ROOT / "tests" / "spec").glob("*.md"))]
    sections = [_lowered(page) for page in pages]
    return "\n".join([HEAD, _contents(pages), *sections, _operators(), _words()])


def _contents(pages: list[str]) -> str:
    """Each part with its sections."""
    lines: list[str] = ["## Contents", ""]
    for page in pages:
        titles = [line for line in page.split("\n") if line.startswith("#")]
        part, *sections = (title.lstrip("# ") for title in titles)
        lines.append(
            f"- [{part}](#{_anchor(part)}): {', '.join(f'[{one}](#{_anchor(one)})' for one in sections)}"
        )
    return "\n".join(
        [*lines, "- [Operators](#operators)", "- [Words of the language](#words-of-the-language)", ""]
    )


def _anchor(title: str) -> str:
    kept = "".join(char for char in title.lower() if char.isalnum() or char in " -_")
    return kept.replace(" ", "-")


def _lowered(page: str) -> str:
    """A page's titles one step down, below the title of the whole."""
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in page.split("\n"))


def _operators() -> str:
    rows = [f"| `{_cell(record.name)}` | {_cell(record.doc)} |" for record in OPERATORS.values()]
    return "\n".join(["## Operators", "", "| operator | meaning |", "|---|---|", *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _words() -> str:
    words = ", ".join(f"`{word}`" for word in sorted(RESERVED))
    return f"## Words of the language\n\nThey cannot be names: {words}.\n"


def main() -> int:
    """Write the page, or say whether it is current."""
    current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    if "--check" in sys.argv:
        return 0 if current == reference() else 1
    TARGET.write_text(reference(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
