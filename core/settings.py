"""The settings of one installation, each with the place it came from."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DEFAULTS: Mapping[str, Any] = {
    "database": "",
    "county": "",
    "profile": "mlps3",
    "host": "127.0.0.1",
    "port": 8000,
    "insecure": False,
    "tls": False,
    "server": "",
    "behind_proxy": False,
}


class SettingsError(ValueError):
    """A setting that cannot be used: its name, where it came from, and what is allowed."""

    def __init__(self, name: str, origin: str, allowed: str) -> None:
        self.name, self.origin, self.allowed = name, origin, allowed
        super().__init__(f"{origin}: {name}: {allowed}")


@dataclass(frozen=True)
class Settings:
    """What ``lizheng serve`` and every command work on.

    data      folder of everything this installation owns, ``.lizheng`` where the command runs by default
    database  SQLAlchemy URL of the records; SQLite in the data folder when empty
    county    6 digits of the county's division code, empty before ``init``
    profile   password and session policy: ``mlps3`` or ``asvs``
    host      address to listen on
    port      port to listen on
    insecure  allow plain http beyond this machine
    tls       serve https with the county's own certificate
    server    ``granian`` or ``waitress``; empty chooses by platform
    behind_proxy  believe ``X-Forwarded-For`` and ``X-Forwarded-Proto``: only where every request comes
        through nginx or IIS on this machine, since whoever reaches the port directly could claim any address
    origins   name -> where the value came from
    """

    data: Path
    database: str
    county: str
    profile: str
    host: str
    port: int
    insecure: bool
    tls: bool
    server: str = ""
    behind_proxy: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def definitions(self) -> Path:
        """The TinyDB file of township forms, switches and parameters."""
        return self.data / "definitions.json"

    @property
    def calendars(self) -> Path:
        """The county's own holidays and make-up days, one JSON file a year."""
        return self.data / "calendars"

    @property
    def plugins(self) -> Path:
        """The county's own plugins, JSON only."""
        return self.data / "plugins"

    @property
    def attachments(self) -> Path:
        """Photos and files, by content hash."""
        return self.data / "attachments"

    @property
    def keys(self) -> Path:
        """Signing keys and certificates, readable by this account only."""
        return self.data / "keys"


def read_settings(**flags: Any) -> Settings:
    """Return the settings from ``lizheng.toml`` < ``LIZHENG_*`` environment < flags that are not ``None``.

    Raises ``SettingsError`` naming the setting, its origin and what is allowed.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    data = Path(given.pop("data", None) or os.environ.get("LIZHENG_DATA") or ".lizheng").absolute()
    values, origins = dict(DEFAULTS), {name: "default" for name in DEFAULTS}
    for origin, found in _sources(data, given):
        for name, value in found.items():
            values[name], origins[name] = _read_value(name, value, origin), origin
    values["database"] = values["database"] or f"sqlite:///{data / 'records.db'}"
    return Settings(data=data, origins=origins, **values)


def keep_setting(data: Path, name: str, value: str) -> None:
    """Write a setting into ``lizheng.toml``, in place of the line that set it before."""
    file = data / "lizheng.toml"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    kept = [line for line in lines if line.partition("=")[0].strip() != name]
    file.write_text("\n".join([*kept, f"{name} = {json.dumps(value)}"]) + "\n", "utf-8")


def _sources(data: Path, flags: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    file = data / "lizheng.toml"
    in_file = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    names = {f"LIZHENG_{name.upper()}": name for name in DEFAULTS}
    in_environment = {name: os.environ[key] for key, name in names.items() if key in os.environ}
    return [(str(file), in_file), ("environment", in_environment), ("flag", flags)]


def _read_value(name: str, value: Any, origin: str) -> Any:
    if name not in DEFAULTS:
        raise SettingsError(name, origin, "one of " + ", ".join(sorted(DEFAULTS)))
    default = DEFAULTS[name]
    try:
        if isinstance(default, bool):
            return value if isinstance(value, bool) else _TRUTH[str(value).lower()]
        return type(default)(value)
    except (ValueError, KeyError) as error:
        raise SettingsError(name, origin, f"a value like {default!r}") from error


_TRUTH = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
