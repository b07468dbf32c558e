"""Treatment-response criteria as readable rules, evaluated with bounded decisions and audited to the cell.

Clinicians write what response, remission, relapse and steroid sparing mean; remit decides for every patient
met, not met, undetermined or not applicable, and never guesses a value that was not recorded.

    >>> import remit
    >>> run = remit.run("examples/lenalidomide")  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Run", "__version__", "check_study", "check_text", "load_rules", "run"]

if TYPE_CHECKING:
    from remit.pipeline import Run, check_study, check_text, load_rules, run


def __getattr__(name: str) -> Any:
    """The public names, imported when first used: `import remit` alone costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'remit' has no attribute {name!r}")
    from remit import pipeline

    return getattr(pipeline, name)
