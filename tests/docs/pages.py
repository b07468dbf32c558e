"""The fenced blocks of a Markdown page, and how what a page shows compares with what is printed."""

import re
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from markdown_it import MarkdownIt

EXECUTED = ("console", "python", "remit")

_INFO = re.compile(r"(?P<language>\S+)(?: exit=(?P<status>\d))?(?: no-run (?P<reason>.+))?")


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, its language and options, and its text.

    `status` is the exit status that each command of a console block ends with; `left_out` says why the block
    is not executed, None where it is.
    """

    line: int
    language: str
    status: int
    left_out: str | None
    text: str


@dataclass(frozen=True)
class Command:
    """A line that follows `$ ` in a console block, and the output shown beneath it."""

    line: str
    output: str


def blocks(page: Path) -> list[Block]:
    """The blocks of a page whose language is executed, in order."""
    fences = (token for token in MarkdownIt().parse(page.read_text("utf-8")) if token.type == "fence")
    return [
        block(token.info.strip(), token.map[0] + 1 if token.map else 0, token.content)
        for token in fences
        if token.info.split()[:1] and token.info.split()[0] in EXECUTED
    ]


def block(info: str, line: int, text: str) -> Block:
    """A block read from its info string, its line and its text; ValueError for an option that is none."""
    options = _INFO.fullmatch(info)
    if options is None:
        raise ValueError(f"line {line}: after ``` stands `{info}`; options are `exit=N` and `no-run REASON`")
    return Block(line, options["language"], int(options["status"] or 0), options["reason"], text)


def commands(text: str) -> list[Command]:
    """The commands of a console block, each with the output shown up to the next."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    return [Command(line.strip(), output) for line, output in zip(parts[1::2], parts[2::2], strict=True)]


def difference(shown: str, printed: str) -> str:
    """Nothing where the output is what the page shows, else a diff; a line `…` stands for any lines."""
    expected, actual = trimmed(shown), trimmed(printed)
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + r"\n" for line in expected)
    if re.fullmatch(pattern, "".join(f"{line}\n" for line in actual)):
        return ""
    return "\n".join(unified_diff(expected, actual, "the page shows", "remit prints", lineterm=""))


def trimmed(text: str) -> list[str]:
    """The lines of a text without trailing blanks and without blank lines at its end."""
    return [line.rstrip() for line in text.rstrip().splitlines()]
