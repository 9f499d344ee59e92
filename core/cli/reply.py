"""Answer a command: lines for a person in their language, or one JSON document; and the exit code."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from ...forms.canonical import write_json
from ..discovery.errors import FileProblem, list_errors, say
from ..settings import SettingsError, read_settings

DONE, REFUSED = 0, 1


@dataclass(frozen=True)
class Reply:
    """What a command has to say. ``lines`` are (Chinese, English) pairs; ``document`` is the JSON answer."""

    lines: tuple[tuple[str, str], ...]
    document: Mapping[str, Any] = field(default_factory=dict)
    done: bool = True


class Refusal(Exception):
    """Raised where a command cannot go on: the reply that says why and what to do."""

    def __init__(self, code: str, chinese: str, english: str, **facts: object) -> None:
        document = {"refused": code, "message": {"zh-CN": chinese, "en": english}, **facts}
        self.reply = Reply(((chinese, english),), document, done=False)
        super().__init__(english)


def replies(function: Callable[..., Reply]) -> Callable[..., None]:
    """Give a function that returns a ``Reply`` the options ``--data``, ``--json`` and ``--lang``.

    The function receives ``settings``. Exit codes: 0 done, 1 refused with reasons, 2 usage (click's own).
    """

    @click.option("--data", metavar="DIR", help="数据目录 · data folder (LIZHENG_DATA, .lizheng)")
    @click.option("--json", "as_json", is_flag=True, help="输出 JSON · print JSON")
    @click.option("--lang", type=click.Choice(["zh", "en"]), help="语言 · language (LIZHENG_LANG)")
    @functools.wraps(function)
    def answer(data: str | None, as_json: bool, lang: str | None, **arguments: Any) -> None:
        try:
            reply = function(settings=read_settings(data=data), **arguments)
        except Refusal as refusal:
            reply = refusal.reply
        except SettingsError as error:
            reply = Refusal("setting", f"设置有误：{error}", f"A setting is wrong: {error}").reply
        _print(reply, as_json, lang or os.environ.get("LIZHENG_LANG", "zh"))
        click.get_current_context().exit(DONE if reply.done else REFUSED)

    return answer


def problems_reply(problems: tuple[FileProblem, ...], ok: tuple[str, str], **facts: object) -> Reply:
    """Return a line for each problem: file, pointer, what is allowed; ``ok`` where none has to be mended.

    Warnings are told and stop nothing.
    """
    errors = list_errors(problems)
    warnings = [one for one in problems if one not in errors]
    told = {
        "problems": [tell_problem(one) for one in errors],
        "warnings": [tell_problem(one) for one in warnings],
    }
    last = (f"共 {len(errors)} 处要改。", f"{len(errors)} to mend.") if errors else ok
    lines = (*map(say_problem, errors), *map(say_problem, warnings), last)
    return Reply(lines, {"ok": not errors, **told, **facts}, done=not errors)


def say_problem(one: FileProblem) -> tuple[str, str]:
    """Return the problem as a line in both languages, its place first."""
    place = " ".join(filter(None, (one.file, one.problem.pointer)))
    marks = ("请留意：", "Look at: ") if one.problem.level == "warning" else ("", "")
    return (
        f"{marks[0]}{place}：{say(one.problem, 'zh-CN')}",
        f"{marks[1]}{place}: {say(one.problem, 'en')}",
    )


def tell_problem(one: FileProblem) -> dict[str, object]:
    """Return a problem as JSON data, its sentence in both languages."""
    return {
        "file": one.file,
        "pointer": one.problem.pointer,
        "code": one.problem.code,
        "message": {"zh-CN": say(one.problem, "zh-CN"), "en": say(one.problem, "en")},
    }


def _print(reply: Reply, as_json: bool, language: str) -> None:
    if as_json:
        click.echo(write_json({"done": reply.done, **reply.document}, indent=2))
        return
    for chinese, english in reply.lines:
        click.echo(english if language.startswith("en") else chinese, err=not reply.done)
