"""Applying the fixes that diagnostics carry."""

from collections.abc import Sequence
from pathlib import Path

from remit.cli.rewriting import rewrite
from remit.diagnostics.diagnostic import Diagnostic, Fix
from remit.pipeline import check_text, read_source
from remit.rule_files import LIBRARY


def apply_fixes(diagnostics: Sequence[Diagnostic]) -> dict[str, int]:
    """Rewrite the rule files that have fixes; how many were applied to each.

    Of fixes that overlap the first is taken. A file is only rewritten where that leaves fewer mistakes.
    """
    by_file: dict[str, list[Fix]] = {}
    for one in diagnostics:
        if one.fix is not None and not one.fix.span.source.name.startswith(LIBRARY):
            by_file.setdefault(one.fix.span.source.name, []).append(one.fix)
    applied = {file: _apply(Path(file), _apart(fixes)) for file, fixes in by_file.items()}
    return {file: count for file, count in applied.items() if count}


def _apart(fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes in the order of the text, none overlapping another."""
    kept: list[Fix] = []
    for fix in sorted(set(fixes), key=lambda fix: (fix.span.start, fix.span.end)):
        if not kept or fix.span.start >= kept[-1].span.end:
            kept.append(fix)
    return kept


def _apply(path: Path, fixes: Sequence[Fix]) -> int:
    before = read_source(path)
    text = before.text
    for fix in reversed(fixes):
        text = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    if len(check_text(text, before.name)) >= len(check_text(before.text, before.name)):
        return 0
    rewrite(path, text)
    return len(fixes)
