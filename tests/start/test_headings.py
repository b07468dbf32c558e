"""What a header says: name, unit, time."""

import pytest

from remit.start.headings import Instant, heading
from remit.start.units import unit_of
from remit.start.words import concept_of, free_name, name_of, one_line, words_of


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("USUBJID", "usubjid"),
        ("patientID", "patient id"),
        ("TxDrug", "tx drug"),
        ("PredMonth6", "pred month6"),
        ("alk.phos", "alk phos"),
        ("IgG", "igg"),
        ("C3", "c3"),
        ("BSA (%)", "bsa %"),
        ("Größe", "grösse"),
        ("CRP\n(mg/L)", "crp mg l"),
    ],
)
def test_words(header: str, words: str):
    assert " ".join(words_of(header)) == words


@pytest.mark.parametrize(
    ("header", "name", "unit", "time"),
    [
        ("pred_0", "pred", None, "day 0"),
        ("pred_6m", "pred", None, "month 6"),
        ("esr_month3", "esr", None, "month 3"),
        ("CLASI baseline", "clasi", None, "day 0"),
        ("baseline_esr", "esr", None, "day 0"),
        ("bdi.pre", "bdi", None, "day 0"),
        ("6m ESR", "esr", None, "month 6"),
        ("ESR 12 weeks", "esr", None, "week 12"),
        ("Day 0 pred", "pred", None, "day 0"),
        ("W12 PASI", "pasi", None, "week 12"),
        ("esr y1", "esr", None, "year 1"),
        ("ESR (mm/h) month 6", "esr", "mm/h", "month 6"),
        ("ESR M6 (mm/h)", "esr", "mm/h", "month 6"),
        ("CRP [mg/dl] (6 months)", "crp", "mg/dL", "month 6"),
        ("prednisone_mg_day_m6", "prednisone", "mg/day", "month 6"),
        ("prednisone_m6_mg", "prednisone", "mg", "month 6"),
        ("CRP, mg/L", "crp", "mg/L", None),
        ("crp_mg_l", "crp", "mg/L", None),
        ("hb_g_dl", "hb", "g/dL", None),
        ("weight_kg", "weight", "kg", None),
        ("age_years", "age", "years", None),
        ("skin post", "skin", None, "post"),
        ("esr_v2", "esr", None, "v2"),
        ("pred_2", "pred", None, "2"),
        # Not everything that looks like a unit or a time is one.
        ("pain score", "pain score", None, None),
        ("das28", "das28", None, None),
        ("28 joint count", "28 joint count", None, None),
        ("baseline", "baseline", None, None),
        ("week", "week", None, None),
        ("mg", "mg", None, None),
        ("Response at 6 mo", "response", None, "month 6"),
        ("vitamin d 3", "vitamin d", None, "3"),
    ],
)
def test_a_header_taken_apart(header: str, name: str, unit: str | None, time: str | None):
    found = heading(header)
    assert " ".join(found.words) == name
    assert (found.unit and str(found.unit)) == unit
    assert (None if found.time is None else str(found.time)) == time


def test_a_range_in_brackets_is_no_part_of_the_name():
    found = heading("Physician global (0-100 mm)")
    assert (found.words, found.range, str(found.unit)) == (("physician", "global"), (0, 100), "mm")


def test_a_time_that_is_none_stays_in_the_name():
    assert heading("age_start").whole.words == ("age", "start")
    assert heading("ESR (mm/h)").whole.words == ("esr",)


def test_instants_are_in_the_order_of_time():
    assert sorted([Instant.of("month", 6), Instant.of("week", 12), Instant.of("year", 0)]) == [
        Instant(0, "day", 0),
        Instant(84, "week", 12),
        Instant(183, "month", 6),
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("MG/DL", "mg/dL"),
        ("x10^9/L", "10^9/L"),
        ("10e9/L", "10^9/L"),
        ("10*9 / l", "10^9/L"),
        ("mg per day", "mg/day"),
        ("IU/ML", "IU/mL"),
        ("mL/min/1.73M2", "mL/min/1.73m2"),
        ("mm/hr", "mm/hr"),
        ("%", "%"),
        ("pct", "%"),
        ("K/uL", None),
        ("/HPF", None),
        ("", None),
        ("mg/", None),
    ],
)
def test_a_unit_as_it_is_written(text: str, unit: str | None):
    found = unit_of(text)
    assert (found and str(found)) == unit


def test_what_clinicians_mean_by_words():
    assert concept_of(("current", "pred", "dose")) == "glucocorticoid"
    assert concept_of(("erythrocyte", "sedimentation", "rate")) == "esr"
    assert concept_of(("shoe", "size")) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("esr", "esr"),
        ("größe", "grosse"),
        ("28 joint count", "value_28_joint_count"),
        ("%", "value"),
        ("年齢", "value"),
        ("a__b", "a_b"),
    ],
)
def test_a_name_is_one_of_the_language(words: str, name: str):
    assert name_of(words.split(), "value") == name


def test_a_name_that_is_taken_or_a_word_of_the_language_gets_another():
    assert free_name("esr", {"esr", "esr_2"}) == "esr_3"
    assert free_name("week", ()) == "week_value"
    assert free_name("response", ()) == "response_value"


def test_a_text_in_a_comment_stays_on_its_line():
    assert one_line("a\r\n b\t\x00c") == "a b c"
    assert len(one_line("x" * 200)) == 60
