"""What is wrong with a rule before it ever runs: a code, a place and the facts a sentence needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One thing to mend in a rule, a table or a set.

    code     stable; tests assert it, people read the sentence made of it
    pointer  JSON Pointer (RFC 6901) into the document that was read
    facts    fill the sentence: ``name``, ``allowed``, ``example``, ``column`` (from 0) ...
    level    ``error`` stops publishing, ``warning`` asks for a look
    """

    code: str
    pointer: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    level: Literal["error", "warning"] = "error"


class RuleRefused(ValueError):
    """A rule, table or set that cannot be used; ``findings`` name each place and what is allowed there."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{one.code} {one.pointer}" for one in findings))
