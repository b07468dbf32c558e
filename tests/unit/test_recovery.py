"""After a mistake of syntax the other statements are read and checked all the same."""

from textwrap import dedent

import pytest

from remit.diagnostics.diagnostic import Rejected
from remit.language import Unparsed, parse
from remit.pipeline import check_text
from remit.source import Source, Span


def told(text: str) -> list[tuple[str, int]]:
    """The codes of the mistakes, each with its line."""
    found = check_text(dedent(text).strip("\n"))
    return [(one.code, one.primary.place.line) for one in found if isinstance(one.primary.place, Span)]


def test_every_statement_tells_its_own_mistake():
    text = """
    ruleset r version 1.0
    measure esr mm/h from 0 to 150
    measure crp : mg/L from 0 to 500
    define a = (crp + 1 mg/L
    state low when crp at day 0 < < 5 mg/L
    event flare "Flare
    fact sex : one of (female, male)
    """
    assert told(text) == [("E101", 2), ("E103", 4), ("E101", 5), ("E102", 6)]


def test_what_parsed_is_checked():
    text = """
    measure esr mm/h from 0 to 150
    measure crp : mg/L from 0 to 500
    state high when crp > 20 mm/h
    response unknown_name when any visit has (crpp > 1 mg/L)
    """
    assert told(text) == [("E101", 1), ("E312", 3), ("E201", 4)]


def test_a_name_whose_statement_did_not_parse_is_no_further_mistake():
    text = """
    measure esr mm/h from 0 to 150
    state high when esr > 20 mm/h
    response r when any visit has (high)
    rate r
    case "one"
      given esr = 30 mm/h at day 0
      expect r is met
    """
    assert told(text) == [("E101", 1)]


def test_a_statement_whose_word_is_misspelled_leaves_the_one_before_it():
    text = """
    measure crp : mg/L from 0 to 500
    mesure esr : mm/h from 0 to 150
    state high when crp > 20 mg/L and esr > 20 mm/h
    state wrong when crp > 20 mm/h
    """
    assert told(text) == [("E101", 2), ("E312", 4)]


def test_a_head_that_is_mistaken():
    text = """
    ruleset r version one
      title "R"
    measure crp : mg/L from 0 to 500
    state wrong when crp > 20 mm/h
    """
    assert told(text) == [("E101", 1), ("E312", 4)]


def test_the_first_mistake_is_told_as_it_was_found_in_the_whole():
    text = """
    define x =
    state s when yes
    measure crp : mg/L from 0 to 500
    state wrong when crp > 20 mm/h
    """
    ((first, line), *rest) = told(text)
    assert (first, line) == ("E101", 2)
    assert ("E312", 4) in rest


def test_a_loose_and_hides_no_other_mistake():
    text = """
    measure a : yes or no
    measure b : yes or no
    state s when any visit has a and b
    measure crp mg/L
    """
    assert told(text) == [("E104", 3), ("E101", 4)]


def test_mistakes_come_in_the_order_of_their_places():
    text = """
    measure crp : mg/L from 0 to 500
    state s when crp > 20 mm/h
    measure esr
    state t when crp = 1 mm/h
    """
    assert [line for _, line in told(text)] == [2, 4, 4]


def test_what_is_left_is_a_rule_file():
    with pytest.raises(Unparsed) as raised:
        parse(Source("r", "ruleset r version 1.0\nmeasure esr\nfact sex : one of (f, m)\nmeasure crp mg\n"))
    assert raised.value.rest.name is not None
    assert [one.name.text for one in raised.value.rest.statements] == ["sex"]  # type: ignore[union-attr]
    assert {"esr", "crp"} <= raised.value.unsure
    assert "sex" not in raised.value.unsure


def test_an_empty_file_is_nothing_to_go_on_with():
    with pytest.raises(Rejected) as raised:
        parse(Source("r", " \n"))
    assert not isinstance(raised.value, Unparsed)
    assert raised.value.diagnostics[0].help
