"""A column whose texts name what a row is about: a measure of a result, a kind of event."""

from collections.abc import Mapping, Sequence

import numpy as np

from remit.operators.bounds import Bools
from remit.study.problems import counted, listed
from remit.study.reading import Reading
from remit.study.values.cells import Cells


def named_rows(
    reading: Reading, cells: Cells, names: Mapping[str, Sequence[str]], what: str
) -> dict[str, Bools]:
    """Which rows are about which name, by the texts of each name; capitals make no difference.

    Texts that are bound to no name, and bound texts that no row has, are noted: `what` is what a name is of.
    """
    bound = {name: {text.casefold() for text in texts} for name, texts in names.items()}
    folded = [text.casefold() for text in cells.column.texts]
    of_text = {
        name: np.array([text in texts for text in folded], dtype=bool) for name, texts in bound.items()
    }
    _note_others(reading, cells, frozenset().union(*bound.values()), what)
    _note_unseen(reading, cells, [text for texts in names.values() for text in texts])
    return {name: np.asarray(is_bound[cells.codes]) for name, is_bound in of_text.items()}


def _note_others(reading: Reading, cells: Cells, bound: frozenset[str], what: str) -> None:
    texts, counts = cells.column.texts, cells.counts
    others = [code for code in cells.used if texts[code].casefold() not in bound]
    if others:
        rows = counted(int(counts[others].sum()), "row")
        found = listed([f"{texts[code] or '(empty)'} ({counts[code]:,})" for code in others])
        reading.notes.append(
            f"{cells.table.file}: {rows} left out, their `{cells.name}` bound to no {what}: {found}."
        )


def _note_unseen(reading: Reading, cells: Cells, bound: Sequence[str]) -> None:
    seen = {cells.column.texts[code].casefold() for code in cells.used}
    unseen = [f"`{text}`" for text in bound if text.casefold() not in seen]
    if unseen:
        reading.notes.append(f"{cells.table.file}: no row has {listed(unseen)} as its `{cells.name}`.")
