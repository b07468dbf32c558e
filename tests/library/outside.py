"""What the library's rule files and the peer say of the same patients, cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.library.criteria import ROOT
from tests.library.explained import EXPLAINED, HEAD, REASONS
from tests.library.peer import STUDIES, Results, Study, day_of, rows_of

PAGE = ROOT / "docs" / "library" / "outside-check.md"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the peer's and what of the rule file answers it.

    `name` is an outcome (the peer says Y or N), or a definition per patient or (`visits`) per visit; `day` is
    a moment that the peer gives as the date of the parameter.
    """

    code: str
    name: str
    kind: str = "category"
    day: str = ""
    yes: str = "Y"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what the peer computed, and what the program."""

    standard: str
    parameter: str
    patient: str
    peer: str
    remit: str

    @property
    def differs(self) -> bool:
        return self.peer != self.remit

    @property
    def key(self) -> tuple[str, str, str]:
        return self.standard, self.parameter, self.patient


def _verdict(code: str, name: str, day: str = "", yes: str = "Y") -> Parameter:
    return Parameter(code, name, "verdict", day, yes)


PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    "RECIST 1.1": (
        Parameter("BOR", "best"),
        Parameter("CBOR", "best_confirmed"),
        _verdict("RSP", "best_response", "response_at"),
        _verdict("CRSP", "confirmed_response_at_cut", "confirmed_response_from"),
        _verdict("CB", "clinical_benefit"),
        _verdict("CCB", "confirmed_clinical_benefit"),
        _verdict("PD", "progression", "progression_at"),
        _verdict("BCP", "best_response"),
    ),
    "iRECIST": (
        Parameter("IBOR", "best"),
        Parameter("ICBOR", "best_confirmed"),
        _verdict("ICPD", "confirmed_progression_at_cut", "progression_at"),
        _verdict("IUPD", "left_unconfirmed"),
        _verdict("IRSP", "best_response"),
        _verdict("ICRSP", "confirmed_response_at_cut", "confirmed_response_from"),
        _verdict("ICB", "clinical_benefit"),
        _verdict("ICCB", "confirmed_clinical_benefit"),
    ),
    "IMWG": (
        Parameter("CBOR", "best"),
        Parameter("COVR", "so_far", "visits"),
        _verdict("PD", "progression_at_cut"),
        _verdict("RSP", "overall_response_at_cut", "response_from"),
        _verdict("VGPRRSP", "very_good_response_at_cut"),
        _verdict("CRRSP", "complete_response_at_cut"),
        _verdict("CB", "clinical_benefit"),
    ),
    "CA-125": (
        Parameter("OVRR11CA", "combined", "visits"),
        Parameter("CBORCA", "ca125_best"),
        Parameter("BORCA11", "best"),
        _verdict("PDCA125", "ca125_progression", "ca125_until", "PD"),
    ),
    "PCWG3 tumour": (
        Parameter("OVRLRESC", "overall", "visits"),
        Parameter("BOR", "best"),
        Parameter("CBOR", "best_confirmed"),
    ),
    "PSA": (
        _verdict("PSA50URS", "psa_50", "first_fall_50"),
        _verdict("PSA90URS", "psa_90", "first_fall_90"),
        _verdict("PSA50CRS", "psa_50_confirmed_at_cut"),
        _verdict("PSA90CRS", "psa_90_confirmed_at_cut"),
    ),
}


def cells(standard: str, folder: Path) -> list[Cell]:
    """Every cell that both computed, in the order of the peer's file."""
    study = STUDIES[standard]
    results = study.evaluate(folder)
    assessed = {row["patient"] for row in study.visits(study)}
    rows = rows_of(study.folder, "adrs.csv")
    return [
        cell
        for parameter in PARAMETERS[standard]
        for row in rows
        if row["PARAMCD"] == parameter.code and row["USUBJID"] in assessed
        for cell in _cells(standard, study, parameter, row, results)
    ]


def _cells(
    standard: str, study: Study, parameter: Parameter, row: dict[str, str], results: Results
) -> Iterator[Cell]:
    patient = row["USUBJID"]
    if parameter.kind == "visits":
        day = day_of(row["ADT"], study.starts()[patient])
        found = _words(results.visits.get((patient, parameter.name, day), "no such visit"))
        yield Cell(standard, f"{parameter.code}, day {day}", patient, row["AVALC"].upper(), found)
    elif parameter.kind == "category":
        found = _words(results.values[patient, parameter.name])
        yield Cell(standard, parameter.code, patient, row["AVALC"].upper(), found)
    else:
        yes = row["AVALC"] == parameter.yes
        verdict = results.verdicts[patient, parameter.name]
        found = {"met": "Y", "not met": "N"}.get(verdict, verdict)
        yield Cell(standard, parameter.code, patient, "Y" if yes else "N", found)
        if parameter.day and yes:
            day = day_of(row["ADT"], study.starts()[patient])
            moment = results.values[patient, parameter.day]
            yield Cell(standard, f"{parameter.code}, day", patient, f"day {day}", f"day {moment}")


def _words(level: str) -> str:
    """A level of a rule file as the peer writes it."""
    if level.startswith("may be"):
        return level
    return (
        level.upper()
        .replace("NON_CR_NON_PD", "NON-CR/NON-PD")
        .replace("NON_ICR_NON_IUPD", "NON-ICR/NON-IUPD")
    )


def page(found: dict[str, list[Cell]]) -> str:
    """The page of the manual, from the cells of every standard."""
    lines = HEAD.splitlines()
    for standard, these in found.items():
        patients = len({cell.patient for cell in these})
        differing = sum(cell.differs for cell in these)
        rules = STUDIES[standard].rules
        lines.append(f"| {standard} | `{rules}` | {patients} | {len(these)} | {differing} |")
    every = [cell for these in found.values() for cell in these]
    lines.append(f"| together | | | {len(every)} | {sum(cell.differs for cell in every)} |")
    lines += ["", "## The cells that differ", ""]
    for reason, text in REASONS.items():
        these = [cell for cell in every if cell.differs and EXPLAINED.get(cell.key) == reason]
        lines += [text, "", "| standard | parameter | patient | peer | remit |", "|---|---|---|---|---|"]
        lines += [
            f"| {cell.standard} | {cell.parameter} | {cell.patient} | {cell.peer} | {cell.remit} |"
            for cell in these
        ]
        lines.append("")
    return "\n".join(lines)
