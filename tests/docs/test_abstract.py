"""docs/abstract.md: current, true to the abstract that it quotes, and right in what it says of five pairs."""

import re
from itertools import combinations_with_replacement
from pathlib import Path
from statistics import stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from remit.statistics.paired_t import paired_t
from remit.statistics.pairs import Pairs
from remit.statistics.signed_rank import signed_rank_test
from tools.abstract import PAGE, TEMPLATE, page

ROOT = Path(__file__).resolve().parents[2]
ABSTRACT = ROOT.parent / "shared" / "seed" / "lenalidomide-csle-abstract.txt"

FALLS = st.lists(st.integers(1, 100), min_size=5, max_size=5)
CHANGES = st.lists(st.integers(-100, 100), min_size=5, max_size=5)


def changed_by(changes: list[int]) -> Pairs:
    return Pairs.complete([0] * len(changes), changes)


def test_the_page_is_what_the_example_gives_now():
    assert PAGE.read_text("utf-8") == page(), "renew it: python tools/abstract.py"


@pytest.mark.skipif(not ABSTRACT.is_file(), reason="the abstract's text is not part of the repository")
def test_what_is_quoted_stands_in_the_abstract():
    abstract = " ".join(ABSTRACT.read_text("utf-8").split())
    quoted = re.findall("“(.*?)”", TEMPLATE.read_text("utf-8"))
    assert len(quoted) > 20
    assert [one for one in quoted if one not in abstract] == []


def test_links_lead_somewhere():
    text = PAGE.read_text("utf-8")
    headings = {
        re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-")
        for one in re.findall("^#+ (.*)", text, re.M)
    }
    for target in re.findall(r"\]\((.*?)\)", text):
        assert target[1:] in headings if target.startswith("#") else (PAGE.parent / target).is_file()


@given(FALLS)
def test_whenever_all_five_fall_the_exact_p_is_two_in_thirty_two(falls: list[int]):
    found = signed_rank_test(changed_by([-fall for fall in falls]))
    assert found.p == found.p_floor == 2 / 32


@given(CHANGES)
def test_no_five_pairs_have_a_smaller_p(changes: list[int]):
    assume(any(changes))
    p = signed_rank_test(changed_by(changes)).p
    assert p is not None and p >= 2 / 32


@given(CHANGES)
def test_t_exceeds_four_only_when_all_five_changes_have_one_sign(changes: list[int]):
    assume(len(set(changes)) > 1)
    found = paired_t(changed_by(changes)).statistic
    assert found is not None
    assert abs(found[1]) <= 4 + 1e-9 or min(changes) > 0 or max(changes) < 0


def test_t_is_four_with_one_patient_unchanged_and_four_equal_falls():
    found = paired_t(changed_by([0, -3, -3, -3, -3])).statistic
    assert found is not None and found[1] == pytest.approx(-4)


def test_ages_with_the_printed_mean_and_sd_have_an_oldest_patient_of_19_or_more():
    """Whole years whose mean and SD are printed 16.4 and 4.7."""
    oldest = {
        82 - sum(younger)
        for younger in combinations_with_replacement(range(45), 4)
        if younger[-1] <= 82 - sum(younger) and 4.65 <= stdev((*younger, 82 - sum(younger))) < 4.75
    }
    assert min(oldest) == 19
