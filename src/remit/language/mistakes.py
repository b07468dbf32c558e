"""What a reader is told where the text stops making sense: never the parser's own words."""

import re

from remit.diagnostics.diagnostic import Diagnostic, Label
from remit.language.words import RESERVED
from remit.source import Source, Span

_STATEMENTS = {
    "USE", "PARAMETER", "FACT", "MEASURE", "EVENT", "DRUGS", "DRUG", "SET", "TIMEPOINT", "DEFINE", "STATE",
    "SCORE", "CLASSIFY", "BAND", "TABLE", "KIND", "DESCRIBE", "COMPARE", "RATE", "TIME", "AGREE", "ADJUST",
    "CASE",
}  # fmt: skip
_WORDS = {
    "NAME": "a name",
    "QUALIFIED": "a name",
    "LEVEL": "a level followed by `when`",
    "BAND_LEVEL": "a level followed by its limits",
    "ORDER": "best first or worst first",
    "FIRST_MATCH": "first match",
    "IN_STEPS_OF": "in steps of",
    "POINTS_OF": "points of",
    "STRING": 'a text in "quotes"',
    "NUMBER": "a number",
    "SIGNED": "a number",
    "SIGNED_WHOLE": "a whole number",
    "VERSION": "a version such as 1.0",
    "UNIT": "a unit",
    "LENGTH_UNIT": "days, weeks, months or years",
    "INSTANT_UNIT": "day, week, month or year",
    "METHOD": "a method such as `paired t test`",
    "VERB": "falls, rises, improves or worsens",
    "COMPARATOR": "a comparator such as <= or =",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "COLON": ":",
    "EQUAL": "=",
    "LESSTHAN": "<",
    "KIND": "an outcome",
    "AGGREGATE": "lowest, highest, mean or total",
    "IN_THE_LAST": "in the last",
    "FIRST_OR_LAST": "first or last",
    "EARLIER_OR_LATER": "earlier or later",
    "SIGN": "+ or -",
    "TIMES": "* or /",
    "CHANGE": "change or percent change",
    "__ANON_0": "follow-up",
}


def explain_mistake(source: Source, offset: int, expected: frozenset[str]) -> Diagnostic:
    """One diagnostic for the place where parsing stopped; `expected` are the parser's terminal names."""
    word = _word_at(source, offset)
    for explain in (
        _unclosed_string,
        _unclosed_bracket,
        _keyword_as_name,
        _missing_comparator,
        _missing_unit,
        _chained,
        _missing_comma_before_then,
        _unfinished_method,
        _two_word_adjustment,
        _slip,
    ):
        if found := explain(source, word, expected):
            return found
    return _unexpected(source, word, expected)


def _word_at(source: Source, offset: int) -> Span:
    """The word, number or sign that begins at an offset; nothing at the end of the text."""
    match = re.compile(r"[A-Za-z_][\w-]*|\d+(?:\.\d+)?|<=|>=|!=|\S").match(source.text, offset)
    end = match.end() if match else min(offset + 1, len(source.text))
    return source.span(offset, max(offset, end))


_SLIPS = {
    "≤": "write `<=`",
    "≥": "write `>=`",
    "≠": "write `!=`",
    "==": "write `=`",
    "&&": "write `and`",
    "&": "write `and`",
    "|": "write `or`",
    "AND": "write `and`",
    "OR": "write `or`",
    "NOT": "write `not`",
    "if": "write `when`",
    "missing": "write `is not recorded`",
    "between": "write two comparisons: `x >= 2 mg/L and x <= 5 mg/L`",
    "decreases": "write `falls`",
    "increases": "write `rises`",
    "reduced": "write `falls by at least …`",
    "rules": "a rule file begins with `ruleset`",
}


def _slip(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    """What other languages, and plain English, write for a word of this one."""
    help_ = _SLIPS.get(word.text)
    before = source.text[: word.start].rstrip()
    if help_ is None and word.text[:1].isdigit() and before.endswith(" by") and expected & {"AT", "MORE"}:
        help_ = f"write `by at least {word.text} …` or `by more than {word.text} …`"
    if (
        help_ is None
        and word.text == ","
        and re.search(r"\d$", before)
        and re.match(r",\d", source.text[word.start :])
    ):
        help_ = "decimals are written with a point: `4.5`"
    if help_ is None and word.text == "at" and re.search(r"(improves?|worsens?|falls?|rises?)$", before):
        help_ = "write `by` before it: `improves by at least …`"
    if help_ is None:
        return None
    return Diagnostic("E101", f"`{word.text}` was not expected here", Label(word), help=(help_,))


def _unclosed_string(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    if word.text != '"':
        return None
    line_end = word.start + len(source.line_text(word.line)) - word.column + 1
    place = Label(source.span(word.start, line_end), "it begins here and is not closed on this line")
    return Diagnostic("E102", "a text is not closed", place, help=('put a closing " at its end',))


def _unclosed_bracket(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    """A parenthesis that a statement leaves open is told where it opens, not where the parser noticed."""
    if "RPAR" not in expected:
        return None
    at_end = word.start >= len(source.text.rstrip())
    if not at_end and word.text not in _statement_words():
        return None
    opened: list[int] = []
    for match in re.finditer(r'"[^"\n]*"|#[^\n]*|[()]', source.text[: word.start]):
        if match.group() == "(":
            opened.append(match.start())
        elif match.group() == ")" and opened:
            opened.pop()
    if not opened:
        return None
    place = Label(source.span(opened[-1], opened[-1] + 1), "opened here")
    return Diagnostic("E103", "a parenthesis is not closed", place, help=("add the missing `)`",))


def _statement_words() -> set[str]:
    return {name.lower() for name in _STATEMENTS} | {
        "response",
        "remission",
        "relapse",
        "steroid-sparing",
        "safety",
        "outcome",
    }


def _keyword_as_name(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    if "NAME" not in expected or word.text not in RESERVED or expected & {"LPAR", "NUMBER"}:
        return None
    help_ = f"choose another name, such as `{word.text}_value`"
    message = f"`{word.text}` is a word of the language and cannot be a name"
    return Diagnostic("E108", message, Label(word, "a name is needed here"), help=(help_,))


def _missing_comparator(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    if "COMPARATOR" not in expected or not word.text[:1].isdigit():
        return None
    return Diagnostic(
        "E107",
        "a comparator is missing before this number",
        Label(word, "at most, less than, at least, more than?"),
        help=tuple(f"write `{sign} {word.text}` for {words}" for sign, words in _COMPARATORS),
    )


_COMPARATORS = (("<=", "at most"), ("<", "less than"), (">=", "at least"), (">", "more than"), ("=", "equal"))


def _missing_unit(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    """`esr : from 0 to 150`: the `from` stands where the unit should."""
    before = source.text[: word.start].rstrip()
    if not re.search(r":\s*from$", before) or "FROM" not in expected:
        return None
    start = before.rindex("from")
    place = Label(source.span(start, start + 4), "a unit is needed before the range")
    help_ = (
        "write the unit, as in `mg/day from 0 to 100`",
        "a score has `points`, a count its things: `joints`",
    )
    return Diagnostic("E106", "the unit is missing", place, help=help_)


def _chained(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    if word.text not in {"<", "<=", ">", ">=", "="} or "AND" not in expected:
        return None
    message = "two comparisons in a row have no meaning"
    return Diagnostic("E101", message, Label(word), help=("join them: `low <= x and x <= high`",))


def _missing_comma_before_then(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    """`using paired t test then sign test if p < 0.05` reads as one long method."""
    then = re.search(r"\bthen\b(?=[^,\n]*$)", source.text[: word.start])
    if word.text != "if" or then is None:
        return None
    place = source.span(then.start(), then.end())
    return Diagnostic(
        "E101",
        "a comma is missing before `then`",
        Label(place),
        help=("write `using paired t test, then wilcoxon test if p < 0.05`",),
    )


def _unfinished_method(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    """`using wilcoxon`, `using Wilcoxon Test`, `using Linear Kappa`: nearly the name of a method."""
    if "METHOD" in expected:
        return _method_without_its_kind(source, word)
    if word.text.lower() == "kappa" and word.text != "kappa":
        return Diagnostic("E101", f"`{word.text}` begins with a small letter", Label(word, "write `kappa`"))
    return None


def _method_without_its_kind(source: Source, word: Span) -> Diagnostic | None:
    """A method's name ends in `test` or `interval`; a rate takes intervals, and so does the bootstrap."""
    written = re.compile(r"[A-Za-z][A-Za-z-]*([ \t]+(?!if\b|then\b)[A-Za-z-]+)*").match(
        source.text, word.start
    )
    if written is None or word.text in RESERVED or word.text in _statement_words():
        return None
    name = " ".join(written.group().lower().split())
    statement = re.findall(r"^\s*(rate|compare)\b", source.text[: word.start], re.MULTILINE)
    intervals = statement[-1:] == ["rate"] or name.startswith("bootstrap")
    whole = name if name.endswith(("test", "interval")) else f"{name} {'interval' if intervals else 'test'}"
    place = Label(source.span(word.start, written.end()), "the name of a method ends in `test` or `interval`")
    return Diagnostic("E101", f"`{written.group()}` is no method", place, help=(f"write `{whole}`",))


_ADJUSTMENTS = {
    "fixed sequence": "fixed_sequence",
    "benjamini hochberg": "bh",
    "benjamini yekutieli": "by",
}
"""What an adjustment in two words is called."""


def _two_word_adjustment(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic | None:
    line = source.line_text(word.line)
    asked = re.match(r"\s*adjust\s+comparisons\s+by\s+([A-Za-z]+)[\s-]+([A-Za-z]+)", line)
    if asked is None or not asked.end(1) < word.column <= asked.end(2):
        return None
    begin = word.start - word.column + 1
    place = source.span(begin + asked.start(1), begin + asked.end(2))
    name = _ADJUSTMENTS.get(f"{asked[1]} {asked[2]}".lower(), "holm")
    message = "the name of an adjustment is one word"
    return Diagnostic("E101", message, Label(place), help=(f"write `adjust comparisons by {name}`",))


def _unexpected(source: Source, word: Span, expected: frozenset[str]) -> Diagnostic:
    shown = f"`{word.text}`" if word.text.strip() else "the end of the file"
    if word.start >= len(source.text.rstrip()):
        shown = "the end of the file"
    could = _in_words(expected)
    return Diagnostic(
        "E101",
        f"{shown} was not expected here",
        Label(word, f"expected {could}" if could else "this is not part of the language"),
    )


def _in_words(expected: frozenset[str]) -> str:
    """The terminals in words: at most eight, and one word for everything that begins a statement."""
    names = {name for name in expected if name != "$END"}
    words = {_WORDS.get(name, f"`{name.lower()}`") for name in names - _STATEMENTS}
    listed = sorted(words)
    if names & _STATEMENTS:
        listed.append("the next statement")
    if len(listed) > 8:
        listed = [*listed[:8], "…"]
    return " or ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else "".join(listed)
