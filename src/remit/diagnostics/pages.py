"""The pages of the diagnostics: what each code means, with an example and its remedy."""

from remit.diagnostics.codes import CODES
from remit.diagnostics.suggest import suggest
from remit.resources import resource_folder


def page(code: str) -> str:
    """The page of a code as Markdown; case makes no difference.

    Raises:
        LookupError: There is no such code; the message offers those that are near.
        FileNotFoundError: The pages were not installed with remit.
    """
    wanted = code.strip().upper()
    if wanted not in CODES:
        raise LookupError(f"there is no diagnostic {code}{_near(wanted)}")
    return (resource_folder("errors") / f"{wanted}.md").read_text(encoding="utf-8")


def _near(code: str) -> str:
    near = suggest(code, CODES)
    return f"; did you mean {' or '.join(near)}?" if near else ""
