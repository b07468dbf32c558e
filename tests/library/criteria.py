"""The rule files of published criteria, and what the catalogue of criteria says of them."""

import csv
from pathlib import Path

from remit.model.rules import RuleSet
from remit.pipeline import load_rules

ROOT = Path(__file__).resolve().parents[2]
BOUNDARY_CASES = ROOT.parent / "shared" / "facts" / "boundary-cases.csv"

# What each file encodes, by the code of the catalogue of criteria.
ENCODED: dict[str, tuple[str, ...]] = {
    "cle/clasi_50_2020": ("CLE-03",),
    "cle/clasi_response_2011": ("CLE-02",),
    "cle/clasi_severity_2011": ("CLE-01",),
    "cle/skin_flare_2011": ("CLE-06",),
    "cle/skin_remission_2021": ("CLE-04",),
    "derm/easi_2001": ("DER-02",),
    "derm/easi_score_2001": ("DER-02",),
    "derm/iga_2020": ("DER-03",),
    "derm/pasi_1978": ("DER-01",),
    "derm/pemphigus_2008": ("DER-04",),
    "derm/salt_2025": ("DER-06",),
    "derm/uas7_2017": ("DER-05",),
    "gi/cdai_crohn_1976": ("GI-01",),
    "gi/mayo_2005": ("GI-03",),
    "gi/pcdai_2005": ("GI-02",),
    "gi/pucai_2007": ("GI-02",),
    "gi/steroid_free_remission_crohn_2018": ("GI-04",),
    "gi/wpcdai_2012": ("GI-02",),
    "haematology/aiha_2020": ("HEM-03",),
    "haematology/aml_eln_2022": ("HEM-04",),
    "haematology/imwg_2016": ("HEM-01",),
    "haematology/imwg_best_response_2016": ("HEM-01",),
    "haematology/itp_iwg_2009": ("HEM-02",),
    "jia/acr_pedi": ("JIA-01",),
    "jia/jadas_2021": ("JIA-04",),
    "jia/jia_flare_2002": ("JIA-02",),
    "jia/wallace_2004": ("JIA-03",),
    "jia/wallace_2011": ("JIA-03",),
    "myositis/printo_inactive_disease_2013": ("JDM-01",),
    "myositis/total_improvement_score_2017": ("JDM-02",),
    "nephrology/ipna_nephrotic_2022": ("NEP-01",),
    "nephrology/nephrotic_relapse_pattern_2022": ("NEP-02",),
    "nephrology/steroid_dependence_2022": ("NEP-02",),
    "neuro/confirmed_disability_progression_2018": ("NEU-02",),
    "neuro/mgfa_status_2000": ("NEU-04",),
    "neuro/ms_relapse_2014": ("NEU-01",),
    "neuro/neda_3_2014": ("NEU-03",),
    "oncology/gcig_best_response_2011": (),
    "oncology/gcig_ca125_2011": (),
    "oncology/irecist_2017": ("ONC-03",),
    "oncology/irecist_best_response_2017": ("ONC-03",),
    "oncology/lugano_2014": ("ONC-04",),
    "oncology/pcwg3_psa_2016": (),
    "oncology/pcwg3_response_2016": (),
    "oncology/recist_1_1_2009": (
        "ONC-01",
        "ONC-02",
    ),
    "oncology/recist_best_response_2009": ("ONC-02",),
    "psychiatry/hamd_2006": ("PSY-01",),
    "ra/acr_response_1995": ("RA-01",),
    "ra/boolean_remission_2023": ("RA-05",),
    "ra/cdai_sdai_2005": ("RA-04",),
    "ra/das28_1995": ("RA-02",),
    "ra/eular_response_1996": ("RA-03",),
    "respiratory/oral_steroid_sparing_asthma_2014": ("RES-01",),
    "sle/aurora_1_2021": ("SLE-16",),
    "sle/aurora_2_2024": ("SLE-17",),
    "sle/bicla_2011": ("SLE-04",),
    "sle/bilag_flare_2021": ("SLE-09",),
    "sle/bliss_ln_2020": ("SLE-18",),
    "sle/chili_2019": ("SLE-11",),
    "sle/clldas_2023": ("SLE-13",),
    "sle/csle_clinical_remission_2024": ("SLE-14",),
    "sle/csle_flare_2018": ("SLE-12",),
    "sle/doris_2021": ("SLE-07",),
    "sle/glucocorticoid_toxicity_2017": ("SLE-21",),
    "sle/kdigo_lupus_nephritis_2024": ("SLE-15",),
    "sle/lldas_2016": ("SLE-06",),
    "sle/missing_outcome_2019": ("SLE-22",),
    "sle/paediatric_ln_flare_2024": ("SLE-20",),
    "sle/printo_acr_jsle_2006": ("SLE-10",),
    "sle/selena_flare_index_2005": ("SLE-08",),
    "sle/sledai_2k_2002": ("SLE-01",),
    "sle/sledai_flare_2000": ("SLE-02",),
    "sle/sri_2009": ("SLE-03",),
    "sle/steroid_sparing_2020": ("SLE-19",),
    "spa/asas_response_2001": ("SPA-01",),
    "steroids/glucocorticoid_equivalence": ("APP-A",),
    "vasculitis/advocate_2021": ("VAS-03",),
    "vasculitis/behcet_2019": ("BEH-01",),
    "vasculitis/euvas_states_2007": ("VAS-01",),
    "vasculitis/giacta_2017": ("VAS-04",),
    "vasculitis/rave_2011": ("VAS-02",),
    "vasculitis/saphyr_2023": ("VAS-05",),
}


def path_of(name: str) -> Path:
    return ROOT / "rules" / f"{name}.remit"


def text_of(name: str) -> str:
    return path_of(name).read_text(encoding="utf-8")


def rules_of(name: str) -> RuleSet:
    return load_rules(path_of(name))


def boundary_cases() -> dict[str, str]:
    """The criterion of every boundary case of the catalogue, by the case's code."""
    with BOUNDARY_CASES.open(encoding="utf-8", newline="") as rows:
        return {row["case"]: row["criterion"] for row in csv.DictReader(rows)}
