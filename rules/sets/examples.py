"""Examples of a set: what its author expects of some answers, beside what the set says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..dates import is_date, read_instant
from ..findings import Finding
from .effects import EVENTS
from .evaluating import Outcome, evaluate
from .ordering import written_names
from .trees import write_pointer
from .values import Rule, RuleSet

MEMBERS = ("title", "given", "at", "on", "expect")
EXPECTED = ("effects", "values", "hidden")


@dataclass(frozen=True)
class ExampleResult:
    """One example as it came out.

    place     its index among the set's examples
    outcome   what the set says; ``None`` when the example itself cannot be read
    findings  what is wrong with the example, or differs from what it expects
    """

    place: int
    outcome: Outcome | None = field(repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.findings


def run_examples(
    rule_set: RuleSet,
    *,
    now: str,
    calendar: Any,
    given: Mapping[str, Any] | None = None,
    explain: bool = True,
) -> tuple[ExampleResult, ...]:
    """Return the result of every example, in the order written.

    ``now`` (RFC 3339) is the moment of examples without ``at``; ``given`` holds values that every example
    has unless it says otherwise, such as the defaults of parameters. An example::

        {"title": "...", "given": {"present": 12}, "at": "2026-02-26", "on": "submit",
         "expect": {"effects": ["VM-R11"], "values": {"quorum_met": false}, "hidden": []}}

    ``given`` and one of the three in ``expect`` are needed. ``effects`` are the rules in force, all of them
    in any order; ``values`` those named; ``hidden`` every field that is not asked.
    """
    return tuple(
        _run(rule_set, place, example, {"now": now, "calendar": calendar, "explain": explain}, given or {})
        for place, example in enumerate(rule_set.examples)
    )


def evaluate_example(
    rule_set: RuleSet, example: Mapping[str, Any], *, now: str, calendar: Any, given: Mapping[str, Any]
) -> Outcome:
    """Return what the set says of a well-formed example, without the nodes of the trace."""
    options = {"now": now, "calendar": calendar, "explain": False}
    return _evaluate(rule_set, example, options, given)


def list_examples(rule_set: RuleSet) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the well-formed examples with their places."""
    for place, example in enumerate(rule_set.examples):
        if not any(_check_shape(example, "")):
            yield place, example


def compare_outcome(expect: Mapping[str, Any], outcome: Outcome, pointer: str) -> Iterator[Finding]:
    """Yield what differs from the expectation; anything undecided always does."""
    if outcome.undecided:
        yield Finding("example_undecided", pointer, {"got": dict(outcome.undecided)})
    for member, read in _READ.items():
        if member in expect and sorted(set(expect[member])) != (got := read(outcome)):
            facts = {"expected": sorted(set(expect[member])), "got": got}
            yield Finding(f"example_{member}", f"{pointer}/expect/{member}", facts)
    for name, wanted in expect.get("values", {}).items():
        got = outcome.values.get(name)
        if not is_same(wanted, got):
            facts = {"name": name, "expected": wanted, "got": got}
            yield Finding("example_value", pointer + write_pointer(("expect", "values", name)), facts)


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are equal: ``true`` is not 1, and 2.50 is 2.5."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(is_same(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return _exact(one) == _exact(other)


def _exact(value: Any) -> Any:
    """A double means its shortest decimal, as everywhere in the typed profile."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def _run(
    rule_set: RuleSet, place: int, example: Any, options: Mapping[str, Any], given: Mapping[str, Any]
) -> ExampleResult:
    pointer = f"/examples/{place}"
    wrong = tuple(_check_shape(example, pointer)) or tuple(_check_names(rule_set, example, pointer))
    if wrong:
        return ExampleResult(place, None, wrong)
    outcome = _evaluate(rule_set, example, options, given)
    return ExampleResult(place, outcome, tuple(compare_outcome(example["expect"], outcome, pointer)))


def _evaluate(
    rule_set: RuleSet, example: Mapping[str, Any], options: Mapping[str, Any], given: Mapping[str, Any]
) -> Outcome:
    at = example.get("at", options["now"])
    now = f"{at}T00:00:00+08:00" if is_date(at) else at
    facts = {**given, **example["given"]}
    return evaluate(rule_set, facts, **{**options, "now": now}, event=example.get("on", "submit"))


def _check_shape(example: Any, pointer: str) -> Iterator[Finding]:
    if not isinstance(example, Mapping):
        yield Finding("example_shape", pointer, {"allowed": ", ".join(MEMBERS)})
        return
    for name in example:
        if name not in MEMBERS:
            facts = {"got": name, "allowed": ", ".join(MEMBERS)}
            yield Finding("member_unknown", pointer + write_pointer((name,)), facts)
    for name, (fits, allowed) in _SHAPES.items():
        if not fits(example.get(name)):
            yield Finding("example_shape", f"{pointer}/{name}", {"allowed": allowed})


def _check_names(rule_set: RuleSet, example: Mapping[str, Any], pointer: str) -> Iterator[Finding]:
    rules = [step for step in rule_set.steps if isinstance(step, Rule)]
    values = {name for step in rule_set.steps for name in written_names(step)}
    expect = example["expect"]
    named = (
        ("/given", example["given"], rule_set.types),
        ("/expect/effects", expect.get("effects", ()), {rule.rule for rule in rules}),
        ("/expect/values", expect.get("values", ()), values),
        ("/expect/hidden", expect.get("hidden", ()), values),
    )
    for where, names, known in named:
        for name in names:
            if name not in known:
                facts = {"got": name, "allowed": ", ".join(sorted(known))}
                yield Finding("example_name_unknown", f"{pointer}{where}", facts)


def _list_in_force(outcome: Outcome) -> list[str]:
    return sorted({effect.rule for effect in outcome.effects})


def _list_hidden(outcome: Outcome) -> list[str]:
    return sorted(outcome.hidden)


def _is_moment(value: Any) -> bool:
    return value is None or is_date(value) or read_instant(value) is not None


def _is_expectation(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(member in EXPECTED for member in value)
        and all(_are_names(value.get(member, [])) for member in ("effects", "hidden"))
        and isinstance(value.get("values", {}), Mapping)
    )


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


_READ: Mapping[str, Callable[[Outcome], list[str]]] = {"effects": _list_in_force, "hidden": _list_hidden}
_SHAPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "given": (lambda value: isinstance(value, Mapping), "{...}"),
    "at": (_is_moment, "2026-02-26 / 2026-02-26T08:30:00+08:00"),
    "on": (lambda value: value is None or value in EVENTS, ", ".join(EVENTS)),
    "expect": (_is_expectation, '{"effects": ["..."], "values": {...}, "hidden": ["..."]}'),
}
