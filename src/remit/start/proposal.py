"""From the user's files to a proposed study: looked over, arranged, declared, written down."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Rejected
from remit.language.words import RESERVED
from remit.start.charts import Wide
from remit.start.declarations import declarations
from remit.start.document import Decision, Line, decisions, text_of
from remit.start.dose_records import rows_in_words
from remit.start.headings import Instant
from remit.start.layouts import Arrangement, arranged
from remit.start.rule_file import BLANK, OUTCOME, rule_lines
from remit.start.schedule import schedule
from remit.start.study_file import study_lines
from remit.start.survey import Survey, surveys
from remit.start.tables import read_tables
from remit.start.words import name_of, words_of
from remit.study.problems import counted, listed

STUDY_FILE: Final = "study.toml"
RULE_FILE: Final = "rules.remit"


@dataclass(frozen=True, slots=True)
class ProposedFile:
    """A file to be written: its name, its text, and what it asks its reader to decide."""

    name: str
    text: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A study file and a rule file for some tables; `found` has of each table its name and what it holds."""

    study: ProposedFile
    rules: ProposedFile
    found: tuple[tuple[str, str], ...]

    @property
    def files(self) -> tuple[ProposedFile, ProposedFile]:
        """Both files."""
        return self.rules, self.study


def propose(files: Iterable[str | Path], folder: str | Path = ".") -> Proposal:
    """Look at data files and propose a study: nothing is written.

    Args:
        files: CSV files and workbooks; of a workbook every visible sheet is looked at.
        folder: Where the study will be; its file names the data by their paths from there.

    Returns:
        The text of `study.toml` and of a rule file. The rules have one mistake (E201) until an outcome is
        filled in. What else must be decided is asked on lines that begin with `# ?`; where that stands in the
        way of a run, checking the study says so too.

    Raises:
        Rejected: A file cannot be read (E601 to E610), or nothing in any file says which patient a row is of
            (E605).
    """
    paths = list(dict.fromkeys(map(Path, files)))
    found = surveys(read_tables(paths, Path(folder)))
    if not any(survey.key for survey in found):
        raise Rejected([_without_patients(survey) for survey in found])
    arrangement = arranged(found)
    timepoints = schedule(arrangement)
    taken = {OUTCOME, BLANK, *(one.name for one in timepoints.timepoints)}
    declared = declarations(arrangement, taken)
    title = paths[0].stem if len(paths) == 1 else Path(folder).resolve().name
    names = listed([path.name for path in paths])
    rules = rule_lines(_ruleset(title), f"First rules for {title}", names, declared, timepoints)
    study = study_lines(title, RULE_FILE, arrangement, declared)
    return Proposal(_file(STUDY_FILE, study), _file(RULE_FILE, rules), tuple(_found(arrangement)))


def _found(arrangement: Arrangement) -> Iterator[tuple[str, str]]:
    """What each table was taken for, in words."""
    charts: dict[Survey, Wide | None] = {table.survey: table for table in arrangement.wide}
    if arrangement.patients is not None:
        charts.setdefault(arrangement.patients.survey, None)
    for survey, chart in charts.items():
        named = (
            [time.words if isinstance(time, Instant) else time for time in chart.measures] if chart else []
        )
        times = f", with columns at {listed(named)}" if named else ""
        yield survey.table.shown, f"a row a patient: {counted(len(survey.patients), 'patient')}{times}"
    for what, tables in (
        ("visit", arrangement.visits),
        ("result", arrangement.results),
        ("event", arrangement.events),
    ):
        for table in tables:
            rows, patients = len(table.survey.patients), len(set(table.survey.patients))
            numbers = f"{counted(rows, 'row')} of {counted(patients, 'patient')}"
            yield table.survey.table.shown, f"a row {'an' if what == 'event' else 'a'} {what}: {numbers}"
    for doses in arrangement.doses:
        yield doses.survey.table.shown, rows_in_words(doses)
    for survey, why in arrangement.unplaced:
        yield survey.table.shown, f"bound to nothing: {why}"


def _file(name: str, lines: Sequence[Line]) -> ProposedFile:
    return ProposedFile(name, text_of(lines), decisions(lines))


def _ruleset(title: str) -> str:
    name = name_of(words_of(title), "study")
    return f"{name}_study" if name in RESERVED else name


def _without_patients(survey: Survey) -> Diagnostic:
    place = Label(Cell(survey.table.file, sheet=survey.table.table.sheet))
    columns = (
        f"its columns are {listed(list(survey.columns))}"
        if survey.columns
        else "it has no column with a name"
    )
    message = f"`{survey.table.shown}` has no column that says which patient a row is of"
    help_ = "give that column a header such as `patient`; the header is the first row that has an entry"
    return Diagnostic("E605", message, place, help=(help_, columns))
