"""The text of a proposed study file: which column of which file holds what."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from remit.diagnostics.diagnostic import Cell
from remit.start.contents import reading
from remit.start.dating import Dated, date_format, time_of
from remit.start.declarations import Declaration, Declarations
from remit.start.document import Line, beside, plain, question, remark
from remit.start.headings import Instant, Time
from remit.start.layouts import Arrangement, Events, LeftOut, Patients, Results, Visits, Wide
from remit.start.survey import Column, Survey, identifies
from remit.start.timing import says_index
from remit.start.words import one_line
from remit.study.problems import counted, listed

_HEAD: Final = (
    "Proposed by `remit init`: where the data of this study are. Which file, and which of its columns, holds what "
    "the rule file calls by a name.",
    "How to read it: what follows a # is a remark; a remark that begins with `# ?` asks you to decide something, and "
    "is yours to delete once you have. A word in [brackets] opens a section. On the left of a = stands a name that is "
    "remit's or the rule file's, on the right, in quotation marks, yours.",
)


def study_lines(title: str, rules: str, arrangement: Arrangement, declared: Declarations) -> list[Line]:
    """The lines of the study file."""
    writer = _Writer(arrangement, declared)
    return [
        *remark(_HEAD[0]),
        Line("#"),
        *remark(_HEAD[1]),
        Line(""),
        *plain(f"title = {toml(title)}", f"rules = {toml(rules)}"),
        *writer.data(),
        *writer.patients(),
        *(line for table in arrangement.visits for line in writer.visits(table)),
        *(line for table in arrangement.wide for line in writer.wide(table)),
        *(line for table in arrangement.results for line in writer.results(table)),
        *(line for table in arrangement.events for line in writer.events(table)),
        *writer.unplaced(),
    ]


def toml(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(texts: Sequence[str]) -> str:
    """One text, or a list of them."""
    return toml(texts[0]) if len(texts) == 1 else f"[{', '.join(map(toml, texts))}]"
