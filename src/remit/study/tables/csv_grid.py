"""Delimited text as an array of bytes: where its cells stand, and which of them are alike.

Only text of the plain kind is taken: every row has the cells of the header, and a quoted cell holds no
separator, line break or quotation mark. Of such text this gives what the `csv` module gives; the rest is left
to that module.
"""

import codecs
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from remit.course.cohort import Ints
from remit.study.tables.table import Codes

_Bytes = npt.NDArray[np.uint8]
_Words = npt.NDArray[np.uint64]

_NUL, _LINE_FEED, _RETURN, _BLANK, _QUOTE, _DELETE = 0, 10, 13, 32, 34, 127
_WORD: Final = 8
_LONGEST: Final = 4 * _WORD
"""Longer cells are compared as texts."""
_FIELD_LIMIT: Final = 100_000
"""The `csv` module refuses cells of a size above this."""
_MASKS: Final = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], dtype=np.uint64)
_ENCODINGS: Final = frozenset({"ascii", "utf-8", "cp1252", "iso8859-1", "iso8859-15"})


def is_bytewise(encoding: str, separator: str) -> bool:
    """Whether a separator and line breaks are bytes of their own in a text, and no part of other signs."""
    return codecs.lookup(encoding).name in _ENCODINGS and len(separator) == 1 and separator.isascii()


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Rows of equally many cells in a piece of a file.

    text     the bytes, and as many more as a word has, which mean nothing
    starts   `[rows, width]` where each cell begins, without its quotation mark
    lengths  `[rows, width]` its bytes
    """

    text: bytes
    encoding: str
    starts: Ints
    lengths: Ints

    @classmethod
    def of(cls, text: bytes, width: int, separator: str, encoding: str) -> Self | None:
        """The cells of whole lines, the last of which ends; None where they are not of the plain kind."""
        text += bytes(_WORD)
        signs = np.frombuffer(text, dtype=np.uint8)[:-_WORD]
        ends = np.flatnonzero((signs == ord(separator)) | (signs == _LINE_FEED))
        if len(ends) % width or not len(ends) or _NUL in signs:
            return None
        is_break = (signs[ends] == _LINE_FEED).reshape(-1, width)
        if not is_break[:, -1].all() or is_break[:, :-1].any():
            return None
        starts = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
        lengths = ends - starts
        if not _without_returns(signs, starts, lengths, width) or not _unquoted(signs, starts, lengths):
            return None
        grid = cls(text, encoding, starts.reshape(-1, width), lengths.reshape(-1, width))
        return None if lengths.max() > _FIELD_LIMIT or grid._has_blank_row(signs) else grid

    def __len__(self) -> int:
        return len(self.starts)

    def coded(self, position: int) -> tuple[Sequence[str], Codes]:
        """The distinct texts of a column, in the order in which they come; and the number of each cell's."""
        start, length = self.starts[:, position], self.lengths[:, position]
        if length.max() > _LONGEST:
            book: defaultdict[str, int] = defaultdict(count().__next__)
            codes = np.array([book[text] for text in self._texts(start, length)], dtype=np.int32)
            return list(book), codes
        first = first_alike(self._words(start, length))
        is_first = first == np.arange(len(first))
        number = np.cumsum(is_first, dtype=np.int32) - 1
        return self._texts(start[is_first], length[is_first]), np.asarray(number[first], dtype=np.int32)

    def _texts(self, start: Ints, length: Ints) -> list[str]:
        cells = zip(start.tolist(), (start + length).tolist(), strict=True)
        if self.text.isascii():
            # One sign is one byte.
            text = self.text.decode("ascii")
            return [text[begin:end] for begin, end in cells]
        return [str(self.text[begin:end], self.encoding) for begin, end in cells]

    def _words(self, start: Ints, length: Ints) -> list[_Words]:
        """The bytes of cells as words, as many as the longest needs, with zeros behind them."""
        every = np.ndarray((len(self.text) - _WORD + 1,), dtype="<u8", buffer=self.text, strides=(1,))
        words = []
        for before in range(0, max(int(length.max()), 1), _WORD):
            # A place beyond the text is masked wholly.
            place = np.minimum(start + before, len(every) - 1)
            words.append(every[place] & _MASKS[np.clip(length - before, 0, _WORD)])
        return words

    def _has_blank_row(self, signs: _Bytes) -> bool:
        """Whether a row has no entry at all; only one whose first cell shows no sign at once may be such."""
        first = signs[self.starts[:, 0]]
        doubtful = (self.lengths[:, 0] == 0) | (first <= _BLANK) | (first >= _DELETE)
        for row in np.flatnonzero(doubtful).tolist():
            if not any(map(str.strip, self._texts(self.starts[row], self.lengths[row]))):
                return True
        return False


def _without_returns(signs: _Bytes, starts: Ints, lengths: Ints, width: int) -> bool:
    """Leave out the carriage returns at the ends of lines; whether there are no others."""
    returns = np.count_nonzero(signs == _RETURN)
    if returns:
        last = slice(width - 1, None, width)
        ends = starts[last] + lengths[last]
        has_return = (lengths[last] > 0) & (signs[ends - 1] == _RETURN)
        lengths[last] -= has_return
        returns -= np.count_nonzero(has_return)
    return not returns


def _unquoted(signs: _Bytes, starts: Ints, lengths: Ints) -> bool:
    """Leave out the quotation marks around whole cells; whether there are no others.

    A cell up to a separator that begins and ends with the only marks in it is one cell to any reader who
    begins it outside of quotes, and so is the next.
    """
    marks = np.count_nonzero(signs == _QUOTE)
    if marks:
        is_quoted = (lengths >= 2) & (signs[starts] == _QUOTE) & (signs[starts + lengths - 1] == _QUOTE)
        starts += is_quoted
        lengths -= 2 * is_quoted
        marks -= 2 * np.count_nonzero(is_quoted)
    return not marks


def first_alike(words: Sequence[_Words]) -> Ints:
    """The place of the first that is the same as each; `words[k][i]` is the k-th word of the i-th.

    They are put by a hash in a table that keeps the first of each slot. Those alike share a slot, so that
    either all find their first there or all try again with another hash; the first of a slot always does.
    """
    count_of = len(words[0])
    first = np.arange(count_of)
    pending, dice = first, Random(count_of)
    while len(pending):
        bits = max(1, (2 * len(pending)).bit_length())
        own = [word[pending] for word in words]
        mixed = np.zeros(len(pending), dtype=np.uint64)
        for word in own:
            mixed += (word ^ (word >> np.uint64(29))) * np.uint64(dice.getrandbits(64) | 1)
        slot = mixed >> np.uint64(64 - bits)
        table = np.zeros(1 << bits, dtype=np.int64)
        # Where several are put in one slot the last that is put stays.
        table[slot[::-1]] = np.arange(len(pending))[::-1]
        found = table[slot]
        same = np.all([word == word[found] for word in own], axis=0)
        first[pending[same]] = pending[found[same]]
        pending = pending[~same]
    return first
