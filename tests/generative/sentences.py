"""Random rule texts made from the grammar's own rules: what is added to the grammar is in them at once."""

from collections.abc import Mapping
from functools import cache
from random import Random

from lark.grammar import Rule, Symbol, Terminal

from remit.language.parse import grammar

_DEEPEST = 14
_WORDS: Mapping[str, tuple[str, ...]] = {
    "NAME": ("esr", "core", "a_rather_long_name_of_a_measure", "week_12", "crp"),
    "LEVEL": ("mild", "severe", "cr"),
    "BAND_LEVEL": ("mild", "severe", "cr"),
    "ORDER": ("best first", "worst first"),
    "FIRST_MATCH": ("first match",),
    "IN_STEPS_OF": ("in steps of",),
    "POINTS_OF": ("points of",),
    "BEST_OF": ("best of", "worst of"),
    "SHARE_OF": ("share of visits",),
    "STARTS_AT": ("starts at",),
    "MOVES_TO": ("moves to",),
    "ENDS_WHEN": ("ends when",),
    "STRING": ('"ESR"', '"A label that is longer, with (signs) # and, commas"'),
    "VERSION": ("1.0", "2"),
    "NUMBER": ("3", "0.5", "20"),
    "SIGNED": ("0", "-4.5", "100"),
    "SIGNED_WHOLE": ("0", "-28", "52"),
    "UNIT": ("mg/day", "points", "%", "10^9/L", "mm/h"),
    "PERCENTAGE_POINTS": ("percentage points",),
    "LENGTH_UNIT": ("days", "months"),
    "INSTANT_UNIT": ("day", "week", "month"),
    "KIND": ("response", "steroid-sparing", "relapse"),
    "METHOD": ("paired t test", "wilcoxon test"),
    "AGREEMENT": ("kappa", "linear kappa"),
    "VERB": ("falls", "improve"),
    "AGGREGATE": ("lowest", "time-weighted mean"),
    "CHANGE": ("change", "percent change"),
    "NUMBER_OF": ("number of",),
    "QUALIFIED": ("doris_2021.doris", "loose.in_remission"),
    "FIRST_OR_LAST": ("first", "last"),
    "EARLIER_OR_LATER": ("earlier", "later"),
    "IN_THE_LAST": ("in the last",),
    "COMPARATOR": ("<=", ">", "="),
    "SIGN": ("+", "-"),
    "TIMES": ("*", "/"),
}
"""What stands for the terminals that are patterns."""


def sentence(random: Random, start: str = "_statement") -> str | None:
    """A text that a rule of the grammar derives; None where a pattern of the grammar has no words here."""
    words: list[str] = []
    waiting: list[tuple[Symbol, int]] = [(_symbol(start), 0)]
    while waiting:
        symbol, depth = waiting.pop()
        if isinstance(symbol, Terminal):
            word = _word(random, symbol.name)
            if word is None:
                return None
            words.append(word)
        else:
            chosen = _choice(random, symbol.name, depth)
            waiting.extend((part, depth + 1) for part in reversed(chosen.expansion))
    return " ".join(words)


def _symbol(start: str) -> Symbol:
    return next(one.origin for one in grammar().rules if one.origin.name == start)


def _choice(random: Random, rule: str, depth: int) -> Rule:
    options = [one for one in grammar().rules if one.origin.name == rule]
    if depth < _DEEPEST:
        return random.choice(options)
    least = min(_height(one) for one in options)
    return random.choice([one for one in options if _height(one) == least])


def _height(rule: Rule) -> int:
    return max(
        (_heights()[part.name] for part in rule.expansion if not isinstance(part, Terminal)), default=0
    )


@cache
def _heights() -> dict[str, int]:
    """How deep the shallowest text of each rule is."""
    rules = grammar().rules
    heights = dict.fromkeys((one.origin.name for one in rules), 10**6)
    changed = True
    while changed:
        changed = False
        for one in rules:
            below = (heights[part.name] for part in one.expansion if not isinstance(part, Terminal))
            height = 1 + max(below, default=0)
            if height < heights[one.origin.name]:
                heights[one.origin.name], changed = height, True
    return heights


def _word(random: Random, terminal: str) -> str | None:
    if terminal in _WORDS:
        return random.choice(_WORDS[terminal])
    pattern = next(one.pattern for one in grammar().terminals if one.name == terminal)
    return pattern.value if type(pattern).__name__ == "PatternStr" else None
