"""The operators of the typed profile, each with its check, and how a tree is checked."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import LogicError
from ...findings import Finding
from ...types import Type, Types
from ..limits import DEPTH, NODES
from ..nodes import read_tree
from .checking import Check, Checked, Checker
from .choices import (
    check_coalesce,
    check_empty,
    check_equal,
    check_fits,
    check_if,
    check_in,
    check_logical,
    check_order,
)
from .computing import SIGNATURES, check_clock, check_extreme, check_signature, check_sum
from .kinds import DATE, DATETIME
from .listing import COUNT, TESTED, TRUTH, check_iteration, check_map, check_merge
from .listing import check_sum as check_total
from .names import check_missing, check_val, check_var

REFUSED = frozenset({"reduce", "try", "throw", "log", "preserve", "missing_some", "exists"})
"""Operators of published JsonLogic that the profile does not have."""

CHECKS: Mapping[str, Check] = {
    "var": check_var,
    "val": check_val,
    "missing": check_missing,
    "and": check_logical(1, None),
    "or": check_logical(1, None),
    "!": check_logical(1, 1),
    "!!": check_logical(1, 1),
    "if": check_if,
    "?:": check_if,
    "??": check_coalesce,
    "empty": check_empty,
    "==": check_equal(True),
    "===": check_equal(True),
    "!=": check_equal(False),
    "!==": check_equal(False),
    "<": check_order,
    "<=": check_order,
    ">": check_order,
    ">=": check_order,
    "in": check_in,
    "fits": check_fits,
    "+": check_sum,
    "-": check_sum,
    "min": check_extreme,
    "max": check_extreme,
    **{op: check_signature(one) for op, one in SIGNATURES.items()},
    "now": check_clock(DATETIME),
    "today": check_clock(DATE),
    "count": check_iteration(TRUTH, COUNT, needs_body=False),
    "sum": check_total,
    "map": check_map,
    "filter": check_iteration(TRUTH, None),
    "all": TESTED,
    "some": TESTED,
    "none": TESTED,
    "merge": check_merge,
}


def check_logic(tree: object, types: Types) -> tuple[Type, tuple[Finding, ...]]:
    """Return what a tree gives in the typed profile, and everything that keeps it from running.

    With findings the type is a guess.
    """
    checked, checker = check_tree(tree, types)
    return (checked and checked.type) or Type("text"), tuple(checker.findings)


def check_tree(tree: object, types: Types) -> tuple[Checked | None, Checker]:
    """Return the tree with its types, None where it is too large or deep, and what the check found out."""
    checker = Checker(types, CHECKS, REFUSED)
    try:
        node = read_tree(tree)
    except LogicError as error:
        code, limit = _LIMITS[error.type]
        checker.findings.append(Finding(code, "", {"reason": "tree", "limit": limit}))
        return None, checker
    checked = checker.check(node)
    if checked.type is None and not checker.findings:
        checker.refuse(node, "type_unknown")
    return checked, checker


_LIMITS = {"Too Deep": ("too_deep", DEPTH), "Too Large": ("too_large", NODES)}
