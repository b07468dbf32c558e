"""Writes docs/constructs.md: where the language says each of the 57 constructs of published criteria.

A section of a spec page names the constructs that it covers in a line `Constructs: C21, C23`; its rows are
the proof. `python tools/constructs.py` writes the page; `--check` only says whether it is current.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "constructs.md"
PAGES = ROOT / "tests" / "spec"

NAMES = {
    "C01": "Threshold with an explicit comparator",
    "C02": "Units and dimensions",
    "C03": "Three-valued and, or, not",
    "C04": "k of n with unknowns, and of the remaining ones",
    "C05": "Absolute change from a reference",
    "C06": "Percent change, also from zero",
    "C07": "Relative and absolute change together",
    "C08": "Named baseline or anchor",
    "C09": "Change against the previous assessment, new items",
    "C10": "Running best and worst (nadir)",
    "C11": "Roving or resetting reference",
    "C12": "Computed score",
    "C13": "Bands and step functions",
    "C14": "Ordinal scales and steps",
    "C15": "All, any, or so many domains",
    "C16": "Score without some items",
    "C17": "Attribution and exclusion flags",
    "C18": "Look-back period of an observation",
    "C19": "Event with a grade, episodes",
    "C20": "State per visit",
    "C21": "Sustained state",
    "C22": "Holds throughout a period",
    "C23": "Confirmation",
    "C24": "Landmark and visit windows",
    "C25": "Deadline",
    "C26": "Count of events in a rolling window",
    "C27": "Ordered temporal relations",
    "C28": "Runs in daily diaries",
    "C29": "Equivalent doses of a class of drugs",
    "C30": "Dose by weight with a cap",
    "C31": "Dose as a daily series",
    "C32": "Dose ceiling within a state",
    "C33": "Percent reduction of a dose",
    "C34": "Stable or permitted medication",
    "C35": "Off a drug for an interval",
    "C36": "Rescue, discontinuation, prohibited drug",
    "C37": "Missing data as a named layer",
    "C38": "First-match ordered categories",
    "C39": "Best over time up to a stopping event",
    "C40": "Decision table with wildcards",
    "C41": "Denominator, not applicable",
    "C42": "Thresholds that depend on the patient",
    "C43": "Reference ranges, censored values",
    "C44": "Fallback measure",
    "C45": "Prior history",
    "C46": "Time to event, durations, share of time in a state",
    "C47": "Entry and exit by different conditions",
    "C48": "Criteria built from criteria",
    "C49": "Variants and parameters",
    "C50": "Entities (lesions) followed one by one",
    "C51": "Exact decimals",
    "C52": "Direction of benefit",
    "C53": "Adjudicated items, pending ones",
    "C54": "Possible values",
    "C55": "Aggregates over a window",
    "C56": "Not evaluable as a value",
    "C57": "Absence over an interval",
}
EXAMPLES = {
    "C08": "response low_when_clear",
    "C09": "response jumped",
    "C13": "moderate from 10 to 20 points",
    "C17": "state seizure_of_disease",
    "C19": "state episode when",
    "C23": "when any visit has ((level is one of (cr, pr)) confirmed",
    "C36": "unless any rescue",
    "C38": "partial when",
    "C45": "state begun",
    "C49": "parameter enough",
    "C02": "response normal when crp at week_12 < 1 mg/dL",
    "C07": "response both when dose falls by at least 20% and by at least 5 mg/day",
    "C10": "response above_nadir",
    "C12": "define score = ",
    "C14": "response d when grade improves",
    "C15": "response no_new_a",
    "C18": "response twice when any visit has (at least 2 visits in the last 30 days",
    "C22": "response all_ when every visit",
    "C27": "response skin_first",
    "C30": "define limit = min(",
    "C33": "response halved when dose falls by at least 50%",
    "C37": "missing counts as not met",
    "C39": "define best = ",
    "C40": "row any,   any,        yes gives pd",
    "C41": "outcome asks when plain is not applicable",
    "C42": "define upper_limit",
    "C43": "define of_laboratory",
    "C46": "define share = ",
    "C48": "outcome uses_declared",
    "C50": "state lesion_new",
    "C53": "response best_known",
    "C55": "response low when lowest x",
    "C56": "row ne,    any,        no  gives ne",
    "C57": "response free when no visit",
}
"""The beginning of the line that shows a construct, where the first condition of its section does not."""

_HEAD = """# The 57 constructs of published criteria

Made from the spec pages by `tools/constructs.py`. Each construct is needed by some of the published sets of
criteria that the language was designed from; the sections it links to show it in rules whose rows are tests.

| construct | | sections | written |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Covered:
    """A section that covers constructs: its title and the lines of its rules."""

    title: str
    codes: tuple[str, ...]
    lines: tuple[str, ...]


def covered() -> Iterator[Covered]:
    """The sections with a line `Constructs: …`, in the order of the pages."""
    for page in sorted(PAGES.glob("*.md")):
        for part in re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            named = re.search(r"^Constructs: (.+)$", part, re.MULTILINE)
            if named:
                rules = re.findall(r"^```remit\n(.*?)^```", part, re.MULTILINE | re.DOTALL)
                lines = tuple(line.strip() for block in rules for line in block.split("\n"))
                yield Covered(part.split("\n", 1)[0], tuple(re.findall(r"C\d\d", named[1])), lines)


def missing() -> list[str]:
    """The constructs that no section covers."""
    found = {code for section in covered() for code in section.codes}
    return [code for code in NAMES if code not in found]


def written(code: str, sections: list[Covered]) -> str:
    """The line that shows a construct."""
    lines = [line for section in sections for line in section.lines]
    wanted = EXAMPLES.get(code)
    if wanted is not None:
        return next(line for line in lines if " ".join(line.split()).startswith(" ".join(wanted.split())))
    begins = (
        "response",
        "define",
        "state",
        "band",
        "score",
        "set",
        "measure",
        "outcome",
        "relapse",
        "fact",
        "parameter",
    )
    return next((line for word in begins for line in lines if line.startswith(f"{word} ")), lines[0])


def page() -> str:
    """The whole page."""
    rows = []
    for code, name in NAMES.items():
        sections = [section for section in covered() if code in section.codes]
        links = ", ".join(f"[{one.title}](language.md#{_anchor(one.title)})" for one in sections)
        line = f"`{written(code, sections)}`".replace("|", "\\|") if sections else ""
        rows.append(f"| {code} | {name} | {links or 'in no spec page yet'} | {line} |")
    return _HEAD + "\n".join(rows) + "\n"


def _anchor(title: str) -> str:
    kept = "".join(char for char in title.lower() if char.isalnum() or char in " -_")
    return kept.replace(" ", "-")


def main() -> int:
    """Write the page, or say whether it is current."""
    current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    if "--check" in sys.argv:
        return 0 if current == page() else 1
    TARGET.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
