"""What cells hold, told from their texts."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

from remit.start.contents import Cells, Contents, contents
from remit.start.kinds import Dates, Empty, FreeText, Levels, Numbers, YesNo
from remit.study.tables.table import Table, TextColumn


def cells(texts: Sequence[str], decimal: str = ".") -> Cells:
    known = list(dict.fromkeys(texts))
    codes = np.array([known.index(text) for text in texts], dtype=np.int32)
    column = TextColumn("x", None, tuple(known), codes)
    return Cells(Table("a.csv", None, np.arange(2, len(texts) + 2), {"x": column}), column, decimal)


def of(*texts: str, decimal: str = ".") -> Contents:
    return contents([cells(texts, decimal)])


def test_numbers_with_their_range():
    found = of("5", "12.5", "", "40", "<2")
    assert found.held == Numbers(Fraction(2), Fraction(40), Fraction(25, 2), False, 4, ("<2",))
    assert (found.count, found.missing, found.strange) == (4, (), ())


def test_numbers_with_a_comma():
    assert isinstance(of("5,5", "6,25", "7", decimal=",").held, Numbers)
    assert not isinstance(of("5,5", "6,25").held, Numbers)


def test_the_text_among_numbers_is_told_with_its_cell():
    found = of("5", "6", "see note", "7", "see note", "8", "9", "10")
    (strange,) = found.strange
    assert (strange.text, strange.count, str(strange.cell)) == ("see note", 2, "a.csv:4:x")
    assert found.count == 6


@pytest.mark.parametrize("text", ["NA", "n/a", ".", "-", "NASK", ".A", "unknown", "not done"])
def test_words_for_nothing_recorded(text: str):
    found = of("5", text, "7", "8")
    assert (found.missing, found.strange) == ((text,), ())


def test_nd_may_be_not_done_or_not_detected():
    assert [one.text for one in of("5", "ND", "7", "8").strange] == ["ND"]


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (("5", "-9", "12"), ("-9",)),
        (("5", "-999", "12"), ("-999",)),
        (("5", "999", "12"), ("999",)),
        # A temperature may fall by nine degrees, and a platelet count be 999.
        (("-5", "-9", "12"), ()),
        (("450", "999", "520"), ()),
        # A code alone says nothing of what the column holds.
        (("-9", "-9"), ()),
    ],
)
def test_numbers_that_are_codes_for_nothing(texts: tuple[str, ...], codes: tuple[str, ...]):
    assert of(*texts).codes == codes


def test_one_column_tells_the_codes_of_another():
    together = contents([cells(["5", "7"]), cells(["-9", ""])])
    assert together.codes == ("-9",)
    assert isinstance(together.held, Numbers) and together.held.low == 5


@pytest.mark.parametrize(
    ("texts", "held"),
    [
        (("yes", "No", "yes"), YesNo(("yes",), ("No",))),
        (("active", "clear"), YesNo(("active",), ("clear",))),
        (("1", "0", "1"), YesNo(("1",), ("0",))),
        (("+", "-", "+"), YesNo(("+",), ("-",))),
        (("F", "M", "F"), Levels(("F", "M"))),
        (("severe", "mild", "None"), Levels(("None", "mild", "severe"), True, "lower")),
        (("CR", "PD", "PR", "PR"), Levels(("PD", "PR", "CR"), True, "higher")),
        (("", "NA", ""), Empty()),
        (tuple("abcdefghij"), FreeText(10)),
        (("x" * 50, "y"), FreeText(2)),
        (("<30", ">64", ">64"), Levels(("<30", ">64"))),
    ],
)
def test_words(texts: tuple[str, ...], held: object):
    assert of(*texts).held == held


@pytest.mark.parametrize(
    ("texts", "formats"),
    [
        (("2024-01-25", "2024-03"), ()),
        (("25/03/2024", "02/03/2024"), ("%d/%m/%Y",)),
        (("03/25/2024", "02/03/2024"), ("%m/%d/%Y",)),
        (("03/04/2024", "05/06/2024"), ("%d/%m/%Y", "%m/%d/%Y")),
        (("03.04.2024", "2024-01-01"), ("%d.%m.%Y",)),
        (("5 May 2024", "6 June 2024"), ("%d %B %Y",)),
        (("05-May-2024", "06-May-2024"), ("%d-%b-%Y",)),
        (("03/04/24", "25/04/24"), ("%d/%m/%y",)),
        # Both ways are the same days.
        (("05/05/2024",), ("%d/%m/%Y",)),
    ],
)
def test_dates_with_every_way_to_read_them(texts: tuple[str, ...], formats: tuple[str, ...]):
    held = of(*texts).held
    assert isinstance(held, Dates)
    assert held.formats == formats


def test_the_word_among_dates_is_told():
    found = of("2024-01-25", "2024-02-25", "unsure", "2024-04-01")
    assert isinstance(found.held, Dates)
    assert [one.text for one in found.strange] == ["unsure"]


def test_years_are_numbers():
    assert isinstance(of("2013", "2014").held, Numbers)
