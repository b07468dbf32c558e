"""Notes under a table, each with a letter that stands at its figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from string import ascii_lowercase

from remit.report.blocks import Block, Paragraph
from remit.statistics.result import Note

Letters = Mapping[str, str]
"""The letter of each note, by its text."""


def lettered(notes: Iterable[str]) -> dict[str, str]:
    """A letter for each note in the order given; one letter for the same text, none for an empty one."""
    return dict(zip(dict.fromkeys(filter(None, notes)), _alphabet(), strict=False))


def _alphabet() -> Iterator[str]:
    """The letters a to z, then aa, ab and so on."""
    yield from ascii_lowercase
    yield from map("".join, product(ascii_lowercase, repeat=2))


def joined(notes: Iterable[Note]) -> str:
    """Several notes on one figure as one text."""
    return " ".join(dict.fromkeys(note.text for note in notes))


def marked(figure: str, note: str, letters: Letters) -> str:
    """A figure with the letter of its note."""
    return f"{figure} {letters[note]}" if note else figure


def note_blocks(letters: Letters) -> list[Block]:
    """The notes beneath their table."""
    return [Paragraph(text, 3, letter) for text, letter in letters.items()]


def named_patients(patients: Sequence[str], most: int = 5) -> str:
    """A few patients by name, many by their number."""
    return f"{len(patients)} patients" if len(patients) > most else ", ".join(patients)
