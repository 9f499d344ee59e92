"""Computed values and tables of a set before their order is known: parsed, not yet typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ..findings import Finding, RuleRefused
from ..tables import build_index, read_table
from ..types import Type
from .conditions import Conditions
from .ordering import order
from .values import Computed, Condition, Label, TableUse, name_tree


@dataclass(frozen=True)
class Draft:
    """A value in the making: what it reads and writes, and how it is finished once what it reads is typed."""

    reads: frozenset[str]
    writes: frozenset[str]
    finish: Callable[[], Computed | TableUse | None]


def read_values(document: Mapping[str, Any], conditions: Conditions) -> tuple[Computed | TableUse, ...]:
    """Return the set's computed values and tables in evaluation order, their types learnt by ``conditions``.

    Raises ``RuleRefused`` for a circle; other findings gather in ``conditions``.
    """
    computed, tables = document.get("compute", {}), document.get("tables", [])
    outputs = [name for table in tables if isinstance(table, Mapping) for name in _output_names(table)]
    titles = {name: _title(told) for name, told in computed.items()}
    conditions.expect({**dict.fromkeys(outputs, ""), **titles})
    drafts = [*_draft_computed(computed, conditions), *_draft_tables(tables, conditions)]
    ordered = order(drafts, [one.reads for one in drafts], [one.writes for one in drafts])
    return tuple(step for draft in ordered if (step := draft.finish()))


def _draft_computed(written: Mapping[str, Any], conditions: Conditions) -> Iterator[Draft]:
    for name, told in written.items():
        titled = _is_titled(told)
        pointer = f"/compute/{name}{'/formula' if titled else ''}"
        parsed = conditions.parse(told["formula"] if titled else told, pointer)
        if parsed:
            finish = partial(_finish_computed, name, _title(told), parsed, pointer, conditions)
            yield Draft(parsed.names, frozenset({name}), finish)


def _is_titled(told: Any) -> bool:
    return isinstance(told, Mapping) and "formula" in told


def _title(told: Any) -> str:
    return read_title(told.get("title", "")) if _is_titled(told) else ""


def read_title(label: Label) -> str:
    """Return the label in Chinese, else in whatever it has."""
    return label if isinstance(label, str) else str(label.get("zh-CN") or next(iter(label.values()), ""))


def _finish_computed(
    name: str, title: str, parsed: Condition, pointer: str, conditions: Conditions
) -> Computed | None:
    formula, type = conditions.compile(parsed, pointer)
    if formula is None or type is None:
        return None
    conditions.learn(name, replace(type, title=title), pointer)
    return Computed(name, formula)


def _draft_tables(written: Sequence[Any], conditions: Conditions) -> Iterator[Draft]:
    for place, table in enumerate(written):
        pointer = f"/tables/{place}"
        inputs = table.get("inputs") if isinstance(table, Mapping) else None
        if not isinstance(inputs, list) or not isinstance(table.get("table"), str):
            conditions.findings.append(
                Finding("table_shape", pointer, {"allowed": "table, inputs, outputs, rows"})
            )
            continue
        parsed = [conditions.parse(one, f"{pointer}/inputs/{n}") for n, one in enumerate(inputs)]
        if all(parsed):
            ready = [one for one in parsed if one]
            reads = frozenset(name for one in ready for name in one.names)
            reads |= {name for text in _output_formulas(table) for name in conditions.peek(text)}
            finish = partial(_finish_table, table, ready, pointer, conditions)
            yield Draft(reads, frozenset(_output_names(table)), finish)


def _finish_table(
    written: Mapping[str, Any], parsed: Sequence[Condition], pointer: str, conditions: Conditions
) -> TableUse | None:
    inputs = [conditions.compile(one, f"{pointer}/inputs/{n}")[0] for n, one in enumerate(parsed)]
    if not all(inputs):
        return None
    formulas: dict[str, Condition] = {}
    try:
        table = read_table(
            written, conditions.types, read_input=partial(_resolve, pointer, conditions, formulas)
        )
    except RuleRefused as refused:
        conditions.findings += [replace(one, pointer=pointer + one.pointer) for one in refused.findings]
        return None
    for name, type in table.output_types.items():
        conditions.learn(name, type, f"{pointer}/outputs")
    ready = tuple(one for one in inputs if one)
    return TableUse(written["table"], build_index(table), ready, tuple(table.output_types), formulas)


def _resolve(
    pointer: str, conditions: Conditions, formulas: dict[str, Condition], written: object
) -> tuple[object, Type]:
    """Return tree and type of a condition text in a table, and keep it ready by its tree."""
    parsed = conditions.parse(written, pointer)
    compiled, type = conditions.compile(parsed, pointer) if parsed else (None, None)
    if compiled is None or type is None:
        raise RuleRefused()
    formulas[name_tree(compiled.tree)] = compiled
    return compiled.tree, type


def _output_formulas(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield the outputs that are worked out, without their ``=``."""
    default, rows = table.get("default"), table.get("rows")
    given = list(default.values()) if isinstance(default, Mapping) else []
    for row in [*(rows if isinstance(rows, list) else ()), given]:
        for cell in row if isinstance(row, list) else ():
            if isinstance(cell, str) and cell.startswith("="):
                yield cell[1:]


def _output_names(table: Mapping[str, Any]) -> Iterator[str]:
    for output in table.get("outputs") or ():
        yield output if isinstance(output, str) else str(output.get("output", ""))
