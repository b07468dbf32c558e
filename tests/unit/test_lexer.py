"""Colours of rule text: every word is the grammar's, and colouring changes no character."""

import re
from pathlib import Path
from typing import Any

import pytest
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, String

from remit.language.lexer import RemitLexer, rule_text
from remit.language.parse import grammar
from remit.language.vocabulary import is_word, statement_terminals, words

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "rules").rglob("*.remit"), *(ROOT / "examples").rglob("*.remit")])


def kinds(text: str) -> list[tuple[str, Any]]:
    tokens = RemitLexer().get_tokens_unprocessed(text)
    return [(value, kind) for _, kind, value in tokens if value.strip()]


def test_every_keyword_of_the_grammar_is_known_to_it():
    fixed = [one.pattern.value for one in grammar().terminals if type(one.pattern).__name__ == "PatternStr"]
    keywords = [word for word in fixed if word[0].isalpha()]
    assert len(keywords) > 80
    for word in keywords:
        ((_, kind),) = kinds(word)
        assert kind in Keyword or kind in Operator.Word, word


@pytest.mark.parametrize(
    "word", ["steroid-sparing", "falls", "time-weighted mean", "in the last", "percentage points", "months"]
)
def test_so_are_the_words_that_the_grammar_writes_as_patterns(word: str):
    assert is_word(word)
    assert kinds(word)[0] == (word, Keyword.Declaration if word == "steroid-sparing" else Keyword)


def test_names_units_and_methods_are_no_words():
    assert not any(
        is_word(text) for text in ("esr", "mg/day", "paired t test", "10^9/L", "total_sledai", "#")
    )
    assert not [one for one in words() if "A-Z" in one]


def test_what_begins_a_statement():
    assert {"MEASURE", "KIND", "CASE", "RULESET", "TIME"} <= statement_terminals()
    assert not {"WHEN", "NAME", "AMONG"} & statement_terminals()


def test_a_statement():
    assert kinds('measure esr "ESR" : mm/h from 0 to 150 # high') == [
        ("measure", Keyword.Declaration),
        ("esr", Name),
        ('"ESR"', String.Double),
        (":", kinds(":")[0][1]),
        ("mm/h", Keyword.Type),
        ("from", Keyword),
        ("0", Number),
        ("to", Keyword),
        ("150", Number),
        ("# high", Comment.Single),
    ]


def test_a_number_with_its_unit_and_one_with_a_word():
    assert [kind for _, kind in kinds("7.5 mg/day")] == [Number, Keyword.Type]
    assert [kind for _, kind in kinds("at least 3 of core")][2:] == [Number, Keyword, Name]
    assert [kind for _, kind in kinds("total_sledai")] == [Name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_character_is_lost_and_none_unknown(path: Path):
    text = path.read_text(encoding="utf-8")
    tokens = list(RemitLexer().get_tokens_unprocessed(text))
    assert "".join(value for _, _, value in tokens) == text
    assert [value for _, kind, value in tokens if kind is Error] == []
    for line in text.splitlines():
        assert "".join(part for _, part in rule_text(line)) == line


def test_texts_that_are_no_rules_are_carried_too():
    for text in ("\x00 ∑ § \r\n", '"open', "12.5.3 mg//", "é\t=", "'`~"):
        assert "".join(value for _, _, value in RemitLexer().get_tokens_unprocessed(text)) == text


def test_the_entry_point_is_declared():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    declared = re.search(r'\[project\.entry-points\."pygments\.lexers"\]\nremit = "(.+):(.+)"', text)
    assert declared is not None
    assert declared.groups() == (RemitLexer.__module__, RemitLexer.__name__)


def test_a_text_without_a_name_is_recognised_by_its_head():
    assert RemitLexer.analyse_text("# first\nruleset skin version 1.0") == 1.0
    assert RemitLexer.analyse_text("import os") == 0.0
