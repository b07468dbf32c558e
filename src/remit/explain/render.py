"""An explanation as text.

P4   skin_response   UNDETERMINED       rules lenalidomide 1.0

  lenalidomide.remit
  27 │ response skin_response "Skin lesions resolved at six months"
  28 │   among   skin_disease at baseline        ✓  yes         visits.csv:11:skin   day 0
  29 │   when    not skin_disease at month_6     ?  yes or no   visits.csv:12:skin   day 186, empty

What would settle it   skin_disease at month_6: no → MET, yes → NOT MET
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from textwrap import wrap

from remit.diagnostics.characters import shown
from remit.evaluate.verdicts import Verdict
from remit.explain.annotate import Explanation
from remit.explain.columns import Layout, Pieces, Role, Row
from remit.explain.constants import Section
from remit.explain.findings import Finding
from remit.explain.lines import Line

_GAP = "   "
_MARGIN = len("What would settle it") + len(_GAP)
_LEAST_ROOM = 40

_STYLES: dict[Role, str] = {
    "frame": "blue",
    "headline": "bold",
    "certain": "green",
    "impossible": "red",
    "open": "yellow",
}
"""The style of each role, but for rule text, which has several."""


def render(
    explanation: Explanation,
    *,
    encoding: str = "utf-8",
    columns: int | None = None,
    colour: bool = False,
    run: str = "",
) -> str:
    """An explanation as lines of text, without a line end at the end.

    `columns` is the width of the terminal; None, as into a pipe, sets no limit. Where what was found does not
    fit beside the rule text it stands under it; an address is never shortened. `encoding` is that of the
    stream: what it cannot carry is written in ASCII (`Y N ? |`). `colour` adds ANSI colours; the text is the
    same. `run` is the identifier of the run, if there is one.
    """
    lines: list[Pieces] = [
        *_title(explanation, run),
        *_body(explanation, encoding, columns),
        *_foot(explanation, columns),
    ]
    safe = [tuple((shown(text, encoding), role) for text, role in line) for line in lines]
    if colour:
        return "\n".join(_coloured(line) for line in safe)
    return "\n".join("".join(text for text, _ in line).rstrip() for line in safe)


def _coloured(line: Pieces) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    from remit.language.lexer import rule_text

    def styled(style: str, text: str) -> str:
        if not style or not text.strip():
            return text
        return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)

    def coloured(text: str, role: Role) -> str:
        if role == "rule":
            return "".join(styled(style, part) for style, part in rule_text(text))
        return styled(_STYLES.get(role, ""), text)

    return "".join(coloured(text, role) for text, role in line)


# ---- the title and the foot --------------------------------------------------------------------------


def _title(explanation: Explanation, run: str) -> Iterator[Pieces]:
    verdict = explanation.verdict.words.upper()
    counted = "" if explanation.counted is None else f", counted as {explanation.counted.words.upper()}"
    of_run = f"{_GAP}run {run}" if run else ""
    yield (
        (f"{explanation.patient}{_GAP}{explanation.outcome}{_GAP}", "plain"),
        (verdict + counted + ("   UNVERIFIED" if explanation.unverified else ""), "headline"),
        (f"       rules {explanation.rules}{of_run}", "plain"),
    )
    yield ()


def _foot(explanation: Explanation, columns: int | None) -> Iterator[Pieces]:
    """What would settle or change the verdict; what leaves it open where nothing would settle it."""
    waits = [datum.sentence for datum in explanation.open] if not explanation.settle else []
    changes = [effect.text for effect in explanation.change]
    if explanation.verdict is not Verdict.UNDETERMINED and not changes:
        changes = ["no single recorded value would change it"]
    blocks = (
        ("What leaves it open", waits),
        ("What would settle it", [effect.text for effect in explanation.settle]),
        ("What would change it", changes),
        ("Unverified", list(explanation.unverified)),
        ("Day 0", [_course(explanation)]),
    )
    for heading, texts in blocks:
        if texts:
            yield ()
            yield from _block(heading, texts, columns)


def _course(explanation: Explanation) -> str:
    until = explanation.followed_until
    followed = "never followed" if until is None else f"followed until day {until}"
    return f"{explanation.index}; {followed}" if explanation.index else followed


def _block(heading: str, texts: Sequence[str], columns: int | None) -> Iterator[Pieces]:
    room = None if columns is None else max(columns - _MARGIN, _LEAST_ROOM)
    lines = [line for text in texts for line in _wrapped(text, room)]
    yield (heading.ljust(_MARGIN), "headline"), (lines[0], "plain")
    for line in lines[1:]:
        yield ((" " * _MARGIN + line, "plain"),)


def _wrapped(text: str, room: int | None) -> list[str]:
    """At the terminal's width; an address is never broken."""
    if room is None:
        return [text]
    together = text.replace(" → ", "\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}").replace(
        "NOT ", "NOT\N{NO-BREAK SPACE}"
    )
    lines = wrap(together, room, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


# ---- the rule text -----------------------------------------------------------------------------------


def _body(explanation: Explanation, encoding: str, columns: int | None) -> Iterator[Pieces]:
    # Columns are counted after characters were replaced: `->` is wider than an arrow.
    rows = [[row.shown(encoding) for row in _rows(section)] for section in explanation.sections]
    layout = Layout([row for some in rows for row in some], columns)
    file, annotated = None, True
    for section, some in zip(explanation.sections, rows, strict=True):
        before, annotated = annotated, any(row.is_annotated for row in some)
        if section.file != file:
            yield ((f"  {section.file}", "plain"),)
        elif before or annotated:
            yield layout.empty
        file = section.file
        for row in some:
            yield from layout.lines(row)


def _rows(section: Section) -> Iterator[Row]:
    for place, line in enumerate(section.lines):
        about = f"at the visit of day {section.day}" if place == 0 and section.day is not None else ""
        yield from _of_line(line, about)


def _of_line(line: Line, about: str) -> Iterator[Row]:
    if line.finding is None:
        yield Row(str(line.number), line.text, when=about)
    else:
        first, *more = _of_finding(line.finding, str(line.number), line.text, indent=8)
        yield replace(first, when=first.when or about)
        yield from more
    for finding in line.below:
        yield from _of_finding(finding, "", " " * 6 + finding.words, indent=8)


def _of_finding(finding: Finding, gutter: str, text: str, indent: int) -> Iterator[Row]:
    """Its row; further addresses of its value under the first; notes; and what it is made of."""
    addresses = [str(place.cell) if place.cell is not None else "" for place in finding.places]
    whens = [place.when for place in finding.places]
    (address, when), *more = list(zip_longest(addresses, whens, fillvalue="")) or [("", "")]
    yield Row(gutter, text, finding.mark, finding.value, address, when)
    for address, when in more:
        yield Row("", "", address=address, when=when)
    for note in finding.notes:
        yield Row("", " " * indent + note)
    for inside in finding.inside:
        yield from _of_finding(inside, "", " " * indent + inside.words, indent + 2)
