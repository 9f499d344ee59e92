"""Phones in lists and exports: enough digits to recognise one, too few to call it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ...forms.definition import FormDefinition
from ...forms.keyed import Keyed

PHONE_FORMATS = frozenset({"phone", "mobile", "landline"})
# A run of 7 to 13 digits, as mobile and landline numbers are written, with the usual separators.
_NUMBER = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(?:\d[- ]?){6,12}\d(?!\d)")
_ONLY_NUMBER = re.compile(r"\+?[\d() -]{7,20}")


def mask_phone(text: str) -> str:
    """Return the text with the middle of every telephone number starred: ``138****0000``."""
    return _NUMBER.sub(_star, text)


def mask_value(form: FormDefinition, path: str, value: Any) -> Any:
    """Return a list value as everyone may see it: phones are masked.

    A phone is a field of a phone format, or a field marked personal whose value looks like one.
    """
    if isinstance(value, list):
        return [mask_value(form, path, item) for item in value]
    if not isinstance(value, str):
        return value
    personal = form.privacy.get(path) is not None and _ONLY_NUMBER.fullmatch(value)
    return mask_phone(value) if personal or find_schema(form, path).get("format") in PHONE_FORMATS else value


def may_hide(form: FormDefinition, path: str) -> bool:
    """Tell whether ``mask_value`` can change any value at the path."""
    return _may_hide(Keyed(form.hash, form), path)


@lru_cache(maxsize=4096)
def _may_hide(keyed: Keyed, path: str) -> bool:
    form: FormDefinition = keyed.value
    return form.privacy.get(path) is not None or find_schema(form, path).get("format") in PHONE_FORMATS


def find_schema(form: FormDefinition, path: str) -> Mapping[str, Any]:
    """Return what the schema says of the field at a path such as ``owner.phone`` or ``people[].phone``.

    Empty when it says nothing there.
    """
    place: Any = form.schema
    for key in path.replace("[]", ".[]").split("."):
        place = _follow(form, place)
        place = place.get("items", {}) if key == "[]" else place.get("properties", {}).get(key, {})
    own = (
        {name: value for name, value in place.items() if name != "$ref"} if isinstance(place, Mapping) else {}
    )
    return {**_follow(form, place), **own}


def _follow(form: FormDefinition, schema: Any) -> Mapping[str, Any]:
    for _ in range(8):
        if not isinstance(schema, Mapping):
            return {}
        reference = schema.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#/$defs/"):
            return schema
        schema = form.schema.get("$defs", {}).get(reference.removeprefix("#/$defs/"), {})
    return {}


def _star(found: re.Match[str]) -> str:
    text = found.group()
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    hidden = set(digits[3:-4] if len(digits) >= 8 else digits[2:-2])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(text))
