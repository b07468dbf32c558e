"""Studies of very few patients that ask for every method: a folder each, read through the whole program."""

from functools import cache
from pathlib import Path

from remit.analysis.comparisons import Method
from remit.pipeline import Run, run

RULES = """
fact sex : one of (female, male)
measure dose   : mg/day from 0 to 100, usual 0 to 40, lower is better
measure load   : 10^9/L from 0 up, lower is better
measure rash   : yes or no, no is better
measure grade  : scale absent < mild < severe, lower is better
measure reader : scale absent < mild < severe, lower is better
measure site   : one of (face, trunk, limbs)
timepoint baseline : day 0, window day -7 to day 0
timepoint month_3  : day 90, window day 80 to day 100, nearest

define dose_then   = dose at month_3
define dose_before = dose at baseline
define grade_then  = grade at month_3
define reader_then = reader at month_3
response clear    when not rash at month_3
response low_dose when dose at month_3 <= 7 mg/day missing counts as not met
relapse  returned following first visit with (not rash) when rash
relapse  severe_grade when grade is severe

describe sex, clear, dose_then, grade_then
compare dose from baseline to month_3
compare dose from baseline to month_3 using wilcoxon-pratt test
compare dose from baseline to month_3 using paired t test
compare dose from baseline to month_3 using sign test
compare dose from baseline to month_3 using permutation test
compare dose from baseline to month_3 using bootstrap interval
compare dose from baseline to month_3 using paired t test, then wilcoxon test if p < 0.05
compare dose from baseline to month_3 among dose at baseline > 5 mg/day by sex
compare dose_before with dose_then
compare load from baseline to month_3 using paired t test
compare rash from baseline to month_3
compare rash from baseline to month_3 using mcnemar mid-p test
compare rash from baseline to month_3 using suissa-shuster test
compare rash from baseline to month_3 using boschloo test, then mcnemar test if p < 0.05
compare clear with low_dose by sex
compare grade from baseline to month_3
compare grade from baseline to month_3 using wilcoxon test
compare grade from baseline to month_3 using sign test
compare grade from baseline to month_3 using stuart-maxwell test
compare grade from baseline to month_3 using bhapkar test
compare grade from baseline to month_3 using bowker test, then stuart-maxwell test if p < 0.05
compare site from baseline to month_3
compare site from baseline to month_3 using bhapkar test
compare site from baseline to month_3 using bowker test
agree grade_then with reader_then
agree grade_then with reader_then using linear kappa
agree grade_then with reader_then using quadratic kappa
agree grade_then with reader_then using AC1
agree clear with low_dose
rate clear, low_dose
rate clear using wilson interval
rate clear using blaker interval
rate clear using jeffreys interval
rate low_dose by sex using agresti-coull interval
time to returned, severe_grade
time to returned by sex
adjust comparisons by {adjustment}
"""

STUDY = """
title = "SYNTHETIC: {situation}"
rules = "rules.remit"

[data]
unreadable = "{unreadable}"

[patients]
file = "patients.csv"
patient = "id"
facts = {{ sex = "sex" }}

[[visits]]
file = "visits.csv"
patient = "id"
day = "day"

[visits.measures]
dose = "dose"
load = "load"
rash = "rash"
grade = "grade"
reader = "reader"
site = "site"
"""

Visit = tuple[str, ...]


def ill(dose: str, load: str = "3.5") -> Visit:
    return dose, load, "yes", "severe", "severe", "face"


def better(dose: str) -> Visit:
    return dose, "1.2", "no", "absent", "mild", "trunk"


def unknown() -> Visit:
    return ("",) * 6


DOSES = ("5", "10", "15", "20", "25")
SITUATIONS: dict[str, list[tuple[Visit, Visit]]] = {
    "no pair": [(ill("10"), unknown()), (unknown(), better("5"))],
    "one pair": [(ill("10"), better("5"))],
    "two pairs": [(ill("10"), better("5")), (ill("20"), better("12"))],
    "no change": [(ill(dose), ill(dose)) for dose in DOSES],
    "all alike": [(ill(dose), better(str(int(dose) - 3))) for dose in DOSES],
    "one changed": [(ill("10"), better("7")), *[(ill(dose), ill(dose)) for dose in DOSES]],
    "some missing": [
        (ill("10"), better("7")), (ill("0.3"), better("0.2")), (ill("20"), unknown()),
        (unknown(), better("5")), (unknown(), unknown()), (ill("<5"), better(">30")),
    ],
}  # fmt: skip

METHODS = (
    "wilcoxon test",
    "wilcoxon-pratt test",
    "paired t test",
    "sign test",
    "permutation test",
    "bootstrap interval",
)


def lay_out(
    folder: Path, patients: list[tuple[Visit, Visit]], unreadable: str = "stop", adjustment: str = "holm"
) -> Path:
    """A study folder: each patient's visits on day 0 and day 90."""
    folder.mkdir(parents=True)
    (folder / "rules.remit").write_text(RULES.format(adjustment=adjustment), "utf-8")
    (folder / "study.toml").write_text(STUDY.format(situation=folder.name, unreadable=unreadable), "utf-8")
    people = [f"P{n},{('female', 'male')[n % 2]}" for n in range(len(patients))]
    visits = [
        ",".join((f"P{n}", day, *cells))
        for n, pair in enumerate(patients)
        for day, cells in zip(("0", "90"), pair, strict=True)
    ]
    header = "id,day,dose,load,rash,grade,reader,site"
    (folder / "patients.csv").write_text("\n".join(["id,sex", *people, ""]), "utf-8")
    (folder / "visits.csv").write_text("\n".join([header, *visits, ""]), "utf-8")
    return folder


@cache
def evaluated(study: Path) -> Run:
    """A study, evaluated once."""
    return run(study)


def methods_of(study: Path) -> dict[str, Method]:
    """What each method says of the dose in all patients."""
    compared = evaluated(study).analysis.comparisons
    alone = [one for one in compared if one.label == "dose" and not one.group.words and one.gate is None]
    return {one.methods[0].name: one.methods[0] for one in alone}
