"""A published variant of a criterion is a parameter: with it, the case that tells the two apart changes."""

import re

import pytest

from remit.cases import run_cases
from remit.check import check
from remit.language import parse
from remit.source import Source
from tests.library.criteria import text_of


@pytest.mark.parametrize(
    ("name", "parameter", "variant", "case", "differs"),
    [
        ("cle/clasi_50_2020", "baseline_floor", "8 points", "CLE-03c", {"clasi_50": "met"}),
        ("sle/sledai_2k_2002", "arthritis_joints", "3 joints", "arthritis and", {"activity": "low"}),
        ("sle/bicla_2011", "b_at_entry", "1", "one B at", {"bicla": "met"}),
        ("sle/selena_flare_index_2005", "sledai_alone_is_severe", "no", "SLE-08b", {"flare": "none"}),
        (
            "sle/kdigo_lupus_nephritis_2024",
            "kidney_function_loss",
            "10%",
            "eGFR down by exactly 15%",
            {"complete_response": "not met"},
        ),
        ("ra/acr_response_1995", "items_needed", "1", "RA-01d", {"acr_20": "met"}),
        ("ra/das28_1995", "low_limit", "3.1", "RA-02b", {"das28_crp_low": "not met"}),
        ("ra/eular_response_1996", "large_improvement", "1.1 points", "RA-03a", {"eular_good": "met"}),
        ("ra/cdai_sdai_2005", "cdai_remission", "2.7", "RA-04a", {"cdai_remission_week_24": "not met"}),
        ("ra/boolean_remission_2023", "highest_crp", "0.5 mg/dL", "RA-05a", {"boolean_2_week_24": "not met"}),
        ("spa/asas_response_2001", "units_20", "0.9 points", "SPA-01a", {"asas_20": "met"}),
        # The limit of worsening that rises with the level.
        ("jia/acr_pedi", "worsening", "50%", "three improve 40%", {"acr_pedi_30": "met"}),
        (
            "jia/jia_flare_2002",
            "least_joints",
            "1 joint",
            "JIA-02c",
            {"flare_withdrawal_trial": "met"},
        ),
        (
            "jia/wallace_2011",
            "longest_gap",
            "6 months",
            "inactive at months 0 and 6",
            {"on_medication_remission": "met"},
        ),
        ("jia/wallace_2004", "esr_limit", "25 mm/h", "JIA-03a", {"inactive_month_12": "met"}),
        ("jia/jadas_2021", "oligo_inactive", "2.7", "JIA-04b", {"jadas10_inactive": "met"}),
    ],
)
def test_a_published_variant_is_a_parameter(
    name: str, parameter: str, variant: str, case: str, differs: dict[str, str]
) -> None:
    text, times = re.subn(rf"(?m)^(parameter {parameter} .*=) .*$", rf"\1 {variant}", text_of(name))
    assert times == 1
    found = {
        one.expected.name: one.found
        for one in run_cases(check(parse(Source(name, text))))
        if one.case.title.startswith(case) and not one.passed
    }
    assert found.items() >= differs.items()
