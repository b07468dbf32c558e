"""The sheets of a workbook, by name."""

from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"


def sheet_names(path: Path) -> list[str]:
    """The visible sheets of cells, in their order; none where the file is no workbook (ECMA-376, 18.2.19).

    Sheets that hold a chart only and hidden ones are left out.
    """
    try:
        with ZipFile(path) as parts:
            book, relations = (ElementTree.fromstring(parts.read(name)) for name in (_BOOK, _RELATIONS))
    except (BadZipFile, KeyError, ElementTree.ParseError, OSError):
        return []
    kinds = {relation.get("Id"): relation.get("Type", "") for relation in relations}
    every = [node for node in book.iter() if node.tag.endswith("}sheet")]
    sheets = [sheet for sheet in every if sheet.get("state", "visible") == "visible"]
    return [
        sheet.get("name", "") for sheet in sheets if kinds.get(_relation(sheet), "").endswith("/worksheet")
    ]


def _relation(sheet: ElementTree.Element) -> str | None:
    """The identifier under which the workbook lists the part with a sheet's cells."""
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
