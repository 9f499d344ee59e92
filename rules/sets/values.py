"""A rule set as the product works on it: read, checked, ordered, immutable, known by its hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..tables import IndexedTable
from ..types import Type, Types

Label = str | Mapping[str, str]
Where = Literal["phone", "server"]


@dataclass(frozen=True)
class Condition:
    """A condition or formula: the tree, the text it was written as (if it was), and both ready to run."""

    tree: Any
    text: str
    run: Any
    names: frozenset[str]
    reads_clock: bool


@dataclass(frozen=True)
class Effect:
    """One thing a rule does while it holds.

    kind    ``show hide require readonly set options warn block gate task notify escalate transition create
            tag score``
    target  the field, gate or name concerned; empty where there is none
    say     what people read, with names in braces: 到会 {present} 户
    value   the formula of ``set``
    detail  the rest as written: ``only`` of options, the content of a task
    """

    kind: str
    target: str = ""
    say: Label = ""
    value: Condition | None = None
    detail: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Rule:
    """If the condition holds at one of the events, then the effects; ``basis`` is the clause it restates."""

    rule: str
    title: Label
    on: frozenset[str]
    condition: Condition
    then: tuple[Effect, ...]
    basis: str
    remedy: Label = ""


@dataclass(frozen=True)
class Computed:
    """A value by a formula. Its name may be a field of the form, whose answer it then is."""

    name: str
    formula: Condition


@dataclass(frozen=True)
class TableUse:
    """A decision table, its inputs as formulas, and the names its outputs are known by.

    formulas  outputs that are worked out, by ``name_tree`` of their trees
    """

    table: str
    indexed: IndexedTable
    inputs: tuple[Condition, ...]
    outputs: tuple[str, ...]
    formulas: Mapping[str, Condition] = field(default_factory=dict, hash=False)


def name_tree(tree: Any) -> str:
    """Return a text by which equal trees are known."""
    return json.dumps(tree, sort_keys=True, default=str)


Step = Computed | TableUse | Rule


@dataclass(frozen=True)
class Fact:
    """A value over other records, which the server finds: ``kind`` is ``count``, ``sum`` or ``look_up``."""

    name: str
    kind: str
    ask: Mapping[str, Any] = field(hash=False)
    type: Type


@dataclass(frozen=True)
class RuleSet:
    """Rules of one form that judge the dates from ``effective_from`` to ``effective_to`` (None: still).

    dated_by     the date or datetime field that chooses among dated sets; empty: the time of capture
    provisional  暂定: the legal text is not settled
    steps        everything to evaluate, each after what it reads
    types        what every name may hold: fields, parameters, facts, computed values and table outputs
    where        ``server`` when anything reads facts or the clock, else ``phone``
    document     the set as written; ``hash`` is its content hash
    """

    rule_set: str
    form: str
    title: Label
    effective_from: str
    effective_to: str | None
    dated_by: str
    provisional: bool
    basis: tuple[str, ...]
    types: Types = field(hash=False)
    steps: tuple[Step, ...]
    facts: Mapping[str, Fact] = field(hash=False)
    parameters: frozenset[str]
    examples: tuple[Mapping[str, Any], ...] = field(hash=False)
    document: Mapping[str, Any] = field(hash=False)
    hash: str
    where: Where = "phone"

    @property
    def gates(self) -> tuple[str, ...]:
        """The steps of work that rules of this set may close, in the order written."""
        effects = (effect for step in self.steps if isinstance(step, Rule) for effect in step.then)
        return tuple(dict.fromkeys(effect.target for effect in effects if effect.kind == "gate"))
