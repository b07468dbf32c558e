"""The grammar is strict, and whatever is written gets an answer in words."""

import random
import re
from pathlib import Path

import pytest

from remit.diagnostics.codes import CODES
from remit.language.parse import grammar
from remit.pipeline import check_text

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    ROOT / "examples" / "lenalidomide" / "lenalidomide.remit",
    *(ROOT / "rules" / name for name in ("jia/acr_pedi.remit", "sle/doris_2021.remit")),
]
WORDS = re.compile(r'"[^"\n]*"|[A-Za-z_][\w-]*|\d+(?:\.\d+)?|<=|>=|\S')


def test_no_two_rules_or_words_compete() -> None:
    grammar(strict=True)


def told(text: str) -> None:
    """Every answer is a diagnostic with a known code and a place in the text."""
    for diagnostic in check_text(text, "rules.remit"):
        assert diagnostic.code in CODES, diagnostic
        assert "__" not in diagnostic.message, diagnostic
        assert "Token" not in diagnostic.primary.text, diagnostic


@pytest.mark.parametrize("part", range(4))
def test_mutated_rule_files_never_break_it(part: int) -> None:
    choose = random.Random(part)
    pool = [word for path in FILES for word in WORDS.findall(path.read_text(encoding="utf-8"))]
    for _ in range(60):
        text = choose.choice(FILES).read_text(encoding="utf-8")
        words = list(WORDS.finditer(text))
        for _ in range(choose.randint(1, 3)):
            at = choose.choice(words)
            other = choose.choice(["", choose.choice(pool), f"{at.group()} {choose.choice(pool)}"])
            text = text[: at.start()] + other + text[at.end() :]
            words = list(WORDS.finditer(text))
        told(text)


@pytest.mark.parametrize("part", range(4))
def test_token_soup_never_breaks_it(part: int) -> None:
    choose = random.Random(100 + part)
    pool = [word for path in FILES for word in WORDS.findall(path.read_text(encoding="utf-8"))]
    for _ in range(150):
        told(" ".join(choose.choices(pool, k=choose.randint(1, 40))))


@pytest.mark.parametrize("text", ["", "  \n", "\x00", "é ü ∑", '"', "(" * 500, "# only a comment", "measure"])
def test_odd_texts_are_answered(text: str) -> None:
    told(text)
