"""Diagnostics as text: the message, the place with its source lines, and a way out.

    error[E312]: `esr` is in mm/h, but it is compared with `20 mg/L`
      --> lupus.remit:18:15
       |
     6 | measure esr "ESR" : mm/h from 0 to 150
       |                     ---- esr is declared in mm/h here
    18 |    and esr <= 20 mg/L
       |               ^^^^^^^ mass per volume
       = help: did you mean `20 mm/h`?
       = more: remit errors E312

The frame is ASCII, so that it reads the same everywhere; colour only repeats what the signs say.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from remit.diagnostics.characters import shown
from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Severity
from remit.diagnostics.excerpt import Marked, Piece, Role, Row, excerpt
from remit.source import Source, Span

_GUTTER = 2
"""The least room for line numbers: diagnostics of one short file then stand in line."""


RuleText = Callable[[str], Iterable[tuple[str, str]]]
"""A line of rule text in parts, each behind its style as rich reads it (none: an empty one)."""


def render_all(
    diagnostics: Iterable[Diagnostic],
    *,
    encoding: str = "utf-8",
    colour: bool = False,
    rule_text: RuleText | None = None,
) -> str:
    """Every diagnostic in the order given, an empty line between; no line end at the end."""
    return "\n\n".join(
        render(diagnostic, encoding=encoding, colour=colour, rule_text=rule_text)
        for diagnostic in diagnostics
    )


def render(
    diagnostic: Diagnostic,
    *,
    encoding: str = "utf-8",
    colour: bool = False,
    rule_text: RuleText | None = None,
) -> str:
    """One diagnostic as lines of text, without a line end at the end.

    `encoding` is that of the stream it is written to: what the stream cannot carry is written in ASCII.
    `colour` adds ANSI colours, also to rule text where `rule_text` gives its parts; the text is the same.
    """
    lines = _lines(diagnostic, encoding)
    if not colour:
        return "\n".join("".join(piece.text for piece in line).rstrip() for line in lines)
    source = _source_of(diagnostic)
    parts = rule_text if source is None or not source.endswith(".toml") else None
    return "\n".join(_coloured(line, diagnostic.severity, parts) for line in lines)


def _source_of(diagnostic: Diagnostic) -> str | None:
    """The name of the text that a diagnostic shows; None where it points at cells."""
    place = diagnostic.primary.place
    return place.source.name if isinstance(place, Span) else None


def place_of(label: Label) -> str:
    """The address of a label: `lupus.remit:18:15`, `visits.csv:12:skin` or `chart.xlsx Data!C7`."""
    if isinstance(label.place, Cell):
        return str(label.place)
    return f"{label.place.source.name}:{label.place.line}:{label.place.column}"


# ---- lines -------------------------------------------------------------------------------------------


def _lines(diagnostic: Diagnostic, encoding: str) -> Iterator[Sequence[Piece]]:
    room = _room(diagnostic)
    yield _headline(diagnostic, encoding)
    for labels in _by_source(diagnostic):
        yield Piece(" " * room + "--> ", "frame"), Piece(shown(place_of(labels[0]), encoding))
        for row in _rows(labels, diagnostic.primary, encoding):
            yield _gutter(row, room), Piece(" "), *row.pieces
    for word, text in _remarks(diagnostic):
        first, *more = text.splitlines() or [""]
        yield Piece(" " * room + " = ", "frame"), Piece(f"{word}: {shown(first, encoding)}")
        for line in more:
            yield (Piece(" " * (room + len(word) + 5) + shown(line, encoding)),)


def _gutter(row: Row, room: int) -> Piece:
    return Piece(row.gutter if row.gutter == "..." else f"{row.gutter:>{room}} |", "frame")


def _headline(diagnostic: Diagnostic, encoding: str) -> tuple[Piece, Piece]:
    return (
        Piece(f"{diagnostic.severity}[{diagnostic.code}]", "primary"),
        Piece(f": {shown(diagnostic.message, encoding)}", "headline"),
    )


def _remarks(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    for text in diagnostic.help:
        yield "help", text
    if diagnostic.data is not None:
        yield "data", diagnostic.data
    yield "more", f"remit errors {diagnostic.code}"


def _room(diagnostic: Diagnostic) -> int:
    """The columns that the largest line number needs."""
    labels = (diagnostic.primary, *diagnostic.secondary)
    lines = [label.place.end_line for label in labels if isinstance(label.place, Span)]
    return max(_GUTTER, len(str(max(lines, default=0))))


def _by_source(diagnostic: Diagnostic) -> list[list[Label]]:
    """The labels of each source together, the primary's first; every data cell stands for itself."""
    groups: dict[Source | int, list[Label]] = {}
    for number, label in enumerate((diagnostic.primary, *diagnostic.secondary)):
        key = label.place.source if isinstance(label.place, Span) else number
        groups.setdefault(key, []).append(label)
    return list(groups.values())


def _rows(labels: Sequence[Label], primary: Label, encoding: str) -> list[Row]:
    marked = [
        Marked(label.place, label.text, label is primary) for label in labels if isinstance(label.place, Span)
    ]
    if marked:
        return [Row(""), *excerpt(marked[0].span.source, marked, encoding)]
    (label,) = labels
    role: Role = "primary" if label is primary else "secondary"
    return [Row("", (Piece(shown(label.text, encoding), role),))] if label.text else []


# ---- colour ------------------------------------------------------------------------------------------


def _coloured(line: Sequence[Piece], severity: Severity, rule_text: RuleText | None) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    loud = "bold red" if severity is Severity.ERROR else "bold yellow"
    styles = {"frame": "blue", "headline": "bold", "primary": loud, "secondary": "bold blue"}

    def styled(style: str, text: str) -> str:
        if not style or not text.strip():
            return text
        return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)

    def coloured(piece: Piece) -> str:
        if piece.role == "source" and rule_text is not None:
            return "".join(styled(style, text) for style, text in rule_text(piece.text))
        return styled(styles.get(piece.role, ""), piece.text)

    return "".join(coloured(piece) for piece in line)
