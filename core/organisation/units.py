"""Units read from the store: one, a scope, the children, the way down, and an immutable snapshot of all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from ..store import tables
from ..store.driver import driver_of
from ..store.recalling import kept_of, recall
from ..store.scope import within
from .codes import path_codes
from .values import Scope, Unit

_UNITS = tables.units.c


@dataclass(frozen=True)
class Units:
    """Every unit at one moment, for pages that name many of them.

    by_code  code -> unit, in code order
    """

    by_code: Mapping[str, Unit] = field(default_factory=dict)

    def find(self, code: str) -> Unit | None:
        """Return the unit, or ``None``."""
        return self.by_code.get(code)

    def name(self, code: str) -> str:
        """Return the unit's name, or its code when it is unknown."""
        unit = self.by_code.get(code)
        return unit.name if unit else code

    def children(self, code: str) -> tuple[Unit, ...]:
        """Return the units directly below, in code order."""
        return self._below.get(code, ())

    def path(self, code: str) -> tuple[Unit, ...]:
        """Return the units from the county down to this one."""
        return tuple(self.by_code[part] for part in path_codes(code) if part in self.by_code)

    def within(self, scope: Scope) -> tuple[Unit, ...]:
        """Return the units the scope covers, in code order."""
        return tuple(unit for code, unit in self.by_code.items() if scope.covers(code))

    @cached_property
    def _below(self) -> Mapping[str, tuple[Unit, ...]]:
        below: dict[str, list[Unit]] = {}
        for unit in self.by_code.values():
            below.setdefault(unit.parent or "", []).append(unit)
        return {parent: tuple(units) for parent, units in below.items()}


def read_units(connection: Connection) -> Units:
    """Return every unit as a snapshot."""
    found = _read(connection.execute(select(tables.units).order_by(_UNITS.code)))
    return Units({unit.code: unit for unit in found})


def find_unit(connection: Connection, code: str) -> Unit | None:
    """Return the unit, or ``None``."""
    found = _read(connection.execute(select(tables.units).where(_UNITS.code == code)))
    return found[0] if found else None


def find_county(connection: Connection) -> Unit | None:
    """Return the county this installation serves, or ``None`` before units are imported."""
    rows = connection.execute(
        select(tables.units).where(_UNITS.level == "county").order_by(_UNITS.code).limit(1)
    )
    found = _read(rows)
    return found[0] if found else None


def list_units(connection: Connection, scope: Scope, *, level: str | None = None) -> tuple[Unit, ...]:
    """Return the units the scope covers (of one level), in code order."""
    # Every page that is filled asks this, and units hardly ever change.
    kept = kept_of(connection)
    if kept is None:  # within a write, which may be changing them
        return _ask_units(connection, scope, level)
    row = recall(connection, _SERIAL, lambda: driver_of(connection).execute(_SERIAL).fetchone())
    known = kept.get("units")
    if known is None or known[0] != row or len(known[1]) > _MOST_KEPT:
        known = kept["units"] = (row, {})
    if (scope, level) not in known[1]:
        known[1][scope, level] = _ask_units(connection, scope, level)
    return known[1][scope, level]


def count_change(connection: Connection) -> None:
    """Note, in the transaction that changes units, that what was read of them before is out of date."""
    driver_of(connection).execute(_CHANGED)


_SERIAL = "SELECT value FROM counters WHERE name = 'units'"
_CHANGED = (
    "INSERT INTO counters (name, value) VALUES ('units', 1) "
    "ON CONFLICT (name) DO UPDATE SET value = counters.value + 1"
)
_MOST_KEPT = 256


def _ask_units(connection: Connection, scope: Scope, level: str | None) -> tuple[Unit, ...]:
    query = select(tables.units).where(in_scope(_UNITS.code, scope)).order_by(_UNITS.code)
    return _read(connection.execute(query.where(_UNITS.level == level) if level else query))


def unit_children(connection: Connection, code: str) -> tuple[Unit, ...]:
    """Return the units directly below, in code order."""
    return _read(connection.execute(select(tables.units).where(_UNITS.parent == code).order_by(_UNITS.code)))


def path_of(connection: Connection, code: str) -> tuple[Unit, ...]:
    """Return the units from the county down to this one."""
    return _read(
        connection.execute(
            select(tables.units).where(_UNITS.code.in_(path_codes(code))).order_by(_UNITS.code)
        )
    )


def in_scope(column: ColumnElement[Any], scope: Scope) -> ColumnElement[bool]:
    """Return the SQL condition that a unit column lies in the scope; no root means no row."""
    return within(column, scope.roots, scope.without)


def _read(rows: Iterable[Row[tuple[object, ...]]]) -> tuple[Unit, ...]:
    return tuple(
        Unit(row.code, row.name, row.level, row.parent, row.valid_from, row.valid_to, _codes(row.successors))
        for row in rows
    )


def _codes(written: str) -> tuple[str, ...]:
    return tuple(json.loads(written or "[]"))
