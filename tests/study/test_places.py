"""The places of keys and values in a TOML text."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from remit.source import Source
from remit.study.file.places import Places

TEXT = '''\
# a remark with [brackets] and "quotation marks"
title = "A \\"quoted\\" title"   # behind it = a remark
literal = 'C:\\data'
long = """several
lines, with ] and } in them"""
other = \'\'\'it's
so\'\'\'
numbers = [ 1, -2.5, # a remark
  1e3, ]
nested = [[1, 2], ["x", { y = true }]]
empty = []
day = 2024-01-08 10:00:00
"quoted key" . 'and another' = 1

[patients]
facts.sex = "sex"
facts.age = { column = "age", unit = "year", inner = { a = 1, b = "}" } }

[[visits]]
file = "a.csv"
[visits.measures]
esr = "esr"
[[visits.remarks]]
text = "first"
[[visits.remarks]]
text = "second"

[[visits]]
file = "b.csv"\r
[visits.measures.crp]
column = "CRP"
[other_table . deep]
'''


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value that is neither a table nor a list of tables, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    else:
        yield path, value


LEAVES = list(leaves(tomllib.loads(TEXT)))


@pytest.mark.parametrize(("path", "value"), LEAVES, ids=[".".join(map(str, path)) for path, _ in LEAVES])
def test_the_place_of_a_value_holds_that_value(path, value):
    text = Places(Source("study.toml", TEXT)).value(*path).text
    assert tomllib.loads(f"value = {text}")["value"] == value


@pytest.mark.parametrize(
    ("path", "line", "column", "text"),
    [
        (("title",), 2, 1, "title"),
        (("patients",), 15, 2, "patients"),
        (("patients", "facts", "age", "unit"), 17, 31, "unit"),
        (("patients", "facts", "age", "inner", "b"), 17, 63, "b"),
        (("visits", 0), 19, 3, "visits"),
        (("visits", 0, "measures", "esr"), 22, 1, "esr"),
        (("visits", 0, "remarks", 1, "text"), 26, 1, "text"),
        (("visits", 1, "measures", "crp", "column"), 31, 1, "column"),
        (("quoted key", "and another"), 13, 16, "'and another'"),
    ],
)
def test_the_place_of_a_key(path, line, column, text):
    span = Places(Source("study.toml", TEXT)).key(*path)
    assert (span.line, span.column, span.text) == (line, column, text)


def test_what_is_not_there_is_placed_at_what_it_would_stand_in():
    places = Places(Source("study.toml", TEXT))
    assert places.key("visits", 1, "patient") == places.key("visits", 1)
    assert places.value("patients", "facts", "sex", "column") == places.value("patients", "facts", "sex")
    assert places.key("schedule").text == ""
