"""The ways in: hooks, commands, routes, and the public functions of each room."""

from __future__ import annotations

import importlib
import inspect
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

import click
from lizheng.core import hookspecs
from lizheng.core.app import create_app, open_site
from lizheng.core.cli import COMMANDS, main
from lizheng.core.settings import read_settings
from lizheng.core.web.api.routes import API, HEALTH, ROUTES
from pieces import code, first_paragraph, make_page, make_section, make_table, signature

DOORS: Mapping[str, tuple[str, ...]] = {
    "forms": (
        *("canonical", "reading", "lint", "check", "answers", "rows", "page.skeleton", "page.drawing"),
        *("summary", "messages", "formats", "codes", "text"),
    ),
    "core": (
        *("settings", "app", "wsgi", "testing", "store.store", "store.form_index", "store.index_tables"),
        *("store.index_pages", "audit.chain", "audit.verify", "audit.search", "audit.heads"),
        *("discovery.finding", "discovery.loading", "discovery.reading", "discovery.checking"),
        *("discovery.cases", "discovery.calling", "discovery.modules", "discovery.packs"),
        *("registry.building", "definitions.store", "definitions.changes", "definitions.live"),
        *("organisation.units", "organisation.unit_import", "organisation.accounts"),
        *("organisation.account_opening", "organisation.account_import", "organisation.account_care"),
        *("organisation.grants", "organisation.permissions", "organisation.policy"),
        *("organisation.sessions", "organisation.own_password", "organisation.trail"),
        *("records.submit", "records.revise", "records.review", "records.lists", "records.history"),
        *("records.drafts", "records.attachments", "records.columns", "records.export", "records.scoped"),
        *("work.steps", "work.delivery", "safekeeping.backing_up", "safekeeping.restoring"),
        *("safekeeping.certificates", "web.api.openapi", "web.frame", "web.guard", "web.problem"),
    ),
}


COMMON = frozenset({"data", "as_json", "lang"})


def build_hooks() -> str:
    """Return each hook with its arguments and its contract."""
    hooks = (*hookspecs.DECLARE_HOOKS, *hookspecs.REACT_HOOKS)
    told = [
        f"## {name}\n\n```python\n@hookimpl\ndef {name}{signature(getattr(hookspecs, name))}: ...\n```\n\n"
        f"{inspect.getdoc(getattr(hookspecs, name))}\n"
        for name in hooks
    ]
    delivery = f"## Delivery\n\n{inspect.getdoc(hookspecs.Delivery)}\n"
    return make_page("Hooks", f"Version {hookspecs.API} (`api` in plugin.json).", *told, delivery)


def build_commands() -> str:
    """Return each command with its arguments and options."""
    told = [text for name in COMMANDS for text in _describe_command(f"lizheng {name}", _command(name))]
    return make_page(
        "Commands",
        "Exit codes: 0 done, 1 refused with reasons, 2 wrong usage. Every command but `serve` also takes "
        "`--data DIR`, `--json` and `--lang zh|en`; they are not repeated below.",
        *told,
    )


def build_routes() -> str:
    """Return the routes of the API and the addresses of the pages."""
    rows = (
        (
            one.method,
            f"`{one.path if one is HEALTH else API + one.path}`",
            one.summary,
            code(one.body),
            ", ".join(f"{status} {code(name)}".strip() for status, name in one.answers.items()),
            ", ".join(map(str, one.every_refusal)),
        )
        for one in (*ROUTES, HEALTH)
    )
    return make_page(
        "HTTP routes",
        "Bodies and answers name schemas of `/api/v1/openapi.json`; refusals are problem+json.",
        make_section("API", "", make_table(("method", "path", "does", "body", "answers", "refusals"), rows)),
        make_section(
            "Pages", "Server-rendered; not a contract.", make_table(("path", "methods"), _page_routes())
        ),
    )


def build_doors() -> str:
    """Return the public functions of each room with their signatures."""
    told = [
        make_section(
            f"{package}.{name}",
            first_paragraph(module.__doc__),
            make_table(("function", "result"), _functions(module)),
        )
        for package, names in DOORS.items()
        for name in names
        for module in [importlib.import_module(f"lizheng.{package}.{name}")]
    ]
    return make_page(
        "Doors", "The functions through which one room calls another; `*` marks keyword-only.", *told
    )


def _command(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


def _describe_command(path: str, command: click.Command) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _describe_command(f"{path} {name}", inner)
        return
    arguments = [
        one.make_metavar(click.Context(command)) for one in command.params if isinstance(one, click.Argument)
    ]
    shown = [
        (f"`{', '.join(one.opts)}`{_takes(one)}", "required" if one.required else "", one.help or "")
        for one in command.params
        if isinstance(one, click.Option) and (path == "lizheng serve" or one.name not in COMMON)
    ]
    table = "\n" + make_table(("option", "", "meaning"), shown) if shown else ""
    yield f"## {' '.join([path, *arguments])}\n\n{first_paragraph(command.help)}\n{table}"


def _takes(option: click.Option) -> str:
    if option.is_flag:
        return ""
    return f" {option.make_metavar(click.Context(main))}".replace("|", " or ") + (
        ", repeatable" if option.multiple else ""
    )


def _page_routes() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as place:
        site = open_site(read_settings(data=place, database=f"sqlite:///{place}/records.db"))
        try:
            rules = list(create_app(site.settings, site=site).url_map.iter_rules())
        finally:
            site.store.close()
    found: dict[str, set[str]] = {}
    for rule in rules:
        if not rule.rule.startswith(("/api/", "/healthz")):
            found.setdefault(rule.rule, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return ((f"`{path}`", ", ".join(sorted(methods))) for path, methods in sorted(found.items()))


def _functions(holder: Any, module: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    module = module or holder.__name__
    for name, value in vars(holder).items():
        if name.startswith("_") or getattr(value, "__module__", "") != module:
            continue
        if inspect.isclass(value):
            yield from _functions(value, module, f"{name}.")
        elif inspect.isfunction(value):
            yield f"`{before}{name}{signature(value)}`", first_paragraph(value.__doc__)
