"""The whole way, step by step: rules, study, verdicts, analyses. Reads like a table of contents.

What a step needs is imported with it: checking a rule file costs neither the study's readers nor statistics.
"""

from collections.abc import Callable
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

from remit.diagnostics.diagnostic import Diagnostic, Rejected
from remit.rule_files import checked, load_rules, load_together, read_source
from remit.source import Source

if TYPE_CHECKING:
    from remit.analysis import Analysis
    from remit.course.cohort import Cohort
    from remit.course.courses import Courses
    from remit.evaluate.rules import Evaluation
    from remit.model.rules import RuleSet
    from remit.report.report import Report
    from remit.study import Study, StudyData

__all__ = [
    "Run",
    "check_study",
    "check_text",
    "load_rules",
    "load_study",
    "load_together",
    "open_study",
    "read_source",
    "rule_paths",
    "run",
]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """A study evaluated: its rules, its patients, the verdicts on them, and the analyses."""

    study: "Study"
    rules: "RuleSet"
    courses: "Courses"
    evaluation: "Evaluation"
    analysis: "Analysis"

    @property
    def cohort(self) -> "Cohort":
        """All patients in memory; of a study that is read some at a time, they are read."""
        import numpy as np

        return self.courses.some(np.arange(len(self.courses.patients)))[0]

    @property
    def report(self) -> "Report":
        """The report of the run, to print or to export."""
        from remit.report.report import Report

        return Report(self.study.title, self.evaluation, self.analysis)

    def __repr__(self) -> str:
        patients, outcomes = len(self.courses.patients), len(self.rules.outcomes)
        return f"<remit.Run of {self.study.title!r}: {patients} patients, {outcomes} outcomes>"

    def __str__(self) -> str:
        from remit.report.text import render_text

        return render_text(self.report)

    def _repr_html_(self) -> str:
        """The report as a notebook shows it."""
        from remit.report.html import html
        from remit.report.text import report_blocks

        return html(report_blocks(self.report))


def run(study: str | Path, progress: Progress | None = None, workers: int | None = None) -> Run:
    """Evaluate a study: the path of its folder or of its `study.toml`.

    The number of `workers`, threads that evaluate (None: as many as there are processors, at most four),
    changes no result.

    Raises Rejected with every mistake found in the study file, the rules or the data; nothing is evaluated
    then.
    """
    from remit.analysis import analyse
    from remit.evaluate.rules import evaluate_rules

    configuration, rules, courses = open_study(study)
    total = len(courses.patients)
    told = (lambda done: progress("evaluating patients", done, total)) if progress else None
    evaluation = evaluate_rules(rules, courses, told, workers)
    return Run(configuration, rules, courses, evaluation, analyse(evaluation))


def open_study(study: str | Path) -> "tuple[Study, RuleSet, Courses]":
    """A study file with its rules and its patients, who are read when they are asked for. Raises Rejected."""
    from remit.study import open_patients, read_configuration

    configuration = read_configuration(Path(study))
    rules = load_together(rule_paths(configuration))
    return configuration, rules, open_patients(configuration, rules.declarations)


def load_study(study: str | Path) -> "tuple[Study, RuleSet, Cohort]":
    """A study file with its rules and its data, read and checked. Raises Rejected."""
    configuration, rules, data = _read(study)
    return configuration, rules, data.cohort


def _read(study: str | Path) -> "tuple[Study, RuleSet, StudyData]":
    from remit.study import read_configuration, read_data

    configuration = read_configuration(Path(study))
    rules = load_together(rule_paths(configuration))
    return configuration, rules, read_data(configuration, rules.declarations)


def check_text(text: str, name: str = "rules") -> tuple[Diagnostic, ...]:
    """Every mistake of a rule text; empty where it has none."""
    try:
        checked(Source(name, text))
    except Rejected as rejected:
        return rejected.diagnostics
    return ()


def check_study(study: str | Path) -> tuple[Diagnostic, ...]:
    """Every mistake of a study file, its rules and its data, else the warnings; empty where all is well."""
    try:
        _, _, data = _read(study)
    except Rejected as rejected:
        return rejected.diagnostics
    return data.warnings


def rule_paths(study: "Study") -> tuple[Path, ...]:
    """The rule files of a study."""
    return tuple(Path(normpath(path)) for path in study.rule_files)
