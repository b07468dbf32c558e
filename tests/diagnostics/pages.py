"""The pages of the diagnostics as examples: what is wrong, what remit says of it, and what is right.

A page has the title `# CODE: title`, a few sentences, `## Wrong` and `## Right`. Under each stand fences:

- a ```` ```remit ```` fence alone is a rule file;
- fences with `name=` are files of a study. They are laid over the small study in the folder `study` beside
  this module, so that a page shows only what matters; those of `## Right` over those of `## Wrong`.
  `encoding=` and `sheet=` say how a file is written, `without=` names a package that is not installed;
- the ```` ```text ```` fence of `## Wrong` is what remit prints.
"""

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

BASE_STUDY = Path(__file__).parent / "study"


@dataclass(frozen=True)
class Fence:
    """A fenced block: its section, language and options, its text, and the lines between its fences."""

    section: str
    language: str
    options: dict[str, str]
    text: str
    lines: tuple[int, int]

    def write(self, folder: Path) -> None:
        """Write the file that this fence shows."""
        path = folder / self.options["name"]
        if "sheet" in self.options:
            write_workbook(path, self.options["sheet"], self.text)
        else:
            path.write_text(self.text, encoding=self.options.get("encoding", "utf-8"))


@dataclass(frozen=True)
class Page:
    """A page of `docs/errors`, read."""

    path: Path

    @property
    def code(self) -> str:
        return self.path.stem

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def headings(self) -> list[str]:
        """Every heading with its signs, in order."""
        return [
            f"{token.markup} {after.content}" for token, after in self._tokens if token.type == "heading_open"
        ]

    @cached_property
    def fences(self) -> list[Fence]:
        section, found = "", []
        for token, after in self._tokens:
            if token.type == "heading_open":
                section = after.content
            if token.type == "fence" and token.map is not None:
                language, *options = token.info.split()
                start, end = token.map
                pairs = dict(option.split("=", 1) for option in options)
                found.append(Fence(section, language, pairs, token.content, (start + 1, end - 1)))
        return found

    @cached_property
    def _tokens(self) -> list[tuple[Token, Token]]:
        """Every token with the one that follows it."""
        tokens = MarkdownIt().parse(self.text)
        return list(zip(tokens, [*tokens[1:], tokens[-1]], strict=True))

    def example(self, section: str) -> list[Fence]:
        """The files of a section's example."""
        return [fence for fence in self.fences if fence.section == section and fence.language != "text"]

    @property
    def is_study(self) -> bool:
        return any("name" in fence.options for fence in self.fences)

    @property
    def printed(self) -> Fence:
        """What the page shows as printed."""
        (fence,) = [fence for fence in self.fences if fence.language == "text"]
        return fence

    def with_printed(self, text: str) -> str:
        """The page's text with something else shown as printed."""
        lines = self.text.splitlines(keepends=True)
        start, end = self.printed.lines
        return "".join([*lines[:start], text.rstrip("\n") + "\n", *lines[end:]])

    def lay_out(self, section: str, folder: Path) -> None:
        """Write the study of a section into an empty folder."""
        shutil.copytree(BASE_STUDY, folder, dirs_exist_ok=True)
        earlier = self.example("Wrong") if section == "Right" else []
        for fence in (*earlier, *self.example(section)):
            fence.write(folder)


def write_workbook(path: Path, sheet: str, text: str) -> None:
    """A workbook of one sheet from comma-separated rows."""
    from openpyxl import Workbook

    workbook = Workbook()
    assert workbook.active is not None
    workbook.active.title = sheet
    for line in text.splitlines():
        workbook.active.append(line.split(","))
    workbook.save(path)
