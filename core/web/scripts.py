"""Scripts as they are sent: one file for what a page imports from one folder, in few and short words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import dirname, join, normpath

from rjsmin import jsmin

from .short_words import UnreadableScript, name_globals, shorten_words

_IMPORT = re.compile(r'^(import|export) (\{[^}]*\}) from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|function|class)\b)", re.MULTILINE)
_TOP = re.compile(r"^(export )?(?:async )?(?:const|let|function|class) (\w+|[\[{][^=]*)", re.MULTILINE)
# A statement of a script's own begins where a line does; what stands in it is indented or closes it.
_STATEMENT = re.compile(r"^(?=\w)", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_$][\w$]*")


def list_scripts(sources: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Return the scripts that none of their folder imports, and what each imports from other folders."""
    needed = _list_needed(sources)
    inner = {one for name, found in needed.items() for one in found if dirname(one) == dirname(name)}
    return {name: tuple(_find_outer(name, sources, needed)) for name in sources if name not in inner}


def pack_script(entry: str, sources: Mapping[str, str]) -> str:
    """Return a script with all that it imports from its folder, as one that can be sent.

    The parts come one after the other into one scope, what is imported first; so no two may declare one name.
    """
    needed = _list_needed(sources)
    names = _order(entry, needed)
    parts = [sources[name] for name in names]
    outer = _find_outer(entry, sources, needed)
    given = list(_list_exports(sources[entry]))
    heads = [f'import{{{",".join(words)}}}from"../{one}";' for one, words in outer.items()]
    tails = [f"export{{{','.join(given)}}};"] if given else []
    known = [*given, *(word for words in outer.values() for word in words)]
    return "\n".join([*heads, *_write_statements(parts, _name_parts(names, parts), known), *tails])


def _list_needed(sources: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(_list_imports(name, source)) for name, source in sources.items()}


def _list_imports(name: str, source: str) -> Iterator[str]:
    for found in _IMPORT.finditer(source):
        yield normpath(join(dirname(name), found[3]))


def _find_outer(
    entry: str, sources: Mapping[str, str], needed: Mapping[str, tuple[str, ...]]
) -> dict[str, list[str]]:
    """Return what the script and its folder import from other folders: the names by script."""
    outer: dict[str, list[str]] = {}
    for name in _order(entry, needed):
        for one, found in zip(needed[name], _IMPORT.findall(sources[name]), strict=True):
            if dirname(one) != dirname(entry):
                outer[one] = list(dict.fromkeys([*outer.get(one, ()), *_WORD.findall(found[1])]))
    return outer


def _write_statements(parts: Sequence[str], ours: Iterable[str], given: Sequence[str]) -> list[str]:
    text = "".join(_EXPORT.sub("", _IMPORT.sub("", part)) for part in parts)
    statements = [small for one in _STATEMENT.split(text) if (small := str(jsmin(one)))]
    known = name_globals(statements, ours, given)
    return [shorten_words(one, known) for one in statements]


def _order(name: str, needed: Mapping[str, tuple[str, ...]], above: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the script after all that it imports from its folder, each once."""
    if name in above:
        raise UnreadableScript(f"{name} imports itself by way of {above[-1]}")
    inner = [one for one in needed[name] if dirname(one) == dirname(name)]
    found = [before for one in inner for before in _order(one, needed, (*above, name))]
    return tuple(dict.fromkeys([*found, name]))


def _name_parts(names: Sequence[str], parts: Sequence[str]) -> Iterable[str]:
    """Return what the parts declare, each name once: they come to share a scope."""
    homes: dict[str, str] = {}
    for name, part in zip(names, parts, strict=True):
        for found in _TOP.finditer(part):
            for word in _WORD.findall(found[2]):
                if homes.setdefault(word, name) != name:
                    raise UnreadableScript(f"{name} and {homes[word]} both name something {word}")
    return homes


def _list_exports(source: str) -> Iterator[str]:
    yield from (found[2] for found in _TOP.finditer(source) if found[1])
    for found in _IMPORT.finditer(source):
        if found[1] == "export":
            yield from _WORD.findall(found[2])
