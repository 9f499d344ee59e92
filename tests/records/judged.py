"""A rule set over the little county's form, and a county that judges by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

TOWNSHIP = "339924101"
RULES: dict[str, Any] = {
    "rule_set": f"t{TOWNSHIP}.finding",
    "form": f"t{TOWNSHIP}.finding",
    "effective_from": "2026-01-01",
    "compute": {"double": {"*": [{"var": "count"}, 2]}},
    "rules": [
        {
            "rule": "R1",
            "if": {">": [{"var": "double"}, 4]},
            "then": [{"gate": "closed", "say": "共 {double} 处"}],
        },
        {"rule": "R2", "if": {"==": [{"var": "count"}, 1]}, "then": [{"hide": "phone"}]},
    ],
}


def judge_by(world: Any, *sets: dict[str, Any], **members: Any) -> None:
    """Let the county's records be judged by the sets from now on, the usual one where none is named."""
    documents = sets or (change(**members),)
    world.registry = replace(world.registry, township_rules=tuple((TOWNSHIP, one) for one in documents))


def change(**members: Any) -> dict[str, Any]:
    return {**RULES, **members}
