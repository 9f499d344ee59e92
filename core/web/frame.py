"""The frame round every page: language, large type, the person's menu, and the message after an act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, make_response, redirect, render_template, request
from markupsafe import Markup

from ...forms.text import Language, read_label
from ..organisation.permissions import ROLE_TITLES, holds
from ..organisation.values import Actor
from .assets import Asset, list_imports, name_asset
from .said import SAID
from .shown import keep_dates
from .site import Site
from .words import say_word, translate

_LARGE_COOKIE, _LANGUAGE_COOKIE = "lizheng_large", "lizheng_language"


_CONTROLS = re.compile(r"[\x00-\x20\x7f]")  # a line end would break the header


@dataclass(frozen=True)
class MenuLink:
    """One line of the side bar."""

    title: str
    path: str
    icon: str
    count: int = 0


@dataclass(frozen=True)
class MenuGroup:
    """Lines of the side bar under one heading."""

    title: str
    links: tuple[MenuLink, ...]


# heading -> (words, path, icon, the permission that shows it)
_MENU: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "工作",
        (
            ("首页", "/", "home", ""),
            ("填表", "/fill", "form", "record.capture"),
            ("我填的", "/mine", "page", "record.capture"),
            ("记录", "/records", "list", "record.view"),
        ),
    ),
    (
        "建设",
        (
            ("表单", "/forms", "form", "form.publish"),
            ("规则", "/rules", "link", "form.publish"),
            ("启用与参数", "/settings", "settings", "plugin.switch"),
            ("账号", "/accounts", "people", "account.manage account.grant"),
        ),
    ),
    (
        "管理",
        (
            ("模块", "/modules", "modules", "plugin.manage"),
            ("单位", "/units", "units", "unit.manage"),
        ),
    ),
    (
        "审计",
        (
            ("日志校验", "/audit/verify", "link", "audit.verify"),
            ("审计日志", "/audit", "list", "audit.view"),
        ),
    ),
)


def add_frame(app: Flask, assets: Mapping[str, Asset]) -> None:
    """Give templates the words, the icons' markup and the addresses of assets."""
    app.jinja_env.globals["_"] = translate
    app.jinja_env.globals["asset"] = lambda name: name_asset(assets, name)
    app.jinja_env.globals["imports"] = lambda name: list_imports(assets, name)
    # Only our own icon table goes through this; author-written text never does (tested).
    app.jinja_env.filters["markup"] = Markup
    app.jinja_env.filters["keep_dates"] = keep_dates
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def page_language(actor: Actor | None) -> Language:
    """Return ``zh-CN`` or ``en``: the account's choice, else the cookie's, else Chinese."""
    chosen = actor.language if actor else request.cookies.get(_LANGUAGE_COOKIE, "zh-CN")
    return "en" if chosen == "en" else "zh-CN"


def show_page(
    site: Site, template: str, *, actor: Actor | None = None, status: int = 200, **context: Any
) -> Response:
    """Return the rendered page; every template finds ``actor``, ``language``, ``menu`` and ``messages``."""
    language = page_language(actor)
    frame = {
        "actor": actor,
        "language": language,
        "large": actor.large_type if actor else request.cookies.get(_LARGE_COOKIE) == "1",
        "secure": request.is_secure or _on_this_machine(),
        "here": request.path,
        "messages": _read_said(language),
        "heading": "",
        "under": "",
    }
    if actor:
        frame |= {
            "menu": build_menu(actor, language),
            "unit_name": _unit_name(site, actor),
            "role_title": read_role(actor, language),
        }
    return make_response(render_template(template, **(frame | context)), status)


def build_menu(actor: Actor, language: Language) -> tuple[MenuGroup, ...]:
    """Return the groups with at least one page this person may open."""
    groups = []
    for title, lines in _MENU:
        links = tuple(
            MenuLink(say_word(words, language), path, icon)
            for words, path, icon, permission in lines
            if not permission or any(holds(actor, one) for one in permission.split())
        )
        if links:
            groups.append(MenuGroup(say_word(title, language), links))
    return tuple(groups)


def read_role(actor: Actor, language: Language) -> str:
    """Return the title of the first role held."""
    return read_label(ROLE_TITLES.get(actor.role, actor.role), language)


def go_to(path: str, said: str = "") -> Response:
    """Return a redirect (303) to a page of this site, which then shows the message ``said``."""
    path = _CONTROLS.sub(lambda found: quote(found.group()), path)
    mark = "&" if "?" in path else "?"
    return make_response(redirect(f"{path}{mark}said={said}" if said else path, 303))


def local_path(path: str) -> str:
    """Return the path if it stays on this site, else ``/``; slashes and backslashes are looked through."""
    folded = path.replace("\\", "/")
    plain = folded.startswith("/") and not folded.startswith("//") and not any(ord(c) < 33 for c in folded)
    return folded if plain else "/"


def remember_look(response: Response, *, large: str | None, language: str | None) -> None:
    """Keep large type and language in cookies, so that they hold before log-in too."""
    for name, value in ((_LARGE_COOKIE, large), (_LANGUAGE_COOKIE, language)):
        if value is not None:
            response.set_cookie(
                name, value, max_age=31_536_000, httponly=True, samesite="Strict", secure=request.is_secure
            )


def _read_said(language: str) -> list[dict[str, str]]:
    found = SAID.get(request.args.get("said", ""))
    if found is None:
        return []
    kind, title, text = found
    return [{"kind": kind, "title": say_word(title, language), "text": say_word(text, language)}]


def _on_this_machine() -> bool:
    return request.host.split(":")[0] in {"localhost", "127.0.0.1", "[::1]"} and not request.headers.get(
        "X-Forwarded-For"
    )


def _unit_name(site: Site, actor: Actor) -> str:
    if "unit_name" not in g:
        from ..organisation.units import find_unit

        with site.store.read() as connection:
            unit = find_unit(connection, actor.unit)
        g.unit_name = unit.name if unit else actor.unit
    return g.unit_name
