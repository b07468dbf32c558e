"""The report in a notebook, and its colours."""

import re
from html.parser import HTMLParser

import pytest

from remit.report.blocks import Block, Column, Gap, Heading, Paragraph, Table
from remit.report.colour import coloured
from remit.report.html import html
from remit.report.text import render_text, report_blocks
from tests.report.reports import report_of

EMPTY = {"br"}


class Balance(HTMLParser):
    """Fails where a tag is closed that is not open, and knows what stayed open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_whole_report_is_well_formed_and_loads_nothing():
    parsed = Balance()
    text = html(report_blocks(report_of()))
    parsed.feed(text)
    assert parsed.open == []
    assert parsed.tags <= {"div", "h4", "p", "br", "table", "tr", "th", "td"}
    assert not re.search(r"https?://|<script|src=", text)


def test_every_block_has_its_element():
    blocks: list[Block] = [
        Heading("Rates"),
        Paragraph("a < b", 2, "a"),
        Gap(),
        Table((Column("Patient"), Column("n", right=True)), (("P1", "1"), ("  of them", "2"))),
    ]
    found = html(blocks)
    assert "<h4>Rates</h4>" in found
    assert "a&ensp;a &lt; b</p>" in found
    assert found.count("<tr>") == 3
    assert "&emsp;of them</td>" in found
    assert re.search(r'<td style="[^"]*text-align:right">2</td>', found)


def test_a_patient_named_like_a_tag_stays_a_text():
    found = html([Table((Column("Patient"),), (("<script>alert(1)</script>",),))])
    assert "<script>" not in found
    parsed = Balance()
    parsed.feed(found)
    assert "<script>alert(1)</script>" in parsed.text


# ---- colours -----------------------------------------------------------------------------------------


def test_colours_change_no_character():
    text = render_text(report_of(title="Synthetic cases"))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured(text)) == text
    assert "\x1b[" in coloured(text)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("\nRates ───────\n", "\x1b[1mRates ───────\x1b[0m"),
        ("\nRates -------\n", "\x1b[1mRates -------\x1b[0m"),
        (" P1  MET\n", "\x1b[1mMET\x1b[0m"),
        (" P1  NOT MET\n", "\x1b[1mNOT MET\x1b[0m"),
        (" P1  UNDETERMINED\n", "\x1b[33mUNDETERMINED\x1b[0m"),
        (" P1  10 → ? ?\n", "\x1b[33m?\x1b[0m"),
        (" P1  10 → 5 ✓\n", "\x1b[32m✓\x1b[0m"),
        (" P1  5 → 10 ✗\n", "\x1b[31m✗\x1b[0m"),
        ("SYNTHETIC DATA: nobody\n", "\x1b[1;33mSYNTHETIC DATA: nobody\x1b[0m"),
    ],
)
def test_what_is_coloured(text: str, style: str):
    assert style in coloured(text)


@pytest.mark.parametrize("text", ["METHOD\n", "why?\n", "a METRIC of it\n", "A small study\n"])
def test_what_is_not(text: str):
    assert coloured(text) == text
