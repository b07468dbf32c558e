"""How diagnostics are printed: the layouts that are easily got wrong."""

import re
from textwrap import dedent

import pytest

from remit.diagnostics.characters import width
from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Severity
from remit.diagnostics.render import place_of, render, render_all
from remit.source import Source, Span


def find(source: Source, text: str, occurrence: int = 0) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = source.text.index(text, start + 1)
    return source.span(start, start + len(text))


def printed(text: str) -> str:
    return dedent(text).strip("\n")


def rules(*lines: str) -> Source:
    return Source("rules.remit", "\n".join(lines) + "\n")


LUPUS = Source(
    "lupus.remit",
    "\n" * 5 + 'measure esr "ESR" : mm/h from 0 to 150\n' + "\n" * 11 + "   and esr <= 20 mg/L\n",
)
UNITS = Diagnostic(
    "E312",
    "`esr` is in mm/h, but it is compared with `20 mg/L`",
    Label(find(LUPUS, "20 mg/L"), "mass per volume"),
    (Label(find(LUPUS, "mm/h"), "esr is declared in mm/h here"),),
    ("did you mean `20 mm/h`? Mass per volume is how CRP is given: `crp <= 20 mg/L`",),
    "esr runs from 9 to 35 mm/h in this study",
)


def test_the_place_and_what_it_clashes_with():
    assert render(UNITS) == printed("""
        error[E312]: `esr` is in mm/h, but it is compared with `20 mg/L`
          --> lupus.remit:18:15
           |
         6 | measure esr "ESR" : mm/h from 0 to 150
           |                     ---- esr is declared in mm/h here
        18 |    and esr <= 20 mg/L
           |               ^^^^^^^ mass per volume
           = help: did you mean `20 mm/h`? Mass per volume is how CRP is given: `crp <= 20 mg/L`
           = data: esr runs from 9 to 35 mm/h in this study
           = more: remit errors E312
        """)


def test_line_numbers_get_the_room_they_need():
    source = rules(*["#"] * 1233, "when esr", "and crp")
    assert render(Diagnostic("E201", "nothing is called `crp`", Label(find(source, "crp")))) == printed("""
        error[E201]: nothing is called `crp`
            --> rules.remit:1235:5
             |
        1235 | and crp
             |     ^^^
             = more: remit errors E201
        """)


def test_several_labels_on_one_line_hang_below_each_other():
    source = rules("when esr + crp <= 20 mm/h")
    primary = Label(find(source, "+"), "different units")
    others = (Label(find(source, "esr"), "mm/h"), Label(find(source, "crp"), "mg/L"))
    assert render(Diagnostic("E312", "esr and crp do not add", primary, others)) == printed("""
        error[E312]: esr and crp do not add
          --> rules.remit:1:10
           |
         1 | when esr + crp <= 20 mm/h
           |      --- ^ --- mg/L
           |      |   different units
           |      mm/h
           = more: remit errors E312
        """)


def test_overlapping_labels_stand_on_rows_of_their_own_the_primary_first():
    source = rules("any visit has fever and rash")
    primary = Label(find(source, "fever"), "does it end here?")
    whole = Label(find(source, "any visit has fever and rash"), "or here?")
    assert render(Diagnostic("E104", "two readings", primary, (whole,))) == printed("""
        error[E104]: two readings
          --> rules.remit:1:15
           |
         1 | any visit has fever and rash
           |               ^^^^^ does it end here?
           | ---------------------------- or here?
           = more: remit errors E104
        """)


def test_touching_labels_do_not_run_into_one():
    source = rules("(esr)")
    labels = (Label(find(source, "("), "opened"), Label(find(source, "esr"), "a name"))
    assert render(Diagnostic("E101", "odd", Label(find(source, ")"), "closed"), labels)) == printed("""
        error[E101]: odd
          --> rules.remit:1:5
           |
         1 | (esr)
           | -   ^ closed
           | opened
           |  --- a name
           = more: remit errors E101
        """)


def test_a_span_of_three_lines_is_shown_whole():
    source = rules("when esr <= 20 mm/h", "", "   and crp <= 5 mg/L")
    span = source.span(5, len(source.text) - 1)
    assert render(Diagnostic("E302", "at which visit?", Label(span, "per visit"))) == printed("""
        error[E302]: at which visit?
          --> rules.remit:1:6
           |
         1 | when esr <= 20 mm/h
           |      ^^^^^^^^^^^^^^
         3 |    and crp <= 5 mg/L
           |    ^^^^^^^^^^^^^^^^^ per visit
           = more: remit errors E302
        """)


def test_of_a_longer_span_the_ends_are_shown():
    source = rules("classify a", "  b when c", "  d when e", "  f when g", "  h when i")
    span = source.span(9, len(source.text) - 1)
    within = Label(find(source, "d when"), "a level")
    assert render(Diagnostic("E402", "no last level", Label(span, "its levels"), (within,))) == printed("""
        error[E402]: no last level
          --> rules.remit:1:10
           |
         1 | classify a
           |          ^
        ...
         3 |   d when e
           |   ------ a level
         5 |   h when i
           |   ^^^^^^^^ its levels
           = more: remit errors E402
        """)


def test_a_span_that_ends_with_its_line():
    source = rules("when esr", "and crp")
    assert render(Diagnostic("E101", "odd", Label(source.span(5, 9), "here"))) == printed("""
        error[E101]: odd
          --> rules.remit:1:6
           |
         1 | when esr
           |      ^^^ here
           = more: remit errors E101
        """)


def test_blanks_at_the_end_of_a_span_are_not_underlined_and_lose_no_words():
    source = rules("when esr  ", "", "   ", "and crp")
    assert render(Diagnostic("E101", "odd", Label(source.span(5, 15), "here"))) == printed("""
        error[E101]: odd
          --> rules.remit:1:6
           |
         1 | when esr
           |      ^^^ here
           = more: remit errors E101
        """)


def test_the_end_of_the_file_is_a_place():
    source = Source("rules.remit", "when esr\n")
    place = source.span(len(source.text), len(source.text))
    assert render(Diagnostic("E101", "it ends too early", Label(place, "expected a number"))) == printed("""
        error[E101]: it ends too early
          --> rules.remit:2:1
           |
         2 |
           | ^ expected a number
           = more: remit errors E101
        """)


def test_carets_stand_under_what_they_mean_behind_tabs_and_wide_characters():
    source = rules('\tmeasure esr "血沈\N{COMBINING ACUTE ACCENT}" : mn/h')
    assert render(Diagnostic("E204", "unknown unit", Label(find(source, "mn/h"), "not known"))) == printed("""
        error[E204]: unknown unit
          --> rules.remit:1:22
           |
         1 |     measure esr "血沈\N{COMBINING ACUTE ACCENT}" : mn/h
           |                          ^^^^ not known
           = more: remit errors E204
        """)


def test_wide_characters_are_underlined_in_their_whole_width():
    source = rules("when 皮膚 = yes")
    assert "   |      ^^^^ not declared" in render(
        Diagnostic("E201", "nothing is called `皮膚`", Label(find(source, "皮膚"), "not declared"))
    )


def test_windows_line_ends_leave_no_trace():
    source = Source("rules.remit", "when esr\r\nand crp\r\n")
    assert render(Diagnostic("E201", "unknown", Label(find(source, "crp")))) == printed("""
        error[E201]: unknown
          --> rules.remit:2:5
           |
         2 | and crp
           |     ^^^
           = more: remit errors E201
        """)


def test_a_data_cell_is_an_address_without_source_lines():
    primary = Label(Cell("visits.csv", 12, "skin"), "`maybe` is neither yes nor no")
    other = Label(Cell("chart.xlsx", 7, "skin", sheet="Data", letter="C"), "`yes` here")
    assert render(Diagnostic("E710", "`maybe` is no level of `skin`", primary, (other,))) == printed("""
        error[E710]: `maybe` is no level of `skin`
          --> visits.csv:12:skin
           | `maybe` is neither yes nor no
          --> chart.xlsx Data!C7
           | `yes` here
           = more: remit errors E710
        """)


def test_a_cell_without_words_is_its_address_alone():
    assert render(
        Diagnostic("W706", "no visits", Label(Cell("p.csv", 4)), severity=Severity.WARNING)
    ) == printed("""
        warning[W706]: no visits
          --> p.csv:4
           = more: remit errors W706
        """)


def test_labels_in_other_sources_follow_the_primary_one():
    study = Source("study.toml", 'measures = { sed_rate = "esr" }\n')
    source = rules("measure esr : mm/h from 0 to 150")
    primary = Label(find(study, "sed_rate"), "not declared")
    others = (Label(find(source, "esr"), "perhaps this"), Label(find(study, "measures"), "bound here"))
    assert render(Diagnostic("E505", "no measure `sed_rate`", primary, others)) == printed("""
        error[E505]: no measure `sed_rate`
          --> study.toml:1:14
           |
         1 | measures = { sed_rate = "esr" }
           | --------     ^^^^^^^^ not declared
           | bound here
          --> rules.remit:1:9
           |
         1 | measure esr : mm/h from 0 to 150
           |         --- perhaps this
           = more: remit errors E505
        """)


def test_help_over_several_lines_keeps_its_indentation():
    diagnostic = Diagnostic("E104", "two\nreadings", Label(Cell("a.csv")), help=("either a\nor b", "or c"))
    assert render(diagnostic) == printed("""
        error[E104]: two readings
          --> a.csv
           = help: either a
                   or b
           = help: or c
           = more: remit errors E104
        """)


def test_no_control_character_reaches_the_terminal():
    cell = Label(Cell("a\x1b.csv", 1, "b\x07"), "c\x1b[2J")
    text = render(Diagnostic("E701", "d\x9b", cell, help=("e\x00\nf\x08",), data="g\x1b"), colour=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_every_encoding_can_carry_what_is_printed_and_the_carets_still_fit(encoding: str):
    source = rules("when crp ≥ 5 皮 and esr ≤ 20")
    text = render(Diagnostic("E101", "`≤` → `<=`", Label(find(source, "esr"), "…")), encoding=encoding)
    text.encode(encoding)
    shown, underlined = text.splitlines()[3:5]
    assert width(shown[: shown.index("esr")]) == underlined.index("^^^")


def test_colour_changes_nothing_but_colour():
    coloured = render(UNITS, colour=True)
    assert "\x1b[1;31m^^^^^^^\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).splitlines() == [
        line if line != "   |" else "   | " for line in render(UNITS).splitlines()
    ]


def test_a_warning_has_another_colour_and_another_word():
    warning = Diagnostic("W706", "no visits", Label(Cell("p.csv", 4)), severity=Severity.WARNING)
    assert render(warning, colour=True).startswith("\x1b[1;33mwarning[W706]")


def test_all_in_the_order_given_with_an_empty_line_between():
    first, second = (Diagnostic(code, "odd", Label(Cell("a.csv"))) for code in ("E602", "E708"))
    assert render_all([first, second]) == f"{render(first)}\n\n{render(second)}"
    assert render_all([]) == ""


def test_addresses():
    assert place_of(UNITS.primary) == "lupus.remit:18:15"
    assert place_of(Label(Cell("chart.xlsx", 7, "skin", sheet="Data", letter="C"))) == "chart.xlsx Data!C7"
