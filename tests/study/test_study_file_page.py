"""The reference of the study file: its examples are valid, and it names every key there is."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pydantic import BaseModel

from remit.diagnostics.diagnostic import Rejected
from remit.study import read_configuration
from remit.study.file import configuration

PAGE = Path(__file__).resolve().parents[2] / "docs" / "study-file.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = [
    token.content for token in MarkdownIt().parse(TEXT) if token.type == "fence" and token.info == "toml"
]
RECORDS = [
    record
    for record in vars(configuration).values()
    if isinstance(record, type)
    and issubclass(record, BaseModel)
    and record.__module__ == configuration.__name__
]
SHORTHAND = {"extent"}
"""Keys that are always written as their value alone."""


def completed(example: str) -> str:
    """An example with the sections that it rests on and does not show."""
    read = tomllib.loads(example)
    text = example if "rules" in read else 'rules = "rules.remit"\n' + example
    if "patients" not in read:
        text += '\n[patients]\nfile = "patients.csv"\npatient = "id"\nindex = "start"\n'
    if not {"visits", "wide", "measurements"} & set(read):
        text += '\n[[visits]]\nfile = "visits.csv"\npatient = "id"\ndate = "date"\n'
    return text


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_a_valid_study_file(example: str, tmp_path: Path):
    (tmp_path / "study.toml").write_text(completed(example), encoding="utf-8")
    rules = tomllib.loads(completed(example))["rules"]
    (tmp_path / rules).touch()
    assert read_configuration(tmp_path).rule_files == (tmp_path / rules,)


def test_an_example_that_were_wrong_would_be_told(tmp_path: Path):
    (tmp_path / "study.toml").write_text(completed(EXAMPLES[1]).replace("facts", "fact"), encoding="utf-8")
    with pytest.raises(Rejected):
        read_configuration(tmp_path)


def keys() -> Iterator[str]:
    for record in RECORDS:
        for name, field in record.model_fields.items():
            yield field.alias or name


@pytest.mark.parametrize("key", sorted(set(keys()) - SHORTHAND))
def test_every_key_is_named(key: str):
    assert f"`{key}`" in TEXT or f"`[{key}]`" in TEXT or f"`[[{key}]]`" in TEXT


def words(value: object) -> Iterator[str]:
    """The keys of a table and of the tables in it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)


def test_every_key_is_shown_in_an_example():
    shown = {word for example in EXAMPLES for word in words(tomllib.loads(example, parse_float=Decimal))}
    unshown = {"follow_up_end_day", "separator", "decimal", "encoding"}
    assert set(keys()) - SHORTHAND - shown == unshown
