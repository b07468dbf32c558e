"""What `remit init` prints: what it looked at, what it wrote, what must be decided, and what to do next."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from remit.start.document import Decision, aligned
from remit.start.proposal import Proposal


def summary(proposal: Proposal, folder: str) -> str:
    """The lines to print of a proposal that was written into a folder."""
    return "".join(f"{line}\n" for line in _lines(proposal, folder))


def _lines(proposal: Proposal, folder: str) -> Iterator[str]:
    yield "Looked at"
    yield from _indented(proposal.found)
    yield from ("", "Wrote")
    where, what = (_path(folder, file.name) for file in (proposal.study, proposal.rules))
    yield from _indented(
        [(where, "which file and column holds what"), (what, "what was measured, and what counts")]
    )
    yield from ("", "To decide: each place is a remark there that begins with `# ?`")
    asked = [(_path(folder, file.name), file.decisions) for file in (proposal.study, proposal.rules)]
    yield from _indented([row for path, decisions in asked for row in _decided(path, decisions)])
    yield from ("", "Then")
    study = folder if folder != "." else "."
    yield from _indented(
        [(f"remit check {study}", "tells what is missing"), (f"remit run {study}", "evaluates and reports")]
    )


def _path(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder.rstrip('/')}/{name}"


def _indented(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    return (f"  {line}" for line in aligned(rows))


def _decided(path: str, decisions: Iterable[Decision]) -> Iterator[tuple[str, str]]:
    """A row a decision, those of one kind together: the units of several measures, say."""
    by_kind = sorted(decisions, key=lambda one: _kind(one.topic))
    groups = [list(group) for _, group in groupby(by_kind, key=lambda one: _kind(one.topic))]
    for group in sorted(groups, key=lambda group: group[0].line):
        lines = ",".join(str(one.line) for one in group)
        subjects = dict.fromkeys(one.topic.removeprefix(_kind(one.topic)) for one in group)
        yield f"{path}:{lines}", f"{_kind(group[0].topic)}{', '.join(subjects)}"


def _kind(topic: str) -> str:
    """What stands before the name that a topic is about."""
    return topic.partition("`")[0]
