"""The order in which a set is evaluated: every step after those whose results it reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ..findings import Finding, RuleRefused
from .values import Computed, Condition, Step, TableUse

T = TypeVar("T")
Names = frozenset[str]
_WRITES = frozenset({"show", "hide", "set"})  # a hidden field reads as absent, so hiding changes what is read


def order_steps(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps in evaluation order, otherwise as written. Raises ``RuleRefused`` for a circle."""
    return order(steps, [read_names(step) for step in steps], [written_names(step) for step in steps])


def order(items: Sequence[T], reads: Sequence[Names], writes: Sequence[Names]) -> tuple[T, ...]:
    """Return the items, each after every other that writes what it reads. Raises as ``order_steps`` does."""
    waiting = list(range(len(items)))
    ordered: list[T] = []
    while waiting:
        still = {name for place in waiting for name in writes[place]}
        free = next((place for place in waiting if not _needs(reads[place], still)), None)
        if free is None:
            raise RuleRefused(Finding("circle", "", {"names": _find_circle(waiting, reads, writes)}))
        waiting.remove(free)
        ordered.append(items[free])
    return tuple(ordered)


def read_names(step: Step) -> frozenset[str]:
    """Return every name the step reads."""
    return frozenset(name for condition in conditions_of(step) for name in condition.names)


def written_names(step: Step) -> frozenset[str]:
    """Return the names whose value the step decides."""
    if isinstance(step, Computed):
        return frozenset({step.name})
    if isinstance(step, TableUse):
        return frozenset(step.outputs)
    return frozenset(effect.target for effect in step.then if effect.kind in _WRITES)


def conditions_of(step: Step) -> tuple[Condition, ...]:
    """Return the step's condition and formulas."""
    if isinstance(step, Computed):
        return (step.formula,)
    if isinstance(step, TableUse):
        return (*step.inputs, *step.formulas.values())
    return (step.condition, *(effect.value for effect in step.then if effect.value))


def _needs(reads: Iterable[str], names: Iterable[str]) -> bool:
    """Tell whether one of the names is read, as itself, as a group around it or as a part of it."""
    return any(
        one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
        for one in reads
        for other in names
    )


def _find_circle(
    waiting: Sequence[int], reads: Sequence[frozenset[str]], writes: Sequence[frozenset[str]]
) -> tuple[str, ...]:
    """Follow what is read from step to step until one comes again."""
    place, path = waiting[0], list[int]()
    while place not in path:
        path.append(place)
        place = next(other for other in waiting if _needs(reads[place], writes[other]))
    circle = path[path.index(place) :]
    return tuple(sorted({name for one in circle for name in writes[one]}))
