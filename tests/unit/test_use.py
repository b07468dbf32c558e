"""Files that use others: names with a dot, settings, one study's data, mistakes at both their places."""

import pickle
from pathlib import Path

import pytest

from remit.cases import coverage, run_cases
from remit.diagnostics.diagnostic import Diagnostic, Rejected
from remit.model.rules import RuleSet
from remit.pipeline import check_text, load_rules, load_together
from remit.source import Span

SPARING = """
ruleset sparing version 2.0
  cite "Nobody 2020"
  unverified "the limit"
parameter limit   "Highest dose"    = 5 mg/day cite "Nobody 2020, table 1"
parameter strict  "None at all"     = no
parameter from_on "Begin"           = day 0
measure dose  "Dose"                : mg/day from 0 to 2000, lower is better
measure clear "Skin clear"          : yes or no, yes is better
fact    adult "Adult"               : yes or no
event   drug  "Another drug"
timepoint month_6 "Month 6"         : month 6, window month 5 to month 7, nearest
state low "Low dose" when dose <= limit and (not strict or dose = 0 mg/day)
set conditions = low, clear
steroid-sparing low_dose "Low dose at six months"
  when low at month_6
response both "Low and clear"
  when every of conditions has (it at month_6)
safety other "Other drug"
  among adult
  when any drug from from_on to month_6
case "low"
  given dose = 5 mg/day at month 6
  expect low_dose is met
"""


A = "ruleset a version 1.0\nmeasure x : yes or no\nresponse r when any visit has (x)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sparing.remit").write_text(SPARING, encoding="utf-8")
    return tmp_path


def rules(folder: Path, text: str) -> RuleSet:
    return load_rules(written(folder, text))


def written(folder: Path, text: str, name: str = "own.remit") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def mistakes(folder: Path, text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(Rejected) as rejected:
        rules(folder, text)
    return rejected.value.diagnostics


def mistake(folder: Path, text: str) -> Diagnostic:
    (found,) = mistakes(folder, text)
    return found


def places(found: Diagnostic) -> list[tuple[str, str]]:
    """The file and the text of each place that is shown, the primary one first."""
    spans = [one.place for one in (found.primary, *found.secondary)]
    return [(Path(one.source.name).name, one.text) for one in spans if isinstance(one, Span)]


# ---- what is brought in ------------------------------------------------------------------------------


def test_two_variants_of_one_file_differ_by_their_parameters(folder: Path):
    found = rules(
        folder,
        """
use "./sparing.remit"
use "./sparing.remit" with limit = 7.5 mg/day as loose
compare loose.low_dose with sparing.low_dose
case "between the limits"
  given dose = 6 mg/day at month 6
  expect loose.low_dose is met, sparing.low_dose is not met
case "on the strict limit"
  given dose = 5 mg/day at month 6
  expect loose.low_dose is met, sparing.low_dose is met
case "on the loose limit"
  given dose = 7.5 mg/day at month 6
  expect loose.low_dose is met, sparing.low_dose is not met
case "not known"
  given dose = not recorded at month 6
  expect loose.low_dose is undetermined
""",
    )
    assert list(found.outcomes) == ["sparing.low_dose", "loose.low_dose"]
    assert all(result.passed for result in run_cases(found))


@pytest.mark.parametrize("value", ["0.0075 g/day", "my_limit"])
def test_a_parameter_takes_another_unit_and_a_parameter(folder: Path, value: str):
    found = rules(
        folder,
        f"""
parameter my_limit = 7.5 mg/day
use "./sparing.remit" with limit = {value}
rate sparing.low_dose
case "on it"      given dose = 7.5 mg/day at month 6  expect sparing.low_dose is met
case "just above" given dose = 7.6 mg/day at month 6  expect sparing.low_dose is not met
""",
    )
    assert all(result.passed for result in run_cases(found))


def test_yes_or_no_and_instants_are_set(folder: Path):
    found = rules(
        folder,
        """
use "./sparing.remit" with strict = yes, from_on = day 10
rate sparing.low_dose, sparing.other
case "some dose, the drug on day 9"
  given dose = 1 mg/day at month 6, adult = yes, drug at day 9
  expect sparing.low_dose is not met, sparing.other is not met
case "the drug on day 10"
  given dose = 0 mg/day at month 6, adult = yes, drug at day 10
  expect sparing.low_dose is met, sparing.other is met
""",
    )
    assert all(result.passed for result in run_cases(found))


def test_a_parameter_keeps_its_citation_and_says_where_it_was_set(folder: Path):
    found = rules(folder, 'use "./sparing.remit" with limit = 7.5 mg/day\nrate sparing.low_dose\n')
    limit = found.parameters["sparing.limit"]
    assert limit.set_at is not None and limit.set_at.line == 1
    assert limit.default is not None and limit.default.span.text == "5 mg/day"
    assert limit.source is None, "the citation is that of the value which it had"
    assert load_rules(folder / "sparing.remit").parameters["limit"].source == "Nobody 2020, table 1"


def test_only_what_is_named_is_judged_and_asked_of_the_study(folder: Path):
    found = rules(folder, 'use "./sparing.remit"\nrate sparing.low_dose\n')
    assert list(found.outcomes) == ["sparing.low_dose"]
    assert list(found.declarations.measures) == ["dose"]
    assert not found.declarations.facts and not found.declarations.events


def test_a_measure_is_read_by_another_name(folder: Path):
    found = rules(
        folder,
        """
use "./sparing.remit" with dose = prednisone
measure prednisone : g/day from 0 to 2
rate sparing.low_dose
case "met" given prednisone = 0.005 g/day at month 6 expect sparing.low_dose is met
""",
    )
    assert list(found.declarations.measures) == ["prednisone"]
    assert all(result.passed for result in run_cases(found))


def test_a_definition_stands_for_a_measure_and_for_a_definition(folder: Path):
    found = rules(
        folder,
        """
use "./sparing.remit" with dose = all_doses as summed
use "./sparing.remit" with low = quiet as replaced
measure one_drug : mg/day from 0 to 100
measure another  : mg/day from 0 to 100
measure quiet    : yes or no
define all_doses = one_drug + another
rate summed.low_dose, replaced.low_dose
case "each"
  given one_drug = 3 mg/day at month 6, another = 2.5 mg/day at month 6, quiet = yes at month 6
  expect summed.low_dose is not met, replaced.low_dose is met
""",
    )
    assert list(found.declarations.measures) == ["one_drug", "another", "quiet"]
    assert all(result.passed for result in run_cases(found))


def test_a_timepoint_is_read_at_another(folder: Path):
    found = rules(
        folder,
        """
use "./sparing.remit" with month_6 = month_12
timepoint month_12 : month 12, window month 11 to month 13, nearest
rate sparing.low_dose
case "at twelve" given dose = 9 mg/day at month 6, 1 mg/day at month 12 expect sparing.low_dose is met
""",
    )
    assert list(found.declarations.timepoints) == ["month_12"]
    assert all(result.passed for result in run_cases(found))


def test_one_datum_of_two_files_is_one(folder: Path):
    found = rules(
        folder,
        """
use "./sparing.remit"
measure dose "Prednisone" : mg/day from 0 to 2000
response fallen when dose at month_6 < 3 mg/day and sparing.low_dose
""",
    )
    dose = found.declarations.measures["dose"]
    assert (dose.label, dose.better) == ("Prednisone", "lower")


def test_a_set_of_another_file_keeps_what_its_members_are(folder: Path):
    found = rules(
        folder,
        """
use "./sparing.remit" with clear = quiet
measure quiet : yes or no
set mine = sparing.low, quiet
response here  when every of sparing.conditions has (it at month_6)
response there when every of mine has (it at month_6)
response two   when sparing.both
case "all" given dose = 5 mg/day at month 6, quiet = yes at month 6
  expect here is met, there is met, two is met
case "not quiet" given dose = 5 mg/day at month 6, quiet = no at month 6
  expect here is not met, there is not met, sparing.both is not met
""",
    )
    assert all(result.passed for result in run_cases(found))


def test_a_file_uses_one_that_uses_another(folder: Path):
    written(
        folder,
        """
ruleset middle version 1.0
use "./sparing.remit" with limit = 3 mg/day
response low "Low" when sparing.low_dose
""",
        "middle.remit",
    )
    found = rules(
        folder,
        """
use "./middle.remit" with dose = prednisone
measure prednisone : mg/day from 0 to 100
rate middle.low, middle.sparing.low_dose
case "low" given prednisone = 3 mg/day at month 6 expect middle.low is met, middle.sparing.low_dose is met
case "not" given prednisone = 4 mg/day at month 6 expect middle.low is not met
""",
    )
    assert list(found.declarations.measures) == ["prednisone"]
    assert all(result.passed for result in run_cases(found))
    assert found.unverified_of("middle.low") == ("middle.sparing: the limit",)


def test_what_was_not_checked_travels_to_the_verdicts_that_rest_on_it(folder: Path):
    found = rules(
        folder,
        """
use "./sparing.remit"
measure quiet : yes or no
response own   when quiet at month_6
response joint when own and sparing.low_dose
""",
    )
    assert found.unverified_of("own") == ()
    assert found.unverified_of("joint") == found.unverified_of("sparing.low_dose") == ("sparing: the limit",)


def test_coverage_counts_the_conditions_of_the_file_itself(folder: Path):
    found = rules(folder, 'use "./sparing.remit"\nresponse own when sparing.low_dose\n')
    assert {one.within for one in coverage(found)} == {"own"}


def test_a_used_rule_set_travels_between_processes(folder: Path):
    found = rules(
        folder,
        """
use "./sparing.remit" with limit = 7.5 mg/day
rate sparing.low_dose
case "on it" given dose = 7.5 mg/day at month 6 expect sparing.low_dose is met
""",
    )
    again = pickle.loads(pickle.dumps(found))
    assert again.used == found.used
    assert [one.passed for one in run_cases(again)] == [True]


# ---- mistakes ----------------------------------------------------------------------------------------


def test_an_unknown_name_of_a_used_file(folder: Path):
    found = mistake(folder, 'use "./sparing.remit"\nrate sparing.low_doze, sparing.low_dose\n')
    assert (found.code, found.help) == ("E201", ("did you mean `sparing.low_dose` or `sparing.low`?",))


def test_a_bare_name_of_a_used_file_is_offered_with_its_file(folder: Path):
    found = mistakes(folder, 'use "./sparing.remit"\nrate low_dose\ndescribe sparing.adult')
    assert [one.code for one in found] == ["E201"]
    assert found[0].help == ("did you mean `sparing.low_dose`?",)


def test_an_unknown_setting_shows_the_nearest_at_its_place(folder: Path):
    found = mistake(folder, 'use "./sparing.remit" with limits = 7 mg/day\nrate sparing.low_dose\n')
    assert found.code == "E201" and places(found) == [("own.remit", "limits"), ("sparing.remit", "limit")]


def test_an_outcome_is_never_set(folder: Path):
    found = mistake(
        folder,
        'measure x : yes or no\nuse "./sparing.remit" with low_dose = x\nrate sparing.low_dose\n',
    )
    assert found.code == "E201" and ("sparing.remit", "low_dose") in places(found)


@pytest.mark.parametrize(
    ("setting", "primary", "declared"),
    [
        ("limit = 7 mg/L", "7 mg/L", "limit"),
        ("limit = yes", "yes", "limit"),
        ("limit = x", "x", None),
        ("strict = 3", "3", "strict"),
        ("dose = 3 mg/day", "3 mg/day", "dose"),
        ("dose = x", "x", "dose"),
        ("dose = f", "f", "dose"),
        ("dose = t", "t", "dose"),
        ("month_6 = x", "x", "month_6"),
        ("drug = x", "x", "drug"),
        ("low = f", "f", "low"),
        ("dose = p", "p", "dose"),
    ],
)
def test_a_setting_of_another_kind(folder: Path, setting: str, primary: str, declared: str | None):
    found = mistake(
        folder,
        f"""
measure x : yes or no
fact f : mg/day from 0 to 9
timepoint t : day 0, window day 0 to day 1
parameter p = 3 mg/day
use "./sparing.remit" with {setting}
rate sparing.low_dose, sparing.other
""",
    )
    assert found.code == "E209"
    wanted = [("own.remit", primary), *([("sparing.remit", declared)] if declared else [])]
    assert places(found) == wanted


@pytest.mark.parametrize(
    "declared",
    [
        "measure dose : mg/day from 0 to 100, lower is better",
        "measure dose : mg/day from 0 to 2000, higher is better",
        "measure dose : g/day from 0 to 2, lower is better",
        "fact dose : mg/day from 0 to 2000",
        "define dose = 3 mg/day",
        "event dose",
    ],
)
def test_a_name_that_means_two_things(folder: Path, declared: str):
    found = mistake(folder, f'use "./sparing.remit"\n{declared}\nrate sparing.low_dose\n')
    assert found.code == "E208"
    assert {file for file, _ in places(found)} == {"own.remit", "sparing.remit"}


def test_two_timepoints_of_one_name(folder: Path):
    text = "timepoint month_6 : month 6, window month 5 to month 6\n"
    found = mistake(folder, f'use "./sparing.remit"\n{text}rate sparing.low_dose\n')
    assert found.code == "E208"
    rebound = f'use "./sparing.remit" with month_6 = month_6\n{text}rate sparing.low_dose\n'
    assert rules(folder, rebound).declarations.timepoints["month_6"].high == 183


def test_a_name_for_two_used_files(folder: Path):
    found = mistake(folder, 'use "./sparing.remit"\nuse "./sparing.remit"\nrate sparing.low_dose\n')
    assert found.code == "E202" and len(places(found)) == 2


def test_a_setting_given_twice(folder: Path):
    text = 'use "./sparing.remit" with limit = 1 mg/day, limit = 2 mg/day\nrate sparing.low_dose\n'
    assert mistake(folder, text).code == "E202"


def test_a_used_file_of_which_nothing_is_named(folder: Path):
    assert mistake(folder, 'use "./sparing.remit"\n').code == "E207"


@pytest.mark.parametrize(
    ("file", "help_"),
    [("sle/doris_2012", "did you mean `sle/doris_2021`?"), ("./spring.remit", "did you mean")],
)
def test_no_such_file(folder: Path, file: str, help_: str):
    found = mistake(folder, f'use "{file}" as it_is\nrate it_is.low_dose\n')
    assert found.code == "E506" and found.help[0].startswith(help_)


def test_a_file_without_a_name_needs_one(folder: Path):
    written(folder, "measure x : yes or no\nstate y when x\n", "bare.remit")
    assert mistake(folder, 'use "./bare.remit"\nresponse r when any visit has (bare.y)\n').code == "E301"
    found = rules(folder, 'use "./bare.remit" as bare\nresponse r when any visit has (bare.y)\n')
    assert list(found.definitions) == ["bare.y"]


def test_a_word_of_the_language_is_no_name_for_a_file(folder: Path):
    found = mistake(folder, 'use "./sparing.remit" as zero\nrate zero.low_dose\n')
    assert (found.code, places(found)) == ("E108", [("own.remit", "zero")])


def test_the_mistakes_of_a_used_file_are_shown_in_its_text(folder: Path):
    written(folder, "ruleset bad version 1.0\nmeasure x : yes or no\nstate y when z\n", "bad.remit")
    found = mistake(folder, 'use "./bad.remit"\nresponse r when any visit has (bad.y)\n')
    assert found.code == "E201" and places(found) == [("bad.remit", "z")]


def test_what_a_setting_breaks_is_told_where_it_breaks(folder: Path):
    text = (
        "ruleset n version 1.0\nparameter k = 2\nmeasure x : yes or no\nset s = x, y\nmeasure y : yes or no\n"
    )
    written(folder, f"{text}response r when at least k of s has (any visit has (it))\n", "n.remit")
    found = mistake(folder, 'use "./n.remit" with k = 3\nrate n.r\n')
    assert found.code == "E301" and places(found)[0][0] == "n.remit"


def test_files_in_a_ring(folder: Path):
    written(folder, 'ruleset a version 1.0\nuse "./b.remit"\nrate b.r\n', "a.remit")
    written(folder, 'ruleset b version 1.0\nuse "./a.remit"\nresponse r when a.r\n', "b.remit")
    with pytest.raises(Rejected) as rejected:
        load_rules(folder / "a.remit")
    (found,) = rejected.value.diagnostics
    assert found.code == "E403" and {file for file, _ in places(found)} == {"a.remit", "b.remit"}


def test_a_ring_of_definitions_through_a_setting(folder: Path):
    found = mistakes(
        folder,
        """
use "./sparing.remit" with clear = turned
state turned when not sparing.low
use "./sparing.remit" with low = back as other
state back when other.low
response r when other.low_dose
""",
    )
    assert "E401" in {one.code for one in found}


def test_a_text_alone_uses_the_library():
    assert not check_text('use "sle/doris_2021"\nrate doris_2021.doris_week_52\n')


# ---- several files of a study ------------------------------------------------------------------------


def test_several_files_have_their_names_before_their_outcomes(folder: Path):
    written(folder, A, "a.remit")
    data = "measure x : yes or no\nmeasure z : yes or no\n"
    rule = "response r when every visit has (x)\nrate r\n"
    written(folder, f"ruleset b version 1.0\n{data}{rule}", "b.remit")
    found = load_together([folder / "a.remit", folder / "b.remit"])
    assert list(found.outcomes) == ["a.r", "b.r"] and found.rated == ("b.r",)
    assert list(found.declarations.measures) == ["x", "z"]
    assert [one.name for one in found.used] == ["a", "b"]


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (
            "ruleset b version 1.0\nmeasure x : mg/L from 0 to 9\nstate y when x > 1 mg/L\n",
            "E208",
        ),
        (A, "E202"),
        ("measure x : yes or no\nresponse r when any visit has (x)\n", "E301"),
    ],
)
def test_several_files_that_cannot_be_joined(folder: Path, second: str, code: str):
    written(folder, A, "a.remit")
    written(folder, second, "b.remit")
    with pytest.raises(Rejected) as rejected:
        load_together([folder / "a.remit", folder / "b.remit"])
    (found,) = rejected.value.diagnostics
    assert found.code == code
    assert len({file for file, _ in places(found)}) == (1 if code == "E301" else 2)


TAPER = """ruleset taper version 1.0
drugs steroid : mg/day from 0 to 2000 prednisone 1, methylprednisolone 1.25
response low when every day from day 1 to day 10 has (steroid <= 5 mg/day)
"""


def test_cases_give_doses_of_the_class_of_a_used_file_and_of_its_members(folder: Path):
    (folder / "taper.remit").write_text(TAPER, encoding="utf-8")
    found = rules(
        folder,
        """
use "./taper.remit"
response calm when taper.low
case "a member, at its equivalence"
  given followed until day 20, methylprednisolone = 4 mg/day from day 0
  expect calm is met
case "another member"
  given followed until day 20, prednisone = 5.1 mg/day from day 0
  expect calm is not met
case "the class"
  given followed until day 20, steroid = 5 mg/day from day 0
  expect calm is met
""",
    )
    assert [result.passed for result in run_cases(found)] == [True, True, True]
