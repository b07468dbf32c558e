"""Inputs made of cells: a fact, a measure at a visit, a reading at a timepoint."""

from dataclasses import replace
from math import isfinite

from remit.course.cohort import Addresses, Column, Status
from remit.diagnostics.diagnostic import Cell
from remit.explain.reasons import Input, InputKind, Reason
from remit.explain.trace import Trace
from remit.explain.words import days_words, unit_of, value_words, with_unit
from remit.model.declarations import Timepoint
from remit.model.expressions import ReadAt
from remit.model.types import MomentType, Type
from remit.operators.bounds import each


def cell_at(addresses: Addresses | None, index: int, whole_row: bool = False) -> Cell | None:
    """The address of a value; of its whole row for what has no cell of its own."""
    if addresses is None or index >= len(addresses.row) or addresses.row[index] < 0:
        return None
    origin = addresses.origins[int(addresses.origin[index])]
    row = int(addresses.row[index])
    if whole_row:
        return Cell(origin.file, row, sheet=origin.sheet)
    return Cell(origin.file, row, origin.column, origin.sheet, origin.letter)


# ---- facts and measures ------------------------------------------------------------------------------


def fact(trace: Trace, name: str) -> Input:
    """A fact of the patient."""
    column, declared = trace.cohort.facts[name], trace.evaluator.declarations.facts[name]
    plain = Input(InputKind.FACT, name, name, unit=unit_of(declared.type))
    return _from_column(plain, column, trace.patient, declared.type, "")


def measured(trace: Trace, name: str, date: int) -> Input:
    """A measure at one of the patient's dates."""
    column, declared = trace.cohort.measures[name], trace.evaluator.declarations.measures[name]
    day = trace.day(date)
    plain = Input(InputKind.MEASURE, name, f"{name} on day {day}", day, unit=unit_of(declared.type))
    where = f" at the visit of day {day}" if trace.is_visit(date) else f" on day {day}"
    found = _from_column(plain, column, trace.stored(date), declared.type, where)
    if found.cell is None and found.reason is not None:
        return replace(found, cell=cell_at(trace.cohort.visit_addresses, trace.stored(date), whole_row=True))
    return found


def _from_column(plain: Input, column: Column, index: int, type_: Type, where: str) -> Input:
    """The value of a column with its address, and why it is open where it is."""
    value = each(column.values, lambda array: array[index])
    words = value_words(value, type_)
    text = column.addresses.text[index] if column.addresses is not None else ""
    status = Status(int(column.status[index]))
    cell = cell_at(column.addresses, index)
    if status is Status.RECORDED and not value.open:
        return replace(plain, value=_converted(column.addresses, index, words), cell=cell)
    reason, why, remark = _reason(plain.name, where, status, text, isinstance(type_, MomentType))
    return replace(plain, value=words, cell=cell, reason=reason, why=why, remark=remark)


def _converted(addresses: Addresses | None, index: int, words: str) -> str:
    """Both numbers where the source's was converted: `237.6 mg/mmol → 2.1 g/g, × 0.00884, study.toml:14`."""
    if addresses is None or addresses.row[index] < 0:
        return words
    conversion = addresses.origins[int(addresses.origin[index])].conversion
    if conversion is None:
        return words
    # The conversion names the source's unit, an arrow and the measure's unit before it says how.
    units, _, how = conversion.partition(", ")
    unit, arrow, _ = units.partition(" → ")
    written = with_unit(addresses.text[index], unit) if arrow else addresses.text[index]
    return f"{written} → {words}, {how if arrow else conversion}"


def _reason(name: str, where: str, status: Status, text: str, is_date: bool) -> tuple[Reason, str, str]:
    """The reason, as a sentence, and in a word or two."""
    missing = f"{name} not recorded{where}"
    match status:
        case Status.UNREADABLE:
            return (
                Reason.UNREADABLE,
                f"{name}{where} set aside, unreadable: `{text}`",
                f"unreadable: `{text}`",
            )
        case Status.OUT_OF_RANGE:
            sentence = f"{name}{where} set aside, out of the possible range: `{text}`"
            return Reason.OUT_OF_RANGE, sentence, f"out of range: `{text}`"
        case Status.CODED:
            code = f"missing code `{text}`" if text else "a missing code"
            return Reason.MISSING_CODE, f"{missing}, {code}", code
        case Status.RECORDED if is_date:
            return Reason.PARTIAL_DATE, f"{name} is a partial date: `{text}`", f"partial date: `{text}`"
        case Status.RECORDED:
            return Reason.BOUND, f"{name}{where} is recorded as a bound: `{text}`", f"a bound: `{text}`"
        case Status.EMPTY:
            return Reason.NOT_RECORDED, missing, "empty"
        case Status.NO_ROW:
            return Reason.NOT_RECORDED, missing, "no row"


# ---- readings at a timepoint -------------------------------------------------------------------------


def reading(trace: Trace, x: ReadAt) -> Input:
    """A measure at a timepoint: the cell that was picked, or why there is none."""
    words = f"{x.measure} at {x.timepoint.name}"
    date = trace.read_date(x)
    if date is None:
        type_ = trace.evaluator.declarations.measures[x.measure].type
        value = value_words(trace.value(x, None), type_)
        return replace(
            unvisited(trace, x.timepoint, x.measure), words=words, value=value, unit=unit_of(type_)
        )
    found = measured(trace, x.measure, date)
    return replace(found, kind=InputKind.READING, words=words, others=_others(trace, x, date))


def unvisited(trace: Trace, timepoint: Timepoint, measure: str | None) -> Input:
    """A measure (or anything, where None is named) at a timepoint whose window has no visit."""
    words = f"{measure or 'visit'} at {timepoint.name}"
    kind = InputKind.READING if measure else InputKind.VISIT
    plain = Input(kind, measure or "visit", words, wanted=timepoint.target)
    if trace.follow_up_end < timepoint.high:
        ended = follow_up_words(trace.follow_up_end)
        why = f"{words}: {ended}, before the window closed (day {timepoint.high})"
        return replace(plain, reason=Reason.NOT_YET, why=why, remark=ended)
    window = days_words(timepoint.low, timepoint.high)
    why = f"{words}: no visit in the window ({window})"
    return replace(plain, reason=Reason.NO_VISIT, why=why, remark=f"no visit in {window}")


def follow_up_words(end: float) -> str:
    """How long the patient was observed."""
    return f"follow-up ended on day {end:.0f}" if isfinite(end) else "there was no follow-up"


def _others(trace: Trace, x: ReadAt, taken: int) -> tuple[str, ...]:
    """The other dates of the window, and why each was not taken."""
    recorded = trace.recorded(x.measure, x.timepoint)
    lines = []
    for date in trace.recordable(x.measure, x.timepoint):
        if date == taken:
            continue
        if date in recorded:
            value = measured(trace, x.measure, date).value
            why = _why_not(x.timepoint, trace.day(date), trace.day(taken), trace.is_visit(date))
            lines.append(f"day {trace.day(date)} ({value}) not taken: {why}")
        else:
            either = "" if recorded else " either"
            lines.append(f"day {trace.day(date)} not taken: not recorded there{either}")
    return tuple(lines)


def _why_not(timepoint: Timepoint, day: int, taken: int, is_visit: bool) -> str:
    match timepoint.pick:
        case "last":
            return "earlier"
        case "first":
            return "later"
        case "worst":
            return "not worse"
        case "nearest" | "nearest, later":
            target = timepoint.target
            if abs(day - target) > abs(taken - target):
                return f"farther from day {target}"
            return f"as near to day {target}, and {'later' if day > taken else 'earlier'}"
