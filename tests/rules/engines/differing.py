"""Where the answers of both engines differ, and what their questions covered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .vectors import is_same


@dataclass
class Comparison:
    """What was compared.

    pairs        of a rule and data, by ``typed`` and ``wild``
    operators    pairs whose rule holds the operator
    outcomes     values, absent values and errors by type
    refused      typed trees that the server would not take, by finding
    differences  rule, data and both answers, the first twenty
    """

    pairs: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    differences: list[tuple[Any, Any, Any, Any]] = field(default_factory=list)
    differing: int = 0

    def take_in(self, other: Comparison) -> Comparison:
        """Return this comparison with what another counted."""
        for name in ("pairs", "operators", "outcomes", "refused"):
            getattr(self, name).update(getattr(other, name))
        self.differing += other.differing
        self.differences += other.differences
        return self


def compare(lines: Sequence[str], here: Sequence[str], there: Sequence[str]) -> Comparison:
    """Compare what Python (``here``) and JavaScript answered to the same lines."""
    found = Comparison()
    asked = _read_questions(lines)
    for (logic, rows, typed), one, other in zip(asked, here, there, strict=True):
        answers = json.loads(one)
        if isinstance(answers, dict) and "refused" in answers:
            found.refused.update(answers["refused"])
            continue
        found.pairs["typed" if typed else "wild"] += len(rows)
        found.operators.update(dict.fromkeys(find_operators(logic), len(rows)))
        _count_outcomes(found, answers)
        if one != other:
            _add_differences(found, logic, rows, answers, json.loads(other))
    return found


def find_operators(tree: Any) -> set[str]:
    """Return the operators in a tree."""
    if isinstance(tree, list):
        return set().union(*map(find_operators, tree))
    if not isinstance(tree, dict) or len(tree) != 1:
        return set()
    [(name, written)] = tree.items()
    return {name} | find_operators(written)


def _read_questions(lines: Sequence[str]) -> Iterator[tuple[Any, list[Any], Any]]:
    standing: dict[str, Any] = {}
    for line in lines:
        read = json.loads(line)
        standing |= read
        if "logic" in read:
            yield read["logic"], standing["rows"], standing["typed"]


def _count_outcomes(found: Comparison, answers: Any) -> None:
    for answer in answers if isinstance(answers, list) else [answers]:
        if "error" in answer:
            found.outcomes[_name_error(answer["error"]["type"])] += 1
        else:
            found.outcomes["null" if answer["value"] is None else "value"] += 1


def _name_error(type: str) -> str:
    known = ("NaN", "Invalid Arguments", "Unknown Operator", "Too Large", "Too Deep", "Too Much Work")
    return type if type in known else "thrown"


def _add_differences(found: Comparison, logic: Any, rows: list[Any], here: Any, there: Any) -> None:
    if isinstance(here, dict) or isinstance(there, dict):
        rows, here, there = [rows], [here], [there]
    answers = zip(rows, here, there, strict=True)
    pairs = [(logic, row, one, other) for row, one, other in answers if not is_same(one, other)]
    found.differing += len(pairs)
    found.differences += pairs[: 20 - len(found.differences)]
