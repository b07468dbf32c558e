"""Whatever a table holds, every cell comes back where it belongs, with its text and its row."""

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from remit.course.cohort import Status
from tests.study.trial import PATIENTS, VISITS, read, spans, write_study

CELLS = {
    "": (Status.EMPTY, (0, 200)),
    "ND": (Status.CODED, (0, 200)),
    "x": (Status.UNREADABLE, (0, 200)),
    "999": (Status.OUT_OF_RANGE, (0, 200)),
    "<5": (Status.RECORDED, (0, 5)),
    " 7.50 ": (Status.RECORDED, (7.5, 7.5)),
    "12": (Status.RECORDED, (12, 12)),
}
TOML = PATIENTS + VISITS.replace("date =", "day =") + 'measures = { esr = "esr" }\n'
POLICY = '[data]\nmissing = "ND"\nunreadable = "set aside"\nout_of_range = "set aside"\n'

Row = tuple[int, int, str]
ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(-20, 20), st.sampled_from(list(CELLS))),
    min_size=1,
    unique_by=lambda row: row[:2],
)


@given(ROWS)
def test_every_cell_is_found_again(rows: list[Row]):
    patients = "id,start\n" + "".join(f"P{number},2024-01-08\n" for number in range(5))
    visits = "id,date,esr\n" + "".join(f"P{patient},{day},{cell}\n" for patient, day, cell in rows)
    with TemporaryDirectory() as folder:
        files: dict[str, str | bytes] = {"patients.csv": patients, "visits.csv": visits}
        cohort = read(write_study(Path(folder), TOML + POLICY, files))
    column = cohort.measures["esr"]
    assert column.addresses is not None
    expected: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for line, (patient, day, cell) in enumerate(rows, 2):
        expected[patient].append((day, line, cell))
    for patient in range(5):
        own = sorted(expected[patient])
        where = cohort.dates_of(patient)
        assert cohort.day[where].tolist() == [day for day, _, _ in own]
        assert column.addresses.row[where].tolist() == [line for _, line, _ in own]
        assert list(column.addresses.text[where]) == [cell.strip() for _, _, cell in own]
        assert column.status[where].tolist() == [CELLS[cell][0] for _, _, cell in own]
        assert spans(column)[where] == [CELLS[cell][1] for _, _, cell in own]
        assert cohort.follow_up_end[patient] == max((day for day, _, _ in own), default=0)
