"""Formulas of a set on their way in: from text or tree to something type-checked that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..findings import Finding, RuleRefused
from ..logic import check_logic, compile_logic
from ..text import build_names, read_condition
from ..types import Kind, Type
from .names import find_names
from .places import write_tree
from .trees import find_part
from .values import Condition

_UNKNOWN = Type("text")  # what a computed name counts as while only its spelling matters


class Conditions:
    """Reads one set's formulas; the findings of all of them gather in ``findings``.

    types  what each name may hold, growing as computed values are learnt
    """

    def __init__(self, types: Mapping[str, Type], findings: list[Finding]) -> None:
        self.types: dict[str, Type] = dict(types)
        self.findings = findings
        self.names_read: set[str] = set()
        self.clock_read = False
        self._names = build_names(self.types)

    def expect(self, titles: Mapping[str, str]) -> None:
        """Make names that computed values and tables will have known to condition texts, and their titles."""
        coming = {name: replace(_UNKNOWN, title=title) for name, title in titles.items()}
        self._names = build_names({**coming, **self.types})

    def learn(self, name: str, type: Type, pointer: str) -> None:
        """Take in what a computed name holds; one that is a field must hold what the field does."""
        field = self.types.get(name)
        if field and field.kind != type.kind:
            self.findings.append(Finding("type_wanted", pointer, {"got": type.kind, "allowed": field.kind}))
        self.types.setdefault(name, type)

    def parse(self, written: Any, pointer: str) -> Condition | None:
        """Return the formula as a tree that does not run yet; ``None`` and a finding if it is unreadable."""
        try:
            tree = read_condition(written, self._names) if isinstance(written, str) else written
        except RuleRefused as refused:
            self.findings += [replace(one, pointer=pointer + one.pointer) for one in refused.findings]
            return None
        return Condition(tree, written if isinstance(written, str) else "", None, find_names(tree), False)

    def peek(self, text: str) -> frozenset[str]:
        """Return the names that a formula's text reads, none where it is unreadable."""
        try:
            return find_names(read_condition(text, self._names))
        except RuleRefused:
            return frozenset()

    def read(self, written: Any, pointer: str, wanted: Kind | None = None) -> Condition | None:
        """Return the formula ready to run, its type as ``wanted``; ``None`` and findings when it is not."""
        parsed = self.parse(written, pointer)
        return self.compile(parsed, pointer, wanted)[0] if parsed else None

    def compile(
        self, parsed: Condition, pointer: str, wanted: Kind | None = None
    ) -> tuple[Condition | None, Type | None]:
        """Return the formula ready to run and its type; ``(None, None)`` and findings if it is ill-typed."""
        type, found = check_logic(parsed.tree, self.types)
        self.findings += [self._place(one, parsed, pointer) for one in found]
        if any(one.level == "error" for one in found):
            return None, None
        if wanted and type.kind != wanted:
            self.findings.append(Finding("type_wanted", pointer, {"got": type.kind, "allowed": wanted}))
            return None, None
        run = compile_logic(parsed.tree, typed=self.types)
        self.names_read |= parsed.names
        self.clock_read |= run.reads_clock
        return replace(parsed, run=run, reads_clock=run.reads_clock), type

    def _place(self, finding: Finding, parsed: Condition, pointer: str) -> Finding:
        """Return the finding where it stands in the document; of a text it names the part that is meant."""
        if not parsed.text:
            return replace(finding, pointer=pointer + finding.pointer)
        part = write_tree(find_part(parsed.tree, finding.pointer), self._names)
        return replace(finding, pointer=pointer, facts={**finding.facts, "part": part})
