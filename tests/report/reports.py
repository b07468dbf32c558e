"""Reports for tests: the patients are the cases of a rule text."""

from remit.analysis import analyse
from remit.cases import coverage, run_cases
from remit.cases.cohort import case_cohort
from remit.check import check
from remit.evaluate.rules import evaluate_rules
from remit.language import parse
from remit.report.cases import CaseReport
from remit.report.report import Report
from remit.source import Source

RULES = """\
ruleset sparing version 2.1
  title "Steroid sparing in a small study"
  cite  "Doe J, Roe R. A journal 2020"

fact sex "Sex" : one of (female, male)

measure dose "Prednisone dose" : mg/day from 0 to 2000, usual 0 to 60, lower is better
measure skin "Active skin disease" : yes or no, no is better
measure grade "Grade" : scale none < mild < severe, lower is better
event   ivig "IVIG started"

timepoint baseline : day 0, window day -30 to day 0, last
timepoint month_6  : month 6, window month 5 to month 7, nearest

define halved "Dose halved" = dose at month_6 <= 0.5 * (dose at baseline)
state  clear  "Skin clear" when not skin
classify step "Step of the dose"
  low  when dose at month_6 < 10 mg/day
  high otherwise
define first_clear "First clear visit" = first visit after baseline with (not skin)

response cleared "Skin lesions resolved"
  among skin at baseline
  when  not skin at month_6

steroid-sparing less "Dose reduced"
  when dose falls from baseline to month_6
  missing counts as not met

relapse again "Skin lesions return"
  following first visit after baseline with (not skin)
  when skin

describe sex
compare dose from baseline to month_6 using paired t test, then wilcoxon test if p < 0.05
compare dose from baseline to month_6 among skin at baseline by sex
compare skin from baseline to month_6
compare grade from baseline to month_6
compare cleared with less
agree cleared with less
adjust comparisons by holm
rate cleared, less
rate less by sex
time to again
"""

PATIENTS = """\
case "P1"
  given sex = female,
        skin = yes at day 0, no at day 90, no at day 180, yes at day 300,
        dose = 10 mg/day at day 0, 5 mg/day at day 180,
        grade = severe at day 0, mild at day 180,
        followed until day 400
  expect cleared is met
case "P2"
  given sex = male,
        skin = yes at day 0, no at day 180, no at day 300,
        dose = 20 mg/day at day 0, 5 mg/day at day 180,
        grade = severe at day 0, none at day 180,
        followed until day 500
  expect cleared is met
case "P3"
  given sex = female,
        skin = yes at day 0, yes at day 180,
        dose = 20 mg/day at day 0, 20 mg/day at day 180,
        grade = mild at day 0, severe at day 180
  expect cleared is met
case "P4"
  given sex = not recorded,
        skin = yes at day 0, not recorded at day 186,
        dose = 24 mg/day at day 0, not recorded at day 186,
        grade = mild at day 0
  expect cleared is met
"""
"""P1 relapses, P2 stays clear, P3 never responds, and of P4 nobody recorded anything at month 6."""


def report_of(text: str = RULES + PATIENTS, title: str = "A small study") -> Report:
    """The report of a rule text on its cases."""
    rules = check(parse(Source("sparing.remit", text)))
    evaluation = evaluate_rules(rules, case_cohort(rules.declarations, rules.cases))
    return Report(title, evaluation, analyse(evaluation))


def case_report_of(text: str) -> CaseReport:
    """What the cases of a rule text give."""
    rules = check(parse(Source("sparing.remit", text)))
    return CaseReport(rules, run_cases(rules), coverage(rules))
