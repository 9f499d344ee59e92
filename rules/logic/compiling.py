"""A tree compiled to a function, in either mode."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol

from ..findings import RuleRefused
from ..types import Types
from .compat.operators import write_published
from .compat.published import Published
from .nodes import Node, read_tree
from .profile.checking import Checked
from .profile.checks import check_tree
from .profile.templates import write_kept, write_profile
from .profile.writer import Profile
from .tracing import Step, Steps, open_trace, sort_kept, write_trace
from .writing import Kept

PARAMETERS = "d, /, *, now=None, calendar=None"


class Explain(Protocol):
    """A rule that also says how it came to its answer."""

    def __call__(
        self, data: Any, /, *, now: str | None = None, calendar: Any = None
    ) -> tuple[Any, Sequence[Step]]:
        """Return the answer and its trace (docs/rules-spec.md, 7); takes and raises what the rule does."""
        ...


class Logic(partial[Any]):
    """A compiled rule: called with data it gives the answer, or raises ``LogicError``.

    It is a ``partial``, so that no frame of ours stands between a caller and the rule.

    names        the dotted names that it reads from the data
    reads_clock  it asks for ``now``
    """

    names: frozenset[str]
    reads_clock: bool
    _build: Callable[[], Explain]

    def __new__(
        cls, run: Callable[..., Any], names: frozenset[str], reads_clock: bool, build: Callable[[], Explain]
    ) -> Logic:
        """Return the rule that ``run`` evaluates; ``build`` gives ``explain`` when it is first wanted."""
        logic = super().__new__(cls, run)
        logic.names, logic.reads_clock, logic._build = names, reads_clock, build
        return logic

    if TYPE_CHECKING:

        def __call__(self, data: Any, /, *, now: str | None = None, calendar: Any = None) -> Any:
            """Return the answer; ``now`` is RFC 3339; without a calendar weekdays are working days."""

    @cached_property
    def explain(self) -> Explain:
        """The rule that also gives its trace: ``logic.explain(data)`` is answer and trace."""
        return self._build()


def compile_logic(tree: object, *, typed: Types | None = None) -> Logic:
    """Return the rule, ready to run.

    Without ``typed`` it answers as JsonLogic is published. With it, as the typed profile, where ``typed`` are
    the types of the names; an ill-typed tree raises ``RuleRefused`` with findings by pointer.
    A tree too large or too deep raises ``LogicError`` without, ``RuleRefused`` with it.
    """
    return _compile_published(read_tree(tree)) if typed is None else _compile_profile(tree, typed)


def _compile_published(tree: Node) -> Logic:
    writer, code = write_published(tree, traced=False)
    run, names = writer.source.build(PARAMETERS, writer.open(), code), frozenset(writer.names)
    return Logic(run, names, False, lambda: _trace(tree, write_published(tree, traced=True), _same))


def _compile_profile(tree: object, types: Types) -> Logic:
    checked, checker = check_tree(tree, types)
    if checked is None or checker.findings:
        raise RuleRefused(*checker.findings)
    writer, code = write_profile(checked, traced=False)
    run, names = writer.source.build(PARAMETERS, writer.open(), code), frozenset(checker.names)
    return Logic(run, names, checker.reads_clock, lambda: _trace_profile(checked))


def _trace_profile(tree: Checked) -> Explain:
    return _trace(tree.node, write_profile(tree, traced=True), write_kept)


def _trace(
    tree: Node, written: tuple[Published | Profile, str], write: Callable[[Kept, Any], Any]
) -> Explain:
    writer, code = written
    kept, source = sort_kept(writer.kept, tree), writer.source
    trace = write_trace(source, Steps(kept, write))
    return source.build(PARAMETERS, (*writer.open(), *open_trace(source, kept)), f"({code}, {trace})")


def _same(kept: Kept, value: Any) -> Any:
    return value
