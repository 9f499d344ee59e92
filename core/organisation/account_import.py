"""Accounts brought in from a sheet: good rows become accounts with slips, bad ones come back in red."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ..discovery.values import PluginRole
from ..store import Store
from .account_opening import check_account, insert_account, slip_of
from .accounts import NewAccount, find_account, fold_account
from .codes import read_code
from .granting import read_role
from .policy import Policy
from .refusals import Refused, RowProblem
from .sheets import SheetRow, read_sheet, write_error_workbook
from .slips import Slip, make_password
from .trail import write_entry
from .values import Actor, Grant

HEADERS: Mapping[str, tuple[str, ...]] = {
    "account": ("账号", "登录名", "用户名"),
    "name": ("姓名",),
    "unit": ("单位代码", "区划代码", "单位", "unit_code"),
    "roles": ("角色", "role"),
    "role_unit": ("管辖单位", "管辖单位代码", "角色单位"),
}
REQUIRED = ("account", "name", "unit")

_BETWEEN_ROLES = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True)
class AccountsImported:
    """What an import of accounts did.

    slips     one for each account made: the only place of its first password
    problems  what to mend, by row
    workbook  the sheet with its bad cells marked, as .xlsx; ``None`` when every row was good
    """

    slips: tuple[Slip, ...]
    problems: tuple[RowProblem, ...]
    workbook: bytes | None = None


def import_accounts(
    store: Store,
    content: bytes,
    *,
    actor: Actor,
    now: datetime,
    policy: Policy,
    roles: Mapping[str, PluginRole] | None = None,
    dry_run: bool = False,
) -> AccountsImported:
    """Create an account for every good row of the .xlsx or .csv and return slips, problems and a workbook.

    All good rows are made in one transaction, each with its audit entry. ``dry_run`` (试导入) writes nothing
    and returns no slips. Takes about 25 ms a row, for the password hashes. Raises ``Refused`` for a file
    that cannot be read.
    """
    roles = roles or {}
    sheet = read_sheet(content, HEADERS, REQUIRED)
    with store.read() as connection:
        wanted, problems = judge_rows(connection, sheet.rows, actor, roles)
    slips: tuple[Slip, ...] = ()
    if not dry_run:
        slips, late = _create(store, wanted, actor, now, policy, roles)
        problems = sorted([*problems, *late], key=lambda problem: problem.row)
    workbook = write_error_workbook(content, problems, sheet.columns) if problems else None
    return AccountsImported(slips, tuple(problems), workbook)


def judge_rows(
    connection: Connection, rows: Iterable[SheetRow], actor: Actor, roles: Mapping[str, PluginRole]
) -> tuple[dict[int, NewAccount], list[RowProblem]]:
    """Return row -> account for the good rows, and one problem for each of the others."""
    good: dict[int, NewAccount] = {}
    problems: list[RowProblem] = []
    taken: set[str] = set()
    for row in rows:
        try:
            new = _read_account(row, roles)
            check_account(connection, new, actor, roles)
            if new.account in taken:
                raise Refused("account_twice", column="account", account=new.account)
        except Refused as refused:
            problems.append(_problem(row.number, refused))
        else:
            taken.add(new.account)
            good[row.number] = new
    return good, problems


def _read_account(row: SheetRow, roles: Mapping[str, PluginRole]) -> NewAccount:
    cells = row.cells
    unit = _read_unit(cells["unit"], "unit")
    at = _read_unit(cells["role_unit"], "role_unit") if cells.get("role_unit") else unit
    named = [part for part in _BETWEEN_ROLES.split(cells.get("roles", "")) if part]
    grants = tuple(Grant(read_role(part, roles), at) for part in named)
    return NewAccount(fold_account(cells["account"]), cells["name"], unit, grants)


def _read_unit(written: str, column: str) -> str:
    try:
        return read_code(written)
    except Refused as refused:
        raise Refused(refused.code, **{**refused.facts, "column": column}) from refused


def _problem(row: int, refused: Refused) -> RowProblem:
    facts = {name: value for name, value in refused.facts.items() if name != "column"}
    return RowProblem(row, str(refused.facts.get("column", "")), refused.code, facts)


def _create(
    store: Store,
    wanted: Mapping[int, NewAccount],
    actor: Actor,
    now: datetime,
    policy: Policy,
    roles: Mapping[str, PluginRole],
) -> tuple[tuple[Slip, ...], list[RowProblem]]:
    """Hash outside the writer, then write all at once: slips exist exactly for the accounts that do."""
    first = {row: make_password() for row in wanted}
    kept = {row: policy.hashing.hash_password(password) for row, password in first.items()}

    def make(connection: Connection) -> tuple[tuple[Slip, ...], list[RowProblem]]:
        slips, late = [], []
        for row, new in wanted.items():
            if find_account(connection, new.account):  # made by somebody else while we hashed
                late.append(_problem(row, Refused("account_exists", column="account", account=new.account)))
                continue
            insert_account(connection, new, kept[row], actor, now)
            write_entry(
                connection, actor, "account.create", new.account, now=now, unit=new.unit, roles=_roles(new)
            )
            slips.append(slip_of(connection, new, first[row], now))
        write_entry(connection, actor, "account.import", actor.unit, now=now, created=len(slips))
        return tuple(slips), late

    return store.write(make)


def _roles(new: NewAccount) -> list[list[str]]:
    return [[grant.role, grant.unit] for grant in new.grants]
