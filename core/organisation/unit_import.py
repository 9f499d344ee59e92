"""Units brought in from a sheet of divisions, row by row, each refusal with its reason."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection, bindparam, insert, update

from ..store import Store, tables
from .codes import level_of, parent_of, read_code, read_level
from .permissions import may
from .refusals import Refused, RowProblem
from .sheets import read_sheet
from .trail import write_entry
from .units import Units, count_change, read_units
from .values import Actor, Unit

Text = TypeVar("Text", str, str | None)

HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("区划代码", "代码", "编码", "统计用区划代码", "division_code"),
    "name": ("名称", "单位名称", "单位", "title"),
    "level": ("级别", "层级", "类型", "type"),
    "valid_from": ("启用日期", "生效日期", "from"),
    "valid_to": ("停用日期", "失效日期", "to"),
}


@dataclass(frozen=True)
class UnitRow:
    """A division as it came, text only; ``row`` is its number in the sheet."""

    row: int
    code: str
    name: str
    level: str = ""
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True)
class UnitsImported:
    """What an import did: codes made, codes changed, and the rows it refused with why."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    refused: tuple[RowProblem, ...]


def read_unit_rows(content: bytes) -> tuple[UnitRow, ...]:
    """Return the rows of a .csv or .xlsx of divisions (code, name, level; Chinese or English headers)."""
    sheet = read_sheet(content, HEADERS, ("code", "name"))
    return tuple(UnitRow(row.number, **row.cells) for row in sheet.rows)


def import_units(
    store: Store, rows: Iterable[UnitRow] | bytes, *, actor: Actor, now: datetime
) -> UnitsImported:
    """Create or change a unit for every good row and return the outcome; one audit entry for the whole.

    ``rows`` may be the bytes of the sheet. A row needs its parent in the sheet or in the store, and the
    permission ``unit.manage`` there. Importing the same sheet again changes nothing.
    """
    rows = read_unit_rows(rows) if isinstance(rows, bytes) else tuple(rows)
    return store.write(lambda connection: _import(connection, rows, actor, now))


def _import(connection: Connection, rows: tuple[UnitRow, ...], actor: Actor, now: datetime) -> UnitsImported:
    before = read_units(connection)
    units, problems = _judge(rows, before, actor)
    created = [unit for unit in units if before.find(unit.code) is None]
    changed = [unit for unit in units if unit.code in before.by_code and unit != before.find(unit.code)]
    if created:
        connection.execute(insert(tables.units), [_row(unit) for unit in created])
    if changed:
        by_code = update(tables.units).where(tables.units.c.code == bindparam("b_code"))
        connection.execute(by_code, [_row(unit) | {"b_code": unit.code} for unit in changed])
    if created or changed:
        count_change(connection)
    outcome = UnitsImported(_codes(created), _codes(changed), tuple(problems))
    _note(connection, outcome, rows, actor, now)
    return outcome


def _judge(
    rows: tuple[UnitRow, ...], before: Units, actor: Actor
) -> tuple[tuple[Unit, ...], list[RowProblem]]:
    problems: list[RowProblem] = []
    good: dict[str, tuple[UnitRow, Unit]] = {}
    for row in rows:
        try:
            unit = _read_unit(row, before)
            _check_place(unit, good, actor)
        except _Bad as bad:
            problems.append(RowProblem(row.row, bad.column, bad.code, bad.facts))
        else:
            good[unit.code] = (row, unit)
    # Short codes first: a parent that falls takes its children with it.
    for code in sorted(good, key=len):
        row, unit = good[code]
        if unit.parent and unit.parent not in good and before.find(unit.parent) is None:
            problems.append(
                RowProblem(row.row, "code", "parent_unknown", {"unit": code, "parent": unit.parent})
            )
            del good[code]
    return tuple(good[code][1] for code in sorted(good)), sorted(problems, key=lambda bad: bad.row)


def _read_unit(row: UnitRow, before: Units) -> Unit:
    code, level = _in("code", read_code, row.code), _in("level", read_level, row.level)
    name = " ".join(row.name.split())
    if not name:
        raise _Bad("name", "unit_name_missing", unit=code)
    if level and level != level_of(code):
        raise _Bad("level", "level_differs", unit=code, found=level_of(code), got=row.level)
    old = before.find(code)
    return Unit(
        code,
        name,
        level_of(code),
        parent_of(code),
        _in("valid_from", read_date, row.valid_from) or (old.valid_from if old else None),
        _in("valid_to", read_date, row.valid_to) or (old.valid_to if old else None),
        old.successors if old else (),
    )


def _check_place(unit: Unit, good: Mapping[str, object], actor: Actor) -> None:
    if unit.code in good:
        raise _Bad("code", "unit_twice", unit=unit.code)
    if not may(actor, "unit.manage", unit.code):
        raise _Bad("code", "unit_foreign", unit=unit.code)


def read_date(written: str) -> str | None:
    """Return ``2026-02-28`` from that, ``2026/2/28`` or ``2026.2.28``; ``None`` for empty; may refuse."""
    text = written.strip().replace("/", "-").replace(".", "-")
    if not text:
        return None
    try:
        year, month, day = map(int, text.split("-"))
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise Refused("date_malformed", got=written[:40]) from error


class _Bad(Refused):
    """A refusal that knows its column."""

    def __init__(self, column: str, code: str, **facts: object) -> None:
        self.column = column
        super().__init__(code, **facts)


def _in(column: str, read: Callable[[str], Text], written: str) -> Text:
    try:
        return read(written)
    except Refused as refused:
        raise _Bad(column, refused.code, **refused.facts) from refused


def _note(
    connection: Connection, outcome: UnitsImported, rows: tuple[UnitRow, ...], actor: Actor, now: datetime
) -> None:
    codes = (*outcome.created, *outcome.changed)
    write_entry(
        connection,
        actor,
        "unit.import",
        codes[0][:6] if codes else actor.unit[:6],
        now=now,
        outcome="done" if codes or not outcome.refused else "refused",
        sha256=hashlib.sha256(repr(rows).encode()).hexdigest(),
        created=len(outcome.created),
        changed=len(outcome.changed),
        refused=len(outcome.refused),
    )


def _row(unit: Unit) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "level": unit.level,
        "parent": unit.parent,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }


def _codes(units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(unit.code for unit in units)
