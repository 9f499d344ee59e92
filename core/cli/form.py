"""lizheng form: a township's own forms: check, publish, retire."""

from __future__ import annotations

from pathlib import Path

import click

from ...forms.definition import FormDefinition
from ...forms.problems import DefinitionError
from ...forms.reading import read_form
from ..definitions import LiveRegistry, publish_form, retire_form
from ..discovery.errors import FileProblem
from ..settings import Settings
from .opened import change_from_shell, check_unit, open_live
from .reply import Refusal, Reply, problems_reply, replies


@click.group()
def command() -> None:
    """乡镇自己的表单：检查、发布、停用 · Township forms."""


@command.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", metavar="CODE", help="乡镇代码 · township")
@replies
def check(settings: Settings, file: Path, unit: str | None) -> Reply:
    """检查一张表单 · Check a form definition."""
    return check_file(open_live(settings), file)


@command.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", required=True, metavar="CODE", help="乡镇代码（9 位）· township")
@replies
def publish(settings: Settings, file: Path, unit: str) -> Reply:
    """发布一张表单 · Publish a form for a township."""
    live = open_live(settings)
    check_unit(settings, unit)
    try:
        form = _read(live, file)
        published = change_from_shell(
            settings,
            live.definitions,
            "form.publish",
            form.form,
            lambda change, at: publish_form(change, form, unit, "shell", at),
            unit=unit,
        )
    except DefinitionError as error:
        return _refused(file, error)
    line = (
        f"已发布 {form.form} 第 {published.version} 版，可以填写了。",
        f"Published {form.form}, version {published.version}; it can be filled now.",
    )
    return Reply((line,), {"form": form.form, "version": published.version, "hash": form.hash})


@command.command("retire")
@click.argument("target")
@click.option("--unit", required=True, metavar="CODE", help="乡镇代码（9 位）· township")
@replies
def retire(settings: Settings, target: str, unit: str) -> Reply:
    """停用一张表单，已填的记录仍可查看 · Retire a form by id or file; its records stay readable."""
    live = open_live(settings)
    check_unit(settings, unit)
    form = _read(live, Path(target)).form if Path(target).is_file() else target
    if not form.startswith(f"t{unit}."):
        raise _unknown(live, form, unit)
    done = change_from_shell(
        settings,
        live.definitions,
        "form.retire",
        form,
        lambda change, at: retire_form(change, form, "shell", at),
        unit=unit,
    )
    if not done:
        raise _unknown(live, form, unit)
    return Reply(((f"{form} 已停用。", f"{form} is retired."),), {"form": form})


def check_file(live: LiveRegistry, file: Path) -> Reply:
    """Return the reply of checking one form file."""
    try:
        form = _read(live, file)
    except DefinitionError as error:
        return _refused(file, error)
    ok = (f"{form.form}：没有问题。", f"{form.form}: no problem.")
    return problems_reply((), ok, form=form.form, hash=form.hash)


def _read(live: LiveRegistry, file: Path) -> FormDefinition:
    return read_form(file.read_bytes(), place=str(file), codes=live.current().codes)


def _refused(file: Path, error: DefinitionError) -> Reply:
    return problems_reply(tuple(FileProblem(str(file), one) for one in error.problems), ("", ""))


def _unknown(live: LiveRegistry, form: str, unit: str) -> Refusal:
    registry = live.current()
    mine = ", ".join(one for one in registry.forms if one.startswith(f"t{unit}.") and registry.find_form(one))
    return Refusal(
        "form_unknown",
        f"{unit} 没有在用的表单 {form}。现有：{mine or '无'}。",
        f"{unit} has no live form {form}. There are: {mine or 'none'}.",
    )
