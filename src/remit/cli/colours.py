"""Colours for rule text, and for the rule text inside a page of Markdown."""

import re
from collections.abc import Iterable, Iterator


def rule_text(line: str) -> Iterable[tuple[str, str]]:
    """A line of rule text in parts, each behind its style; the lexer is imported only here."""
    from remit.language.lexer import rule_text as parts

    return parts(line)


def coloured_rules(text: str) -> str:
    """Rule text with ANSI colours, line by line; the words stay as they are."""
    from rich.color import ColorSystem
    from rich.style import Style

    def styled(style: str, part: str) -> str:
        return Style.parse(style).render(part, color_system=ColorSystem.STANDARD) if style else part

    return "\n".join("".join(styled(*part) for part in rule_text(line)) for line in text.split("\n"))


def coloured_page(page: str) -> str:
    """A page of Markdown with its blocks of rule text in colours."""
    return "".join(_parts(page))


def _parts(page: str) -> Iterator[str]:
    end = 0
    for block in re.finditer(r"(?m)^```remit[^\n]*\n(?P<rules>(?s:.*?))^```", page):
        yield page[end : block.start("rules")]
        yield coloured_rules(block["rules"])
        end = block.end("rules")
    yield page[end:]
