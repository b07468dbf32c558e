"""What every table of a study file begins with, and what it says of the columns that it leaves out."""

from collections.abc import Iterable, Iterator, Sequence

from remit.start import toml
from remit.start.dating import date_format
from remit.start.document import Line, beside, plain, question, remark
from remit.start.kinds import reading
from remit.start.left_out import LeftOut
from remit.start.survey import Column, Survey, identifies
from remit.start.words import one_line


def opening(section: str, about: str, survey: Survey, used: Sequence[Column]) -> Iterator[Line]:
    """The section with its file, how that is written, and who the patient of a row is."""
    table = survey.table
    yield from (Line(""), beside(section, about))
    yield Line(f"file = {toml.text(table.file)}")
    if table.table.sheet is not None:
        yield Line(f"sheet = {toml.text(table.table.sheet)}")
    if table.separator is not None:
        yield Line(f"separator = {toml.text(table.separator)}")
    if table.decimal is not None:
        yield beside(f"decimal = {toml.text(table.decimal)}", "most numbers are written so")
    if table.encoding is not None:
        text = f"{table.file} is not UTF-8. Look whether accents and signs are right in what remit prints"
        yield from question("how the file is encoded", text)
        yield Line(f"encoding = {toml.text(table.encoding)}")
    yield from _who(survey)
    yield from _missing(used)
    yield from _dates(used)


def _who(survey: Survey) -> Iterator[Line]:
    columns = [survey.columns[name] for name in survey.key]
    if survey.key_is_guessed:
        yield from question(
            "who the patient is", f"no header says so; `{one_line(survey.key[0])}` is a guess"
        )
    for column in columns:
        if private := identifies(column):
            text = f"`{column.name}` seems to hold {private}, which reports would print. Use numbers instead"
            yield from question("what identifies people", text)
    about = "together: patients of several sites share a number" if len(columns) > 1 else ""
    yield beside(f"patient = {toml.texts(survey.key)}", about)


def _missing(used: Iterable[Column]) -> Iterator[Line]:
    """The texts that stand for nothing recorded; of numbers that do, each column says its own."""
    holders: dict[str, str] = {}
    for column in used:
        for text in column.contents.missing:
            holders.setdefault(text, column.name)
    if holders:
        first = next(iter(holders.values()))
        yield beside(
            f"missing = [{', '.join(map(toml.text, holders))}]", f"not recorded; seen in `{one_line(first)}`"
        )


def _dates(used: Iterable[Column]) -> Iterator[Line]:
    """How dates are written; where they can be read in several ways, each of these, to be chosen from."""
    written = date_format(used)
    if written.format is not None:
        yield beside(
            f"date_format = {toml.text(written.format)}",
            f"the only way to read all of them ({written.example})",
        )
    elif written.must_be_asked:
        several = "can all be read in several ways" if len(written.formats) > 1 else "leave the century open"
        yield from question(
            "how dates are written", f"those of this table {several}. Take the # away in front of one:"
        )
        for one in written.formats:
            day = reading(written.example, one)
            assert day is not None
            yield beside(f"# date_format = {toml.text(one)}", f"{written.example} is {day.day} {day:%B %Y}")


def left_out_lines(left_out: Sequence[LeftOut]) -> Iterator[Line]:
    """The columns that are bound to nothing, those that identify people first."""
    for one in left_out:
        if one.is_private:
            text = f"`{one_line(one.column)}` is left out: {one.why}; better delete it from the file"
            yield from question("what identifies people", text)
    reasons: dict[str, list[str]] = {}
    for one in left_out:
        if not one.is_private:
            reasons.setdefault(one.why, []).append(f"`{one_line(one.column)}`")
    if reasons:
        yield from plain("", "# Left out of this table:")
    for why, columns in reasons.items():
        yield from remark(f"- {', '.join(columns)}: {why}", "  ")
