"""Run a plugin's cases: what is accepted, what is refused where, and whether a case proves anything."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import jsonschema
from referencing import Registry as Schemas

from ...forms.check import check_answers
from ...forms.definition import FormDefinition
from ...forms.problems import Problem
from ...forms.reading import restore_form
from .errors import FileProblem
from .values import LoadedPlugin

FILE_MEMBERS = ("form", "answers", "as", "at", "cases")
CASE_MEMBERS = ("case", "form", "given", "as", "at", "expect")
EXPECT_SHAPES = '{"accepted": true} / {"problems": [{"pointer", "code"}]}'
Found = frozenset[tuple[str, str]]  # (pointer, code)


@dataclass(frozen=True)
class Case:
    """One case with its file's defaults merged in. ``problems`` is empty when the answers are accepted."""

    file: str
    pointer: str
    name: str
    form: str
    answers: Mapping[str, Any]
    problems: Found


def check_cases(plugin: LoadedPlugin) -> tuple[FileProblem, ...]:
    """Return a problem for every case that is malformed, comes out differently, or proves nothing."""
    cases, problems = read_cases(plugin)
    forms = {form.form: form for form in plugin.forms}
    return (*problems, *(wrong for case in cases if (wrong := check_case(forms[case.form], case))))


def check_case(form: FormDefinition, case: Case) -> FileProblem | None:
    """Return what is wrong with the case, or ``None``.

    Wrong is another outcome than expected, and also a refusal that stays when the keyword that made it is
    deleted from the schema: then the case would not notice if the constraint were lost.
    """
    found = _outcome(form, case.answers)
    if found != case.problems:
        return _say(case, "case_wrong", allowed=_text(case.problems), got=_text(found))
    for expected in sorted(case.problems):
        if not _is_proved(form, case.answers, expected):
            return _say(case, "case_idle", got=_text(frozenset([expected])))
    return None


def read_cases(plugin: LoadedPlugin) -> tuple[tuple[Case, ...], tuple[FileProblem, ...]]:
    """Return the cases of every file and what is malformed in them.

    A file is a list of cases, or ``{"form", "answers", "as", "at", "cases": [...]}`` whose members are
    defaults; ``given`` is merged into ``answers`` as a JSON Merge Patch (RFC 7396), so ``null`` removes.
    """
    cases: list[Case] = []
    problems: list[FileProblem] = []
    forms = tuple(form.form for form in plugin.forms)
    for file, source in plugin.cases.items():
        for pointer, told in _cases_in(source):
            case = _read_case(plugin.name, forms, file, pointer, told)
            if isinstance(case, FileProblem):
                problems.append(case)
            else:
                cases.append(case)
    return tuple(cases), tuple(problems)


def _cases_in(source: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(source, list):
        yield from ((f"/{number}", case) for number, case in enumerate(source))
    elif isinstance(source, dict) and isinstance(source.get("cases"), list):
        defaults = {name: value for name, value in source.items() if name != "cases"}
        for number, case in enumerate(source["cases"]):
            yield f"/cases/{number}", defaults | case if isinstance(case, dict) else case
    elif _are_examples(source):
        for form, examples in source.items():
            for number, answers in enumerate(examples):
                told = {"case": f"{form} {number + 1}", "form": form, "given": answers}
                yield f"/{form}/{number}", told | {"expect": {"accepted": True}}
    else:
        yield "", source


def _are_examples(source: Any) -> bool:
    """Tell whether the file is ``{form id: [complete answers, ...]}``: examples, each to be accepted."""
    return (
        isinstance(source, dict)
        and bool(source)
        and all("." in form and isinstance(listed, list) for form, listed in source.items())
    )


def _read_case(plugin: str, forms: tuple[str, ...], file: str, pointer: str, told: Any) -> Case | FileProblem:
    wrong = _check_shape(told)
    name = str(told.get("case", "?")) if isinstance(told, dict) else "?"
    if wrong:
        facts = {"case": name, "got": wrong, "allowed": ", ".join(CASE_MEMBERS) + "; " + EXPECT_SHAPES}
        return FileProblem(file, Problem("case_shape", pointer, facts))
    form = told["form"] if "." in told["form"] else f"{plugin}.{told['form']}"
    if form not in forms:
        facts = {"case": name, "got": form, "allowed": ", ".join(forms)}
        return FileProblem(file, Problem("case_form_unknown", f"{pointer}/form", facts))
    expected = frozenset((one["pointer"], one["code"]) for one in told["expect"].get("problems", ()))
    return Case(file, pointer, name, form, _merge(told.get("answers", {}), told["given"]), expected)


def _check_shape(told: Any) -> str:
    """Return the first thing that is not as a case should be, or ""."""
    if not isinstance(told, dict):
        return type(told).__name__
    for member in told:
        if member not in (*CASE_MEMBERS, *FILE_MEMBERS):
            return member
    for member, kind in {"case": str, "form": str, "given": dict, "expect": dict}.items():
        if not isinstance(told.get(member), kind):
            return member
    return "" if _is_expectation(told["expect"]) else "expect"


def _is_expectation(expect: Mapping[str, Any]) -> bool:
    if expect == {"accepted": True}:
        return True
    problems = expect.get("problems")
    return (
        expect.keys() == {"problems"}
        and isinstance(problems, list)
        and bool(problems)
        and all(isinstance(one, dict) and one.keys() == {"pointer", "code"} for one in problems)
    )


def _merge(base: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    merged = copy.deepcopy(base) if isinstance(base, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merge(merged.get(name), value)
    return merged


def _outcome(form: FormDefinition, answers: Mapping[str, Any]) -> Found:
    return frozenset(
        (problem.pointer, problem.code)
        for problem in check_answers(form, answers)
        if problem.level == "error"
    )


def _is_proved(form: FormDefinition, answers: Mapping[str, Any], expected: tuple[str, str]) -> bool:
    """Tell whether deleting one keyword that these answers break makes the expected problem go away."""
    source = form.document["schema"]
    for number in range(len(_broken_keywords(_quoted(source), answers))):
        schema = _quoted(source)
        part, keyword = _broken_keywords(schema, answers)[number]
        del part[keyword]
        mutant = restore_form({**form.document, "schema": _with_references(schema, unquote)})
        if expected not in _outcome(mutant, answers):
            return True
    return False


def _quoted(schema: Any) -> Any:
    """Return a copy whose references are URIs, as the oracle reads them (Chinese keys in percent signs)."""
    return _with_references(copy.deepcopy(schema), lambda text: quote(text, safe="#/~"))


def _with_references(schema: Any, change: Callable[[str], str]) -> Any:
    for part in _parts(schema):
        if isinstance(part.get("$ref"), str):
            part["$ref"] = change(part["$ref"])
    return schema


def _broken_keywords(schema: Any, answers: Mapping[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Return (the very subschema object, keyword) of everything the answers break, and every format.

    The oracle knows no Chinese formats, so each ``format`` is a candidate.
    """
    validator = jsonschema.Draft202012Validator(schema, registry=Schemas())
    broken = [(error.schema, error.validator) for error in _all_errors(validator.iter_errors(answers))]
    broken += [(part, "format") for part in _parts(schema) if "format" in part]
    return [(part, keyword) for part, keyword in broken if isinstance(part, dict) and keyword in part]


def _all_errors(errors: Any) -> Iterator[Any]:
    for error in errors:
        yield error
        yield from _all_errors(error.context or ())


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for inner in schema.values():
            yield from _parts(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _parts(inner)


def _text(found: Found) -> str:
    return "; ".join(f"{pointer or '/'} {code}" for pointer, code in sorted(found)) or "accepted"


def _say(case: Case, code: str, **facts: object) -> FileProblem:
    return FileProblem(case.file, Problem(code, case.pointer, {"case": case.name, **facts}))
