"""The API described in OpenAPI 3.1, made from the table of routes and the schemas that judge bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .... import __version__
from .routes import API, HEALTH, ROUTES, Route
from .schemas import COMPONENTS

_PART = re.compile(r"<(\w+)>")
_JSON = "application/json"
_BINARY = {"type": "string", "format": "binary"}
_REFUSAL = {
    "description": "Refused",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def describe_api() -> dict[str, Any]:
    """Return the whole description as JSON."""
    paths: dict[str, dict[str, Any]] = {}
    for route in (*ROUTES, HEALTH):
        path = _PART.sub(r"{\1}", (route.path if route is HEALTH else API + route.path))
        paths.setdefault(path, {})[route.method.lower()] = _describe(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lizheng 里正", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": {name: dict(schema) for name, schema in COMPONENTS.items()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "lizheng"},
            },
        },
        "security": [{"token": []}, {"cookie": []}],
    }


def _describe(route: Route) -> dict[str, Any]:
    refusals = {str(status): _REFUSAL for status in route.every_refusal}
    described: dict[str, Any] = {
        "summary": route.summary,
        "operationId": route.view.__name__,
        "parameters": [*_parts(route), *_query(route), *_headers(route)],
        "responses": {
            **refusals,
            **{str(status): _answer(route, name) for status, name in route.answers.items()},
        },
    }
    if route.open:
        described["security"] = []
    content = _content(route)
    if content:
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parts(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in _PART.findall(route.path)
    ]


def _query(route: Route) -> list[dict[str, Any]]:
    return [_parameter(name, meaning) for name, meaning in route.query.items()]


def _parameter(name: str, meaning: str) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "in": "query", "description": meaning}
    if name == "filter":
        values = {"type": "object", "additionalProperties": {"type": "string"}}
        return {**described, "style": "deepObject", "explode": True, "schema": values}
    if name == "limit":
        return {**described, "schema": {"type": "integer", "minimum": 1, "maximum": 200}}
    return {**described, "schema": {"type": "string", "maxLength": 500}}


def _headers(route: Route) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "header",
            "required": False,
            "description": meaning,
            "schema": {"type": "string"},
        }
        for name, meaning in route.headers.items()
    ]


def _content(route: Route) -> Mapping[str, Any]:
    if route.upload:
        return {"application/octet-stream": {"schema": _BINARY}}
    return {_JSON: {"schema": {"$ref": f"#/components/schemas/{route.body}"}}} if route.body else {}


def _answer(route: Route, name: str) -> dict[str, Any]:
    if name:
        return {
            "description": "Done",
            "content": {_JSON: {"schema": {"$ref": f"#/components/schemas/{name}"}}},
        }
    if route.download:
        return {"description": "A file", "content": {"*/*": {"schema": _BINARY}}}
    if 204 in route.answers:
        return {"description": "Done"}
    return {"description": "Done", "content": {_JSON: {"schema": {"type": "object"}}}}
