"""What is wrong in a study file itself, and where."""

from pathlib import Path

import pytest

from remit.diagnostics.diagnostic import Diagnostic, Rejected
from remit.study import read_configuration
from tests.study.trial import PATIENTS, VISITS, Write, place


def told(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(Rejected) as rejected:
        read_configuration(path)
    return rejected.value.diagnostics


def only(path: Path) -> Diagnostic:
    (found,) = told(path)
    return found


def test_a_study_is_read_by_its_folder_or_its_file(study: Write):
    folder = study('title = "Lupus"' + PATIENTS + VISITS + 'measures = { esr = "ESR" }')
    for path in (folder, folder / "study.toml"):
        found = read_configuration(path)
        assert found.title == "Lupus"
        assert found.rule_files == (folder / "rules.remit",)
        assert found.source.name == str(folder / "study.toml")
        assert found.configuration.visits[0].measures["esr"].column == "ESR"
        assert found.configuration.patients is not None
        assert found.configuration.patients.patient == ("id",)


def test_numbers_of_the_study_file_are_decimals(study: Write):
    folder = study(VISITS + 'measures = { crp = { column = "CRP", factor = 0.1 } }\n' + PATIENTS)
    factor = read_configuration(folder).configuration.visits[0].measures["crp"].factor
    assert str(factor) == "0.1"


def test_a_missing_code_may_be_a_number(study: Write):
    folder = study('[data]\nmissing = [-999, "NASK", 0.5]' + PATIENTS + VISITS)
    assert read_configuration(folder).configuration.data.missing == ("-999", "NASK", "0.5")


def test_nothing_can_be_changed_afterwards(study: Write):
    found = read_configuration(study(PATIENTS + VISITS))
    with pytest.raises(ValueError, match="frozen"):
        found.configuration.data.separator = ";"


# ---- the file ----------------------------------------------------------------------------------------


def test_a_folder_without_a_study_file(tmp_path: Path):
    found = only(tmp_path)
    assert (found.code, place(found)) == ("E601", str(tmp_path / "study.toml"))


def test_a_study_file_that_is_not_utf8(study: Write):
    folder = study(PATIENTS + VISITS)
    (folder / "study.toml").write_bytes(b'rules = "rules.remit"\ntitle = "Z\xfcrich"\n')
    found = only(folder)
    assert (found.code, place(found)) == ("E603", f"{folder / 'study.toml'}:2")
    assert "0xFC" in found.message


def test_a_byte_order_mark_is_no_part_of_the_first_key(study: Write):
    folder = study(PATIENTS + VISITS)
    file = folder / "study.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_configuration(folder).configuration.rules == ("rules.remit",)


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ('title = "not closed', "2:20 \n"),
        ("title = ", "2:9 \n"),
        ("title = 1\ntitle = 2", "3:10 \n"),
        ('title "x"', '2:7 "'),
        ("[patients", "2:10 \n"),
    ],
)
def test_invalid_toml(study: Write, line: str, where: str):
    found = only(study(line + "\n# more\n"))
    assert (found.code, place(found)) == ("E501", where)
    assert found.message.startswith("this is not valid TOML: ")


def test_toml_that_ends_too_early(study: Write):
    found = only(study('names = ["a",'))
    assert (found.code, place(found)) == ("E501", "2:13 ,")


# ---- keys --------------------------------------------------------------------------------------------


def test_every_mistake_of_the_shape_is_told_once_in_the_order_of_the_file(study: Write):
    toml = """
        tilte = "Lupus"
        [data]
        unreadable = "ignore"
        [patients]
        file = "patients.csv"
        pateint = "id"
        index = 5
        [[visits]]
        file = ["a.csv"]
        date = "date"
        measures = { esr = "esr", crp = { colunm = "crp" }, skin = 7 }
        [schedule]
        visits = []
        tolerance = -1
        [[events]]
        patient = "id"
        day = {}
    """
    assert [(found.code, place(found), found.message) for found in told(study(toml))] == [
        ("E502", "3:1 tilte", "`tilte` is no key"),
        ("E503", '5:14 "ignore"', '`unreadable` needs "stop" or "set aside", not "ignore"'),
        ("E502", "8:1 pateint", "`pateint` is no key in [patients]"),
        ("E503", "9:9 5", "`index` needs a text in quotation marks, not 5"),
        ("E504", "10:3 visits", "the key `patient` is missing in [[visits]]"),
        ("E503", '11:8 ["a.csv"]', "`file` needs a text in quotation marks, not a list"),
        ("E502", "13:35 colunm", "`colunm` is no key in `measures.crp`"),
        ("E503", "13:60 7", "`skin` needs a text in quotation marks, not 7"),
        ("E503", "15:10 []", "`visits` needs at least one entry, not an empty list"),
        ("E503", "16:13 -1", "`tolerance` needs a number from 0 up, not -1"),
        ("E504", "17:3 events", "the key `file` is missing in [[events]]"),
        ("E504", "19:1 day", "the key `column` is missing in `day`"),
    ]


@pytest.mark.parametrize(
    ("toml", "key", "near"),
    [
        ("[[visit]]", "visit", "did you mean `visits`?"),
        ('[[visits]]\nfile = "a"\npatient = "b"\nunits = 1', "units", None),
        ('[patients]\nfile = "a"\npatient = "b"\nindx = "c"', "indx", "did you mean `index`?"),
        (
            '[patients]\nfile = "a"\npatient = "b"\nfollow_up_end_day = { colum = "c" }',
            "colum",
            "did you mean `column`?",
        ),
        ('[[events]]\nfile = "a"\npatient = "b"\ncomplete = { form = "c" }', "form", "did you mean `from`?"),
    ],
)
def test_an_unknown_key_offers_the_key_it_resembles(study: Write, toml: str, key: str, near: str | None):
    found = next(one for one in told(study(toml)) if one.code == "E502")
    assert f"`{key}`" in found.message
    assert found.help[0] == near or (
        near is None and found.help[0].startswith("known here: file, sheet, patient")
    )


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ('encoding = "klingon"', "the name of an encoding, such as utf-8 or cp1252"),
        ('date_format = "%d/%m"', 'a date format such as "%d/%m/%Y"'),
        ('date_format = "%Y-%d-%m"', 'a date format such as "%d/%m/%Y"'),
        ('separator = ";;"', "one character"),
        ("missing = [[1]]", "a text in quotation marks"),
        ("decimal = 5", '"." or ","'),
    ],
)
def test_a_value_of_another_kind_says_what_is_needed(study: Write, line: str, needed: str):
    found = only(study(f"[data]\n{line}" + PATIENTS + VISITS))
    assert found.code == "E503"
    assert f"needs {needed}, not " in found.message


def test_a_rule_file_that_is_not_there(study: Write):
    folder = study(PATIENTS + VISITS)
    (folder / "rules.remit").rename(folder / "rule.remit")
    found = only(folder)
    assert (found.code, place(found)) == ("E506", '1:9 "rules.remit"')
    assert found.help == ("did you mean `rule.remit`?",)


# ---- one key and another -----------------------------------------------------------------------------

NO_INDEX = '[patients]\nfile = "p.csv"\npatient = "id"\n'
RESULTS = '[[measurements]]\nfile = "v.csv"\npatient = "id"\ndate = "d"\nname = "n"\nvalue = "v"\n'
WIDE = '[[wide]]\nfile = "a"\npatient = "b"\n'
EVENTS = VISITS + '[[events]]\nfile = "e.csv"\npatient = "id"\ndate = "d"\n'


@pytest.mark.parametrize(
    ("toml", "code", "where", "message"),
    [
        (PATIENTS, "E504", "", "the study has no table of visits"),
        (NO_INDEX + VISITS, "E504", "date", "`date` needs the index date"),
        (PATIENTS + VISITS + 'day = "day"', "E503", '"day"', "the time is given twice"),
        (PATIENTS + VISITS.replace("date =", "# date ="), "E504", "visits", "the time is missing"),
        (PATIENTS + VISITS + 'sheet = "Data"', "E503", '"Data"', "`visits.csv` is no workbook"),
        (PATIENTS + 'follow_up_end = "a"\nfollow_up_end_day = "b"' + VISITS, "E503", '"b"', "given twice"),
        (PATIENTS + RESULTS, "E504", "measurements", "the key `names` is missing"),
        (
            PATIENTS + RESULTS + 'names = { esr = "E", crp = ["c", "e"] }',
            "E503",
            '["c", "e"]',
            "`e` stands for both",
        ),
        (
            PATIENTS + RESULTS + 'names = { esr = "E" }\nmeasures = { crp = "c" }',
            "E503",
            '{ esr = "E" }',
            "one of them",
        ),
        (PATIENTS + EVENTS, "E504", "events", "the key `name` is missing"),
        (PATIENTS + EVENTS + 'name = "a"', "E504", "events", "the key `events` is missing"),
        (PATIENTS + EVENTS + 'event = "a"\nname = "b"', "E503", '"a"', "`event` is for a file of one kind"),
        (
            PATIENTS + EVENTS + 'event = "a"\ncomplete = { from = "b" }',
            "E503",
            '{ from = "b" }',
            "`complete` needs",
        ),
        (PATIENTS + EVENTS + 'event = "a"\ncomplete = "yes"', "E503", '"yes"', "`complete` needs"),
        (
            NO_INDEX
            + 'follow_up_end = "z"\n[[wide]]\nfile = "a"\npatient = "b"\nat = { baseline = { esr = "c" } }',
            "E504",
            "follow_up_end",
            "index",
        ),
        (
            NO_INDEX + '[[wide]]\nfile = "a"\npatient = "b"\nat = { baseline = { date = "c" } }',
            "E504",
            "date",
            "index",
        ),
        (
            PATIENTS + '[[wide]]\nfile = "a"\npatient = "b"\nat = { baseline = { date = "c", day = "d" } }',
            "E503",
            '"d"',
            "twice",
        ),
        (
            PATIENTS + WIDE + 'at = { baseline = { date = { column = "c", unit = "day" } } }',
            "E503",
            '{ column = "c", unit = "day" }',
            "nothing else",
        ),
        (
            PATIENTS + WIDE + 'at = { baseline = { day = { column = "c", unit = "mg" } } }',
            "E503",
            '"mg"',
            "study days are in days",
        ),
    ],
)
def test_keys_that_need_or_exclude_others(study: Write, toml: str, code: str, where: str, message: str):
    found = only(study(toml))
    assert (found.code, place(found).split(" ", 1)[1]) == (code, where)
    assert message in found.message
