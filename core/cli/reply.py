"""Answer a command: lines for a person in their language, or one JSON document; and the exit code."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from ...forms.canonical import write_json
from ..discovery.errors import FileProblem, say
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
    """Return ``ok`` when there is no problem, else a line for each: file, pointer, what is allowed."""
    if not problems:
        return Reply((ok,), {"ok": True, "problems": [], **facts})
    lines = tuple(
        (f"{place}：{say(one.problem, 'zh-CN')}", f"{place}: {say(one.problem, 'en')}")
        for one in problems
        for place in [" ".join(filter(None, (one.file, one.problem.pointer)))]
    )
    count = (f"共 {len(problems)} 处要改。", f"{len(problems)} to mend.")
    told = [tell_problem(one) for one in problems]
    return Reply((*lines, count), {"ok": False, "problems": told, **facts}, done=False)


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
