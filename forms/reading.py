"""A written definition becomes a checked form, or every reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .canonical import content_hash
from .codes import codes_document, read_codes, resolve_codes, restore_codes
from .completing import complete_schema
from .definition import CodeList, FormDefinition, ListView
from .fragments import copy_fragments, shipped_library
from .importing import import_form
from .lint import lint_value
from .problems import DefinitionError
from .source import as_json, parse_source
from .subschemas import point, walk_schema

__all__ = ["read_codes", "read_form", "restore_form"]


def read_form(
    source: Mapping[str, Any] | str | bytes,
    *,
    place: str = "",
    codes: Mapping[str, CodeList] | None = None,
    library: Mapping[str, Any] | None = None,
    profile: str = "authored",
) -> FormDefinition:
    """Return the form; raise ``DefinitionError`` with what ``lint_form`` finds, else with unknown code lists.

    source   the definition as JSON text or values
    place    the file, for the error
    codes    the code lists that ``x-codes`` may name, by id
    library  the fragments that ``lizheng:name/1`` may name; the shipped ones when ``None``
    profile  ``authored``, or ``import`` for schemas written elsewhere: drafts 4, 6 and 7 are translated first
    """
    document = parse_source(source, place)
    if profile == "import" and isinstance(document, dict):
        document = import_form(document)
    known = shipped_library() if library is None else library
    problems = list(lint_value(document, known))
    if problems:
        raise DefinitionError(tuple(problems), place)
    copy_fragments(document["schema"], known)
    used, code_problems = resolve_codes(document["schema"], codes or {}, document["subject"])
    if code_problems:
        raise DefinitionError(code_problems, place)
    if profile == "authored":
        complete_schema(document["schema"])
    return restore_form(_effective(document, used))


def restore_form(document: Mapping[str, Any]) -> FormDefinition:
    """Return the form of a kept effective document, as it was read then, without judging it again."""
    listing = document.get("list", {})
    paths = {key: tuple(listing.get(key, ())) for key in ("columns", "search", "filters", "group")}
    return FormDefinition(
        form=document["form"],
        title=document["title"],
        subject=document["subject"],
        kind=document["kind"],
        schema=document["schema"],
        ui=document["ui"],
        list=ListView(sort=listing.get("sort", "-received_at"), **paths),
        codes=restore_codes(document["codes"]),
        prefix=document["prefix"],
        document=document,
        hash=content_hash(document),
        workflow=document.get("workflow"),
        links=document.get("links", {}),
        elements=document.get("elements", {}),
        basis=_as_sequence(document.get("basis", ())),
        purpose=document.get("purpose", ""),
        valid_until=document.get("valid_until"),
        marks=document.get("marks", {}),
        privacy=document.get("privacy", {}),
    )


def _effective(document: dict[str, Any], used: Mapping[str, CodeList]) -> dict[str, Any]:
    """Return the whole definition, complete in itself."""
    defaults = {"ui": {}, "list": {}, "prefix": "T"}
    whole = {**defaults, **document, "codes": codes_document(used)}
    # The hash sorts keys, but the order of fields is meaning: a page with other order is another page.
    order = [
        point(tokens) for tokens, _ in walk_schema(document["schema"]) if tokens[-2:-1] == ("properties",)
    ]
    return as_json({**whole, "order": content_hash(order)})


def _as_sequence(basis: Any) -> tuple[str, ...]:
    return (basis,) if isinstance(basis, str) else tuple(basis)
