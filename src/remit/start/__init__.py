"""The first hour with one's own data: from spreadsheets to a proposed study file and a first rule file.

`propose` reads files and guesses; every guess is written down as one, and what cannot be told is asked for in
the files themselves, on lines that begin with `# ?`.
"""

from typing import TYPE_CHECKING, Any

__all__ = ["Proposal", "propose"]

if TYPE_CHECKING:
    from remit.start.proposal import Proposal, propose


def __getattr__(name: str) -> Any:
    """The public names, imported when first used: the command's help needs none of what they need."""
    if name not in __all__:
        raise AttributeError(f"module 'remit.start' has no attribute {name!r}")
    from remit.start import proposal

    return getattr(proposal, name)
