"""What the rules commands say of tests and comparisons, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...rules.sets.comparing import Answer, Change, Comparison
from ...rules.sets.coverage import find_gaps, measure_coverage
from ...rules.sets.examples import run_examples
from ...rules.sets.holes import show_value
from ...rules.sets.mutants import MutantReport, run_mutants, tell_survivors
from ..discovery.errors import FileProblem
from ..discovery.rule_checking import to_problem
from .reply import Reply, say_problem, tell_problem
from .rule_files import OpenedSet

Line = tuple[str, str]
LEAST_KILLED = 0.95


def tell_tests(sets: Sequence[OpenedSet], *, mutants: bool) -> Reply:
    """Return the reply of running the examples of every set; it is refused when one comes out differently."""
    tested = [_test(opened, mutants=mutants) for opened in sets]
    lines = [line for one, _ in tested for line in one]
    told = [one for _, one in tested]
    if not told:
        lines = [("没有规则。", "There are no rule sets.")]
    return Reply(tuple(lines), {"sets": told}, done=not any(one["failed"] for one in told))


def _test(opened: OpenedSet, *, mutants: bool) -> tuple[list[Line], dict[str, Any]]:
    rule_set = opened.read()
    options = {"now": opened.now, "calendar": opened.calendar, "given": opened.given}
    results = run_examples(rule_set, **options)
    failed = _to_problems(opened, (one for result in results for one in result.findings))
    gaps = _to_problems(opened, find_gaps(rule_set, measure_coverage(rule_set, results)))
    passed = sum(result.passed for result in results)
    count = (
        f"{rule_set.rule_set}：{len(results)} 个例子，{passed} 个符合。",
        f"{rule_set.rule_set}: {len(results)} examples, {passed} as expected.",
    )
    told = {
        "rule_set": rule_set.rule_set,
        "file": opened.file,
        "examples": len(results),
        "passed": passed,
        "failed": [tell_problem(one) for one in failed],
        "gaps": [tell_problem(one) for one in gaps],
    }
    lines = [count, *map(say_problem, [*failed, *gaps])]
    if mutants:
        report = run_mutants(rule_set, **options)
        survivors = _to_problems(opened, tell_survivors(report))
        lines += [_say_mutants(report), *map(say_problem, survivors)]
        told["mutants"] = _tell_mutants(report, survivors)
    return lines, told


def _to_problems(opened: OpenedSet, findings: Iterable[Any]) -> list[FileProblem]:
    return [FileProblem(opened.file, to_problem(one)) for one in findings]


def _say_mutants(report: MutantReport) -> Line:
    alive, share = report.killed + len(report.survived), f"{report.rate:.1%}"
    return (
        f"逐处改错 {alive} 种，例子发现 {report.killed} 种（{share}；应不低于 {LEAST_KILLED:.0%}）。",
        f"{alive} single edits, {report.killed} noticed by examples ({share}; at least {LEAST_KILLED:.0%}).",
    )


def _tell_mutants(report: MutantReport, survivors: Iterable[FileProblem]) -> dict[str, Any]:
    return {
        "killed": report.killed,
        "survived": len(report.survived),
        "refused": report.refused,
        "rate": round(report.rate, 4),
        "survivors": [tell_problem(one) for one in survivors],
    }


def tell_comparison(comparison: Comparison) -> Reply:
    """Return the reply of comparing two versions of a set."""
    lines = [line for one in comparison.changes for line in _say_change(one)]
    lines += [_say_answer(one) for one in comparison.answers]
    if not lines:
        lines = [("两个版本的结论处处相同。", "Both versions answer the same everywhere.")]
    told = {
        "changes": [_tell_change(one) for one in comparison.changes],
        "answers": [vars(one) for one in comparison.answers],
    }
    return Reply(tuple(lines), told)


def _say_change(change: Change) -> Iterable[Line]:
    kind = _KINDS[change.what]
    for name, (before, after) in change.members.items():
        part = name if change.what == "set" else f"{change.name} {name}"
        yield (
            f"{kind[0]} {part}：{_show(before)} → {_show(after)}",
            f"{kind[1]} {part}: {_show(before, 'en')} -> {_show(after, 'en')}",
        )
    for region in change.regions:
        yield (
            f"{kind[0]} {change.name}：{region.words['zh-CN']}",
            f"{kind[1]} {change.name}: {region.words['en']}",
        )


def _say_answer(answer: Answer) -> Line:
    pairs, place = {**answer.effects, **answer.values, **answer.hidden}, answer.place + 1
    of = _VERSIONS[answer.of]
    return (
        f"{of[0]}例子 {place}：{show_pairs(pairs)}",
        f"Example {place}{of[1]}: {show_pairs(pairs, 'en')}",
    )


def show_pairs(pairs: Mapping[str, tuple[Any, Any]], language: str = "zh-CN") -> str:
    """Return what differs in one line: each name with what stood there and what does now."""
    arrow, comma = ("->", "; ") if language == "en" else ("→", "；")
    shown = (
        (name, _show(before, language), _show(after, language)) for name, (before, after) in pairs.items()
    )
    return comma.join(f"{name} {before} {arrow} {after}" for name, before, after in shown)


def _tell_change(change: Change) -> dict[str, Any]:
    return {**vars(change), "regions": [vars(one) for one in change.regions]}


def _show(value: Any, language: str = "zh-CN") -> str:
    if isinstance(value, Mapping | list):
        return str(value)
    return show_value(value, language)


_KINDS: Mapping[str, Line] = {
    "set": ("规则组", "Set"),
    "rule": ("规则", "Rule"),
    "value": ("计算值", "Value"),
    "table": ("表", "Table"),
}
_VERSIONS: Mapping[str, Line] = {
    "old": ("旧版", " of the old version"),
    "new": ("新版", " of the new version"),
    "both": ("", ""),
}
