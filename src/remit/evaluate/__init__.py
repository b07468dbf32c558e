"""A checked model and a block of patients to values with bounds, and to verdicts."""

from remit.evaluate.cohort import evaluate
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.verdicts import Verdict, Verdicts, judge_outcome

__all__ = ["Evaluator", "Verdict", "Verdicts", "evaluate", "judge_outcome"]
