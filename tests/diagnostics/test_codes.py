"""The registry of codes, and the pages by code."""

import re

import pytest

from remit.diagnostics.codes import CODES, GROUPS
from remit.diagnostics.pages import page


def test_a_code_is_a_letter_and_three_digits_of_a_known_group():
    for code, entry in CODES.items():
        assert re.fullmatch(r"[EW]\d{3}", code)
        assert entry.code == code
        assert entry.group == GROUPS[code[1]]


def test_titles_are_a_few_words_without_a_full_stop():
    for entry in CODES.values():
        assert 0 < len(entry.title) <= 60
        assert not entry.title.endswith(".")


def test_codes_stand_in_order():
    assert list(CODES) == sorted(CODES)


def test_the_registry_is_closed():
    with pytest.raises(TypeError):
        CODES["E999"] = CODES["E101"]  # type: ignore[index]


def test_a_page_is_found_whatever_the_case():
    assert page(" e101 ") == page("E101")
    assert page("E101").startswith("# E101: ")


def test_an_unknown_code_offers_those_that_are_near():
    with pytest.raises(LookupError, match=r"there is no diagnostic E30; did you mean E301 or E302 or E303"):
        page("E30")


@pytest.mark.parametrize("code", ["../../README", "E101.md", "", "nonsense"])
def test_what_is_no_code_reads_no_file(code: str):
    with pytest.raises(LookupError, match="there is no diagnostic"):
        page(code)
