"""Who may do what, how much of it, and with which settings."""

from __future__ import annotations

import inspect
import re
from typing import Any

from lizheng.core.cli.serve import command as serve
from lizheng.core.discovery import packs
from lizheng.core.organisation import permissions, policy, sheets
from lizheng.core.records import attachments, drafts, export, images, kinds, review
from lizheng.core.settings import DEFAULTS, Settings
from lizheng.forms import completing, source
from lizheng.forms.lint import keywords, patterns
from pieces import code, listed, make_page, make_section, make_table

LIMITS: tuple[tuple[str, int | str], ...] = (
    ("size of a definition, bytes", source.SIZE),
    ("levels of a definition", source.DEPTH),
    ("parts of a schema, references written out", keywords.MOST_PARTS),
    ("choices of one field", keywords.MOST_CHOICES),
    ("`maxLength`", keywords.MOST_LENGTH),
    ("`maxItems`, `maxProperties`", keywords.MOST_ITEMS),
    ("`maxLength` where none is written", completing.MAX_LENGTH),
    ("`maxItems` where none is written", completing.MAX_ITEMS),
    ("different patterns in one form", patterns.MOST),
    ("characters of a pattern", patterns.LONGEST),
    ("size of a pattern, repetitions written out", patterns.BIGGEST),
    ("files in a pack", packs.COUNT),
    ("size of a pack, bytes unpacked", packs.TOTAL),
    ("compression of a file in a pack, fold", packs.RATIO),
    ("size of a draft, bytes", drafts.LARGEST_DRAFT),
    ("drafts of one account", drafts.MOST_DRAFTS),
    *((f"size of a {kinds.ENDINGS[kind]} file, bytes", size) for kind, size in kinds.LARGEST.items()),
    ("pixels of a picture", images.LARGEST_PIXELS),
    ("hours an uploaded file waits for its record", int(attachments.KEEP_UNCLAIMED.total_seconds() // 3600)),
    ("rows of an export", export.MOST_ROWS),
    ("characters of a purpose", export.LONGEST_PURPOSE),
    ("characters of a reason", review.LONGEST_REASON),
    ("days in the bin", review.BIN_DAYS),
    ("rows of an imported sheet", sheets.MAX_ROWS),
    ("size of an imported sheet, bytes", sheets.MAX_FILE),
)


def build_permissions() -> str:
    """Return who may do what."""
    roles = list(permissions.ROLE_TITLES)
    rows = (
        (f"`{one}`", *("yes" if one in permissions.ROLE_PERMISSIONS[role] else "" for role in roles))
        for one in sorted(permissions.PERMISSIONS)
    )
    titles = (
        (
            f"`{role}`",
            *permissions.ROLE_TITLES[role].values(),
            listed(permissions.ROLE_LEVELS.get(role, ["any"])),
            listed(permissions.ROLE_RESTRICTIONS.get(role, ())),
            listed(permissions.GRANTABLE.get(role, ())),
        )
        for role in roles
    )
    return make_page(
        "Permissions and roles",
        "A role gives its permissions at the unit where it is held and everywhere below. No grant means no. "
        "A restriction (`deny:<permission>`, or one that comes with a role) wins over every grant "
        "that reaches the same unit. A plugin's role gives permissions on records, for that plugin's forms. "
        f"These roles exclude one another and every other role: {listed(permissions.SEPARATED)}.",
        make_section(
            "Permissions by role", "", make_table(("permission", *(f"`{role}`" for role in roles)), rows)
        ),
        make_section(
            "Roles",
            "`plugin` stands for every plugin's role, `deny` for every restriction.",
            make_table(("role", "中文", "English", "held at", "restricted from", "may give"), titles),
        ),
    )


def build_limits() -> str:
    """Return every limit an author or a client can meet."""
    rows = [(what, f"{number:,}" if isinstance(number, int) else number) for what, number in LIMITS]
    profiles = (
        (f"`{one.name}`", one.min_length, one.max_length, one.classes or "none", _days(one), one.history)
        for one in policy.POLICIES.values()
    )
    common = policy.MLPS3
    return make_page(
        "Limits",
        "Beyond a limit the code of [codes.md](codes.md) is answered and nothing is stored.",
        make_table(("what", "at most"), rows),
        make_section(
            "Passwords and sessions",
            f"An account is locked for {_minutes(common.lock)} minutes after {common.failures} wrong "
            f"attempts in that time, a network address after {common.address_failures}. A session ends after "
            f"{_minutes(common.idle)} idle minutes, and after {_minutes(common.absolute) // 60} hours at the "
            "latest.",
            make_table(
                ("profile", "shortest", "longest", "kinds of sign", "changed every", "not the last"), profiles
            ),
        ),
    )


def build_settings() -> str:
    """Return each setting with its default, its variable and its meaning."""
    meanings = _attributes(Settings)
    flags = {option.name for option in serve.params}
    rows = (
        (
            f"`{name}`",
            code(_shown(default)),
            f"`LIZHENG_{name.upper()}`",
            f"`--{name.replace('_', '-')}`" if name in flags else "",
            meanings[name],
        )
        for name, default in {"data": ".lizheng", **DEFAULTS}.items()
    )
    return make_page(
        "Settings",
        "`lizheng.toml` in the data folder, then the environment, then flags of `lizheng serve`: a later one "
        "wins. `lizheng doctor` prints each value with its origin. `data` cannot stand in the file that lies "
        "in it. `LIZHENG_LANG` (`zh` or `en`) chooses the language of the commands.",
        make_table(("setting", "default", "environment", "flag", "meaning"), rows),
    )


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _days(one: policy.Policy) -> str:
    return f"{one.expiry.days} days" if one.expiry else "never"


def _minutes(span: Any) -> int:
    return int(span.total_seconds() // 60)


def _attributes(described: type) -> dict[str, str]:
    """Return the sentence of each attribute from the class docstring."""
    lines = re.findall(r"^(\w+)  +(.+(?:\n {3,}.+)*)", inspect.getdoc(described) or "", re.MULTILINE)
    return {name: re.sub(r"\s+", " ", text).replace("``", "`") for name, text in lines}
