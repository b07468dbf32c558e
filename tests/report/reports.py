"""Reports for tests: the patients are the cases of a rule text."""

from pathlib import Path

from remit.analysis import analyse
from remit.cases.cohort import case_cohort
from remit.check import check
from remit.evaluate.rules import evaluate_rules
from remit.language import parse
from remit.report.report import Report
from remit.source import Source

RULES = """\
ruleset sparing version 2.1
  title "Steroid sparing in a small study"
  cite  "Doe J, Roe R. A journal 2020"

fact sex "Sex" : one of (female, male)

measure dose "Prednisone dose" : mg/day from 0 to 2000, lower is better
measure skin "Active skin disease" : yes or no, no is better
event   ivig "IVIG started"

timepoint baseline : day 0, window day -30 to day 0, last
timepoint month_6  : month 6, window month 5 to month 7, nearest

define halved "Dose halved" : dose at month_6 <= 0.5 * dose at baseline
state  clear  "Skin clear" : not skin
classify step "Step of the dose"
  low  when dose at month_6 < 10 mg/day
  high otherwise

response cleared "Skin lesions resolved"
  among skin at baseline
  when  not skin at month_6

steroid-sparing less "Dose reduced"
  when dose falls from baseline to month_6
  missing counts as not met

relapse again "Skin lesions return"
  following first visit after baseline with (not skin)
  when skin

describe sex, dose at baseline
compare dose from baseline to month_6 using paired t test, then wilcoxon test if p < 0.05
rate cleared, less
time to again
"""
