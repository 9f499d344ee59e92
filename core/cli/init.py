"""lizheng init: the data folder, the county and its three separated administrators."""

from __future__ import annotations

import click

from ..clock import read_clock
from ..organisation.account_opening import create_account
from ..organisation.accounts import NewAccount
from ..organisation.shell import shell_actor
from ..organisation.slips import Slip
from ..organisation.unit_import import UnitRow, import_units
from ..organisation.units import find_county
from ..organisation.values import Grant
from ..settings import Settings, keep_setting
from ..web.site import Site
from .reply import Refusal, Reply, replies

_FIRST = (
    ("county_it", "xitong", "系统管理员"),
    ("security_admin", "anquan", "安全管理员"),
    ("auditor", "shenji", "审计管理员"),
)


@click.command()
@click.option("--county", required=True, help="6 位区划代码 · 6-digit division code")
@click.option("--name", required=True, help="县(市、区)名称 · name of the county")
@replies
def command(county: str, name: str, settings: Settings) -> Reply:
    """建好数据目录、县和三个管理员账号 · Make the data folder, the county and the first three accounts."""
    from ..app import open_site

    if not (county.isascii() and county.isdigit() and len(county) == 6):
        raise _code_refusal(county)
    site = open_site(settings)
    try:
        slips = _set_up(site, county, name)
    finally:
        site.store.close()
    keep_setting(settings.data, "county", county)
    lines = [(f"数据目录已建好：{settings.data}", f"The data folder is ready: {settings.data}")]
    for slip in slips:
        chinese = f"账号 {slip.account}，首次密码 {slip.password}（首次登录要改）"
        lines.append(
            (chinese, f"Account {slip.account}, first password {slip.password} (change it at first log-in)")
        )
    told = [{"account": slip.account, "password": slip.password} for slip in slips]
    return Reply(tuple(lines), {"accounts": told})


def _code_refusal(county: str) -> Refusal:
    chinese = f"区划代码“{county}”不能用，要 6 位数字。"
    return Refusal("county_code", chinese, f'"{county}" is no code of 6 digits.')


def _set_up(site: Site, county: str, name: str) -> list[Slip]:
    now, actor = read_clock(), shell_actor(county)
    with site.store.read() as connection:
        known = find_county(connection)
    if known:
        where = str(site.settings.data)
        raise Refusal(
            "already_set_up", f"{where} 已经建好，没有改动。", f"{where} was set up already; nothing changed."
        )
    outcome = import_units(site.store, [UnitRow(1, county, name, "county")], actor=actor, now=now)
    if outcome.refused:
        raise _code_refusal(county)
    people = [NewAccount(account, title, county, (Grant(role, county),)) for role, account, title in _FIRST]
    return [create_account(site.store, one, actor=actor, now=now, policy=site.policy) for one in people]
