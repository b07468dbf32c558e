"""What every named statement begins with."""

from dataclasses import dataclass

from remit.model.syntax.expressions import Node, Word


@dataclass(frozen=True, slots=True)
class Declaration(Node):
    """A named statement: `name` has its own place, so that a mistake in it underlines the name alone."""

    name: Word
    label: str | None
