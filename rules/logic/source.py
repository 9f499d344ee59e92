"""Python source under construction, made of our own templates and generated names only.

No text of an author ever enters it. Literals, names and operators are objects bound to ``k0``, ``k1``... in
the namespace it runs in, which holds nothing else but the functions that our templates call: no builtins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

_BUILTINS = {one.__name__: one for one in (bool, dict, int, list, str, type)}


class Source:
    """One function being written; local functions inside it keep its nesting within what Python reads."""

    def __init__(self) -> None:
        self._names: dict[str, object] = {"__builtins__": {}, **_BUILTINS}
        self._functions: dict[Callable[..., Any], str] = {}
        self._ids = count()
        self._frames: list[_Frame] = [_Frame()]

    def bind(self, value: object) -> str:
        """Return the name of a constant."""
        name = self.fresh("k")
        self._names[name] = value
        return name

    def call(self, function: Callable[..., Any], *arguments: str) -> str:
        """Return the code of a call of one of our own functions."""
        if function not in self._functions:
            self._functions[function] = self.bind(function)
        return f"{self._functions[function]}({', '.join(arguments)})"

    def fresh(self, letter: str = "x") -> str:
        """Return a name not used before, for a value within the function."""
        return f"{letter}{next(self._ids)}"

    def keep(self, code: str, name: str) -> str:
        """Return the code as one that keeps its value for the trace by a name."""
        self._frames[-1].kept[name] = None
        return f"({name} := {code})"

    def enclose(self, parameters: Iterable[str], write: Callable[[], str]) -> str:
        """Return the name of a local function with the code that ``write`` gives."""
        name = self.fresh("f")
        self._frames.append(_Frame())
        code = write()
        frame = self._frames.pop()
        outer = [f" nonlocal {', '.join(frame.kept)}"] if frame.kept else []
        inner = [f" {line}" for line in frame.lines]
        head = f"def {name}({', '.join(parameters)}):"
        self._frames[-1].lines += [head, *outer, *inner, f" return {code}"]
        return name

    def write_text(self, parameters: str, prologue: Iterable[str], result: str) -> str:
        """Return the source of the function ``parameters -> result``."""
        [frame] = self._frames
        lines = (f" {line}" for line in (*prologue, *frame.lines, f"return {result}"))
        return "\n".join((f"def rule({parameters}):", *lines))

    def build(self, parameters: str, prologue: Iterable[str], result: str) -> Callable[..., Any]:
        """Return the function ``parameters -> result``, compiled."""
        exec(compile(self.write_text(parameters, prologue, result), "<rule>", "exec"), self._names)
        rule: Any = self._names["rule"]
        return rule


class _Frame:
    """A function being written: its local functions, and what it keeps for the trace."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.kept: dict[str, None] = {}
