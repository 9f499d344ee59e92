"""启用与参数: the township admin's switches and parameters, each with what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, abort, request

from ....forms.canonical import read_json, write_json
from ....forms.problems import DefinitionError
from ....forms.text import Language, read_label
from ...definitions import change_definitions, set_parameter, switch_off, switch_on
from ...discovery.errors import say
from ...discovery.values import LoadedPlugin, Parameter
from ...organisation.permissions import may, scope_of
from ...organisation.units import Units, read_units
from ...organisation.values import Actor, Unit
from ...registry.values import Registry
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..saying import say_to
from ..site import Site, current_registry


@dataclass(frozen=True)
class ParameterLine:
    """A parameter as the page shows it: the township's own value, else the county's, else the default.

    choices  the allowed values when the schema lists them
    wrong    why what was typed cannot be kept
    """

    name: str
    title: str
    value: str
    default: str
    basis: str
    numeric: bool
    choices: tuple[str, ...] = ()
    own: bool = False
    wrong: str = ""


@dataclass(frozen=True)
class SwitchLine:
    """One plugin in one township; ``below`` are the units where it is switched off."""

    plugin: str
    title: str
    summary: str
    version: str
    forms: int
    on: bool
    allowed: bool
    below: tuple[Unit, ...] = ()
    parameters: tuple[ParameterLine, ...] = ()


def make_township_pages(site: Site) -> Blueprint:
    """Return ``/settings``: switches and parameters of one township."""
    pages = Blueprint("township", __name__)

    @pages.get("/settings")
    @guard(site, "plugin.switch")
    def settings(actor: Actor) -> Response:
        return _show(site, actor, own_township(actor, "plugin.switch"))

    @pages.post("/settings/switch")
    @guard(site, "plugin.switch")
    def switch(actor: Actor) -> Response:
        plugin, unit = request.form.get("plugin", ""), request.form.get("unit", "")
        if (
            not may(actor, "plugin.switch", unit)
            or len(unit) < 9
            or plugin not in current_registry(site).plugins
        ):
            abort(404)
        set_switch(site, actor, plugin, unit, on=request.form.get("on") == "1")
        return go_to(f"/settings?township={unit[:9]}", "switched")

    @pages.post("/settings/parameter")
    @guard(site, "parameter.set")
    def parameter(actor: Actor) -> Response:
        township = own_township(actor, "parameter.set")
        plugin = current_registry(site).plugins.get(request.form.get("plugin", "")) or abort(404)
        name, written = request.form.get("name", ""), request.form.get("value", "").strip()
        try:
            _keep_parameter(site, actor, plugin, name, written, township)
        except DefinitionError as error:
            wrong = say(error.problems[0], page_language(actor))
            return _show(site, actor, township, {(plugin.name, name): (written, wrong)}, status=422)
        return go_to(f"/settings?township={township}", "parameter_set")

    return pages


def own_township(actor: Actor, permission: str) -> str:
    """Return the township asked for in the request, else the actor's first; 404 for a foreign one."""
    reach = scope_of(actor, permission)
    wanted = request.values.get("township", "")
    if wanted:
        return wanted if len(wanted) == 9 and reach.covers(wanted) else abort(404)
    return next((root[:9] for root in (*reach.roots, actor.unit) if len(root) >= 9), None) or abort(404)


def set_switch(site: Site, actor: Actor, plugin: str, unit: str, *, on: bool) -> None:
    """Switch the plugin on or off at the unit; an off below a township is lifted by on."""
    turn = switch_on if on else switch_off
    change_definitions(
        site.store,
        site.definitions,
        "plugin.switch_on" if on else "plugin.switch_off",
        plugin,
        lambda change, at: turn(change, plugin, unit, actor.account, at),
        actor=actor,
        now=site.clock(),
        unit=unit,
        at_unit=unit,
    )


def build_switches(
    registry: Registry,
    units: Units,
    township: str,
    language: Language,
    typed: dict[tuple[str, str], tuple[str, str]] | None = None,
) -> tuple[SwitchLine, ...]:
    """Return every installed plugin as it stands in the township, by name.

    ``typed`` holds (plugin, name) -> (what was typed, why it cannot be kept) of a parameter just refused.
    """
    return tuple(
        _read_switch(registry, units, plugin, township, language, typed or {})
        for _, plugin in sorted(registry.plugins.items())
    )


def _show(
    site: Site,
    actor: Actor,
    township: str,
    typed: dict[tuple[str, str], tuple[str, str]] | None = None,
    status: int = 200,
) -> Response:
    with site.store.read() as connection:
        units = read_units(connection)
    lines = build_switches(current_registry(site), units, township, page_language(actor), typed)
    on = sum(line.on and line.allowed for line in lines)
    under = say_to(
        actor, "{unit}已启用 {on} 个模块，共装 {all} 个。", unit=units.name(township), on=on, all=len(lines)
    )
    return show_page(
        site,
        "township.html",
        actor=actor,
        status=status,
        heading=say_to(actor, "启用与参数"),
        under=under,
        lines=lines,
        township=township,
        villages=units.children(township),
        refused=typed is not None,
    )


def _read_switch(
    registry: Registry,
    units: Units,
    plugin: LoadedPlugin,
    township: str,
    language: Language,
    typed: dict[tuple[str, str], tuple[str, str]],
) -> SwitchLine:
    allowed = registry.switches.allowed.get(plugin.name)
    off = sorted(
        unit for name, unit in registry.switches.off if name == plugin.name and unit.startswith(township)
    )
    return SwitchLine(
        plugin.name,
        read_label(plugin.title, language),
        read_label(plugin.summary, language),
        plugin.version,
        len(plugin.forms),
        (plugin.name, township) in registry.switches.on,
        allowed is None or township in allowed,
        tuple(filter(None, map(units.find, off))),
        tuple(_read_parameter(registry, plugin, one, township, language, typed) for one in plugin.parameters),
    )


def _read_parameter(
    registry: Registry,
    plugin: LoadedPlugin,
    parameter: Parameter,
    township: str,
    language: Language,
    typed: dict[tuple[str, str], tuple[str, str]],
) -> ParameterLine:
    name = parameter.name
    own = registry.parameters.get((plugin.name, name, township))
    county = registry.parameters.get((plugin.name, name, ""))
    default = parameter.default if county is None else county
    written, wrong = typed.get((plugin.name, name), (_write(default if own is None else own), ""))
    return ParameterLine(
        name,
        read_label(parameter.title, language) or name,
        written,
        _write(default),
        parameter.legal_basis,
        parameter.schema.get("type") in ("integer", "number"),
        tuple(map(_write, parameter.schema.get("enum", ()))),
        own is not None,
        wrong,
    )


def _keep_parameter(
    site: Site, actor: Actor, plugin: LoadedPlugin, name: str, written: str, township: str
) -> None:
    parameter = next((one for one in plugin.parameters if one.name == name), None) or abort(404)
    value = _read(parameter, written)
    change_definitions(
        site.store,
        site.definitions,
        "parameter.set",
        f"{plugin.name}.{name}",
        lambda change, at: set_parameter(change, plugin, name, value, unit=township, by=actor.account, at=at),
        actor=actor,
        now=site.clock(),
        unit=township,
        value=written,
    )


def _read(parameter: Parameter, written: str) -> Any:
    """Read what was typed as the schema's type; what cannot be read stays text, which the schema refuses."""
    if not written:
        return None
    if parameter.schema.get("type") == "string":
        return written
    try:
        return read_json(written)
    except ValueError:
        return written


def _write(value: Any) -> str:
    return (
        value if isinstance(value, str) else str(value) if isinstance(value, Decimal) else write_json(value)
    )
