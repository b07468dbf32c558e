"""The quality of data: coverage of timepoints, unusual values, slips of units."""

import pytest

from remit.diagnostics.diagnostic import Cell
from remit.model.declarations import Declarations
from remit.model.units import ONE, parse_unit
from remit.study import MeasureQuality, describe_data
from remit.study.values.slips import may_slip, slip
from tests.study.trial import DECLARED, PATIENTS, TWO_PATIENTS, VISITS, Write, measure, mistake, number, read

TOML = PATIENTS + VISITS.replace("date =", "day =") + 'measures = { esr = "esr", crp = "crp" }\n'


def quality(study: Write, visits: str, patients: int = 5, options: str = "") -> dict[str, MeasureQuality]:
    roster = "id,start,last\n" + "".join(f"P{number},2024-01-08,300\n" for number in range(1, patients + 1))
    folder = study(TOML + options, patients_csv=roster, visits_csv="id,date,esr,crp\n" + visits)
    return {one.name: one for one in describe_data(read(folder), DECLARED)}


def test_every_measure_is_described_in_the_order_of_the_rules(study: Write):
    found = quality(study, "P1,0,1,1\n")
    assert tuple(found) == tuple(DECLARED.measures)
    assert [name for name, one in found.items() if one.is_bound] == ["esr", "crp"]


def test_coverage_of_a_window_adds_to_all_patients(study: Write):
    visits = """\
P1,0,1,1
P1,152,2,1
P2,213,,1
P2,151,5,1
P3,100,1,1
P3,214,1,1
P4,100,1,1
"""
    baseline, month_6 = quality(study, visits)["esr"].coverage
    assert (baseline.timepoint, month_6.timepoint) == ("baseline", "month_6")
    counts = (month_6.recorded, month_6.not_recorded, month_6.no_visit, month_6.follow_up_ended)
    assert counts == (1, 1, 1, 2)
    assert (baseline.recorded, baseline.not_recorded, baseline.no_visit, baseline.follow_up_ended) == (
        1,
        0,
        4,
        0,
    )


def test_a_date_without_a_visit_counts_only_where_it_has_a_row_for_the_measure(study: Write):
    labs = """
[[measurements]]
file = "labs.csv"
patient = "id"
day = "day"
measures = { prednisone = "pred" }
"""
    toml = TOML + labs
    folder = study(
        toml,
        patients_csv="id,start\nP1,2024-01-08\n",
        visits_csv="id,date,esr,crp\nP1,300,1,1\n",
        labs_csv="id,day,pred\nP1,180,\n",
    )
    found = {one.name: one.coverage[1] for one in describe_data(read(folder), DECLARED)}
    assert (found["prednisone"].not_recorded, found["prednisone"].no_visit) == (1, 0)
    assert (found["esr"].not_recorded, found["esr"].no_visit) == (0, 1)


def test_cells_are_counted_by_their_status(study: Write):
    found = quality(
        study,
        "P1,0,1,\nP1,1,-9,x\nP1,2,-999,3\n",
        options='[data]\nmissing = "-999"\nunreadable = "set aside"\nout_of_range = "set aside"',
    )
    assert {status.name: count for status, count in found["esr"].cells} == {
        "RECORDED": 1,
        "EMPTY": 0,
        "UNREADABLE": 0,
        "OUT_OF_RANGE": 1,
        "CODED": 1,
    }
    assert {status.name: count for status, count in found["crp"].cells if count} == {
        "RECORDED": 1,
        "EMPTY": 1,
        "UNREADABLE": 1,
    }


def test_values_outside_the_usual_range_are_found_with_their_cells(study: Write):
    found = quality(study, "P1,0,100,1\nP1,7,101,1\nP2,3,>150,1\nP2,4,<120,1\n")["esr"].outside_usual
    assert [(one.patient, one.day, one.text) for one in found] == [("P1", 7, "101"), ("P2", 3, ">150")]
    assert found[0].cell == Cell("visits.csv", 3, "esr")
    assert found[0].why == "outside the usual range, 0 to 100"


def test_a_slip_of_the_unit_is_found(study: Write):
    values = ["5.1", "4.8", "5.3", "5.0", "0.52", "480", "6.0", "3.9"]
    visits = "".join(f"P1,{day},1,{value}\n" for day, value in enumerate(values))
    found = quality(study, visits)["crp"].unit_outliers
    assert [(one.day, one.text, one.why) for one in found] == [
        (4, "0.52", "times 10 it is near the median, 5.05: another unit?"),
        (5, "480", "times 1/100 it is near the median, 5.05: another unit?"),
    ]


@pytest.mark.parametrize(
    ("value", "median", "factor"),
    [
        (500, 5, "1/100"),
        (0.05, 0.5, "10"),
        (88, 1.1, "1/100"),
        (1200, 27, "1/100"),
        (0.08, 9, "100"),
        (14, 5, None),
        (20, 5, "1/10"),
        (16, 5, None),
        (5e6, 5, None),
        (0, 5, None),
        (-50, 5, None),
        (float("inf"), 5, None),
        (5, 0, None),
    ],
)
def test_the_factor_of_a_slip(value: float, median: float, factor: str | None):
    assert slip(value, median) == factor


@pytest.mark.parametrize(
    ("unit", "may"),
    [
        *((unit, True) for unit in ("mg/dL", "10^9/L", "umol/L", "cm", "g/g", "U/L", "cell/uL")),
        *((unit, False) for unit in ("point", "joint", "mg/kg/day", "year", "%", "mmHg")),
    ],
)
def test_which_units_are_mixed_up_by_powers_of_ten(unit: str, may: bool):
    assert may_slip(parse_unit(unit)) is may


def test_plain_numbers_have_no_other_unit():
    assert not may_slip(ONE)


@pytest.mark.parametrize("unit", ["point", "mg/kg"])
def test_a_value_that_has_no_other_unit_is_just_impossible(study: Write, unit: str):
    points = Declarations({}, {"esr": measure("esr", number(unit, 0, 100))}, {}, {})
    visits = "id,date,esr\nP1,2024-01-08,5\nP1,2024-01-09,500\n"
    folder = study(
        PATIENTS + VISITS + 'measures = { esr = "esr" }', patients_csv=TWO_PATIENTS, visits_csv=visits
    )
    assert mistake(folder, points).help == (
        "correct the cell",
        'or set such values aside: `out_of_range = "set aside"` in [data]',
    )


def test_no_other_unit_is_suggested_for_points(study: Write):
    points = Declarations({}, {"esr": measure("esr", number("point", 0, 1000))}, {}, {})
    visits = "id,date,esr\n" + "".join(
        f"P1,2024-01-{day:02},{value}\n" for day, value in enumerate((5, 6, 5, 500), 8)
    )
    folder = study(
        PATIENTS + VISITS + 'measures = { esr = "esr" }', patients_csv=TWO_PATIENTS, visits_csv=visits
    )
    (found,) = describe_data(read(folder, points), points)
    assert found.unit_outliers == ()


def test_values_that_spread_widely_are_no_slips(study: Write):
    visits = "".join(f"P1,{day},1,{value}\n" for day, value in enumerate([1, 3, 8, 20, 50, 120, 300, 700]))
    assert quality(study, visits)["crp"].unit_outliers == ()
