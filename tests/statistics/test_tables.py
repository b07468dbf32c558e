"""Tables of paired classifications: who is counted where, who is lost, and what is refused."""

import pytest

from remit.statistics.tables import Lost, PairedTable, SquareTable


def test_paired_table_of_sequences():
    first = [True, True, True, False, False, None, True, None]
    second = [True, False, False, True, False, True, None, None]
    table = PairedTable.of(first, second)
    assert table == PairedTable(1, 2, 1, 1, Lost(first=1, second=1, both=1))
    assert (table.n, table.discordant, table.change) == (5, 3, -0.2)
    assert table.counts() == {
        "n_total": 8,
        "n": 5,
        "n_missing": (("first", 1), ("second", 1), ("both", 1)),
        "n_zero": 2,
    }


def test_square_table_of_sequences():
    table = SquareTable.of([0, 0, 2, None, 1, 2], [0, 2, 0, 1, None, 2], size=4)
    assert table.rows == ((1, 0, 1, 0), (0, 0, 0, 0), (1, 0, 1, 0), (0, 0, 0, 0))
    assert (table.first, table.second, table.used) == ((2, 0, 2, 0), (2, 0, 2, 0), (0, 2))
    assert (table.n, table.agreeing, table.size) == (4, 2, 4)
    assert table.lost == Lost(first=1, second=1)


def test_empty_tables():
    assert PairedTable.of([], []).change is None
    assert SquareTable([]).n == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: PairedTable(1, -1, 0, 0), "negative"),
        (lambda: PairedTable.of([True], []), "do not make pairs"),
        (lambda: SquareTable([[1, 2], [3]]), "no square table"),
        (lambda: SquareTable([[1, 2], [-3, 4]]), "negative"),
        (lambda: SquareTable.of([0, 5], [1, 1], size=3), r"\[5\] lie outside 0 to 2"),
        (lambda: SquareTable.of([0], [1, 1], size=3), "do not make pairs"),
    ],
)
def test_refuses(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_refuses_counts_that_are_not_whole():
    with pytest.raises(TypeError):
        PairedTable(1.5, 0, 0, 0)  # type: ignore[arg-type]
