"""Faults become problems: the field to mend, a stable code, and the facts a sentence needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .branches import choose_branch
from .definition import FormDefinition
from .faults import Fault, Path
from .field_order import rank
from .formats import FORMATS
from .naming import name_facts
from .problems import Problem
from .sameness import extra_names, freeze
from .subschemas import point

Found = tuple[Path, str, Mapping[str, object]]

# Where one value breaks several keywords, the first of these says most.
PRIORITY = ("required", "unknown", "type", "const", "enum", "format", "min_length", "max_length", "pattern")


def explain_faults(form: FormDefinition, faults: Iterable[Fault]) -> tuple[Problem, ...]:
    """Return one problem a place, in the order in which the fields stand on the page."""
    best: dict[Path, Found] = {}
    for found in (found for fault in faults for found in _explain(fault)):
        other = best.get(found[0])
        if other is None or _weight(found) < _weight(other):
            best[found[0]] = found
    # Members that the form does not name have no place on the page; their names order them.
    ordered = sorted(best.values(), key=lambda found: (rank(form, found[0]), point(found[0])))
    return tuple(Problem(code, point(path), name_facts(form, path, facts)) for path, code, facts in ordered)


def _weight(found: Found) -> tuple[int, str]:
    code = found[1]
    place = next((i for i, start in enumerate(PRIORITY) if code.startswith(start)), len(PRIORITY))
    return place, code


def _explain(fault: Fault) -> Iterator[Found]:
    if fault.keyword in ("anyOf", "oneOf"):
        chosen = choose_branch(fault)
        if isinstance(chosen, tuple):
            for inner in chosen:
                yield from _explain(inner)
        else:
            yield fault.path, chosen.code, chosen.facts
        return
    yield from EXPLANATIONS[fault.keyword](fault)


def _plain(code: str) -> Callable[[Fault], Iterator[Found]]:
    def explain(fault: Fault) -> Iterator[Found]:
        yield fault.path, code, {"limit": fault.value}

    return explain


def _sized(code: str) -> Callable[[Fault], Iterator[Found]]:
    def explain(fault: Fault) -> Iterator[Found]:
        yield fault.path, code, {"limit": fault.value, "got": len(fault.instance)}

    return explain


def _child(code: str) -> Callable[[Fault], Iterator[Found]]:
    def explain(fault: Fault) -> Iterator[Found]:
        yield (*fault.path, fault.value), code, {"got": fault.value}

    return explain


def _bare(code: str) -> Callable[[Fault], Iterator[Found]]:
    def explain(fault: Fault) -> Iterator[Found]:
        yield fault.path, code, {}

    return explain


def _type(fault: Fault) -> Iterator[Found]:
    names = [fault.value] if isinstance(fault.value, str) else fault.value
    real = [name for name in names if name != "null"] or ["null"]
    yield fault.path, f"type_{real[0]}" if len(real) == 1 else "type_any", {"allowed": real}


def _choice(code: str) -> Callable[[Fault], Iterator[Found]]:
    def explain(fault: Fault) -> Iterator[Found]:
        values = fault.value if code == "enum" else [fault.value]
        yield fault.path, code, {"values": values}

    return explain


def _format(fault: Fault) -> Iterator[Found]:
    name = str(fault.value)
    # A date of birth bounded by today fails only there; every other reason is found again here.
    facts = FORMATS[name](fault.instance) or {"reason": "birth_date"}
    yield fault.path, "format_" + name.replace("-", "_"), facts


def _unknown(fault: Fault) -> Iterator[Found]:
    for name in extra_names(fault.holder, fault.instance):
        yield (*fault.path, name), "unknown_field", {"got": name}


def _repeated(fault: Fault) -> Iterator[Found]:
    seen: set[Any] = set()
    for index, item in enumerate(fault.instance):
        if freeze(item) in seen:
            yield (*fault.path, index), "unique_items", {"got": index + 1}
        seen.add(freeze(item))


def _too_few_fitting(fault: Fault) -> Iterator[Found]:
    yield fault.path, "contains", {"limit": fault.holder.get("minContains", 1)}


def _too_many_fitting(fault: Fault) -> Iterator[Found]:
    yield fault.path, "max_contains", {"limit": fault.holder.get("maxContains")}


def _refused(fault: Fault) -> Iterator[Found]:
    yield fault.path, "not_allowed" if fault.value else "not_allowed_here", {}


EXPLANATIONS: Mapping[str, Callable[[Fault], Iterator[Found]]] = {
    "required": _child("required"),
    "type": _type,
    "enum": _choice("enum"),
    "const": _choice("const"),
    "format": _format,
    "pattern": _bare("pattern"),
    "minLength": _sized("min_length"),
    "maxLength": _sized("max_length"),
    "minimum": _plain("minimum"),
    "maximum": _plain("maximum"),
    "exclusiveMinimum": _plain("exclusive_minimum"),
    "exclusiveMaximum": _plain("exclusive_maximum"),
    "multipleOf": _plain("multiple_of"),
    "minItems": _sized("min_items"),
    "maxItems": _sized("max_items"),
    "minProperties": _sized("min_properties"),
    "maxProperties": _sized("max_properties"),
    "uniqueItems": _repeated,
    "contains": _too_few_fitting,
    "minContains": _too_few_fitting,
    "maxContains": _too_many_fitting,
    "additionalProperties": _unknown,
    "propertyNames": _child("unknown_field"),
    "false": _bare("not_allowed_here"),
    "not": _refused,
}
