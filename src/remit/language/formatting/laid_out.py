"""A statement as lines: broken where it must be, where its author did, and where it is too long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from remit.language.formatting.spaces import padding_after, run, space_before
from remit.language.formatting.structure import Statement

WIDTH: Final = 100
_DECLARED: Final = 120
"""What is declared, with its scale, keeps to one line up to here: a table is read down its columns."""

_INDENT: Final = 2
_FARTHEST: Final = 50
"""Lines that continue something begin no farther right than this."""

_BREAKS: Final[Sequence[frozenset[str]]] = (
    frozenset({"ALLOWING", "WITH", "CONFIRMED", "SUSTAINED", "USING", "AMONG", "SIGN"}),
    frozenset({"COMPARATOR", "AFTER", "UNTIL", "WITHIN", "BEFORE", "FROM", "IN_THE_LAST", "ELSE", "HAS"}),
    frozenset({"BY", "TIMES", "TO", "OF", "IS", "AT"}),
)
"""Words before which a line that is too long may end, the better ones first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end: its first and last word's places, its text, and the comment behind it."""

    first: int
    last: int
    text: str
    comment: str

    @property
    def whole(self) -> str:
        return f"{self.text}  {self.comment}" if self.comment else self.text


def lines_of(statement: Statement) -> list[Line]:
    """The lines of a statement, with comments on lines of their own among them (`first` is then -1)."""
    breaks = set(_breaks(statement))
    while True:
        lines = _Layout(statement, breaks).lines()
        more = next((found for line in lines if (found := _more(statement, line, breaks))), None)
        if not more:
            return lines
        breaks |= more


def _breaks(statement: Statement) -> Iterator[int]:
    """Where lines begin whatever their length."""
    words = statement.words
    for place in range(1, len(words)):
        word = words[place]
        kept = statement.may | statement.listed | statement.joins | statement.kept
        must = place in statement.own or words[place - 1].beside or word.has_comment_above
        if must or (word.starts and place in kept):
            yield place


def width_of(statement: Statement) -> int:
    """How long the lines of a statement may be."""
    return _DECLARED if any(word.kind == "COLON" for word in statement.words[:4]) else WIDTH


def _more(statement: Statement, line: Line, breaks: set[int]) -> set[int]:
    """The breaks that a line needs which is too long; none where it fits, or nothing can be done."""
    if line.first < 0 or len(line.text) <= width_of(statement):
        return set()
    places = range(line.first + 1, line.last + 1)
    if line.first == 0:
        body = [place for place in places if place in statement.may and statement.words[place].kind in _BODY]
        if body:
            return {body[0]}
    depths = _depths(statement)
    joins = [place for place in places if place in statement.joins and statement.words[place].kind != "SIGN"]
    phrases = [place for place in places if statement.words[place].kind in _BREAKS[0]]
    shallowest = min((depths[place] for place in joins), default=0)
    if joins and not any(depths[place] < shallowest for place in phrases):
        return {place for place in joins if depths[place] == shallowest}
    commas = [place for place in places if statement.words[place - 1].kind == "COMMA"]
    groups = [
        [place for place in commas if place in statement.listed],
        [place for place in commas if depths[place] == 0],
        [place for place in phrases if not joins or depths[place] < shallowest],
        commas,
        *([place for place in places if statement.words[place].kind in kinds] for kinds in _BREAKS[1:]),
    ]
    for group in groups:
        fitting = [place for place in group if _end_before(statement, line, place) <= width_of(statement)]
        if fitting:
            return {fitting[-1]}
    return {commas[0]} if commas else set()


_BODY: Final = frozenset({"EQUAL", "WHEN"})


def _end_before(statement: Statement, line: Line, place: int) -> int:
    """The column at which a line ends that is broken before a place."""
    return len(line.text) - len(run(statement, place, line.last + 1)) - 1


def _depths(statement: Statement) -> list[int]:
    """How many parentheses are open before each word."""
    depths, depth = [], 0
    for word in statement.words:
        depth -= word.kind == "RPAR"
        depths.append(depth)
        depth += word.kind == "LPAR"
    return depths


@dataclass
class _Layout:
    """Lines being made: the columns that further lines are set by."""

    statement: Statement
    breaks: set[int]
    _made: list[Line] = field(default_factory=list)
    _line: str = ""
    _first: int = 0
    _open: list[int] = field(default_factory=list)
    _leader: tuple[int, int] = (0, 0)
    _body: int = 4
    _value: int = 0

    def lines(self) -> list[Line]:
        words = self.statement.words
        self._begin_leader(0, 0)
        self._write(0)
        for place in range(1, len(words)):
            if place in self.breaks:
                self._end(place - 1)
                self._begin(place)
            else:
                self._line += space_before(self.statement, place)
            self._write(place)
        self._end(len(words) - 1)
        return self._made

    # ---- lines ---------------------------------------------------------------------------------------

    def _end(self, place: int) -> None:
        self._made.append(Line(self._first, place, self._line, self.statement.words[place].beside))
        self._line = ""

    def _begin(self, place: int) -> None:
        column = self._column(place)
        self._comments(place, column)
        self._line, self._first = " " * column, place
        if place in self.statement.own or place in self.statement.may:
            self._begin_leader(place, column)

    def _comments(self, place: int, column: int) -> None:
        """Comments above a line; a blank line among them only where a part of the statement begins."""
        blanks = place in self.statement.own | self.statement.may
        for line in self.statement.words[place].above:
            if line:
                self._made.append(Line(-1, -1, " " * column + line.strip(), ""))
            elif blanks:
                self._made.append(Line(-1, -1, "", ""))

    def _write(self, place: int) -> None:
        word = self.statement.words[place]
        if word.kind == "LPAR":
            self._open.append(len(self._line))
        elif word.kind == "RPAR" and self._open:
            self._open.pop()
        elif word.kind == "EQUAL":
            self._value = len(self._line) + 2
        self._line += word.text + padding_after(self.statement, place)

    # ---- columns -------------------------------------------------------------------------------------

    def _begin_leader(self, place: int, column: int) -> None:
        """What leads a line of a statement: `when`, `severe when`, `8 points for`, `measure esr "ESR" :`."""
        last = self._last_of_leader(place)
        text = "".join(
            (space_before(self.statement, at) if at > place else "")
            + self.statement.words[at].text
            + padding_after(self.statement, at)
            for at in range(place, last + 1)
        )
        end = column + len(text.rstrip())
        begin = end - len(self.statement.words[last].text)
        self._leader, self._body = (begin, end), column + len(text) + 1
        self._open = []

    def _last_of_leader(self, place: int) -> int:
        words = self.statement.words
        kinds = [word.kind for word in words]
        end = next((at for at in range(place + 1, len(words)) if at in self.breaks), len(words))
        if place == 0:
            leading = [at for at in range(end) if kinds[at] in ("COLON", "EQUAL", "WHEN")]
            return leading[0] if leading else 1 if kinds[:2] == ["TIME", "TO"] else 0
        if self.statement.roles.get(place) in ("level", "weight"):
            return next((at for at in range(place, end) if kinds[at] in ("WHEN", "FOR")), place)
        return place

    def _column(self, place: int) -> int:
        """Where a line begins that begins with this word."""
        statement = self.statement
        if place in statement.own or place in statement.may:
            return _INDENT
        if self._open:
            return self._open[-1] + 1 if self._open[-1] < _FARTHEST else min(self._body, 2 * _INDENT)
        if statement.roles.get(place) == "given_more" and self._value <= _FARTHEST:
            return self._value
        if place in statement.joins:
            begin, end = self._leader
            column = end - len(statement.words[place].text)
            if column > _FARTHEST:
                return 2 * _INDENT
            return column if column >= begin else begin + 2
        return self._body if self._body <= _FARTHEST else 2 * _INDENT
