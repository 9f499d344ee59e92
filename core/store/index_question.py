"""What a list is asked for, as SQL conditions on a form's index table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar

from ...forms.definition import FormDefinition
from ...forms.keyed import Keyed
from .index_columns import FIXED, LONGEST, WORDS, IndexColumn, fold_words, index_columns
from .scope import prefix_end


@dataclass(frozen=True)
class Between:
    """A filter's range, both ends included; a date includes every time that begins with it."""

    low: str | None = None
    high: str | None = None


Filters = Mapping[str, "str | Sequence[str] | Between"]


class UnknownPath(ValueError):
    """A filter or sort on a path that the form's list does not offer, or a value of another type."""

    code: ClassVar[str] = "list_path_unknown"

    def __init__(self, path: str, allowed: Sequence[str]) -> None:
        self.path = path
        self.allowed = tuple(allowed)
        super().__init__(
            f"list_path_unknown: {path}: 列表不能按此项筛选或排序，可用：{'、'.join(allowed)}。 "
            f"The list cannot be filtered or sorted so; allowed: {', '.join(allowed)}."
        )


@dataclass(frozen=True)
class Question:
    """SQL conditions and their values, so far; ``contains`` is the engine's function for a text in a text."""

    contains: str
    conditions: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def also(self, condition: str, **values: Any) -> Question:
        """Return the question with one condition more."""
        return replace(self, conditions=(*self.conditions, condition), values={**self.values, **values})


def offered_paths(form: FormDefinition) -> Mapping[str, IndexColumn]:
    """Return every path that may be filtered or sorted by, those of the form before those of every record."""
    return _offer(Keyed(form.hash, form))


@lru_cache(maxsize=512)
def _offer(form: Keyed) -> Mapping[str, IndexColumn]:
    fixed = {path: IndexColumn(path, kind, path) for path, kind in FIXED.items()}
    own = {column.path: column for column in index_columns(form.value) if column.kind != "search"}
    return MappingProxyType({**fixed, **own})


def ask(
    engine: str,
    paths: Mapping[str, IndexColumn],
    roots: tuple[str, ...],
    without: tuple[str, ...],
    filters: Filters,
    q: str,
    include_deleted: bool,
    created_by: str | None,
) -> Question:
    """Return the conditions of one list; ``engine`` is the SQL dialect's name."""
    question = _ask_scope(Question("instr" if engine == "sqlite" else "strpos"), roots, bool(filters))
    for n, unit in enumerate(without):
        holes = {f"out{n}": unit, f"out{n}_end": prefix_end(unit)}
        question = question.also(f"NOT (unit >= :out{n} AND unit < :out{n}_end)", **holes)
    for place, (path, wanted) in enumerate(filters.items()):
        if path not in paths:
            raise UnknownPath(path, sorted(paths))
        question = _ask_filter(question, paths[path], wanted, f"f{place}")
    if q.strip():
        question = question.also(f"{question.contains}({WORDS}, :q) > 0", q=fold_words(q.strip()))
    if not include_deleted:
        question = question.also("deleted = 0")
    return question.also("created_by = :creator", creator=created_by) if created_by else question


def _ask_scope(question: Question, roots: tuple[str, ...], filtered: bool) -> Question:
    """Only units at or below a root; a single township or village is also named, for its index.

    Filters have indexes by township, so a filtered village names its township too.
    """
    roots = tuple(root for root in roots if root)
    if not roots:
        return question.also("1 = 0")
    for column, length in (("village", 12), ("township", 9)):
        shared = {root[:length] for root in roots}
        if len(shared) == 1 and len(min(roots, key=len)) >= length and min(shared).isdigit():
            question = question.also(f"{column} = :within", within=min(shared))
            if filtered and column == "village":
                question = question.also("township = :township", township=min(shared)[:9])
            break
    if question.values.get("within") in roots:
        return question
    ranges = " OR ".join(f"(unit >= :root{n} AND unit < :end{n})" for n in range(len(roots)))
    ends = {f"end{n}": prefix_end(root) for n, root in enumerate(roots)}
    return question.also(f"({ranges})", **{f"root{n}": root for n, root in enumerate(roots)}, **ends)


def _ask_filter(question: Question, column: IndexColumn, wanted: Any, name: str) -> Question:
    if isinstance(wanted, Between):
        return _ask_range(question, column, wanted, name)
    values = [wanted] if isinstance(wanted, str) else list(wanted)
    if column.kind in ("list", "unit"):
        return _ask_any(question, column, values, name)
    holes = {f"{name}_{n}": _read_value(column, value) for n, value in enumerate(values)}
    if len(values) == 1:
        return question.also(f"{column.column} = :{name}_0", **holes)
    return question.also(
        f"{column.column} IN ({', '.join(':' + hole for hole in holes)})" if holes else "1 = 0", **holes
    )


def _ask_any(question: Question, column: IndexColumn, values: Sequence[str], name: str) -> Question:
    conditions, holes = [], {}
    for n, value in enumerate(values):
        if column.kind == "list":
            conditions.append(f"{question.contains}({column.column}, :{name}_{n}) > 0")
            holes[f"{name}_{n}"] = f"\n{value}\n"
        elif value:
            conditions.append(f"(unit >= :{name}_{n} AND unit < :{name}_{n}_end)")
            holes |= {f"{name}_{n}": value, f"{name}_{n}_end": prefix_end(value)}
    return question.also(f"({' OR '.join(conditions)})" if conditions else "1 = 0", **holes)


def _ask_range(question: Question, column: IndexColumn, wanted: Between, name: str) -> Question:
    if wanted.low:
        question = question.also(
            f"{column.column} >= :{name}_low", **{f"{name}_low": _read_value(column, wanted.low)}
        )
    if not wanted.high:
        return question
    if column.kind == "time":
        return question.also(f"{column.column} < :{name}_high", **{f"{name}_high": prefix_end(wanted.high)})
    return question.also(
        f"{column.column} <= :{name}_high", **{f"{name}_high": _read_value(column, wanted.high)}
    )


def _read_value(column: IndexColumn, value: str) -> Any:
    try:
        return _READ.get(column.kind, lambda text: text[:LONGEST])(value)
    except (ValueError, KeyError, OverflowError):
        raise UnknownPath(column.path, ("integer", "number", "true", "false")) from None


_READ: Mapping[str, Callable[[str], Any]] = {
    "integer": lambda text: max(-(2**63), min(2**63 - 1, int(text))),
    "count": lambda text: max(-(2**63), min(2**63 - 1, int(text))),
    "number": float,
    "boolean": lambda text: {"true": 1, "false": 0, "1": 1, "0": 0}[text.lower()],
}
