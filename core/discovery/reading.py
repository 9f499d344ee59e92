"""Read one plugin's folder into a value, with every problem of every file named."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from ...forms.definition import CodeList, FormDefinition
from ...forms.problems import DefinitionError, Problem
from ...forms.reading import read_codes
from ...forms.source import parse_source
from ..hookspecs import DECLARE_HOOKS
from .cache import FormCache
from .errors import FileProblem, PluginError
from .manifest import Manifest, read_manifest
from .modules import call_declare, load_module
from .values import FoundPlugin, LoadedPlugin


def read_plugin(found: FoundPlugin, cache: FormCache | None = None, *, cases: bool = True) -> LoadedPlugin:
    """Return the plugin, its files read and checked, its Python (if any) imported.

    ``cases`` may be left unread: a running server has no use for them, and they are most of the bytes.
    Raises ``PluginError`` with every problem found, file by file.
    """
    problems: list[FileProblem] = list(_check_folder(found))
    source = _read_file(found.folder, found.folder / "plugin.json", problems)
    manifest, wrong = read_manifest(source, found.name) if not problems else (None, ())
    problems += [FileProblem("plugin.json", problem) for problem in wrong]
    if manifest is None:
        raise PluginError(found.name, tuple(problems))
    module, declared = load_module(found, problems) if found.module else (None, None)
    codes = _read_all_codes(
        found, manifest.name, call_declare(declared, DECLARE_HOOKS[0], problems), problems
    )
    forms = _read_all_forms(found, call_declare(declared, DECLARE_HOOKS[1], problems), codes, cache, problems)
    problems += [FileProblem("plugin.json", problem) for problem in _check_navigation(manifest, forms)]
    told = _read_cases(found, problems) if cases else {}
    rules = _read_rules(found, manifest.name, problems)
    if problems:
        raise PluginError(found.name, tuple(problems))
    read = _build(found, manifest, module, tuple(forms.values()), tuple(codes.values()), told)
    return replace(read, rules=rules)


def _build(
    found: FoundPlugin,
    manifest: Manifest,
    module: ModuleType | None,
    forms: tuple[FormDefinition, ...],
    codes: tuple[CodeList, ...],
    cases: Mapping[str, Any],
) -> LoadedPlugin:
    return LoadedPlugin(
        name=manifest.name,
        version=manifest.version,
        api=manifest.api,
        title=manifest.title,
        summary=manifest.summary,
        origin=found.origin,
        folder=found.folder,
        forms=forms,
        codes=codes,
        roles=manifest.roles,
        parameters=manifest.parameters,
        navigation=manifest.navigation or tuple(form.form for form in forms),
        privacy=manifest.privacy,
        cases=cases,
        module=module,
        requires=manifest.requires,
    )


def _read_cases(found: FoundPlugin, problems: list[FileProblem]) -> dict[str, Any]:
    paths = _files(found, "cases")
    return {_inside(found.folder, path): _read_file(found.folder, path, problems) for path in paths}


def _read_rules(found: FoundPlugin, name: str, problems: list[FileProblem]) -> dict[str, Mapping[str, Any]]:
    """Rule sets as written: whether they can be used is judged by ``plugin check`` and at their first use."""
    sets: dict[str, Mapping[str, Any]] = {}
    for path in _files(found, "rules"):
        file, source = _inside(found.folder, path), _read_file(found.folder, path, problems)
        if source is None:
            continue
        named = str(source.get("rule_set", "")) if isinstance(source, dict) else ""
        if _check_id(named, name, {}, file, "/rule_set", problems):
            sets[file] = source
    return sets


def _check_folder(found: FoundPlugin) -> Iterator[FileProblem]:
    if not (found.folder / "plugin.json").is_file():
        yield FileProblem("plugin.json", Problem("plugin_file_missing", "", {"got": "plugin.json"}))
    if found.module is None:
        for path in sorted(found.folder.rglob("*.py*")):
            file = _inside(found.folder, path)
            yield FileProblem(file, Problem("plugin_has_python", "", {"got": file}))


def _read_all_codes(
    found: FoundPlugin, name: str, declared: Iterable[Any], problems: list[FileProblem]
) -> dict[str, CodeList]:
    codes: dict[str, CodeList] = {}
    for file, source in _sources(found, "codes", declared):
        read = _attempt(lambda source=source, file=file: read_codes(source, place=file), file, problems)
        if read and _check_id(read.codes, name, codes, file, "/codes", problems):
            codes[read.codes] = read
    return codes


def _read_all_forms(
    found: FoundPlugin,
    declared: Iterable[Any],
    codes: Mapping[str, CodeList],
    cache: FormCache | None,
    problems: list[FileProblem],
) -> dict[str, FormDefinition]:
    forms: dict[str, FormDefinition] = {}
    reader = cache or FormCache(None)
    for file, source in _sources(found, "forms", declared):
        read = _attempt(
            lambda source=source, file=file: reader.read_form(source, place=file, codes=codes), file, problems
        )
        if read and _check_id(read.form, found.name, forms, file, "/form", problems):
            forms[read.form] = read
    return forms


def _sources(found: FoundPlugin, kind: str, declared: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for path in _files(found, kind):
        yield _inside(found.folder, path), _content(path)
    for number, source in enumerate(declared):
        yield f"__init__.py declare_{kind}[{number}]", source


def _files(found: FoundPlugin, kind: str) -> list[Path]:
    return sorted((found.folder / kind).glob("*.json"))


def _read_file(folder: Path, path: Path, problems: list[FileProblem]) -> Any:
    if not path.is_file():
        return None
    file = _inside(folder, path)
    return _attempt(lambda: parse_source(_content(path), file), file, problems)


def _content(path: Path) -> bytes:
    """Editors on Windows put a byte order mark first; it says nothing."""
    return path.read_bytes().removeprefix(codecs.BOM_UTF8)


def _attempt(read: Callable[[], Any], file: str, problems: list[FileProblem]) -> Any:
    try:
        return read()
    except DefinitionError as error:
        problems.extend(FileProblem(file, problem) for problem in error.problems)
        return None


def _check_id(
    identity: str, name: str, taken: Mapping[str, Any], file: str, pointer: str, problems: list[FileProblem]
) -> bool:
    if not identity.startswith(f"{name}."):
        facts = {"got": identity, "allowed": f"{name}."}
        problems.append(FileProblem(file, Problem("plugin_form_id", pointer, facts)))
        return False
    if identity in taken:
        problems.append(FileProblem(file, Problem("plugin_id_twice", pointer, {"got": identity})))
        return False
    return True


def _check_navigation(manifest: Manifest, forms: Mapping[str, FormDefinition]) -> Iterator[Problem]:
    for place, form in enumerate(manifest.navigation):
        if form not in forms:
            yield Problem(
                "plugin_form_unknown", f"/navigation/{place}", {"got": form, "allowed": ", ".join(forms)}
            )


def _inside(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
