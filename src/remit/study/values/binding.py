"""Names of the study file matched with what the rules declare: kinds, units, levels."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from remit.diagnostics.diagnostic import Label
from remit.model.declarations import Drugs, Event, Fact, Measure
from remit.model.types import LevelsType, MomentType, NumberType, TruthType
from remit.model.units import Unit, UnknownUnit, parse_unit, unit_symbols
from remit.study.file.configuration import Coding
from remit.study.file.places import Path
from remit.study.problems import Failed, did_you_mean, listed
from remit.study.reading import Format, Reading
from remit.study.values.cells import Cells, Expected
from remit.study.values.dates import DateTexts, DayTexts, read_instant
from remit.study.values.texts import LevelTexts, NumberTexts, Parse, plain, possible_range


@dataclass(frozen=True, slots=True)
class Binding:
    """A measure or fact with how its cells are read.

    parse        what its texts mean; None for a date, whose formats are told from the whole column
    missing      texts that stand for nothing recorded
    conversion   the units and the factor in words, where numbers are converted
    """

    declared: Measure | Fact
    parse: Parse | None
    missing: frozenset[str]
    conversion: str | None = None

    def expected(self, cells: Cells, date_format: str | None, *, in_days: bool) -> Expected:
        """What its cells should hold; without an index date, a moment is a study day."""
        declaration = Label(self.declared.span, self._declaration)
        if self.parse is not None:
            return Expected(self.parse, self.missing, declaration)
        dates: Parse = DayTexts() if in_days else DateTexts(date_format, self.texts(cells))
        return Expected(dates, self.missing, declaration)

    @property
    def _declaration(self) -> str:
        """What the rules say of its values."""
        match self.declared.type:
            case NumberType() as number:
                return f"a number {possible_range(number)}"
            case LevelsType(levels=levels):
                return f"its levels are {listed(levels)}"
        return self.declared.type.words

    def texts(self, cells: Cells) -> list[str]:
        """The texts of cells that hold something."""
        found = (cells.column.texts[code] for code in cells.used)
        return [text for text in found if text and text not in self.missing]


# ---- names -------------------------------------------------------------------------------------------

_HOMES: Final = {
    "fact": "under `facts` of [patients]",
    "measure": "under `measures` of a table of visits",
    "event": "in a table of [[events]]",
    "drug": "in a table of [[drugs]]",
}


def find_fact(reading: Reading, name: str, path: Path) -> Fact:
    """The declared fact of a name, or Failed once it is told that there is none."""
    _require(reading, "fact", name, path)
    return reading.declared.facts[name]


def find_measure(reading: Reading, name: str, path: Path) -> Measure:
    """The declared measure of a name, or Failed once it is told that there is none."""
    _require(reading, "measure", name, path)
    return reading.declared.measures[name]


def find_event(reading: Reading, name: str, path: Path) -> Event:
    """The declared event of a name, or Failed once it is told that there is none."""
    _require(reading, "event", name, path)
    return reading.declared.events[name]


def find_drug(reading: Reading, name: str, path: Path) -> tuple[Drugs, ...]:
    """The declared classes that a drug belongs to, or Failed once it is told that there is none."""
    _require(reading, "drug", name, path)
    return _classes(reading.declared.drugs.values())[name]


def _classes(declared: Iterable[Drugs]) -> dict[str, tuple[Drugs, ...]]:
    """The classes of each drug by its name."""
    found: dict[str, tuple[Drugs, ...]] = {}
    for group in declared:
        for member in group.members:
            found[member.name] = (*found.get(member.name, ()), group)
    return found


def _require(reading: Reading, kind: str, name: str, path: Path) -> None:
    kinds: Mapping[str, Collection[str]] = {
        "fact": reading.declared.facts,
        "measure": reading.declared.measures,
        "event": reading.declared.events,
        "drug": _classes(reading.declared.drugs.values()),
    }
    if name in kinds[kind]:
        return
    other = next((one for one, declared in kinds.items() if name in declared), None)
    known = list(kinds[kind])
    help_ = did_you_mean(name, known) or [
        f"the rules declare {listed(known)}" if known else f"they declare no {kind}"
    ]
    if other is not None:
        help_ = [f"it is {'an' if other == 'event' else 'a'} {other}, which is bound {_HOMES[other]}"]
    if kind == "drug" and name in reading.declared.drugs:
        members = [member.name for member in reading.declared.drugs[name].members]
        help_ = [f"`{name}` is a class of drugs; its texts are given for each of them: {listed(members)}"]
    message = f"the rules declare no {kind} `{name}`"
    raise reading.problems.fail("E505", message, reading.key(path), "not declared", help=help_)


def find_day(reading: Reading, name: str, path: Path) -> int:
    """The study day that a timepoint's name or an instant such as "month 6" means, or Failed."""
    timepoints = reading.declared.timepoints
    day = timepoints[name].target if name in timepoints else read_instant(name)
    if day is None:
        help_ = [
            *did_you_mean(name, list(timepoints)),
            'or write the time itself, such as "day 180" or "month 6"',
        ]
        place = reading.key(path)
        message = f"the rules declare no timepoint `{name}`"
        raise reading.problems.fail("E505", message, place, "not declared", help=help_)
    return day


# ---- columns -----------------------------------------------------------------------------------------


def bind_all(
    reading: Reading,
    path: Path,
    codings: Mapping[str, Coding],
    find: Callable[[Reading, str, Path], Measure | Fact],
    written: Format,
) -> dict[str, Binding]:
    """How the cells of several measures or facts are read, by name, without those that are mistaken."""
    bound: dict[str, Binding] = {}
    for name, coding in codings.items():
        with suppress(Failed):
            declared = find(reading, name, (*path, name))
            bound[name] = bind(reading, (*path, name), declared, coding, written)
    return bound


def bind(reading: Reading, path: Path, declared: Measure | Fact, coding: Coding, written: Format) -> Binding:
    """How the cells of a measure or fact are read; Failed where its coding does not fit its declaration."""
    missing = written.missing | set(coding.missing)
    match declared.type:
        case NumberType():
            _refuse(reading, path, declared, coding, ("values",))
            factor, conversion = _conversion(reading, path, declared, coding)
            return Binding(declared, NumberTexts(declared.type, factor, written.decimal), missing, conversion)
        case TruthType():
            _refuse(reading, path, declared, coding, ("unit", "factor"))
            _check_values(reading, path, declared, coding, ("yes", "no"))
            return Binding(declared, LevelTexts.of_truth(coding.values), missing)
        case LevelsType():
            _refuse(reading, path, declared, coding, ("unit", "factor"))
            _check_values(reading, path, declared, coding, declared.type.levels)
            return Binding(
                declared, LevelTexts.of_levels(declared.name, declared.type, coding.values), missing
            )
        case MomentType():
            _refuse(reading, path, declared, coding, ("unit", "factor", "values"))
            return Binding(declared, None, missing)


def _refuse(
    reading: Reading, path: Path, declared: Measure | Fact, coding: Coding, keys: Sequence[str]
) -> None:
    """Tell the keys that make no sense for a type."""
    written = [key for key in keys if getattr(coding, key)]
    for key in written:
        is_what = {"values": "has no levels"}.get(key, "is not a number")
        message = f"`{key}` does not fit `{declared.name}`, which {is_what}: it is {declared.type.words}"
        reading.problems.add("E503", message, reading.key((*path, key)))


def _check_values(
    reading: Reading, path: Path, declared: Measure | Fact, coding: Coding, levels: Sequence[str]
) -> None:
    """Tell unknown levels, and texts that would stand for two."""
    first: dict[str, str] = {}
    for level, texts in coding.values.items():
        place = reading.key((*path, "values", level))
        if level not in levels:
            help_ = did_you_mean(level, levels) or [f"it has {listed(levels)}"]
            message = f"`{declared.name}` has no level `{level}`"
            raise reading.problems.fail("E203", message, place, help=help_)
        for text in texts:
            other = first.setdefault(text.strip().casefold(), level)
            if other != level:
                message = f"the text `{text}` stands for both `{other}` and `{level}`"
                raise reading.problems.fail("E503", message, place)


# ---- units -------------------------------------------------------------------------------------------


def _conversion(
    reading: Reading, path: Path, declared: Measure | Fact, coding: Coding
) -> tuple[Fraction, str | None]:
    """What the column's numbers are multiplied by, and that in words."""
    assert isinstance(declared.type, NumberType)
    unit = declared.type.unit
    if coding.factor is not None:
        factor = Fraction(coding.factor)
    elif coding.unit is not None:
        factor = _ratio(reading, path, declared, coding.unit)
    else:
        factor = Fraction(1)
    if factor == 1:
        return factor, None
    span = reading.value((*path, "unit" if coding.factor is None else "factor"))
    place = f"{span.source.name}:{span.line}"
    return factor, f"{coding.unit or 'as recorded'} → {unit}, × {plain(factor)}, {place}"


def _ratio(reading: Reading, path: Path, declared: Measure | Fact, text: str) -> Fraction:
    assert isinstance(declared.type, NumberType)
    unit = known_unit(reading, text, (*path, "unit"))
    if unit.dimension != declared.type.unit.dimension:
        place, message = reading.value((*path, "unit")), other_dimension(declared, unit)
        meant = likely_unit(declared.type.unit, unit)
        likely = [f"did you mean `{meant}`?"] if meant else []
        raise reading.problems.fail("E312", message, place, unit.words, help=[*likely, PINNED])
    return unit.factor_to(declared.type.unit)


def known_unit(reading: Reading, text: str, path: Path) -> Unit:
    """The unit that the study file names at a path, or Failed once it is told that there is none."""
    try:
        return parse_unit(text)
    except UnknownUnit as unknown:
        help_ = did_you_mean(unknown.symbol, unit_symbols())
        message = f"`{unknown.symbol}` is not a unit that is known"
        place = reading.value(path)
        raise reading.problems.fail("E204", message, place, "unknown unit", help=help_) from None


PINNED: Final = (
    "where one number does convert them, pin it: `factor = …`, by which the numbers are multiplied"
)


def likely_unit(own: Unit, written: Unit) -> str | None:
    """The unit meant where its last part was left out: `g` of what is in `mg/day` is `g/day`.

    None where the units differ otherwise: umol/L of mg/dL, or mg/kg/day of mg/day, is another quantity.
    """
    parts, wanted = written.text.split("/"), own.text.split("/")
    if len(parts) != len(wanted) - 1:
        return None
    meant = "/".join((*parts, wanted[-1]))
    return meant if parse_unit(meant).dimension == own.dimension else None


def other_dimension(declared: Measure | Fact, unit: Unit) -> str:
    """What is said of a unit that does not measure what was declared."""
    assert isinstance(declared.type, NumberType)
    own = declared.type.unit
    return f"`{declared.name}` is declared in {own} ({own.words}), and this is in {unit}"
