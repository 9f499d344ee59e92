"""lizheng doctor: find what is wrong, say the next step, show where every setting comes from."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec

import click

from ..settings import Settings
from .opened import check_there
from .reply import Reply, replies

_SPARE = 1_000_000_000  # bytes: a week of photos of a middling county


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, what was seen, and the next step when it is not."""

    check: str
    well: bool
    seen: str
    next_step: str = ""


@click.command()
@replies
def command(settings: Settings) -> Reply:
    """系统体检 · Look at everything; exit code 1 when something needs a hand."""
    check_there(settings)
    findings = [finding for check in CHECKS for finding in _run(check, settings)]
    values = {
        name: {"value": _hide_password(str(getattr(settings, name))), "origin": origin}
        for name, origin in settings.origins.items()
    }
    told = [f"  {name:<12} {one['value']:<48} {one['origin']}" for name, one in values.items()]
    told += [line for one in findings for line in _tell(one)]
    document = {"settings": values, "findings": [asdict(one) for one in findings]}
    return Reply(tuple((line, line) for line in told), document, done=all(one.well for one in findings))


def _tell(one: Finding) -> list[str]:
    line = f"{'好  ' if one.well else '要办'}  {one.check}  {one.seen}"
    return [line] if one.well else [line, f"      下一步：{one.next_step}"]


def _run(check: Callable[[Settings], list[Finding]], settings: Settings) -> list[Finding]:
    try:
        return check(settings)
    except Exception as error:  # whatever a check meets is itself a finding
        name = (check.__doc__ or check.__name__).strip(".")
        return [
            Finding(
                name,
                False,
                f"{type(error).__name__}: {error}",
                "把这一行发给平台维护人 · send this line to the maintainers",
            )
        ]


def _check_python(settings: Settings) -> list[Finding]:
    """Python."""
    fast = [name for name in ("jsonschema_rs", "granian") if find_spec(name)]
    return [
        Finding(
            "Python",
            sys.version_info >= (3, 11),
            f"{sys.version.split()[0]}，{'、'.join(fast) or '纯 Python'}",
            "装 Python 3.11 或更新的版本",
        )
    ]


def _check_disk(settings: Settings) -> list[Finding]:
    """Disk."""
    place = settings.data if settings.data.exists() else settings.data.parent
    free = shutil.disk_usage(place).free
    return [Finding("磁盘 disk", free > _SPARE, f"剩 {free / 1e9:.1f} GB", "清理磁盘，或把数据目录移到大盘")]


def _check_store(settings: Settings) -> list[Finding]:
    """Store."""
    from ..audit import verify
    from ..store import open_store

    store = open_store(settings.database)
    try:
        verdicts = verify(store)
    finally:
        store.close()
    broken = [verdict for verdict in verdicts if verdict.broken_at is not None]
    seen = f"{len(verdicts)} 条审计链，{sum(v.entries for v in verdicts)} 条日志" + (
        f"；断在 {broken[0].township} 第 {broken[0].broken_at} 条" if broken else "，完整"
    )
    return [Finding("记录库 store", not broken, seen, "这条链先不导出；从备份取出原来的这一条；报县纪委机关")]


def _check_plugins(settings: Settings) -> list[Finding]:
    """Modules."""
    from ..discovery import find_plugins, load_plugins

    loaded, failures = load_plugins(find_plugins(settings.plugins))
    well = [Finding("模块 plugins", True, f"{len(loaded)} 个正常：{'、'.join(one.name for one in loaded)}")]
    return well + [
        Finding(f"模块 {one.name}", False, f"{one.file} {one.reason}", f"lizheng plugin check {one.name}")
        for one in failures
    ]


def _check_definitions(settings: Settings) -> list[Finding]:
    """Definitions."""
    from ..definitions import DamagedFile, open_definitions

    name = "定义 definitions"
    try:
        state = open_definitions(settings.definitions).read()
    except DamagedFile as error:
        return [Finding(name, False, str(error), "lizheng restore")]
    if state.damage:
        seen = f"正用旁边的副本（{len(state.versions)} 个表单版本）：{state.damage}"
        return [Finding(name, False, seen, _MEND_DEFINITIONS)]
    return [Finding(name, True, f"{len(state.versions)} 个表单版本，{settings.definitions}")]


_MEND_DEFINITIONS = "先查磁盘；再随意改一个开关或参数，就会写出完好的文件，坏的那份留在旁边备查"


def _check_transport(settings: Settings) -> list[Finding]:
    """Transport."""
    seen = "https" if settings.tls else "http，只在本机" if not settings.insecure else "http，未加密"
    seen += "，前面有代理" if settings.behind_proxy else ""
    return [
        Finding(
            "连接 transport",
            settings.tls or not settings.insecure,
            seen,
            "lizheng serve --tls，并把 keys/county-ca.crt 装到各台设备",
        )
    ]


def _check_server(settings: Settings) -> list[Finding]:
    """Server."""
    return [
        Finding("服务 server", True, settings.server or ("granian" if find_spec("granian") else "waitress"))
    ]


CHECKS = (
    _check_python,
    _check_disk,
    _check_server,
    _check_store,
    _check_definitions,
    _check_plugins,
    _check_transport,
)


def _hide_password(text: str) -> str:
    """Return a database address without the password in it."""
    scheme, mark, rest = text.partition("://")
    account, at, place = rest.rpartition("@")
    return f"{scheme}{mark}{account.split(':')[0]}{at}{place}" if at else text
