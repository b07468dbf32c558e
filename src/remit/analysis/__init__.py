"""Verdicts and paired values to estimates: what a rule file asks to be reported, analysed."""

from remit.analysis.analyse import Analysis, analyse
from remit.analysis.comparisons import ComparisonAnalysis
from remit.analysis.descriptions import Description
from remit.analysis.rates import RateAnalysis, RateLine
from remit.analysis.survival import SurvivalAnalysis

__all__ = [
    "Analysis",
    "ComparisonAnalysis",
    "Description",
    "RateAnalysis",
    "RateLine",
    "SurvivalAnalysis",
    "analyse",
]
