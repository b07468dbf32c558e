"""The folders that travel with remit: the grammar, the published criteria, the pages of its diagnostics."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_CHECKOUT: Final = _PACKAGE.parents[1]

FOLDERS: Final = {"grammars": "grammars", "rules": "rules", "errors": "docs/errors"}
"""Each folder's name, and where a checkout of the source keeps it."""


def resource_folder(name: str) -> Path:
    """Where a folder that travels with remit lies: inside an installed package, or in a source checkout.

    Args:
        name: One of `FOLDERS`.

    Returns:
        The folder as an absolute path; it exists.

    Raises:
        ValueError: No such folder travels with remit.
        FileNotFoundError: The folder is in neither place; the message names both.
    """
    if name not in FOLDERS:
        raise ValueError(f"no folder `{name}` travels with remit; there are {', '.join(FOLDERS)}")
    places = (_PACKAGE / name, _CHECKOUT / FOLDERS[name])
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"the folder `{name}` of remit is missing: neither {places[0]} nor {places[1]} exists; "
        "reinstalling remit restores it"
    )
