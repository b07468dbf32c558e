"""The closed registry of diagnostic codes: stable public names, each with a page in `docs/errors`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "1": "syntax",
        "2": "names",
        "3": "types, units and levels",
        "4": "the logic of declarations",
        "5": "the study file",
        "6": "files and cells",
        "7": "data: patients, visits and values",
        "9": "remit itself",
    }
)
"""What a code is about, by its first digit."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of mistake: its code, which never changes its meaning, and its title in a few words.

    Codes that begin with W are warnings: the input is used all the same.
    """

    code: str
    title: str

    @property
    def group(self) -> str:
        return GROUPS[self.code[1]]


_TITLES = {
    "E101": "unexpected text",
    "E102": "a text is not closed",
    "E103": "a bracket is not closed",
    "E104": "a loose `and` or `or`",
    "E105": "`is a or b`",
    "E106": "a unit is missing",
    "E107": "a comparator is missing",
    "E108": "a word of the language used as a name",
    "E109": "an empty rule file",
    "E201": "unknown name",
    "E202": "declared twice",
    "E203": "unknown level",
    "E204": "unknown unit",
    "E205": "a visit named in vain",
    "E206": "`now`, or the visit that has a name",
    "E207": "a used file of which nothing is named",
    "E208": "files that disagree about a name",
    "E209": "a setting that does not fit",
    "E301": "wrong kind of value",
    "E302": "a value of a visit where one of the patient is needed",
    "E303": "a value of the patient where one of a visit is needed",
    "E311": "a bare number against a unit",
    "E312": "units of another dimension",
    "E313": "`at` after a number",
    "E315": "improvement without a direction",
    "E316": "an impossible value",
    "E321": "an analysis that does not fit",
    "E401": "a definition that needs itself",
    "E402": "`classify` without `otherwise`",
    "E403": "files that use each other",
    "E404": "a case expects what cannot be",
    "E405": "a duration over visits without gaps",
    "E406": "a window apart from its target",
    "E407": "a range upside down",
    "E411": "a gap between bands",
    "E412": "an overlap that is not resolved",
    "E413": "a combination without a row",
    "E414": "a level or row that is never reached",
    "E501": "the study file is not valid TOML",
    "E502": "unknown key",
    "E503": "wrong kind of value in the study file",
    "E504": "a key is missing",
    "E505": "data bound to an undeclared name",
    "E506": "a rule file is not found",
    "E601": "a data file is not found",
    "E602": "an empty data file",
    "E603": "text that is not UTF-8",
    "E604": "another separator",
    "E605": "a column is missing",
    "E606": "a column name occurs twice",
    "E607": "a row of another length",
    "E608": "a sheet is missing",
    "E609": "not a workbook",
    "E610": "another package is needed",
    "E701": "text in a number column",
    "E702": "a value outside the possible range",
    "E703": "an impossible date",
    "E704": "an ambiguous date",
    "E705": "a visit of an unknown patient",
    "E706": "a patient without visits",
    "E707": "two values for one patient, visit and measure",
    "E708": "no visits at all",
    "E709": "a patient listed twice",
    "E710": "an unknown level in a cell",
    "E711": "no index date",
    "E712": "an unknown unit in a cell",
    "E713": "a partial date",
    "E714": "dose records that overlap",
    "E715": "an unknown frequency of a dose",
    "E716": "a dose record that ends before it starts",
    "E717": "a dose record without its start or end",
    "E901": "a mistake of remit itself",
    "W706": "a patient without visits",
}

CODES: Mapping[str, Code] = MappingProxyType({code: Code(code, title) for code, title in _TITLES.items()})
"""Every code there is, in order."""
