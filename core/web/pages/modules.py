"""模块: what failed and by whose file, every plugin, and one plugin with its townships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, request
from sqlalchemy import Connection, select

from ....forms.text import Language, read_label
from ...definitions import change_definitions, set_allowed
from ...discovery.errors import say
from ...discovery.health import PluginHealth, plugin_health, restart_hooks
from ...discovery.values import LoadedPlugin
from ...organisation.permissions import scope_of
from ...organisation.trail import write_entry
from ...organisation.units import list_units
from ...organisation.values import Actor, Unit
from ...registry.values import Registry
from ...store.tables import records
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..saying import say_to
from ..shown import COUNTY_TIME, show_moment
from ..site import Site, current_registry
from .township import set_switch


@dataclass(frozen=True)
class Failure:
    """A plugin that could not be loaded: its name, its file, and each place to mend with what is allowed."""

    name: str
    file: str
    reasons: tuple[tuple[str, str], ...]  # pointer, sentence


@dataclass(frozen=True)
class ModuleLine:
    """One plugin in the table; ``state`` is a badge of icons.html."""

    plugin: str
    title: str
    version: str
    on: int
    state: str


@dataclass(frozen=True)
class TownshipLine:
    """One township under the chosen plugin; ``last`` is when its newest record arrived."""

    unit: Unit
    allowed: bool
    on: bool
    last: str


def make_modules_pages(site: Site) -> Blueprint:
    """Return ``/modules``: the plugins of the county and where each may run."""
    pages = Blueprint("modules", __name__)

    @pages.get("/modules")
    @guard(site, "plugin.manage")
    def modules(actor: Actor) -> Response:
        return _show(site, actor, request.args.get("module", ""))

    @pages.post("/modules/allow")
    @guard(site, "plugin.manage")
    def allow(actor: Actor) -> Response:
        plugin, township, townships = _read_place(site, actor)
        _allow(site, actor, plugin, township, townships, allow=request.form.get("allow") == "1")
        return go_to(f"/modules?module={plugin}", "switched")

    @pages.post("/modules/switch")
    @guard(site, "plugin.manage")
    def switch(actor: Actor) -> Response:
        plugin, township, _ = _read_place(site, actor)
        set_switch(site, actor, plugin, township, on=request.form.get("on") == "1")
        return go_to(f"/modules?module={plugin}", "switched")

    @pages.post("/modules/restart")
    @guard(site, "plugin.manage")
    def restart(actor: Actor) -> Response:
        plugin = request.form.get("plugin", "")
        if plugin not in current_registry(site).plugins:
            abort(404)
        restart_hooks(site.store, plugin)
        site.store.write(
            lambda connection: write_entry(connection, actor, "plugin.restart", plugin, now=site.clock())
        )
        return go_to(f"/modules?module={plugin}", "switched")

    return pages


def build_modules(
    registry: Registry, health: Iterable[PluginHealth], townships: Iterable[str], language: Language
) -> tuple[ModuleLine, ...]:
    """Return a line for every plugin: those that could not be loaded first, then the others by name."""
    failing = {one.plugin for one in health}
    failed = tuple(
        ModuleLine(one.name, one.name, "", 0, "failed")
        for one in registry.failures
        if one.name not in registry.plugins
    )
    return failed + tuple(
        _read_line(registry, plugin, name in failing, tuple(townships), language)
        for name, plugin in sorted(registry.plugins.items())
    )


def read_failures(registry: Registry, language: Language) -> tuple[Failure, ...]:
    """Return what could not be loaded, each with its file and reasons in plain sentences."""
    return tuple(
        Failure(
            one.name,
            one.file,
            tuple((problem.pointer, say(problem, language)) for problem in one.problems)
            or (("", one.reason),),
        )
        for one in registry.failures
    )


def _show(site: Site, actor: Actor, chosen: str) -> Response:
    registry, language = current_registry(site), page_language(actor)
    health = plugin_health(site.store)
    with site.store.read() as connection:
        townships = list_units(connection, scope_of(actor, "plugin.manage"), level="township")
        plugin = registry.plugins.get(chosen) or next(iter(registry.plugins.values()), None)
        places = _read_townships(connection, registry, plugin, townships) if plugin else ()
    lines = build_modules(registry, health, [unit.code for unit in townships], language)
    failures = read_failures(registry, language)
    good = sum(line.state != "failed" for line in lines)
    return show_page(
        site,
        "modules.html",
        actor=actor,
        heading=say_to(actor, "模块"),
        under=say_to(
            actor, "已装 {all} 个，能用 {good} 个。没能加载的不影响其余模块。", all=len(lines), good=good
        ),
        lines=lines,
        failures=failures,
        damage=site.definitions.read().damage,
        good=good,
        health=health,
        plugin=plugin,
        title=read_label(plugin.title, language) if plugin else "",
        places=places,
        total=len(townships),
        moment=lambda text: _say_moment(text, language, site.clock()),
    )


def _say_moment(text: str, language: Language, now: datetime) -> str:
    """Leave this year out: the line is short."""
    said = show_moment(text, language, now=now)
    return said.removeprefix(f"{now.astimezone(COUNTY_TIME).year}年")


def _read_line(
    registry: Registry, plugin: LoadedPlugin, failing: bool, townships: tuple[str, ...], language: Language
) -> ModuleLine:
    on = sum(registry.is_on(plugin.name, township) for township in townships)
    state = "hooks" if failing else "ok" if on else "off"
    return ModuleLine(plugin.name, read_label(plugin.title, language), plugin.version, on, state)


def _read_townships(
    connection: Connection, registry: Registry, plugin: LoadedPlugin, townships: Iterable[Unit]
) -> tuple[TownshipLine, ...]:
    allowed = registry.switches.allowed.get(plugin.name)
    forms = [form.form for form in plugin.forms]
    return tuple(
        TownshipLine(
            unit,
            allowed is None or unit.code in allowed,
            (plugin.name, unit.code) in registry.switches.on,
            _last_record(connection, forms, unit.code),
        )
        for unit in townships
    )


def _last_record(connection: Connection, forms: Iterable[str], township: str) -> str:
    """Only the moment leaves the records here, one step into an index for each form: no scope is passed."""
    newest = select(records.c.received_at).order_by(records.c.received_at.desc()).limit(1)
    place = records.c.township == township
    moments = (connection.scalar(newest.where(records.c.form == form, place)) for form in forms)
    return max(filter(None, moments), default="")


def _read_place(site: Site, actor: Actor) -> tuple[str, str, tuple[str, ...]]:
    """Return the plugin, the township and all townships of a posted change; 404 for what is not there."""
    plugin, township = request.form.get("plugin", ""), request.form.get("township", "")
    with site.store.read() as connection:
        units = list_units(connection, scope_of(actor, "plugin.manage"), level="township")
    townships = tuple(unit.code for unit in units)
    if plugin not in current_registry(site).plugins or township not in townships:
        abort(404)
    return plugin, township, townships


def _allow(
    site: Site, actor: Actor, plugin: str, township: str, townships: tuple[str, ...], *, allow: bool
) -> None:
    """Every township allowed is kept as no list at all, so that a township founded later is allowed too."""
    switches: Mapping[str, frozenset[str]] = current_registry(site).switches.allowed
    before = switches.get(plugin, frozenset(townships))
    after = before | {township} if allow else before - {township}
    change_definitions(
        site.store,
        site.definitions,
        "plugin.allow" if allow else "plugin.forbid",
        plugin,
        lambda change, at: set_allowed(
            change, plugin, None if after >= set(townships) else after, actor.account, at
        ),
        actor=actor,
        now=site.clock(),
        unit=township,
        at_unit=township,
    )
