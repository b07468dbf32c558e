"""The worked pages print what they show: a `text` block right after a `python` block is its output."""

import io
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.docs.pages import difference

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs" / "statistics").glob("*.md"))


def examples(page: Path) -> list[tuple[int, str, str]]:
    """The line of each Python block of a page, its text, and the output that the page shows."""
    fences = [token for token in MarkdownIt().parse(page.read_text("utf-8")) if token.type == "fence"]
    following = [*fences[1:], None]
    return [
        (
            token.map[0] + 1 if token.map else 0,
            token.content,
            after.content if after is not None and after.info == "text" else "",
        )
        for token, after in zip(fences, following, strict=True)
        if token.info == "python"
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path):
    names: dict[str, Any] = {}
    found = examples(page)
    assert found
    for line, code, shown in found:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile("\n" * line + code, page, "exec"), names)
        unlike = difference(shown, printed.getvalue())
        assert not unlike, f"{page.name}:{line}\n{unlike}"


def test_every_page_is_reached_from_the_first():
    linked = {
        page.name for page in PAGES if f"({page.name})" in (PAGES[0].parent / "index.md").read_text("utf-8")
    }
    assert linked == {page.name for page in PAGES} - {"index.md"}
