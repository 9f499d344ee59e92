"""lizheng serve: the pages and the API, with the demo county where asked."""

from __future__ import annotations

import errno
import os
import socket
import ssl
import sys
import threading
import time
import urllib.request
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from ipaddress import ip_address
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import click

from ...forms.canonical import write_json
from ..demo.accounts import DemoAccount, read_demo_accounts
from ..settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from ..web.gate import Gate

# Standard output belongs to what the command prints; "serve --json" is read by programs.
_LOG_TO_STDERR = {
    "version": 1,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "plain"}
    },
    "loggers": {"_granian": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}


@click.command()
@click.option("--data", metavar="DIR", help="数据目录 · data folder (LIZHENG_DATA, .lizheng)")
@click.option("--port", type=click.IntRange(1, 65535), help="端口 · port (8000)")
@click.option("--host", help="监听地址 · address to listen on (127.0.0.1)")
@click.option("--demo", is_flag=True, help="装入演示县清溪县 · with the demo county")
@click.option("--tls", is_flag=True, default=None, help="用本县证书提供 https · serve https")
@click.option(
    "--insecure", is_flag=True, default=None, help="允许本机以外用 http · allow http beyond this machine"
)
@click.option(
    "--behind-proxy", is_flag=True, default=None, help="前面有 nginx 或 IIS · nginx or IIS stands before it"
)
@click.option("--server", type=click.Choice(["granian", "waitress"]), help="服务程序 · server")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · print JSON")
def command(demo: bool, as_json: bool, **flags: Any) -> None:
    """启动服务 · Serve the pages and the API."""
    try:
        settings = read_settings(**flags)
    except SettingsError as error:
        raise click.UsageError(f"设置有误 · a setting is wrong: {error}") from error
    if not (settings.tls or settings.insecure or _is_loopback(settings.host)):
        click.echo(
            f"{settings.host} 不是本机地址，http 不加密。请用 --tls；只在内网试用时可加 --insecure。\n"
            f"{settings.host} is not this machine; http is not encrypted. Use --tls; for a trial --insecure.",
            err=True,
        )
        raise SystemExit(1)
    if _is_taken(settings.host, settings.port):
        click.echo(
            f"端口 {settings.port} 已被另一个程序占用。请先停止它，或用 --port 换一个端口。\n"
            f"Another program uses port {settings.port}. Stop it, or choose another with --port.",
            err=True,
        )
        raise SystemExit(1)
    accounts = _build_demo(settings) if demo else ()
    threading.Thread(target=_announce, args=(settings, accounts, as_json), daemon=True).start()
    _serve(settings)


def _build_demo(settings: Settings) -> tuple[DemoAccount, ...]:
    """Return the demo's accounts; a process of its own makes the county, so that this one stays small."""
    if not read_demo_accounts(settings.data):
        made = get_context("spawn").Process(target=_make_demo, args=(settings,))
        made.start()
        made.join()
        if made.exitcode:
            raise SystemExit(made.exitcode)
    return read_demo_accounts(settings.data)


def _make_demo(settings: Settings) -> None:
    from ..demo.building import build_demo

    build_demo(settings)


def _serve(settings: Settings) -> None:
    os.environ |= _environment(settings)
    wants_waitress = settings.server == "waitress" or (
        settings.server != "granian" and not find_spec("granian")
    )
    (_serve_waitress if wants_waitress else _serve_granian)(settings)


def _environment(settings: Settings) -> Mapping[str, str]:
    """Return what the serving processes need to find the same installation."""
    return {
        "LIZHENG_DATA": str(settings.data),
        "LIZHENG_DATABASE": settings.database,
        "LIZHENG_TLS": str(int(settings.tls)),
        "LIZHENG_PROFILE": settings.profile,
        "LIZHENG_BEHIND_PROXY": str(int(settings.behind_proxy)),
    }


def _serve_granian(settings: Settings) -> None:
    from granian import Granian  # pyright: ignore[reportMissingImports]
    from granian.constants import Interfaces  # pyright: ignore[reportMissingImports]
    from granian.log import LogLevels  # pyright: ignore[reportMissingImports]

    # One process owns writing; the gate turns the server's events into calls of the WSGI application.
    Granian(
        "lizheng",
        interface=Interfaces.RSGI,
        address=settings.host,
        port=settings.port,
        workers=1,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        log_dictconfig=_LOG_TO_STDERR,
        websockets=False,
        **_certificate(settings),
    ).serve(target_loader=partial(_load_application, settings.port), wrap_loader=False)


def _load_application(port: int) -> Gate:
    """Build the application in the serving process; granian's own loader mistakes a clone for a package."""
    from ..web.gate import Gate
    from ..web.turn import Turn
    from ..wsgi import make_wsgi
    from .memory import return_memory
    from .watching import start_watching

    return_memory()
    start_watching(port)
    application, turn = make_wsgi(), Turn()
    application.extensions["lizheng"].store.turns = turn
    return Gate(application, turn)


def _certificate(settings: Settings) -> dict[str, Any]:
    if not settings.tls:
        return {}
    from granian.constants import SSLProtocols  # pyright: ignore[reportMissingImports]

    from ..safekeeping.certificates import ensure_certificate

    made = ensure_certificate(settings.keys, settings.host)
    # TLS 1.2 for the older phones of a village; 1.3 wherever both sides can.
    return {"ssl_cert": made.certificate, "ssl_key": made.key, "ssl_protocol_min": SSLProtocols.tls12}


def _serve_waitress(settings: Settings) -> None:
    from waitress import serve

    from ..wsgi import make_wsgi

    if settings.tls:
        raise click.UsageError(
            "waitress 不能直接提供 https，请放在 nginx 或 IIS 后面 · put nginx or IIS before waitress"
        )
    serve(
        make_wsgi(),
        host=settings.host,
        port=settings.port,
        threads=8,
        ident=None,
        clear_untrusted_proxy_headers=not settings.behind_proxy,
    )


def _announce(settings: Settings, accounts: tuple[DemoAccount, ...], as_json: bool) -> None:
    """Wait until the server answers, then print where it is and who may log in."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    url = f"{'https' if settings.tls else 'http'}://{host}:{settings.port}/"
    if not _answers(url + "healthz"):
        return
    if as_json:
        listed = [
            {"role": a.role, "unit": a.unit, "account": a.account, "password": a.password} for a in accounts
        ]
        click.echo(write_json({"url": url, "accounts": listed}))
    else:
        click.echo(f"已启动 · serving: {url}   停止按 Ctrl+C")
        for one in accounts:
            click.echo(f"  {one.role:<16} {one.account:<12} {one.password:<18} {one.unit}")
    sys.stdout.flush()


def _answers(url: str) -> bool:
    # The county's own authority is not among those this machine trusts; only a sign of life is wanted here.
    context = ssl._create_unverified_context() if url.startswith("https") else None
    for _ in range(1200):
        try:
            with urllib.request.urlopen(url, timeout=1, context=context):
                return True
        except OSError:
            time.sleep(0.05)
    return False


def _is_taken(host: str, port: int) -> bool:
    """Tell whether somebody listens there already; two servers on one port would share it unnoticed."""
    try:
        with socket.create_server((host, port), family=_family(host)):
            return False
    except OSError as error:
        return error.errno == errno.EADDRINUSE


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
