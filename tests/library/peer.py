"""The peer's patients as studies: its inputs reshaped to a row a visit, evaluated by the program itself.

The peer is admiralonco 1.4.0, whose vignettes were run on simulated patients; the files lie beside the
repository. Reshaping takes nothing but its inputs: partial dates become the last day of their month, as the
peer takes them, and of several assessors the investigator's record is used.
"""

import csv
import io
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from remit.cli.application import exit_code
from tests.library.criteria import ROOT, text_of

PEER = ROOT.parent / "shared" / "data" / "peer"

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """What a run gave: verdicts, values of patients, and values of visits; open values as `may be …`."""

    verdicts: dict[tuple[str, str], str]
    values: dict[tuple[str, str], str]
    visits: dict[tuple[str, str, int], str]


def rows_of(*parts: str) -> list[Row]:
    """The rows of a file of the peer's."""
    with PEER.joinpath(*parts).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def day_of(when: str, start: str) -> int:
    """The study day of a date of the peer's, a partial one taken as the last day of its month."""
    return (_date(when) - _date(start)).days


def _date(text: str) -> date:
    year, month, *day = (int(part) for part in text[:10].split("-"))
    return date(year, month, day[0] if day else monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Study:
    """A study of the peer's: how its inputs become patients, visits and events of a rule file."""

    folder: str
    rules: str
    start: str
    measures: tuple[str, ...]
    visits: Callable[["Study"], Iterable[Row]]
    facts: Callable[["Study"], dict[str, Row]] | None = None
    events: Callable[["Study"], Iterable[Row]] | None = None
    parameters: tuple[tuple[str, str], ...] = ()

    def starts(self) -> dict[str, str]:
        """Day 0 of every patient whom the peer judged."""
        judged = {row["USUBJID"] for row in rows_of(self.folder, "adrs.csv")}
        return {
            r["USUBJID"]: r[self.start] for r in rows_of(self.folder, "adsl.csv") if r["USUBJID"] in judged
        }

    def evaluate(self, folder: Path) -> Results:
        """The study written to a folder and run by the program."""
        starts = self.starts()
        facts = self.facts(self) if self.facts else {}
        patients = [{"patient": name, **facts.get(name, {})} for name in starts]
        names = sorted({key for row in patients for key in row} - {"patient"})
        _write(folder / "patients.csv", ["patient", *names], patients)
        _write(folder / "visits.csv", ["patient", "day", *self.measures], self.visits(self))
        _write(folder / "events.csv", ["patient", "day", "event"], self.events(self) if self.events else ())
        (folder / "rules.remit").write_text(self._rules(), encoding="utf-8")
        (folder / "study.toml").write_text(self._document(names), encoding="utf-8")
        assert exit_code(["run", str(folder), "--format", "csv", "--output", str(folder / "out.csv")]) == 0
        return _results(folder / "out.csv")

    def _rules(self) -> str:
        """The rule file of the library, its parameters set as the peer was run."""
        text = text_of(self.rules)
        for name, value in self.parameters:
            text, times = re.subn(rf"(?m)^(parameter {name} .*=) .*$", rf"\1 {value}", text)
            assert times == 1, name
        return text

    def _document(self, facts: list[str]) -> str:
        measures = ", ".join(f'{name} = "{name}"' for name in self.measures)
        given = (
            f"facts = {{ {', '.join(f'{name} = {chr(34)}{name}{chr(34)}' for name in facts)} }}\n"
            if facts
            else ""
        )
        event = "mouse_antibodies" if "gcig" in self.rules else "new_therapy"
        events = (
            f'\n[[events]]\nfile = "events.csv"\npatient = "patient"\nday = "day"\nevent = "{event}"\n'
            'complete = "follow-up"\n'
        )
        return (
            f'title = "The peer\'s patients: {self.folder}"\nrules = "rules.remit"\n\n'
            f'[patients]\nfile = "patients.csv"\npatient = "patient"\n{given}\n'
            f'[[visits]]\nfile = "visits.csv"\npatient = "patient"\nday = "day"\n'
            f"measures = {{ {measures} }}\n" + (events if "pcwg3" not in self.rules else "")
        )


def _write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _results(path: Path) -> Results:
    verdicts: dict[tuple[str, str], str] = {}
    values: dict[tuple[str, str], str] = {}
    visits: dict[tuple[str, str, int], str] = {}
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
        patient, name = row["patient"], row["outcome"]
        if row["verdict"]:
            verdicts[patient, name] = row["counted"]
        elif row["day"]:
            visits[patient, name, int(row["day"])] = row["value"] or row["reason"]
        else:
            values[patient, name] = row["value"] or row["reason"]
    return Results(verdicts, values, visits)


# ---- the peer's inputs as visits ----------------------------------------------------------------------


def _assessments(study: Study, file: str, keep: Callable[[Row], bool]) -> Iterator[tuple[Row, str, int]]:
    starts = study.starts()
    for row in rows_of(study.folder, file):
        if row["RSTESTCD"] == "OVRLRESP" and keep(row):
            yield row, row["USUBJID"], day_of(row["RSDTC"], starts[row["USUBJID"]])


def _level(text: str) -> str:
    return text.lower().replace("/", "_").replace("-", "_")


def _overall(file: str) -> Callable[[Study], Iterable[Row]]:
    """A visit each overall response of the investigator."""

    def visits(study: Study) -> Iterator[Row]:
        for row, patient, day in _assessments(study, file, lambda row: row["RSEVAL"] == "INVESTIGATOR"):
            yield {"patient": patient, "day": str(day), "overall": _level(row["RSSTRESC"])}

    return visits


def _supplement(study: Study, file: str, name: str) -> dict[tuple[str, str], str]:
    """A supplemental value of the peer's, by patient and number of the assessment."""
    return {
        (row["USUBJID"], row["IDVARVAL"]): row["QVAL"]
        for row in rows_of(study.folder, file)
        if row["QNAM"] == name
    }


def _myeloma(study: Study) -> Iterator[Row]:
    certain = {
        key for name in ("PDIFL", "DTHPDFL") for key in _supplement(study, "supprs_onco_imwg.csv", name)
    }
    for row, patient, day in _assessments(study, "rs_onco_imwg.csv", lambda _: True):
        yield {
            "patient": patient,
            "day": str(day),
            "overall": _level(row["RSSTRESC"]),
            "progression_certain": "yes" if (patient, row["RSSEQ"]) in certain else "no",
        }


def _new_therapies(study: Study) -> Iterator[Row]:
    starts = study.starts()
    given = {
        (patient, when) for (patient, _), when in _supplement(study, "supprs_onco_imwg.csv", "NACTDT").items()
    }
    for patient, when in sorted(given):
        yield {"patient": patient, "day": str(day_of(when, starts[patient])), "event": "new therapy"}


def _ovarian(study: Study) -> Iterator[Row]:
    found: dict[tuple[str, int], Row] = {}
    columns = {"CA125": "ca125_response", "RECIST 1.1": "recist_response"}
    for row, patient, day in _assessments(study, "rs_onco_ca125.csv", lambda row: row["RSCAT"] in columns):
        visit = found.setdefault((patient, day), {"patient": patient, "day": str(day)})
        visit[columns[row["RSCAT"]]] = _level(row["RSSTRESC"])
    yield from found.values()


def _evaluable(study: Study) -> dict[str, Row]:
    flags = _supplement(study, "supprs_onco_ca125.csv", "CA125EFL")
    return {patient: {"evaluable": "yes" if flag == "Y" else "no"} for (patient, _), flag in flags.items()}


def _antibodies(study: Study) -> Iterator[Row]:
    noted = _supplement(study, "supprs_onco_ca125.csv", "MOUSEANT")
    for row, patient, day in _assessments(study, "rs_onco_ca125.csv", lambda row: row["RSCAT"] == "CA125"):
        if (patient, row["RSSEQ"]) in noted:
            yield {"patient": patient, "day": str(day), "event": "mouse antibodies"}


def _prostate(study: Study) -> Iterator[Row]:
    starts, found = study.starts(), dict[tuple[str, int], Row]()
    columns = {"SFTSRESP": "soft_tissue", "BONERESP": "bone"}
    for row in rows_of(study.folder, "rs_onco_pcwg3.csv"):
        if row["RSTESTCD"] in columns:
            day = day_of(row["RSDTC"], starts[row["USUBJID"]])
            visit = found.setdefault((row["USUBJID"], day), {"patient": row["USUBJID"], "day": str(day)})
            visit[columns[row["RSTESTCD"]]] = _level(row["RSSTRESC"])
    yield from found.values()


def _with_target_lesions(study: Study) -> dict[str, Row]:
    """The peer's assumption for all its patients."""
    return {patient: {"target_lesions": "yes"} for patient in study.starts()}


def _antigen(study: Study) -> Iterator[Row]:
    starts = study.starts()
    for row in rows_of(study.folder, "lb_onco_pcwg3.csv"):
        patient = row["USUBJID"]
        yield {"patient": patient, "day": str(day_of(row["LBDTC"], starts[patient])), "psa": row["LBSTRESN"]}


STUDIES = {
    "RECIST 1.1": Study(
        "recist_vignette",
        "oncology/recist_best_response_2009",
        "RANDDT",
        ("overall",),
        _overall("rs_onco_recist.csv"),
        parameters=(("confirm_after", "21 days"),),
    ),
    "iRECIST": Study(
        "irecist",
        "oncology/irecist_best_response_2017",
        "RANDDT",
        ("overall",),
        _overall("rs_onco_irecist.csv"),
    ),
    "IMWG": Study(
        "imwg",
        "haematology/imwg_best_response_2016",
        "RANDDT",
        ("overall", "progression_certain"),
        _myeloma,
        events=_new_therapies,
    ),
    "CA-125": Study(
        "gcig_ca125",
        "oncology/gcig_best_response_2011",
        "RANDDT",
        ("ca125_response", "recist_response"),
        _ovarian,
        _evaluable,
        _antibodies,
    ),
    "PCWG3 tumour": Study(
        "pcwg3",
        "oncology/pcwg3_response_2016",
        "TRTSDT",
        ("soft_tissue", "bone"),
        _prostate,
        _with_target_lesions,
    ),
    "PSA": Study("pcwg3", "oncology/pcwg3_psa_2016", "TRTSDT", ("psa",), _antigen),
}
