"""Recursive definitions that judge each part of the answers once, not twice at every level."""

from __future__ import annotations

from collections import Counter

from ..problems import Problem
from ..subschemas import Tokens, point

Edges = dict[Tokens, list[Tokens]]

WORK = 100_000


def check_recursion(same: Edges, inner: Edges) -> tuple[Problem, ...]:
    """Return a problem where one part of the answers comes back to the same definition by two ways.

    Two ways double at each level: 32 levels deep they are four thousand million.
    ``same`` and ``inner`` lead from a schema to those about the same value and those about parts of it.
    """
    rings = _rings({place: [*same[place], *inner[place]] for place in same})
    routes: dict[Tokens, Counter[str]] = {}
    work = 0
    for start in _inside_first(same):
        ring = rings[start]
        near = [place for place in same[start] if rings[place] == ring and place in routes]
        labels = [_label(child) for child in inner[start] if rings[child] == ring]
        if len(near) == 1 and not labels:
            routes[start] = routes[near[0]]
            continue
        routes[start] = sum((routes[place] for place in near), Counter(labels))
        work += len(routes[start])
        doubled = [label for label, count in routes[start].items() if count > 1]
        if doubled or work > WORK:
            return (
                Problem("recursion_multiplied", point(("schema", *start)), {"got": "".join(doubled[:1])}),
            )
    return ()


def _inside_first(same: Edges) -> list[Tokens]:
    """Return the places, each after those it speaks in place with; there is no loop among them."""
    ordered: dict[Tokens, None] = {}
    for start in same:
        waiting = [start]
        while waiting:
            place = waiting[-1]
            missing = [other for other in same[place] if other not in ordered]
            if missing and place not in ordered:
                waiting.extend(missing)
                continue
            ordered[place] = None
            waiting.pop()
    return list(ordered)


def _rings(edges: Edges) -> dict[Tokens, int]:
    """Return for each place the number of its strongly connected component (Kosaraju)."""
    left: list[Tokens] = []
    seen: set[Tokens] = set()
    for start in edges:
        _leave_after(start, edges, seen, left)
    backwards: Edges = {place: [] for place in edges}
    for place, following in edges.items():
        for other in following:
            backwards[other].append(place)
    rings: dict[Tokens, int] = {}
    for number, start in enumerate(reversed(left)):
        waiting = [start]
        while waiting:
            place = waiting.pop()
            if place not in rings:
                rings[place] = number
                waiting += [other for other in backwards[place] if other not in rings]
    return rings


def _leave_after(start: Tokens, edges: Edges, seen: set[Tokens], left: list[Tokens]) -> None:
    """Append the places reached from the start, each after all it leads to."""
    waiting = [(start, iter(edges[start]))] if start not in seen else []
    seen.add(start)
    while waiting:
        place, following = waiting[-1]
        other = next(following, None)
        if other is None:
            left.append(place)
            waiting.pop()
        elif other not in seen:
            seen.add(other)
            waiting.append((other, iter(edges[other])))


def _label(child: Tokens) -> str:
    """Return which part of a value the place speaks about: a named member, any member, or any entry."""
    if child[-2:-1] == ("properties",):
        return child[-1]
    return "*" if child[-1] == "additionalProperties" or child[-2:-1] == ("patternProperties",) else "[]"
