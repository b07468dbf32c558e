"""What is in an expression, and what it reads."""

from collections.abc import Iterator

from remit.model.expressions import (
    Apply,
    Confirmed,
    Expr,
    FirstMatch,
    FromVisit,
    Lasting,
    MeasureValue,
    MovingReference,
    Named,
    Onset,
    Recorded,
    Sustained,
    children,
)


def reads_of(expression: Expr) -> frozenset[str]:
    """The measures that an expression reads at the visit itself."""
    match expression:
        case MeasureValue(name=name):
            return frozenset({name})
        case (
            Recorded()
            | Apply()
            | FirstMatch()
            | Named()
            | FromVisit()
            | Sustained()
            | Confirmed()
            | Onset()
            | Lasting()
        ):
            return frozenset().union(*(reads_of(part) for part in children(expression)))
        case MovingReference(value=value, moves=moves):
            return reads_of(value) | reads_of(moves)
        case _:
            return frozenset()


def walk(expression: Expr) -> Iterator[Expr]:
    """An expression and all that is in it, each meaning once; what is inside comes first."""
    seen: set[int] = set()

    def visit(node: Expr) -> Iterator[Expr]:
        if node.key not in seen:
            seen.add(node.key)
            for part in children(node):
                yield from visit(part)
            yield node

    yield from visit(expression)
