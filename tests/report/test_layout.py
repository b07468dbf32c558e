from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from remit.diagnostics.characters import width
from remit.report.blocks import Block, Column, Gap, Heading, Paragraph, Table
from remit.report.layout import Stream, laid_out
from remit.report.wrapping import wrapped

ADDRESS = "a-folder/with-a-long-name/visits-of-the-year.csv:12:prednisone_mg_per_day"


def lines(*blocks: Block, columns: int | None = None, encoding: str = "utf-8") -> list[str]:
    return laid_out(blocks, Stream(columns, encoding)).splitlines()


def test_a_heading_has_a_rule_to_the_edge_and_an_empty_line_above():
    assert lines(Heading("Rates"), columns=20) == ["", "Rates " + "─" * 14]


def test_a_heading_without_limit_has_a_rule_of_a_readable_length():
    assert width(lines(Heading("Rates"))[1]) == 100


def test_a_paragraph_hangs_behind_its_mark():
    assert lines(Paragraph("one two three", 2, "a"), columns=12) == ["  a  one two", "     three"]


def test_a_gap_is_an_empty_line():
    assert lines(Gap()) == [""]


def test_a_text_is_broken_between_words_only():
    assert wrapped(f"see {ADDRESS} again", 20) == ["see", ADDRESS, "again"]


def test_a_percent_sign_stays_with_its_number():
    assert wrapped("no 95 % one", 6) == ["no", "95 %", "one"]


def test_lines_of_an_indented_text_are_indented_alike():
    assert wrapped("  what the data leave open", 14) == ["  what the", "  data leave", "  open"]


def test_without_a_limit_nothing_is_broken():
    assert wrapped("word " * 100, None) == ["word " * 100]


# ---- tables ------------------------------------------------------------------------------------------

TABLE = Table(
    (Column("Patient"), Column("n", right=True), Column("reason", least=10)),
    (("P1", "1", "nothing was recorded"), ("P2", "12", "no visit")),
)


def test_a_table_is_as_wide_as_it_needs_to_be():
    assert lines(TABLE) == [
        " Patient    n   reason",
        " P1         1   nothing was recorded",
        " P2        12   no visit",
    ]


def test_a_table_closes_its_gaps_before_it_wraps():
    assert lines(TABLE, columns=34) == [
        " Patient   n  reason",
        " P1        1  nothing was recorded",
        " P2       12  no visit",
    ]


def test_a_column_that_may_wrap_does():
    assert lines(TABLE, columns=26) == [
        " Patient   n  reason",
        " P1        1  nothing was",
        "              recorded",
        " P2       12  no visit",
    ]


def test_columns_share_the_narrowing_so_that_fewest_lines_are_needed():
    table = Table(
        (Column("what", least=12), Column("so", least=12)),
        (("skin not recorded at the visit of day 186", "cleared, again, less"), ("no visit", "cleared")),
    )
    # To take it all from the first column would cost a third line.
    assert lines(table, columns=45) == [
        " what                           so",
        " skin not recorded at the       cleared,",
        " visit of day 186               again, less",
        " no visit                       cleared",
    ]


def test_a_table_still_too_wide_is_printed_in_bands_with_the_stub():
    table = Table((Column("Patient"), Column("esr"), Column("crp")), (("P1", "12 -> 9", "3 -> 2"),))
    assert lines(table, columns=18) == [
        " Patient  esr",
        " P1       12 -> 9",
        "",
        " Patient  crp",
        " P1       3 -> 2",
    ]


def test_a_band_holds_one_column_however_wide():
    table = Table((Column("Patient"), Column("where"), Column("n")), (("P1", ADDRESS, "1"),))
    assert lines(table, columns=30) == [
        " Patient  where",
        f" P1       {ADDRESS}",
        "",
        " Patient  n",
        " P1       1",
    ]


def test_a_table_opens_up_where_it_says_so():
    table = Table(
        (Column(), Column("before"), Column("after")),
        (("Prednisone dose, mg/day", "22.8", "10.6"), ("", "20", "10")),
        narrow="open",
    )
    assert lines(table, columns=24) == [
        "   before  after",
        " Prednisone dose, mg/day",
        "   22.8    10.6",
        "   20      10",
    ]


def test_titles_of_several_lines_stand_at_the_foot():
    table = Table((Column("Patient"), Column("esr, mm/h\nstart")), (("P1", "12"),))
    assert lines(table) == ["           esr, mm/h", " Patient   start", " P1        12"]


def test_a_table_without_titles_has_no_header():
    assert lines(Table((Column(), Column()), (("rules", "lupus 1.0"),))) == [" rules   lupus 1.0"]


def test_wide_characters_keep_the_columns_in_line():
    table = Table((Column("a"), Column("b")), (("日本", "x"), ("ab", "y")))
    assert lines(table) == [" a      b", " 日本   x", " ab     y"]


# ---- characters --------------------------------------------------------------------------------------


def test_what_a_stream_cannot_carry_is_replaced_before_it_is_measured():
    table = Table((Column("change"), Column("n")), (("10 → 5 ✓", "≥ 3"), ("1 → 2 ✗", "?")))
    assert lines(table, encoding="ascii") == [" change      n", " 10 -> 5 Y   >= 3", " 1 -> 2 N    ?"]


def test_a_heading_in_ascii():
    assert lines(Heading("Rates"), columns=12, encoding="cp437")[1] == "Rates ──────"
    assert lines(Heading("Rates"), columns=12, encoding="cp1252")[1] == "Rates ------"


# ---- nothing is lost ---------------------------------------------------------------------------------

words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
cells = st.lists(words, min_size=1, max_size=6).map(" ".join)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    count = draw(st.integers(1, 5))
    columns = st.builds(Column, cells, st.booleans(), st.none() | st.integers(1, 20))
    rows = st.lists(st.tuples(*[cells] * count), max_size=4)
    narrow: Literal["bands", "open"] = draw(st.sampled_from(["bands", "open"]))
    return Table(
        tuple(draw(columns) for _ in range(count)), tuple(draw(rows)), narrow, draw(st.integers(0, 4))
    )


@given(tables(), st.none() | st.integers(1, 120), st.sampled_from(["utf-8", "cp1252", "ascii"]))
def test_no_word_is_ever_shortened_and_every_stream_can_carry_it(
    table: Table, columns: int | None, encoding: str
):
    text = laid_out([table], Stream(columns, encoding))
    text.encode(encoding)
    if encoding == "utf-8":
        printed = set(text.split())
        wanted = {word for row in table.rows for cell in row for word in cell.split()}
        # Right-aligned and left-aligned neighbours are always apart: a word is a word of the text.
        assert wanted <= printed


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.integers(30, 120))
def test_a_table_whose_words_fit_keeps_within_its_stream(rows: list[tuple[str, str]], columns: int):
    longest = max(width(word) for row in rows for cell in row for word in cell.split())
    half = (columns - 3) // 2
    if longest <= half:
        table = Table((Column(least=half), Column(least=half)), tuple(rows))
        assert all(width(line) <= columns for line in laid_out([table], Stream(columns)).splitlines())
