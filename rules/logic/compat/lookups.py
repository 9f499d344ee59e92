"""How names are found in the data: members by name, items by index, nothing that was not written there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..limits import Budget, fail, pay
from ..nodes import read_level
from .coercion import is_number, write_key

MISSING = object()


def step(value: Any, key: str) -> Any:
    """Return the member or item that lies one step down, else ``MISSING``."""
    if isinstance(value, Mapping):
        return value.get(key, MISSING)
    if type(value) is list and _is_index(key) and int(key) < len(value):
        return value[int(key)]
    return MISSING


def get(value: Any, key: str) -> Any:
    """Return what lies one step down, else None."""
    if type(value) is dict:
        return value.get(key)
    found = step(value, key)
    return None if found is MISSING else found


def read_data(value: Any) -> Callable[[str], Any]:
    """Return a function that looks up names in data that are no object."""
    return lambda key: get(value, key)


def find(value: Any, keys: Sequence[str]) -> Any:
    """Return what lies at the end of the keys, else ``MISSING``."""
    for key in keys:
        if value is MISSING:
            break
        value = step(value, key)
    return value


def split_name(name: Any) -> list[str]:
    """Return the keys of a dotted name; none for null and the empty text."""
    return [] if name is None or name == "" else write_key(name).split(".")


def find_name(data: Any, values: Sequence[Any]) -> Any:
    """Return what ``var`` gives for a name and a default."""
    name, default = (*values, None, None)[:2]
    found = find(data, split_name(name))
    return default if found is MISSING else found


def find_path(scopes: Sequence[Any], values: Sequence[Any]) -> Any:
    """Return what lies at the end of a path of ``val``, else ``MISSING``.

    ``scopes`` are, from the inside out, the data of each level and between them what a level says of itself.
    """
    levels, keys = (values[0], values[1:]) if values and type(values[0]) is list else ([0], values)
    level = read_level(levels)
    if level is None:
        fail("Invalid Arguments")
    path = [write_key(key) for key in keys if key is not None]
    return find(scopes[level], path) if level < len(scopes) else MISSING


def get_path(scopes: Sequence[Any], values: Sequence[Any]) -> Any:
    """Return what ``val`` gives: null where there is nothing."""
    found = find_path(scopes, values)
    return None if found is MISSING else found


def has_path(scopes: Sequence[Any], values: Sequence[Any]) -> bool:
    """Tell whether there is something at the end of a path, be it null."""
    return find_path(scopes, values) is not MISSING


def list_missing(data: Any, values: Sequence[Any], budget: Budget) -> list[Any]:
    """Return the names not filled in, of those given or of the list that stands first."""
    names = values[0] if values and type(values[0]) is list else values
    pay(budget, len(names))
    return [name for name in names if _is_missing(data, name)]


def list_missing_some(data: Any, values: Sequence[Any], budget: Budget) -> list[Any]:
    """Return the names not filled in, or none where enough others are."""
    enough: Any = values[0] if values else None
    names = values[1] if len(values) > 1 else None
    if not is_number(enough) or type(names) is not list:
        fail("Invalid Arguments")
    missing = list_missing(data, [names], budget)
    return [] if len(names) - len(missing) >= enough else missing


def _is_index(key: str) -> bool:
    return key.isascii() and key.isdigit() and (key[0] != "0" or key == "0")


def _is_missing(data: Any, name: Any) -> bool:
    found = find(data, write_key(name).split(".") if name != "" else [])
    return found is MISSING or found is None or found == ""
