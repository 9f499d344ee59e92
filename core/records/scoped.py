"""The one place where records are queried: nothing outside the actor's scope comes out of here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from ...forms.canonical import read_json
from ..organisation.permissions import may, scope_of
from ..organisation.values import Actor, Scope
from ..store.tables import records
from .values import Record

COLUMNS = (
    records.c.id,
    records.c.form,
    records.c.version,
    records.c.definition_hash,
    records.c.township,
    records.c.unit,
    records.c.number,
    records.c.state,
    records.c.revision,
    records.c.answers,
    records.c.created_by,
    records.c.captured_at,
    records.c.received_at,
    records.c.changed_at,
    records.c.acted_at,
    records.c.deleted_at,
)
ERASED = "erased"  # the state of a record of which only id, number and moments are left


def read_record(row: Mapping[Any, Any]) -> Record:
    """Return the record a row holds."""
    return Record(**{**row, "answers": read_json(row["answers"])})


def is_visible(actor: Actor, record: Record) -> bool:
    """Tell whether the actor may read the record: by a grant to view, or as the one who filled it.

    A filler sees the own record while holding ``record.capture`` at its unit, also without a grant to view.
    A deleted record is seen only by those who may restore it, an erased one by nobody.
    """
    if record.state == ERASED:
        return False
    if record.deleted_at is not None:
        return may(actor, "record.return", record.unit, record.form)
    own = record.created_by == actor.account and may(actor, "record.capture", record.unit, record.form)
    return own or may(actor, "record.view", record.unit, record.form)


def find_scoped(connection: Connection, id: str, *, actor: Actor) -> Record | None:
    """Return the record if the actor may see it; ``None`` for a foreign and for an unknown one alike."""
    row = connection.execute(select(*COLUMNS).where(records.c.id == id)).mappings().first()
    record = read_record(row) if row else None
    return record if record and is_visible(actor, record) else None


def read_scoped(connection: Connection, ids: Iterable[str], *, actor: Actor) -> tuple[Record, ...]:
    """Return those of the records that the actor may see, in the order asked."""
    wanted = list(ids)
    rows = connection.execute(select(*COLUMNS).where(records.c.id.in_(wanted))).mappings()
    found = {row["id"]: read_record(row) for row in rows}
    ordered = (found[id] for id in wanted if id in found)
    return tuple(record for record in ordered if is_visible(actor, record))


def only_visible(rows: Iterable[Any], *, actor: Actor) -> tuple[Record, ...]:
    """Return the records of rows that hold the columns of ``records``, without those out of scope."""
    found = (read_record({column.name: row._mapping[column.name] for column in COLUMNS}) for row in rows)
    return tuple(record for record in found if is_visible(actor, record))


def visible_lines(rows: Collection[Any], form: str, *, actor: Actor) -> tuple[str, ...]:
    """Return the lines (``store.index_lines``) of living records of the form that the actor may see."""
    view, own = scope_of(actor, "record.view", form), scope_of(actor, "record.capture", form)
    # A page has many records of few units, so each unit is judged once.
    units = {row.unit for row in rows}
    viewed = set(filter(view.covers, units))
    if viewed == units:
        return tuple([row.line for row in rows])
    captured = set(filter(own.covers, units))
    return tuple(
        row.line
        for row in rows
        if row.unit in viewed or (row.created_by == actor.account and row.unit in captured)
    )


def read_where(
    connection: Connection,
    condition: ColumnElement[bool],
    *order: ColumnElement[Any],
    actor: Actor,
    limit: int,
) -> tuple[Record, ...]:
    """Return the first ``limit`` records of a condition over the fixed columns that the actor may see."""
    query = select(*COLUMNS).where(condition).order_by(*order).limit(limit)
    found = map(read_record, connection.execute(query).mappings())
    return tuple(record for record in found if is_visible(actor, record))


def list_scope(actor: Actor, form: str, *, searching: bool) -> Scope:
    """Return the units whose records of the form the actor may list.

    Looking through a list by word or condition needs ``record.search`` as well as ``record.view``.
    """
    view = scope_of(actor, "record.view", form)
    return meet(view, scope_of(actor, "record.search", form)) if searching else view


def meet(first: Scope, second: Scope) -> Scope:
    """Return the scope that lies in both; what either leaves out stays out."""
    inner = [root for root in first.roots if any(root.startswith(other) for other in second.roots)]
    outer = [root for root in second.roots if any(root.startswith(other) for other in first.roots)]
    roots = tuple(dict.fromkeys([*inner, *outer]))
    return Scope(roots, tuple(dict.fromkeys([*first.without, *second.without]))) if roots else Scope()


def reach_of(scope: str, unit: str, *, township_only: bool) -> str:
    """Return the unit at or below which a fact of a record at ``unit`` is looked up, empty for nowhere.

    ``unit`` is the record's own. A record of a village lies in no grid, one of the county in no township.
    With ``township_only`` nothing outside the record's township is reached, whatever the fact asks for.
    """
    length = _LEVELS.get(scope, len(unit))
    root = unit[:length]
    if len(root) < length or (scope != "unit" and not root.isdigit()):
        return ""
    inside = len(root) >= _LEVELS["township"] and root[: _LEVELS["township"]].isdigit()
    return root if inside or not township_only else ""


_LEVELS: Mapping[str, int] = {"grid": 15, "village": 12, "township": 9, "county": 6}


def read_looked_up(connection: Connection, id: str) -> Mapping[str, Any]:
    """Return the answers of a record that a fact found in its reach; what of them is told, the fact says."""
    whole = connection.scalar(select(records.c.answers).where(records.c.id == id))
    return read_json(whole) if whole else {}
