"""Which branch of ``anyOf`` or ``oneOf`` the filler meant, or one problem for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .faults import Fault

Branch = tuple[Fault, ...]


@dataclass(frozen=True)
class NoBranch:
    """No branch is the obvious one: one code at the value itself."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def choose_branch(fault: Fault) -> Branch | NoBranch:
    """Return the faults of the branch that matches most, or what to say when none stands out."""
    branches = fault.branches
    if not branches:
        return NoBranch("one_of_many")
    return _choice(fault) or _types(fault) or _missing(fault) or _nearest(fault)


def _choice(fault: Fault) -> NoBranch | None:
    """Branches that are fixed values make one choice."""
    values: list[Any] = []
    for branch in fault.branches:
        fixed = next((f for f in branch if f.keyword in ("const", "enum") and f.path == fault.path), None)
        if fixed is None:
            return None
        values += [fixed.value] if fixed.keyword == "const" else fixed.value
    return NoBranch("enum", {"values": values})


def _types(fault: Fault) -> NoBranch | None:
    """Branches that all want another type say which types they want."""
    allowed: list[str] = []
    for branch in fault.branches:
        typed = next((f for f in branch if f.keyword == "type" and f.path == fault.path), None)
        if typed is None:
            return None
        allowed += [typed.value] if isinstance(typed.value, str) else typed.value
    real = [name for name in dict.fromkeys(allowed) if name != "null"]
    return NoBranch(f"type_{real[0]}" if len(real) == 1 else "type_any", {"allowed": real})


def _missing(fault: Fault) -> NoBranch | None:
    """Branches that only want a field each: one of those fields is to be filled."""
    if not all(
        len(b) == 1 and b[0].keyword == "required" and b[0].path == fault.path for b in fault.branches
    ):
        return None
    return NoBranch("required_any", {"fields": [branch[0].value for branch in fault.branches]})


def _nearest(fault: Fault) -> Branch | NoBranch:
    weights = sorted((_weight(fault, branch), index) for index, branch in enumerate(fault.branches))
    if len(weights) > 1 and weights[0][0] == weights[1][0]:
        return NoBranch("no_branch", {"limit": len(weights)})
    return fault.branches[weights[0][1]]


def _weight(fault: Fault, branch: Branch) -> tuple[int, int]:
    """Return how far a branch is: first what shows it was not meant, then how much is wrong."""
    depth = len(fault.path)
    unmeant = sum(
        (f.keyword in ("type", "additionalProperties", "false") and len(f.path) <= depth)
        or (f.keyword in ("const", "enum") and len(f.path) <= depth + 1)
        for f in branch
    )
    return unmeant, len(branch)
