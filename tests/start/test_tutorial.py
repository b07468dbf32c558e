"""What the tutorial shows of the files is what `remit init` writes; its commands run with all pages."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from remit.start import propose
from tests.start.study import EXAMPLES

PAGE = EXAMPLES.parent / "docs" / "tutorial.md"


def excerpts() -> list[tuple[str, str]]:
    """The blocks of the page that show a part of a file: its name, and that part."""
    fences = (token for token in MarkdownIt().parse(PAGE.read_text("utf-8")) if token.type == "fence")
    return [(Path(info[1]).name, token.content) for token in fences if len(info := token.info.split()) == 2]


@pytest.mark.parametrize(
    ("file", "shown"), [one for one in excerpts() if one[0] in ("study.toml", "rules.remit")]
)
def test_an_excerpt_is_a_part_of_the_file(file: str, shown: str):
    proposal = propose([EXAMPLES / "tutorial" / "chart.csv"], EXAMPLES / "tutorial")
    written = {one.name: one.text for one in proposal.files}
    assert shown in written[file]


def test_both_files_are_shown():
    assert {name for name, _ in excerpts()} >= {"study.toml", "rules.remit"}
