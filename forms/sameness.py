"""When JSON Schema calls two values equal, and which members of an object its schema names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any


def freeze(value: Any) -> Any:
    """Return a hashable value, equal for what JSON Schema calls equal: 1 is 1.0, and true is not 1."""
    if isinstance(value, Mapping):
        return ("object", frozenset((key, freeze(inner)) for key, inner in value.items()))
    if isinstance(value, list):
        return ("array", tuple(freeze(inner) for inner in value))
    return ("number", value) if is_number(value) else (type(value).__name__, value)


def is_number(value: Any) -> bool:
    """Tell whether the value is a number; true and false are none."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return the pattern with ``$`` meaning the end, not the end or the line break before it."""
    return re.compile(re.sub(r"(\\.)|(\[(?:\\.|[^\]\\])*\])|\$", lambda m: m[1] or m[2] or r"\Z", pattern))


def extra_names(holder: Mapping[str, Any], value: Mapping[str, Any]) -> list[str]:
    """Return the members that neither ``properties`` nor ``patternProperties`` of the schema name."""
    patterns = [compile_pattern(pattern) for pattern in holder.get("patternProperties", ())]
    known = holder.get("properties", {})
    return [key for key in value if key not in known and not any(p.search(key) for p in patterns)]
