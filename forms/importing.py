"""Schemas written elsewhere, for drafts 4, 6 and 7, in the words of the closed subset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from .formats import FORMATS
from .lint.keywords import KEYWORDS, MOST_CHOICES, MOST_ITEMS, MOST_LENGTH, TYPES, check_key
from .lint.patterns import judge_pattern
from .problems import Problem
from .subschemas import MANY, NAMED, ONE, Tokens, follow, point, walk_schema

# What other drafts and tools write and nothing is lost without.
SILENT = frozenset({"$schema", "$id", "id", "$anchor", "$vocabulary", "definitions", "dependencies"})
LIMITS = {"maxLength": MOST_LENGTH, "maxItems": MOST_ITEMS, "maxProperties": MOST_ITEMS}
COUNTS = frozenset(
    {*LIMITS, "minLength", "minItems", "minProperties", "minContains", "maxContains"},
)
CLASSES = {r"\d": "0-9", r"\w": "A-Za-z0-9_", r"\s": " \\t\\r\\n"}


@dataclass
class Translation:
    """A translated schema and a warning for each thing that was left out."""

    schema: Any
    warnings: list[Problem] = field(default_factory=list)


def import_form(document: dict[str, Any]) -> dict[str, Any]:
    """Return the form with its schema translated; subject matter and kind internal unless it says so."""
    translation = translate_foreign(document.get("schema", {}))
    title = translation.schema.get("title") or document.get("form", "import.form")
    defaults = {"form": "import.form", "title": title, "subject": "matter", "kind": "internal"}
    return {**defaults, **document, "schema": translation.schema}


def translate_foreign(schema: Any) -> Translation:
    """Return the schema in JSON Schema 2020-12 with an object at its root, and what had to be left out.

    ``definitions`` become ``$defs``, ``dependencies`` and ``items`` lists are split, boolean
    ``exclusiveMinimum`` takes its number, missing limits are set, any other root becomes the field ``value``.
    Keywords, formats and patterns outside the closed subset are left out, each with a warning.
    """
    translation = Translation(None)
    root = _translate(schema, (), translation)
    translation.schema = _as_object(root if isinstance(root, dict) else {})
    return translation


def _translate(part: Any, at: Tokens, into: Translation) -> Any:
    if not isinstance(part, dict):
        return part if isinstance(part, bool) else {}
    part = _modern(part)
    result: dict[str, Any] = {}
    for keyword, value in part.items():
        if keyword in ONE or keyword in MANY or keyword in NAMED:
            kept = _translate_parts(keyword, value, (*at, keyword), into)
        else:
            kept = _translate_value(keyword, value, (*at, keyword), into)
        if kept is not None:
            result[keyword] = kept
    return _limited(result)


def _modern(part: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with the older drafts' spellings of the same things."""
    result = dict(part)
    definitions = {**_mapping(part.get("definitions")), **_mapping(part.get("$defs"))}
    if definitions:
        result["$defs"] = definitions
    for name, wanted in _mapping(part.get("dependencies")).items():
        target = "dependentRequired" if isinstance(wanted, list) else "dependentSchemas"
        result[target] = {**_mapping(result.get(target)), name: wanted}
    result.pop("additionalItems", None)
    if isinstance(part.get("items"), list):
        result["prefixItems"] = result.pop("items")
        result["items"] = part.get("additionalItems", True)
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(part.get(exclusive), bool):
            result.pop(exclusive)
            if part[exclusive] and limit in part:
                result[exclusive] = result.pop(limit)
    return result


def _translate_parts(keyword: str, value: Any, at: Tokens, into: Translation) -> Any:
    if keyword in ONE:
        return _translate(value, at, into) if isinstance(value, dict | bool) else None
    if keyword in MANY:
        inner = value if isinstance(value, list) else []
        return [_translate(part, (*at, str(index)), into) for index, part in enumerate(inner)] or None
    kept = {}
    for name, part in _mapping(value).items():
        refused = judge_pattern(name) if keyword == "patternProperties" else check_key(name, (*at, name))
        if refused:
            _leave_out(into, (*at, name), name)
        else:
            kept[name] = _translate(part, (*at, name), into)
    return kept


def _translate_value(keyword: str, value: Any, at: Tokens, into: Translation) -> Any:
    if keyword in SILENT:
        return None
    if keyword in COUNTS:
        kept = _count(value, LIMITS.get(keyword, MOST_ITEMS if "Length" not in keyword else MOST_LENGTH))
    elif keyword in TRANSLATIONS:
        kept = TRANSLATIONS[keyword](value)
    else:
        kept = value if keyword in KEYWORDS or keyword.startswith("x-") else None
    wrong = kept is not None and keyword in KEYWORDS and KEYWORDS[keyword](kept, at)
    if (kept is None or wrong) and value not in ("", None) and keyword != "default":
        _leave_out(into, at, keyword)
    return None if wrong else kept


def _count(value: Any, limit: int) -> int | None:
    number = isinstance(value, int | Decimal) and not isinstance(value, bool) and value >= 0
    return min(int(value), limit) if number else None


def _reference(value: Any) -> str | None:
    if not isinstance(value, str) or not (value == "#" or value.startswith("#/")):
        return None
    return unquote(value).replace("/definitions/", "/$defs/")


def _pattern(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    for letter, members in CLASSES.items():
        value = _spell_out(value, letter, members)
    return None if judge_pattern(value) else value


def _spell_out(pattern: str, letter: str, members: str) -> str:
    """Return the pattern with a class such as ``\\d`` written as its characters."""
    pieces, in_class, place = [], False, 0
    while place < len(pattern):
        pair = pattern[place : place + 2]
        piece = pair if pair.startswith("\\") else pattern[place]
        in_class = piece == "[" or (in_class and piece != "]")
        found = (members if in_class else f"[{members}]") if piece == letter else piece
        pieces.append(found)
        place += len(piece)
    return "".join(pieces)


def _types(value: Any) -> Any:
    names = [name for name in (value if isinstance(value, list) else [value]) if name in TYPES]
    return (names if isinstance(value, list) else names[0]) if names else None


def _choices(value: Any) -> list[Any] | None:
    distinct: list[Any] = []
    for choice in value[:MOST_CHOICES] if isinstance(value, list) else ():
        if not any(choice == other and type(choice) is type(other) for other in distinct):
            distinct.append(choice)
    return distinct or None


def _names(value: Any) -> list[str] | None:
    names = [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
    return list(dict.fromkeys(names)) or None


def _label(value: Any) -> str | None:
    return value[:2000] or None if isinstance(value, str) else None


def _format(value: Any) -> str | None:
    return value if isinstance(value, str) and value in FORMATS else None


def _limited(part: dict[str, Any]) -> dict[str, Any]:
    types = part.get("type", ())
    types = (types,) if isinstance(types, str) else types
    if "pattern" in part or ("string" in types and not {"enum", "const"} & part.keys()):
        part.setdefault("maxLength", MOST_LENGTH)
    if "array" in types:
        part.setdefault("maxItems", MOST_ITEMS)
    return part


def _as_object(root: dict[str, Any]) -> dict[str, Any]:
    """Return the root if it describes an object, else an object whose one field ``value`` it describes."""
    target = follow(root, root)
    if root.get("type") == "object" or ("type" not in root and "properties" in root):
        return {**root, "type": "object"}
    if "type" not in root and isinstance(target, dict) and target.get("type") == "object":
        return {**root, "type": "object"}
    definitions = root.pop("$defs", None)
    for _, part in walk_schema({"allOf": [root, *(definitions or {}).values()]}):
        if isinstance(part, dict) and "$ref" in part and not part["$ref"].startswith("#/$defs/"):
            part["$ref"] = "#/properties/value" + part["$ref"][1:]
    wrapped = {"type": "object", "properties": {"value": root}}
    return wrapped if definitions is None else {**wrapped, "$defs": definitions}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _leave_out(into: Translation, at: Tokens, name: str) -> None:
    into.warnings.append(Problem("import_left_out", point(("schema", *at)), {"got": name}, "warning"))


TRANSLATIONS: dict[str, Callable[[Any], Any]] = {
    "$ref": _reference,
    "pattern": _pattern,
    "type": _types,
    "enum": _choices,
    "required": _names,
    "title": _label,
    "description": _label,
    "format": _format,
}
