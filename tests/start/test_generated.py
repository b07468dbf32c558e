"""Whatever a file holds, something is proposed that can be read: the rules have no mistake but the blank."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

import remit
from remit.diagnostics.diagnostic import Rejected
from remit.language.words import RESERVED
from remit.start import Proposal, propose
from tests.start.study import codes, examples, filled, mistakes, uncommented

ASKED = {"E504", "E701", "E703", "E704", "E705", "E707", "E710", "E711", "E712", "E713"}
"""What may be told before the questions are answered: no name, key, unit or range is wrong."""

WORDS = """
    id patient subject site visit visit_date date start_date last_contact day week time event test value unit
    esr crp pred_mg hb rash clasi age sex name dob 28 % # µ ' " 年 a_b month measure response fact case
"""
TIMES = ("", "_0", "_6m", " baseline", " month 3", "_post", ".v2", " 12 weeks", " (mm/h)", "_mg_l", " (0-10)")
CELLS = (
    *("", "0", "1", "2", "5.5", "-9", "-999", "40", "<0.3", "1e3", "5,5", "1,200", "mg/L", "K/uL", "CRP"),
    *("yes", "no", "active", "NA", ".", "ND", "+", "-", "mild", "severe", "F", "see note", "x" * 70),
    *("#?", '"', "{x}", "\\", "ü\nü", "no\u2028"),
    *("2024-01-03", "2024-07", "03/04/2024", "25/04/2024", "5 May 2024", "1.2.24"),
)
headers = st.one_of(
    st.tuples(st.sampled_from([*WORDS.split(), *sorted(RESERVED)]), st.sampled_from(TIMES)).map("".join),
    st.text(max_size=6),
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A table of a few columns, each of cells of a few kinds."""
    header = draw(st.lists(headers, min_size=1, max_size=7))
    columns = [draw(st.lists(st.sampled_from(CELLS), min_size=1, max_size=4)) for _ in header]
    count = draw(st.integers(1, 8))
    rows = [[draw(st.sampled_from(column)) for column in columns] for _ in range(count)]
    if draw(st.booleans()):
        header, rows = ["id", *header], [[f"p{draw(st.integers(1, 4))}", *row] for row in rows]
    return as_csv([header, *rows])


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().replace("\0", "")


def proposed(paths: list[Path], folder: Path) -> Proposal | None:
    """What is proposed; nothing where the files are refused with a reason."""
    try:
        return propose(paths, folder)
    except Rejected as rejected:
        refused = codes(rejected.diagnostics)
    assert refused <= {"E602", "E603", "E605", "E607"}
    return None


@given(st.lists(files(), min_size=1, max_size=3))
def test_what_is_proposed_can_be_read(texts: list[str]):
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"table{number}.csv" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text.encode("utf-8", "replace"))
        proposal = proposed(paths, folder)
        if proposal is None:
            return
        rules = proposal.rules.text
        assert {one.code for one in remit.check_text(rules)} == {"E201"}
        for condition in examples(rules):
            assert remit.check_text(uncommented(filled(rules, condition))) == ()
        assert codes(mistakes(proposal, folder)) <= ASKED
