"""The cases of a rule file: tiny patients with the verdicts expected, and which clauses they have tried."""

from remit.cases.coverage import ClauseCoverage, coverage
from remit.cases.run import CaseResult, run_cases

__all__ = ["CaseResult", "ClauseCoverage", "coverage", "run_cases"]
