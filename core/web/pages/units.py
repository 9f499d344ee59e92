"""单位: the county's units, one level at a time, and the import of a sheet of divisions."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, abort, request
from sqlalchemy import Connection, func, select

from ...organisation.permissions import scope_of
from ...organisation.refusals import Refused
from ...organisation.unit_import import UnitsImported, import_units
from ...organisation.units import find_unit, path_of, unit_children
from ...organisation.values import Actor, Unit
from ...store.tables import units as units_table
from ..frame import page_language, show_page
from ..guard import guard
from ..saying import say_to
from ..site import Site

LEVELS: Mapping[str, str] = {
    "county": "县",
    "township": "乡镇",
    "village": "村（社区）",
    "grid": "网格",
    "department": "科室",
}


def make_units_pages(site: Site) -> Blueprint:
    """Return ``/units``: the units below one, and the import."""
    pages = Blueprint("units", __name__)

    @pages.get("/units")
    @guard(site, "unit.manage")
    def units(actor: Actor) -> Response:
        return _show(site, actor, request.args.get("under", ""))

    @pages.post("/units/import")
    @guard(site, "unit.manage")
    def bring_in(actor: Actor) -> Response:
        sent = request.files.get("file")
        language = page_language(actor)
        if sent is None or not sent.filename:
            return _show(site, actor, wrong=say_to(actor, "请选一个文件。"), status=422)
        try:
            outcome = import_units(site.store, sent.read(), actor=actor, now=site.clock())
        except Refused as refused:
            return _show(site, actor, wrong=refused.say(language), status=422)
        return _show(site, actor, outcome=outcome)

    return pages


def _show(
    site: Site,
    actor: Actor,
    under: str = "",
    *,
    outcome: UnitsImported | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    reach = scope_of(actor, "unit.manage")
    chosen = under or reach.roots[0]
    if not reach.covers(chosen):
        abort(404)
    with site.store.read() as connection:
        unit = find_unit(connection, chosen)
        if unit is None and under:
            abort(404)
        path = [one for one in path_of(connection, chosen) if reach.covers(one.code)]
        below = unit_children(connection, chosen)
        counts = _count_below(connection, below)
    return show_page(
        site,
        "units.html",
        actor=actor,
        status=status,
        heading=say_to(actor, "单位"),
        under=_say_state(actor, unit, len(below)),
        path=path,
        below=below,
        counts=counts,
        levels=LEVELS,
        outcome=outcome,
        wrong=wrong,
        language_of=page_language(actor),
    )


def _count_below(connection: Connection, units: tuple[Unit, ...]) -> Mapping[str, int]:
    """Return how many units lie directly below each."""
    codes = [unit.code for unit in units]
    query = select(units_table.c.parent, func.count()).where(units_table.c.parent.in_(codes))
    return {str(parent): count for parent, count in connection.execute(query.group_by(units_table.c.parent))}


def _say_state(actor: Actor, unit: Unit | None, below: int) -> str:
    if unit is None:
        return say_to(actor, "还没有单位。请先导入。")
    return say_to(actor, "{unit}下面有 {n} 个单位。", unit=unit.name, n=below)
