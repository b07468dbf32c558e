"""The whole way, step by step: rules, study, verdicts, analyses. Reads like a table of contents.

What a step needs is imported with it: checking a rule file costs neither the study's readers nor statistics.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Rejected
from remit.source import Source

if TYPE_CHECKING:
    from remit.analysis import Analysis
    from remit.course.cohort import Cohort
    from remit.evaluate.rules import Evaluation
    from remit.model.rules import RuleSet
    from remit.study import Study

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Run:
    """A study evaluated: its rules, its patients, the verdicts on them, and the analyses."""

    study: "Study"
    rules: "RuleSet"
    cohort: "Cohort"
    evaluation: "Evaluation"
    analysis: "Analysis"


def run(study: str | Path, progress: Progress | None = None) -> Run:
    """Evaluate a study: the path of its folder or of its `study.toml`.

    Raises Rejected with every mistake found in the study file, the rules or the data; nothing is evaluated
    then.
    """
    from remit.analysis import analyse
    from remit.evaluate.rules import evaluate_rules

    configuration, rules, cohort = load_study(study)
    total = len(cohort.patients)
    told = (lambda done: progress("evaluating patients", done, total)) if progress else None
    evaluation = evaluate_rules(rules, cohort, told)
    return Run(configuration, rules, cohort, evaluation, analyse(evaluation))


def load_study(study: str | Path) -> "tuple[Study, RuleSet, Cohort]":
    """A study file with its rules and its data, read and checked. Raises Rejected."""
    from remit.study import read_cohort, read_configuration

    configuration = read_configuration(Path(study))
    rules = load_rules(rule_path(configuration))
    return configuration, rules, read_cohort(configuration, rules.declarations)


def load_rules(path: str | Path) -> "RuleSet":
    """The checked rules of a file. Raises Rejected."""
    from remit.check import check
    from remit.language import parse

    return check(parse(read_source(path)))


def read_source(path: str | Path) -> Source:
    """A rule file's text under the name it was given. Raises Rejected where it cannot be read."""
    shown = str(path)
    try:
        content = Path(path).read_bytes()
    except FileNotFoundError:
        raise _unreadable("E601", f"there is no file `{shown}`", shown) from None
    except OSError as error:
        raise _unreadable("E601", f"`{shown}` cannot be read: {error.strerror}", shown) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        message = f"`{shown}` is not UTF-8 text: byte 0x{byte:02x} in line {line}"
        raise _unreadable("E603", message, shown, line) from None
    return Source(shown, text.replace("\r\n", "\n"))


def check_text(text: str, name: str = "rules") -> tuple[Diagnostic, ...]:
    """Every mistake of a rule text; empty where it has none."""
    from remit.check import check
    from remit.language import parse

    try:
        check(parse(Source(name, text)))
    except Rejected as rejected:
        return rejected.diagnostics
    return ()


def check_study(study: str | Path) -> tuple[Diagnostic, ...]:
    """Every mistake of a study file, its rules and its data; empty where it has none."""
    try:
        load_study(study)
    except Rejected as rejected:
        return rejected.diagnostics
    return ()


def rule_path(study: "Study") -> Path:
    """The rule file of a study. Raises Rejected where it names several."""
    if len(study.rule_files) == 1:
        return study.rule_files[0]
    place = Label(study.places.value("rules"), f"{len(study.rule_files)} files")
    raise Rejected([Diagnostic("E503", "a study is evaluated with one rule file", place)])


def _unreadable(code: str, message: str, file: str, line: int | None = None) -> Rejected:
    return Rejected([Diagnostic(code, message, Label(Cell(file, line)))])
