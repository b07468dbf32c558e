"""When a value of a block is needed no more: so that long rule sets hold only what is still to be used."""

from collections import Counter
from collections.abc import Iterable, Sequence

from remit.model.expressions import Expr, children


class Uses:
    """How often the value of each expression is taken: by the expressions it is part of, and by who asks.

    Every meaning is evaluated once a block, whatever the number of places where it is written.
    """

    def __init__(self, asked: Sequence[Expr]) -> None:
        self._counts: Counter[int] = Counter(one.key for one in asked)
        seen: set[int] = set()
        waiting = list(asked)
        while waiting:
            one = waiting.pop()
            if one.key not in seen:
                seen.add(one.key)
                parts = children(one)
                self._counts.update(part.key for part in parts)
                waiting.extend(parts)

    def counted(self) -> "Remaining":
        """The counts for one block, to be counted down."""
        return Remaining(dict(self._counts))


class Remaining:
    """How often each value is still to be taken in one block."""

    def __init__(self, counts: dict[int, int]) -> None:
        self._counts = counts

    def spent(self, taken: Iterable[Expr]) -> list[int]:
        """Count one use of each; the keys of those that nobody will take again."""
        done = []
        for one in taken:
            self._counts[one.key] -= 1
            if not self._counts[one.key]:
                done.append(one.key)
        return done
