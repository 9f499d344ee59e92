"""Reads many parts of one document and gathers what is wrong with all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from ..findings import Finding, RuleRefused

T = TypeVar("T")


class Gathering:
    """Calls what reads a part; its refusals become ``findings`` with pointers into the whole document."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.refused = False

    def read(self, pointer: str, read: Callable[..., T], *arguments: object, **facts: object) -> T | None:
        """Return what ``read`` returns, or ``None`` where it refuses; ``facts`` are added to its findings."""
        try:
            return read(*arguments)
        except RuleRefused as refused:
            self.refused = True
            self.findings += [
                replace(one, pointer=pointer + one.pointer, facts={**one.facts, **facts})
                for one in refused.findings
            ]
            return None

    def refuse(self) -> None:
        """Raise ``RuleRefused`` with what was gathered, if anything was refused, even without a finding."""
        if self.refused or self.findings:
            raise RuleRefused(*self.findings)
