"""`remit fmt` changes no word, no comment and no meaning, and what it has laid out it leaves alone."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random
from textwrap import dedent
from typing import Any

import pytest

from remit.diagnostics.diagnostic import Rejected
from remit.language import parse
from remit.language.formatting import formatted
from remit.language.formatting.tokens import read
from remit.language.parse import grammar
from remit.source import Source, Span
from tests.generative.sentences import sentence
from tests.spec.pages import Section, sections

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "rules").rglob("*.remit"), *(ROOT / "examples").rglob("*.remit")])
SECTIONS = list(sections())


def laid_out(text: str) -> str:
    return formatted(Source("rules.remit", text))


def shape(node: Any) -> Any:
    """A syntax record without its places."""
    if isinstance(node, Span):
        return "a place"
    if is_dataclass(node):
        parts = [(one.name, shape(getattr(node, one.name))) for one in fields(node)]
        return type(node).__name__, [part for part in parts if part[1] != "a place"]
    if isinstance(node, str):
        return " ".join(node.split())
    if isinstance(node, tuple | list):
        return [shape(part) for part in node]
    return node


def meaning(text: str) -> Any:
    rule_file = parse(Source("rules.remit", text))
    return [
        (one.name, shape(getattr(rule_file, one.name))) for one in fields(rule_file) if one.name != "span"
    ]


def comments(text: str) -> list[str]:
    return re.findall(r"#[^\n]*", re.sub(r'"[^"\n]*"', '""', text))


def assert_only_laid_out(text: str) -> str:
    result = laid_out(text)
    assert laid_out(result) == result
    assert meaning(result) == meaning(text)
    assert comments(result) == [comment.rstrip() for comment in comments(text)]
    assert not re.search(r"[ \t]$", result, re.MULTILINE)
    return result


# ---- nothing but the layout changes ------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rule_files(path: Path):
    assert_only_laid_out(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda one: f"{one.page}:{one.title}")
def test_rules_of_the_specification(section: Section):
    assert_only_laid_out(section.text)


@pytest.mark.parametrize("path", FILES[::6], ids=lambda path: path.stem)
def test_whatever_the_layout_was(path: Path):
    text = path.read_text(encoding="utf-8")
    assert_only_laid_out(torn(text, Random(path.stem)))


def torn(text: str, random: Random) -> str:
    """The words of a text with blanks, line ends and comments between them at random."""
    blanks = [" ", " ", " ", "  ", "\n", "\n   ", "\n\n\n", "\t"]
    anything = [*blanks, " # a comment\n", "\n  # one of its own line\n"]
    # A level is known by the word behind it, and a unit by the number before it.
    between = {"NUMBER": [" "], "LEVEL": blanks}
    tokens = grammar().parse_interactive(text).iter_parse()
    return "".join(f"{token}{random.choice(between.get(token.type, anything))}" for token in tokens)


def test_sentences_of_the_grammar():
    """Every statement that the grammar has, also one that was added yesterday."""
    random, seen = Random(7), Counter[str]()
    for _ in range(500):
        text = sentence(random)
        try:
            whole = read(text or "?")
            parse(Source("rules.remit", text or "?"))
        except Exception:  # not every derivation is read as it was derived: words and names share letters
            continue
        assert_only_laid_out(text or "")
        seen[str(whole.tree.children[0].data)] += 1  # type: ignore[union-attr]
    statements = {one.expansion[0].name for one in _statement_rules()}
    aliases = {"compare": {"compare", "compare_with"}}
    missing = {one for one in statements if not aliases.get(one, {one}) & set(seen)}
    assert not missing
    assert sum(seen.values()) > 80


def _statement_rules() -> list[Any]:
    return [one for one in grammar().rules if one.origin.name == "_statement"]


# ---- the layout --------------------------------------------------------------------------------------


def test_declarations_stand_in_columns():
    text = """
    measure skin "Active skin disease" : yes or no, no is better
    measure prednisone "Dose" : mg/day from 0 to 2000
    event ivig "IVIG started, a label that makes no other line wider"
    timepoint baseline : day 0, window day -30 to day 0, last
    timepoint month_6 : month 6, window month 5 to month 7, nearest
    """
    assert laid_out(text) == dedent(
        """\
        measure skin       "Active skin disease" : yes or no, no is better
        measure prednisone "Dose"                : mg/day from 0 to 2000
        event   ivig       "IVIG started, a label that makes no other line wider"
        timepoint baseline : day 0,   window day -30 to day 0, last
        timepoint month_6  : month 6, window month 5 to month 7, nearest
        """
    )


def test_a_clause_a_line():
    text = 'response r "R" among a at m when not b at m unless c missing counts as not met'
    assert laid_out(text) == (
        'response r "R"\n  among  a at m\n  when   not b at m\n  unless c\n  missing counts as not met\n'
    )


def test_lines_break_before_and_where_they_are_too_long():
    long = " and ".join(f"a_measure_with_a_long_name_{place} <= 10 mg/L" for place in range(3))
    assert laid_out(f"state s when {long}") == (
        "state s\n"
        "  when a_measure_with_a_long_name_0 <= 10 mg/L\n"
        "   and a_measure_with_a_long_name_1 <= 10 mg/L\n"
        "   and a_measure_with_a_long_name_2 <= 10 mg/L\n"
    )


def test_and_stays_on_the_line_where_its_author_put_it():
    text = "state s\n  when a and b\n   and (c\n        or d)\n"
    assert laid_out(text) == text


def test_a_list_that_is_too_long_goes_on_under_itself():
    text = "describe " + ", ".join(f"a_name_of_some_length_{place}" for place in range(6))
    assert laid_out(text) == (
        "describe a_name_of_some_length_0, a_name_of_some_length_1, a_name_of_some_length_2,\n"
        "         a_name_of_some_length_3, a_name_of_some_length_4, a_name_of_some_length_5\n"
    )


def test_comments_stay_where_they_are():
    text = dedent(
        """\
        # The first line.

        ruleset r version 1.0
          title "R"

        # Above a measure.
        measure esr : mm/h from 0 to 150  # behind it
        response low  # behind the name
          # above a clause
          when esr at day 0 <= 20 mm/h  # behind a clause
           # above a condition
           and esr at day 7 <= 20 mm/h
          # the last of the response

        # The end.
        """
    )
    assert laid_out(text) == text


def test_blank_lines_are_at_most_one():
    assert laid_out("\n\nfact a : date\n\n\n\nfact b : date\n\n") == "fact a : date\n\nfact b : date\n"


def test_signs_and_numbers():
    text = "define x = sqrt ( esr )*-2+ 0.5 %"
    assert laid_out(text) == "define x = sqrt(esr) * -2 + 0.5%\n"


def test_a_text_that_is_no_rule_file_is_told():
    with pytest.raises(Rejected):
        laid_out("measure esr mm/h")
    with pytest.raises(Rejected):
        laid_out("  \n")
    assert laid_out("# only a comment") == "# only a comment\n"
