"""The accounts of a demo, kept in its data folder so that a restart prints the same ones."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from ...forms.canonical import read_json, write_json


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo, with the password that the console prints."""

    role: str
    unit: str
    account: str
    password: str


def read_demo_accounts(data: Path) -> tuple[DemoAccount, ...]:
    """Return the accounts of a demo made earlier in this data folder, none when there is none."""
    file = data / "demo-accounts.json"
    return tuple(DemoAccount(**one) for one in read_json(file.read_text("utf-8"))) if file.exists() else ()


def keep_demo_accounts(data: Path, accounts: tuple[DemoAccount, ...]) -> None:
    """Write the accounts, readable by this account only."""
    file = data / "demo-accounts.json"
    file.touch(0o600)
    file.write_text(write_json([asdict(one) for one in accounts], indent=1), "utf-8")
