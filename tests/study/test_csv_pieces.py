"""Delimited text read as bytes is the text that the csv module reads, line by line and cell by cell."""

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from remit.diagnostics.diagnostic import Rejected
from remit.model.types import NumberType
from remit.model.units import parse_unit
from remit.study.problems import Problems
from remit.study.tables import csv_rows as module
from remit.study.tables.csv_grid import Grid, first_alike
from remit.study.tables.csv_rows import Delimited, csv_rows
from remit.study.tables.table import text_columns
from remit.study.values.texts import NumberTexts

ALPHABET = ["", "1", "22.5", "P001", " x ", "é", "\u00a0", "a" * 40, "-999", "0.10", "<0.3", "2024-01-08"]
ODD = ['"a;b"', '"a""b"', '"two\nlines"', '"two\r\nlines"', '"ok"', '""', '" "', "a;b", "it's", 'mid"dle']


def _read(file: Delimited) -> Any:
    """Everything that a reading gives: lines, texts by column, and what is told."""
    problems = Problems()
    read = problems.attempt(lambda: _columns(file, problems))
    try:
        problems.stop_if_any()
    except Rejected as rejected:
        return read, rejected.diagnostics
    return read, ()


def _columns(file: Delimited, problems: Problems) -> Any:
    header, rows = csv_rows(file, problems)
    lines, columns = text_columns(rows, header, range(len(header)), [None] * len(header))
    return lines.tolist(), {name: (one.texts, one.codes.tolist()) for name, one in columns.items()}


def _made_up(dice: random.Random) -> str:
    end = dice.choice(["\n", "\r\n"])
    width = dice.choice([1, 2, 4])
    quoted, odd = dice.random() < 0.3, dice.choice([0.0, 0.01, 0.1])
    lines = [";".join("abcd"[:width])]
    for _ in range(dice.randrange(60)):
        cells = [dice.choice(ALPHABET) for _ in range(width)]
        cells = [f'"{one}"' if quoted else one for one in cells]
        cells = [dice.choice(ODD) if dice.random() < odd else one for one in cells]
        lines.append(
            ";".join(cells) if dice.random() >= odd / 2 else dice.choice(["", ";" * (width - 1), ";;x"])
        )
    text = end.join(lines) + dice.choice(["", end, end * 3])
    return text.replace("22.5", "22\r5") if dice.random() < 0.02 else text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_as_the_csv_module_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    dice = random.Random(encoding)
    by_bytes = 0
    for number in range(300):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(_made_up(dice).encode(encoding))
        file = Delimited(path, "visits.csv", ";", encoding)
        monkeypatch.setattr(module, "_PIECE", dice.choice([1, 40, 400, 10_000]))
        taken: list[Grid] = []
        grid = _counted(taken)
        monkeypatch.setattr(module, "Grid", grid)
        found = _read(file)
        by_bytes += len(taken)
        monkeypatch.setattr(module, "is_bytewise", lambda *_: False)
        assert found == _read(file), path.read_bytes()
        monkeypatch.undo()
    assert by_bytes > 300


def _counted(taken: list[Grid]) -> Any:
    class Counted:
        @staticmethod
        def of(*arguments: Any) -> Grid | None:
            if found := Grid.of(*arguments):
                taken.append(found)
            return found

    return Counted


def test_the_first_that_is_the_same() -> None:
    random_ = np.random.default_rng(3)
    for distinct in (1, 2, 50, 5000):
        words = [random_.integers(0, distinct, 5000).astype(np.uint64) << np.uint64(5) for _ in range(2)]
        pairs = list(zip(words[0].tolist(), words[1].tolist(), strict=True))
        firsts: dict[tuple[int, int], int] = {}
        expected = [firsts.setdefault(pair, place) for place, pair in enumerate(pairs)]
        assert first_alike(words).tolist() == expected


@pytest.mark.parametrize("decimal", [".", ","])
def test_many_texts_at_once_are_the_numbers_of_each(decimal: str) -> None:
    dice = random.Random(decimal)
    type_ = NumberType(parse_unit("mm/h"), Fraction(0), Fraction(200))
    parse = NumberTexts(type_, Fraction(1), decimal)
    plain = ["0", "-0", "+0.0", ".5", "5.", "007", "199.99999999999999", "200", "0.1", "1" + "0" * 30]
    odd = [
        "",
        "<3",
        "1e2",
        "200.1",
        "-1",
        "1.2.3",
        "+-1",
        ".",
        "0." + "0" * 400 + "1",
        "１",
        "1_0",
        "−0",
        "nan",
    ]
    taken = 0
    for _ in range(2000):
        texts = dice.choices(plain, k=3) + dice.choices(odd, k=dice.choice([0, 0, 1]))
        texts = [text.replace(".", dice.choice([decimal] * 9 + [".", ","])) for text in texts]
        if (found := parse.several(texts)) is not None:
            taken += 1
            assert [(repr(one), repr(one)) for one in found.tolist()] == [
                tuple(map(repr, parse(text))) for text in texts
            ]
    assert taken > 200
