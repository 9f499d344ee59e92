"""lizheng user: accounts, their roles and their first passwords."""

from __future__ import annotations

from pathlib import Path

import click

from ...forms.text import Language
from ..organisation import account_care
from ..organisation.account_import import AccountsImported, import_accounts
from ..organisation.account_opening import create_account
from ..organisation.accounts import Account, NewAccount, list_accounts
from ..organisation.codes import read_code
from ..organisation.granting import read_role, role_title
from ..organisation.grants import grant_role, revoke_role
from ..organisation.slips import Slip, write_slips
from ..organisation.values import Grant, Scope
from ..settings import Settings
from .desk import open_desk, write_private
from .org import row_lines, tell_rows
from .reply import Reply, replies


@click.group()
def command() -> None:
    """账号：新增、导入、授权、停用、重置 · accounts."""


@command.command()
@click.argument("account")
@click.option("--name", required=True, help="姓名 · the person's name")
@click.option("--unit", required=True, help="单位代码 · code of the unit")
@click.option("--role", "roles", multiple=True, help="角色，可多次 · role, may be repeated")
@replies
def add(settings: Settings, account: str, name: str, unit: str, roles: tuple[str, ...]) -> Reply:
    """新增账号，打印一次初始密码条 · Add an account and print its slip once."""
    with open_desk(settings) as desk:
        known, code = desk.read_roles(), read_code(unit)
        grants = tuple(Grant(read_role(role, known), code) for role in roles)
        new = NewAccount(account, name, code, grants)
        slip = create_account(
            desk.store, new, actor=desk.actor, now=desk.now, policy=desk.policy, roles=known
        )
    return _tell_slip(slip)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", type=click.Path(dir_okay=False), help="错误表存到 · where the marked sheet goes")
@click.option("--slips", type=click.Path(dir_okay=False), help="密码条存到 · where the slips go")
@click.option("--dry-run", is_flag=True, help="试导入，不写入 · say what would happen")
@replies
def import_(settings: Settings, file: Path, errors: str | None, slips: str | None, dry_run: bool) -> Reply:
    """从 Excel 或 CSV 导入账号 · Import accounts from Excel or CSV."""
    with open_desk(settings) as desk:
        outcome = import_accounts(
            desk.store,
            file.read_bytes(),
            actor=desk.actor,
            now=desk.now,
            policy=desk.policy,
            roles=desk.read_roles(),
            dry_run=dry_run,
        )
    errors = errors or str(file.with_name(f"{file.stem}-错误.xlsx"))
    if outcome.workbook:
        write_private(errors, outcome.workbook)
    if slips:
        write_private(slips, write_slips(outcome.slips).encode())
    return _tell_import(outcome, errors, slips)


@command.command()
@click.argument("account")
@click.argument("role")
@click.option("--unit", required=True, help="单位代码 · code of the unit")
@replies
def grant(settings: Settings, account: str, role: str, unit: str) -> Reply:
    """授予角色；deny:<权限> 为限制 · Give a role; deny:<permission> is a restriction."""
    with open_desk(settings) as desk:
        roles = desk.read_roles()
        wanted = Grant(read_role(role, roles), read_code(unit))
        grant_role(desk.store, account, wanted, actor=desk.actor, now=desk.now, roles=roles)
    return _tell_change("已授权", "Granted", account, role=wanted.role, unit=wanted.unit)


@command.command()
@click.argument("account")
@click.argument("role")
@click.option("--unit", required=True, help="单位代码 · code of the unit")
@replies
def revoke(settings: Settings, account: str, role: str, unit: str) -> Reply:
    """收回角色 · Take a role away."""
    with open_desk(settings) as desk:
        # The role of a plugin that is gone is taken by its id.
        taken = Grant(read_role(role, {}) if "." not in role else role, read_code(unit))
        revoke_role(desk.store, account, taken, actor=desk.actor, now=desk.now)
    return _tell_change("已收回", "Revoked", account, role=taken.role, unit=taken.unit)


@command.command()
@click.argument("account")
@replies
def disable(settings: Settings, account: str) -> Reply:
    """停用账号，立即退出登录 · Disable an account and end its sessions."""
    with open_desk(settings) as desk:
        account_care.disable_account(desk.store, account, actor=desk.actor, now=desk.now)
    return _tell_change("已停用", "Disabled", account)


@command.command()
@click.argument("account")
@replies
def enable(settings: Settings, account: str) -> Reply:
    """恢复启用账号 · Enable an account again."""
    with open_desk(settings) as desk:
        account_care.enable_account(desk.store, account, actor=desk.actor, now=desk.now)
    return _tell_change("已启用", "Enabled", account)


@command.command()
@click.argument("account")
@replies
def unlock(settings: Settings, account: str) -> Reply:
    """解除输错密码的锁定 · Lift the lock after wrong passwords."""
    with open_desk(settings) as desk:
        account_care.unlock_account(desk.store, account, actor=desk.actor, now=desk.now)
    return _tell_change("已解锁", "Unlocked", account)


@command.command()
@click.argument("account")
@replies
def reset(settings: Settings, account: str) -> Reply:
    """重置密码，打印一次密码条 · Reset the password and print the slip once."""
    with open_desk(settings) as desk:
        slip = account_care.reset_password(
            desk.store, account, actor=desk.actor, now=desk.now, policy=desk.policy
        )
    return _tell_slip(slip)


@command.command("list")
@click.option("--unit", default="", help="此单位及其下 · this unit and below")
@click.option("--q", default="", help="账号或姓名包含 · account or name contains")
@replies
def list_(settings: Settings, unit: str, q: str) -> Reply:
    """列出账号 · List accounts."""
    with open_desk(settings) as desk, desk.store.read() as connection:
        scope = Scope((read_code(unit) if unit else desk.actor.unit,))
        found = list_accounts(connection, scope, q=q)
    lines = tuple((_line(each, "zh-CN"), _line(each, "en")) for each in found)
    count = (f"共 {len(found)} 个账号。", f"{len(found)} accounts.")
    return Reply((*lines, count), {"accounts": [_tell(each) for each in found]})


def _tell_slip(slip: Slip) -> Reply:
    text = write_slips([slip])
    return Reply(((text, text),), _tell_first(slip))


def _tell_first(slip: Slip) -> dict[str, object]:
    return {"account": slip.account, "name": slip.name, "unit": slip.unit, "password": slip.password}


def _tell_import(outcome: AccountsImported, errors: str, slips: str | None) -> Reply:
    made, bad = len(outcome.slips), len({problem.row for problem in outcome.problems})
    count = (f"新增 {made} 个账号，未导入 {bad} 行。", f"{made} accounts made, {bad} rows refused.")
    lines = [*row_lines(outcome.problems), count]
    if outcome.workbook:
        lines.append(
            (f"改好此表中的红格后再导入：{errors}", f"Mend the red cells here and import again: {errors}")
        )
    if outcome.slips:
        text = f"密码条：{slips}" if slips else write_slips(outcome.slips)
        lines.insert(0, (text, f"Slips: {slips}" if slips else text))
    document = {"accounts": [_tell_first(slip) for slip in outcome.slips] if not slips else made}
    document |= {"problems": tell_rows(outcome.problems), "errors": errors if outcome.workbook else None}
    return Reply(tuple(lines), document, done=not bad)


def _tell_change(chinese: str, english: str, account: str, **facts: str) -> Reply:
    more = "".join(f" {value}" for value in facts.values())
    return Reply(
        ((f"{chinese}：{account}{more}", f"{english}: {account}{more}"),), {"account": account, **facts}
    )


def _line(found: Account, language: Language) -> str:
    roles = ", ".join(f"{role_title(grant.role, None, language)}@{grant.unit}" for grant in found.grants)
    off = "" if found.disabled_at is None else " [disabled]" if language == "en" else " [已停用]"
    return f"{found.account}\t{found.name}\t{found.unit}\t{roles}{off}"


def _tell(found: Account) -> dict[str, object]:
    return {
        "account": found.account,
        "name": found.name,
        "unit": found.unit,
        "roles": [{"role": grant.role, "unit": grant.unit} for grant in found.grants],
        "disabled_at": found.disabled_at,
        "must_change": found.must_change,
    }
