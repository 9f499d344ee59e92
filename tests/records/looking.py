"""A county whose records are judged by what other records say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lizheng.core.records.decisions import list_decisions
from lizheng.core.records.lists import find_record
from lizheng.core.records.submit import submit
from lizheng.core.registry.values import PublishedForm, Switches
from lizheng.core.store import tables
from lizheng.core.store.form_index import ensure_index
from lizheng.core.testing import load_folder, write_plugin
from lizheng.forms.reading import read_form
from sqlalchemy import insert

from .conftest import FORM, NOW, VILLAGE, make_id, make_submission, supervisor, worker
from .judged import TOWNSHIP, judge_by

GRID, NEXT_GRID = f"{VILLAGE}001", f"{VILLAGE}002"
SAYS = {"rule": "R1", "if": {"!": [{"empty": [{"var": "here"}]}]}, "then": [{"warn": "另有 {here} 件"}]}
TOLD: dict[str, Any] = {"rules": [SAYS], "compute": {"told": {"var": "here"}}}
WELLS = {
    **FORM,
    "form": "wells.well",
    "schema": {
        "type": "object",
        "properties": {
            "code": {"type": "string", "maxLength": 20},
            "depth": {"type": "number"},
            "owner": {"type": "string", "maxLength": 20},
            "note": {"type": "string", "maxLength": 20},
        },
    },
    "list": {"columns": ["code", "depth"], "search": [], "filters": ["code"], "sort": "code"},
    "privacy": {"owner": "personal"},
}


def ask(world: Any, kind: str = "count", *, type: str = "", **members: Any) -> None:
    """Judge by a set with one fact, about the township's own form where no other is named."""
    fact: dict[str, Any] = {kind: {"form": FORM["form"], **members}}
    judge_by(world, facts={"here": {**fact, **({"type": type} if type else {})}}, **TOLD)


def send(world: Any, number: int, *, unit: str = VILLAGE, what: str = "路灯不亮", **answers: Any) -> Any:
    """Submit a record of the unit and return what its rules were given, ``None`` where none judged it."""
    more = {name: answers.pop(name) for name in ("now", "captured_at") if name in answers}
    world.submit(number, actor=worker(unit=unit), unit=unit, answers={"what": what, **answers}, **more)
    return look(world, number)


def look(world: Any, number: int) -> Any:
    """Return what the newest revision's rules were given: the value of ``here``."""
    with world.store.read() as connection:
        record = find_record(connection, make_id(number), actor=supervisor("339924"))
        assert record
        found = list_decisions(connection, record)
    return found[0].trace["given"]["here"] if found else None


def add_grids(world: Any) -> None:
    rows = [{"code": code, "name": code, "level": "grid"} for code in (GRID, NEXT_GRID)]
    world.store.write(lambda connection: connection.execute(insert(tables.units), rows))


def add_wells(world: Any, folder: Any, **switches: Any) -> PublishedForm:
    """Install a module whose form lists wells, on in the township unless said otherwise."""
    plugin = load_folder(write_plugin(folder / "wells"))
    published = PublishedForm(read_form({**WELLS, **switches.pop("form", {})}), version=1, plugin="wells")
    ensure_index(world.store, published.definition)
    on = switches.pop("on", frozenset({("wells", TOWNSHIP), ("wells", "339924102")}))
    forms = {**world.registry.forms, published.form: (published,)}
    world.registry = replace(world.registry, forms=forms, plugins={"wells": plugin}, switches=Switches(on=on))
    return published


def send_well(world: Any, number: int, *, unit: str = VILLAGE, **answers: Any) -> None:
    """Submit a record of the module's form."""
    well = world.registry.find_form("wells.well")
    sent = replace(make_submission(number, unit=unit, answers=answers), form="wells.well")
    submit(world.store, well, sent, actor=worker(unit=unit), registry=world.registry, now=NOW)
