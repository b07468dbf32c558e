"""Verdicts and paired values to estimates: what a rule file asks to be reported, analysed."""

from remit.analysis.analyse import AdjustedComparisons, Analysis, analyse
from remit.analysis.categories import AgreementAnalysis, CategoryAnalysis
from remit.analysis.comparisons import ComparisonAnalysis
from remit.analysis.descriptions import Description
from remit.analysis.groups import Group
from remit.analysis.rates import RateAnalysis, RateLine
from remit.analysis.survival import SurvivalAnalysis

__all__ = [
    "AdjustedComparisons",
    "AgreementAnalysis",
    "Analysis",
    "CategoryAnalysis",
    "ComparisonAnalysis",
    "Description",
    "Group",
    "RateAnalysis",
    "RateLine",
    "SurvivalAnalysis",
    "analyse",
]
