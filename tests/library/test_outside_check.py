"""The library against a peer's results: every differing cell is explained, none is left over."""

from pathlib import Path

import pytest

from tests.library.explained import EXPLAINED, REASONS
from tests.library.outside import PAGE, Cell, cells, page
from tests.library.peer import PEER, STUDIES

pytestmark = pytest.mark.skipif(not PEER.exists(), reason="the peer's results are not beside the repository")


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Cell]]:
    return {standard: cells(standard, tmp_path_factory.mktemp("peer")) for standard in STUDIES}


@pytest.mark.parametrize("standard", STUDIES)
def test_every_differing_cell_is_explained_and_none_is_left_over(
    standard: str, compared: dict[str, list[Cell]]
) -> None:
    differing = {cell.key: (cell.peer, cell.remit) for cell in compared[standard] if cell.differs}
    explained = {key for key in EXPLAINED if key[0] == standard}
    assert set(differing) == explained, differing
    assert len(compared[standard]) - len(differing) >= 45


def test_what_the_data_cut_decides_is_among_what_was_left_open(compared: dict[str, list[Cell]]) -> None:
    at_cut = [cell for these in compared.values() for cell in these if EXPLAINED.get(cell.key) == "cut"]
    assert at_cut
    for cell in at_cut:
        possible = cell.remit.removeprefix("may be ").replace(" or ", ", ").upper().split(", ")
        assert cell.remit == "undetermined" or cell.peer in possible, cell


def test_every_reason_explains_a_cell() -> None:
    assert set(EXPLAINED.values()) == set(REASONS)


def test_the_page_has_the_figures(compared: dict[str, list[Cell]]) -> None:
    assert Path(PAGE).read_text(encoding="utf-8") == page(compared)
