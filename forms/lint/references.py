"""References that stay inside the definition, end, and do not swell it."""

from __future__ import annotations

from typing import Any

from ..problems import Problem
from ..subschemas import IN_PLACE, Tokens, parts, point, split_pointer, walk_schema
from .keywords import MOST_PARTS as BUDGET
from .recursion import Edges, check_recursion


def check_references(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Return references that lead out or nowhere, loops, and expansions over the budget of 5,000 parts."""
    schema = document["schema"]
    places = dict(walk_schema(schema))
    problems = _check_targets(schema, places)
    if problems or not any(isinstance(part, dict) and "$ref" in part for part in places.values()):
        return problems
    same, inner = _edges(places)
    loop = _find_loop(same)
    if loop is not None:
        return (Problem("reference_loop", point(("schema", *loop))),)
    return _check_expansion(same, inner)


def _check_targets(schema: Any, places: dict[Tokens, Any]) -> tuple[Problem, ...]:
    problems = []
    for tokens, part in places.items():
        reference = part.get("$ref") if isinstance(part, dict) else None
        if reference is None:
            continue
        at = point(("schema", *tokens, "$ref"))
        if not (reference == "#" or reference.startswith("#/")) or "%" in reference:
            problems.append(Problem("remote_reference", at, {"got": reference[:80], "allowed": "#/$defs/…"}))
        elif split_pointer(reference[1:]) not in places:
            allowed = [f"#/$defs/{name}" for name in schema.get("$defs", ())]
            problems.append(Problem("unknown_reference", at, {"got": reference, "allowed": allowed}))
    return tuple(problems)


def _edges(places: dict[Tokens, Any]) -> tuple[Edges, Edges]:
    """Return for each place the places that speak about the same value, and those about parts of it."""
    same: Edges = {}
    inner: Edges = {}
    for tokens, part in places.items():
        held = [tail for tail, _ in parts(part) if tail[0] != "$defs"]
        same[tokens] = [tokens + tail for tail in held if tail[0] in IN_PLACE]
        inner[tokens] = [tokens + tail for tail in held if tail[0] not in IN_PLACE]
        if isinstance(part, dict) and "$ref" in part:
            same[tokens].append(split_pointer(part["$ref"][1:]))
    return same, inner


def _find_loop(same: Edges) -> Tokens | None:
    """Return a place from which references come back without entering any field or entry."""
    done: set[Tokens] = set()
    for start in same:
        trail: list[tuple[Tokens, int]] = [(start, 0)]
        open_places = {start}
        while trail:
            tokens, index = trail.pop()
            following = same[tokens]
            if index == len(following) or tokens in done:
                done.add(tokens)
                open_places.discard(tokens)
                continue
            trail.append((tokens, index + 1))
            if following[index] in open_places:
                return tokens
            if following[index] not in done:
                trail.append((following[index], 0))
                open_places.add(following[index])
    return None


def _check_expansion(same: Edges, inner: Edges) -> tuple[Problem, ...]:
    """Return a problem where references, written out, would make more parts than the budget allows.

    A recursive form is written out once; what repeats it is limited by ``check_recursion``.
    """
    sizes: dict[Tokens, int] = {}
    for start in same:
        _measure(start, same, inner, sizes)
    if sizes[()] > BUDGET:
        worst = max((tokens for tokens in same if sizes[tokens] > BUDGET), key=len)
        return (Problem("expands_too_far", point(("schema", *worst)), {"limit": BUDGET}),)
    return check_recursion(same, inner)


def _measure(start: Tokens, same: Edges, inner: Edges, sizes: dict[Tokens, int]) -> None:
    waiting, open_places = [start], set()
    while waiting:
        tokens = waiting[-1]
        following = [*same[tokens], *inner[tokens]]
        if tokens in sizes:
            waiting.pop()
        elif tokens in open_places:
            total = 1 + sum(sizes.get(place, 1) for place in following)
            sizes[tokens] = min(total, BUDGET + 1)
            waiting.pop()
        else:
            open_places.add(tokens)
            waiting.extend(place for place in following if place not in sizes and place not in open_places)
