"""What is wrong with a definition or with answers: a code, a place and the facts a sentence needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """One thing to mend, named so that a program and a person can both find it.

    ``code`` is stable and tests assert it; people read the sentence that ``messages.say`` makes of it.
    ``pointer`` is a JSON Pointer (RFC 6901) into the answers or into the definition.
    ``facts`` fill the holes of the sentence (``limit``, ``got``, ``allowed`` ...); never a whole answer
    of a personal field.
    ``level`` is ``error`` (须改正) or ``warning`` (请留意, never stops anything).
    """

    code: str
    pointer: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    level: Literal["error", "warning"] = "error"


class DefinitionError(ValueError):
    """A definition that cannot be used; ``problems`` name each place and what is allowed there."""

    def __init__(self, problems: tuple[Problem, ...], place: str = "") -> None:
        self.problems = problems
        self.place = place
        super().__init__(f"{place}: " + "; ".join(f"{p.code} {p.pointer}" for p in problems))
