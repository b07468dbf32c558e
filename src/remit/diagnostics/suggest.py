"""What was meant by an unknown name: names near in spelling, and names of the same clinical thing."""

import re
from collections.abc import Iterable, Sequence

from remit.diagnostics.aliases import CONCEPTS

_MOST = 3
_MEANINGFUL = 3


def suggest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that were likely meant, likeliest first, three at most.

    Near in spelling comes first, then the same in meaning (`steroid_dose` is `glucocorticoid`), then a part
    of the name (`age` of `age_at_start`). Case, spaces and signs make no difference: of the column
    `Pred. (mg)` the words are `pred` and `mg`. Of two equally near, the order of `known` decides.
    """
    names = tuple(dict.fromkeys(known))
    found = (*_by_spelling(name, names), *_by_meaning(name, names), *_by_part(name, names))
    return tuple(dict.fromkeys(found))[:_MOST]


def edit_distance(left: str, right: str) -> int:
    """How many letters must be put in, left out, changed, or swapped with their neighbour.

    The optimal string alignment distance (Damerau 1964, restricted to one edit of each substring).
    """
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        here = [i]
        for j, other in enumerate(right, 1):
            here.append(min(above[j] + 1, here[-1] + 1, above[j - 1] + (letter != other)))
            if i > 1 and j > 1 and letter == right[j - 2] and other == left[i - 2]:
                here[j] = min(here[j], before[j - 2] + 1)
        before, above = above, here
    return above[-1]


# ---- spelling ----------------------------------------------------------------------------------------


def _by_spelling(name: str, known: Sequence[str]) -> list[str]:
    wanted = _words(name)
    tolerance = _tolerance(wanted)
    near = []
    for other in known:
        words = _words(other)
        unlike = abs(len("_".join(words)) - len("_".join(wanted)))
        # No fewer edits than the lengths differ by: most of a long list is never compared.
        if unlike <= tolerance and (distance := _distance(wanted, words)) <= tolerance:
            near.append((distance, unlike, other))
    return [other for *_, other in sorted(near, key=lambda entry: entry[:2])]


def _distance(left: Sequence[str], right: Sequence[str]) -> int:
    """Words in another order count as one edit: `sledai_clinical` is near `clinical_sledai`."""
    straight = edit_distance("_".join(left), "_".join(right))
    return min(straight, 1 + edit_distance("_".join(sorted(left)), "_".join(sorted(right))))


def _tolerance(words: Sequence[str]) -> int:
    """A third of the letters may be wrong, but one always."""
    return max(1, len("_".join(words)) // 3)


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", name.casefold()))


# ---- meaning -----------------------------------------------------------------------------------------


def _by_meaning(name: str, known: Sequence[str]) -> list[str]:
    concepts = _concepts(name)
    return [other for other in known if concepts & _concepts(other)]


def _concepts(name: str) -> set[str]:
    """The concepts that a name speaks of: one of their names occurs in it word by word."""
    words = _words(name)
    runs = (words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return {concept for run in runs for concept in _ALIASES.get(run, ())}


def _by_part(name: str, known: Sequence[str]) -> list[str]:
    words = _words(name)
    return [other for other in known if _is_part(words, _words(other)) or _is_part(_words(other), words)]


def _is_part(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """All the words of the other, or the first letters of it, at least three."""
    begins = len("_".join(words)) >= _MEANINGFUL and "_".join(whole).startswith("_".join(words))
    return bool(words) and (begins or set(words) < set(whole))


def _index() -> dict[tuple[str, ...], set[str]]:
    concepts: dict[tuple[str, ...], set[str]] = {}
    for names in CONCEPTS:
        for alias in names:
            concepts.setdefault(_words(alias), set()).add(names[0])
    return concepts


_ALIASES = _index()
