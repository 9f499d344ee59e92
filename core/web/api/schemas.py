"""The JSON Schemas of what the API takes and gives: the same ones judge bodies and stand in openapi.json."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

TEXT = {"type": "string"}
MOMENT = {"type": "string", "maxLength": 40, "description": "RFC 3339 with zone; the server answers in UTC."}
UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "maxLength": 36}
SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$", "maxLength": 64}
UNIT = {"type": "string", "pattern": "^[0-9]{6,15}(d[0-9]{2})?$", "maxLength": 18}
COUNT = {"type": "integer", "minimum": 1}
POINTERS = {"type": "array", "items": {"type": "string", "maxLength": 500}, "maxItems": 100}
ANSWERS = {"type": "object", "description": "Judged by the schema of the form's version."}
LABEL = {"type": ["string", "object"], "description": "Text, or texts by language."}
NOTHING: Mapping[str, Any] = {}


def _members(*optional: str, **properties: Any) -> dict[str, Any]:
    """Return an object with exactly these members; all but ``optional`` are required."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _many(name: str, **more: Any) -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    return _members(items=items, **more)


LOG_IN = _members(
    account={"type": "string", "minLength": 1, "maxLength": 256},
    password={"type": "string", "minLength": 1, "maxLength": 1024},
)
SUBMISSION = _members(version=COUNT, unit=UNIT, captured_at=MOMENT, answers=ANSWERS)
REVISION = _members(version=COUNT, captured_at=MOMENT, answers=ANSWERS)
STEP = _members(
    "reason",
    "pointers",
    do={"type": "string", "enum": ["return", "withdraw", "delete", "undelete"]},
    reason={"type": "string", "maxLength": 500},
    pointers=POINTERS,
)
EXPORT = _members(
    "format",
    "columns",
    "filters",
    "q",
    "sort",
    purpose={"type": "string", "minLength": 1, "maxLength": 200},
    format={"type": "string", "enum": ["xlsx", "csv"]},
    columns={"type": "array", "items": {"type": "string", "maxLength": 500}, "maxItems": 100},
    filters={"type": "object", "additionalProperties": {"type": "string", "maxLength": 500}},
    q={"type": "string", "maxLength": 100},
    sort={"type": "string", "maxLength": 500},
)
DRAFT = _members(
    "record_revision",
    form={"type": "string", "maxLength": 200},
    version=COUNT,
    unit=UNIT,
    state={"type": "object"},
    record_revision={"type": ["integer", "null"], "minimum": 1},
)

_RECORD = {
    "id": UUID,
    "form": TEXT,
    "version": COUNT,
    "number": TEXT,
    "unit": TEXT,
    "state": {"type": "string", "enum": ["submitted", "returned", "withdrawn"]},
    "revision": COUNT,
    "created_by": TEXT,
    "captured_at": MOMENT,
    "received_at": MOMENT,
    "changed_at": MOMENT,
}
_DIFFERENCE = _members(pointer=TEXT, before=NOTHING, after=NOTHING)
_PROBLEM = {"type": "object", "properties": {"code": TEXT, "pointer": TEXT, "detail": TEXT}}

COMPONENTS: Mapping[str, Mapping[str, Any]] = {
    "LogIn": LOG_IN,
    "Session": _members(token=TEXT, account=TEXT, expires_at=MOMENT),
    "FormName": _members(form=TEXT, title=LABEL, version=COUNT, plugin={"type": ["string", "null"]}),
    "FormNames": _many("FormName"),
    "Form": {
        "type": "object",
        "required": ["form", "title", "version", "hash", "schema", "ui", "list"],
        "properties": {
            "form": TEXT,
            "title": LABEL,
            "version": COUNT,
            "hash": SHA256,
            "schema": {"type": "object"},
            "ui": {"type": "object"},
            "list": {"type": "object"},
        },
    },
    "Submission": SUBMISSION,
    "Receipt": _members(
        id=UUID, number=TEXT, revision=COUNT, hash=SHA256, received_at=MOMENT, dropped=POINTERS
    ),
    "Record": _members(**_RECORD, definition_hash=SHA256, answers=ANSWERS),
    "RecordLine": _members(
        **_RECORD, values={"type": "object", "description": "List columns, phones masked."}
    ),
    "Records": _many("RecordLine", next={"type": ["string", "null"]}),
    "ReturnedLine": _members(**_RECORD, reason=TEXT, pointers=POINTERS, by=TEXT, at=MOMENT),
    "Returned": _many("ReturnedLine"),
    "NewRevision": REVISION,
    "Revision": _members(
        revision=COUNT,
        version=COUNT,
        definition_hash=SHA256,
        actor=TEXT,
        captured_at=MOMENT,
        received_at=MOMENT,
        answers=ANSWERS,
        differences={"type": "array", "items": _DIFFERENCE},
    ),
    "Revisions": _many("Revision"),
    "Step": STEP,
    "Export": EXPORT,
    "NewDraft": DRAFT,
    "Draft": _members(
        id=UUID,
        form=TEXT,
        version=COUNT,
        unit=UNIT,
        state={"type": "object"},
        record_revision={"type": ["integer", "null"]},
        begun_at=MOMENT,
        saved_at=MOMENT,
    ),
    "Drafts": _many("Draft"),
    "Attachment": _members(sha256=SHA256, name=TEXT, type=TEXT, size={"type": "integer", "minimum": 0}),
    "Health": _members(status=TEXT, version=TEXT),
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "code", "detail", "pointer"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "code": TEXT,
            "detail": TEXT,
            "pointer": TEXT,
            "problems": {"type": "array", "items": _PROBLEM},
            "differences": {"type": "array", "items": {"type": "object"}},
        },
    },
}

TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "object": lambda value: isinstance(value, Mapping),
    "array": lambda value: isinstance(value, list),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
