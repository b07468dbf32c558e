"""What pydantic finds wrong in a study file, in the words of the study file and with its places."""

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from remit.study.file.configuration import Configuration, FileFormat
from remit.study.file.places import Path, Places
from remit.study.problems import Failed, Problems, did_you_mean, listed

_NEEDED: Mapping[str, str] = {
    "string_type": "a text in quotation marks",
    "int_type": "a whole number",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "too_short": "at least one entry",
    "string_too_short": "one character",
    "string_too_long": "one character",
    "finite_number": "a finite number",
}


def checked_shape(read: Mapping[str, Any], places: Places, problems: Problems) -> Configuration:
    """The configuration that a TOML text holds; Failed once every wrong, unknown or missing key is told."""
    try:
        return Configuration.model_validate(read)
    except ValidationError as invalid:
        _tell(invalid.errors(include_url=False), places, problems)
    raise Failed


def _tell(errors: Sequence[ErrorDetails], places: Places, problems: Problems) -> None:
    mended: set[Path] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            mended |= _unknown_key(error["loc"], places, problems)
    for error in errors:
        path = error["loc"]
        if error["type"] == "missing" and path not in mended:
            message = f"the key `{path[-1]}` is missing{_within(path[:-1])}"
            problems.add("E504", message, places.key(*path[:-1]), f"`{path[-1]}` is needed here")
        elif error["type"] not in ("missing", "extra_forbidden"):
            _wrong_value(error, places, problems)


def _unknown_key(path: Path, places: Places, problems: Problems) -> set[Path]:
    """Tell it; returns the keys that are missing beside it only because this one is misspelt."""
    known = _keys(path[:-1])
    help_ = did_you_mean(str(path[-1]), known) or [f"known here: {listed(known)}"]
    problems.add("E502", f"`{path[-1]}` is no key{_within(path[:-1])}", places.key(*path), help=help_)
    return {(*path[:-1], one) for one in known if f"`{one}`" in help_[0]}


def _wrong_value(error: ErrorDetails, places: Places, problems: Problems) -> None:
    path = error["loc"]
    key = next((str(part) for part in reversed(places.written(path)) if isinstance(part, str)), "the file")
    message = f"`{key}` needs {_needed(error)}, not {_shown(error['input'])}"
    problems.add("E503", message, places.value(*path))


def _needed(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "literal_error":
            return str(context["expected"]).replace("'", '"')
        case "value_error":
            return str(context["error"])
        case "greater_than":
            return f"a number above {context['gt']}"
        case "greater_than_equal":
            return f"a number from {context['ge']} up"
    return _NEEDED.get(error["type"], error["msg"].removeprefix("Input should be ").lower())


def _shown(value: Any) -> str:
    """A value as TOML writes it, tables and lists by their kind."""
    match value:
        case Mapping():
            return "a table"
        case list() | tuple():
            return "a list" if value else "an empty list"
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
    return str(value)


def _within(path: Path) -> str:
    """Where in the file a key belongs, as a user would write it: ` in [[visits]]`, ` in measures.esr`."""
    names = [str(part) for part in path if isinstance(part, str)]
    if not names:
        return ""
    if len(path) <= 2 and (len(path) == 1 or isinstance(path[1], int)):
        return f" in [{names[0]}]" if len(path) == 1 else f" in [[{names[0]}]]"
    return f" in `{'.'.join(names[-2:] if len(names) > 2 else names[-1:])}`"


def _keys(path: Path) -> tuple[str, ...]:
    """The keys that a table of the study file may have, its own before those of any file."""
    annotation: Any = Configuration
    for part in path:
        fields = _model(annotation)
        annotation = fields[str(part)] if part in fields else _inner(annotation)
    return tuple(sorted(_model(annotation), key=FileFormat.model_fields.__contains__))


def _model(annotation: Any) -> dict[str, Any]:
    """The fields of the record that an annotation holds directly, by their keys."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return next(filter(None, map(_model, get_args(annotation))), {})
    return {}


def _inner(annotation: Any) -> Any:
    """What the entries of a list or the values of a table are."""
    return next((one for one in get_args(annotation) if one not in (Ellipsis, str)), annotation)
