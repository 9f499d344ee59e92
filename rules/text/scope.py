"""Which names are in reach at a place of a condition, and what types the trees there have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..types import Type
from .names import Names, build_names
from .trees import split_name, split_tree
from .words import CALLS

BODIES = frozenset(call.op for call in CALLS if call.body)


@dataclass(frozen=True)
class Scope:
    """The names of the form and of the rows that are being gone through, the innermost row last.

    items  the type of each row that is gone through; None where it is not known
    """

    names: tuple[Names, ...]
    items: tuple[Type | None, ...] = ()

    def enter(self, listed: Type | None) -> Scope:
        """Return the scope inside a body that is read for each item of a list."""
        item = listed.of if listed else None
        return Scope((*self.names, build_names(item.fields if item else {})), (*self.items, item))

    def find(self, spelling: str, outer: int = 0) -> tuple[int, tuple[str, ...]]:
        """Return how many rows out a name is known, and the paths it may mean; no path: unknown.

        outer  so many of the innermost rows are passed over
        """
        for climb, names in enumerate(reversed(self.names)):
            if climb >= outer and spelling in names.meanings:
                return climb, names.meanings[spelling]
        return 0, ()

    def type_at(self, climb: int, path: str) -> Type | None:
        """Return the type of a path ``climb`` rows out; the empty path is the row itself."""
        if path:
            return self.names[-1 - climb].types.get(path)
        return self.items[-1 - climb] if climb < len(self.items) else None


def find_type(tree: object, scope: Scope) -> Type | None:
    """Return the type of a name, or of what is chosen among names; None for anything else."""
    op, args = split_tree(tree) or ("", [])
    find = _TYPES.get(op)
    return find(op, args, scope) if find and args else None


def _find_named(op: str, args: list[object], scope: Scope) -> Type | None:
    rows, path = split_name(op, args) or (len(scope.names), "")
    return scope.type_at(rows, path) if rows < len(scope.names) else None


def _find_first(_: str, args: list[object], scope: Scope) -> Type | None:
    return next((found for one in args if (found := find_type(one, scope))), None)


def _find_chosen(_: str, args: list[object], scope: Scope) -> Type | None:
    # Conditions and values alternate; the last one may be the value of everything else.
    values = [*args[1::2], *(args[-1:] if len(args) % 2 else [])]
    return _find_first("", values, scope)


def _find_mapped(_: str, args: list[object], scope: Scope) -> Type | None:
    of = find_type(args[-1], scope.enter(find_type(args[0], scope)))
    return Type("list", of=of) if of else None


_TYPES: Mapping[str, Callable[[str, list[object], Scope], Type | None]] = {
    "var": _find_named,
    "val": _find_named,
    "filter": lambda _, args, scope: find_type(args[0], scope),
    "map": _find_mapped,
    "merge": _find_first,
    "??": _find_first,
    "if": _find_chosen,
}
