"""Studies whose one measure is what a test is about."""

from remit.model.declarations import Declarations
from tests.study.trial import (
    PATIENTS,
    TWO_PATIENTS,
    VISITS,
    Write,
    measure,
    number,
    read,
)

TOML = PATIENTS + VISITS.replace("date", "day")
WIDE = Declarations({}, {"wide": measure("wide", number("mg", None))}, {}, {})
"""A measure of any size."""


def column(study: Write, name: str, binding: str, cells: list[str], data: str = ""):
    """The column of a measure whose cells are given, one a day."""
    return read(table(study, name, binding, cells, data)).measures[name]


def table(study: Write, name: str, binding: str, cells: list[str], data: str = ""):
    rows = "".join(f'P1,{day},"{cell}"\n' for day, cell in enumerate(cells))
    toml = f"{TOML}measures = {{ {name} = {binding} }}\n[data]\n{data}"
    return study(toml, patients_csv=TWO_PATIENTS, visits_csv="id,day,x\n" + rows)
