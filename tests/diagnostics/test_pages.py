"""Every diagnostic has a page, and every page is true: what is wrong is told as shown, what is right passes.

With `REMIT_UPDATE_PAGES=1` in the environment the pages are rewritten to show what is printed now.
"""

import os
import re
import sys
from pathlib import Path

import pytest

import remit
from remit.diagnostics.codes import CODES
from remit.diagnostics.diagnostic import Diagnostic
from remit.diagnostics.pages import page as page_text
from remit.diagnostics.render import render_all
from tests.diagnostics.pages import Page

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "errors"
PAGES = [Page(path) for path in sorted(FOLDER.glob("*.md"))]
WITHOUT_EXAMPLE = {"E901"}
"""Our own mistakes: an example of one would be mended, not shown."""
EXAMPLES = [page for page in PAGES if page.code not in WITHOUT_EXAMPLE]


def code_of(page: Page) -> str:
    return page.code


def diagnostics_of(
    page: Page, section: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Diagnostic, ...]:
    example = page.example(section)
    if not page.is_study:
        (rules,) = example
        return remit.check_text(rules.text, "rules.remit")
    page.lay_out(section, folder)
    monkeypatch.chdir(folder)
    for absent in (fence.options["without"] for fence in example if "without" in fence.options):
        monkeypatch.setitem(sys.modules, absent, None)
    return remit.check_study(Path())


def test_every_code_has_a_page_and_every_page_a_code():
    assert [page.code for page in PAGES] == sorted(CODES)


@pytest.mark.parametrize("page", PAGES, ids=code_of)
def test_a_page_has_its_title_and_its_sections(page: Page):
    sections = [] if page.code in WITHOUT_EXAMPLE else ["## Wrong", "## Right"]
    assert page.headings == [f"# {page.code}: {CODES[page.code].title}", *sections]


@pytest.mark.parametrize("page", PAGES, ids=code_of)
def test_a_page_is_found_by_its_code(page: Page):
    assert page_text(page.code) == page.text


@pytest.mark.parametrize("page", EXAMPLES, ids=code_of)
def test_what_is_wrong_is_told_as_shown(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = diagnostics_of(page, "Wrong", tmp_path, monkeypatch)
    assert {diagnostic.code for diagnostic in found} == {page.code}, render_all(found)
    printed = render_all(found)
    if os.environ.get("REMIT_UPDATE_PAGES"):
        page.path.write_text(page.with_printed(printed), encoding="utf-8")
    else:
        assert page.printed.text.rstrip("\n") == printed


@pytest.mark.parametrize("page", EXAMPLES, ids=code_of)
def test_what_is_right_passes(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = diagnostics_of(page, "Right", tmp_path, monkeypatch)
    assert not found, render_all(found)


def test_every_code_in_the_source_is_registered():
    """A code is a public name: none is made up where it is raised."""
    used = {
        (path.relative_to(ROOT).as_posix(), code)
        for path in (ROOT / "src").rglob("*.py")
        for code in re.findall(r'"([EW]\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert {place for place in used if place[1] not in CODES} == set()
