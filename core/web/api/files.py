"""Views of files: photos and documents in and out, and lists taken out as a workbook or CSV."""

from __future__ import annotations

import io

from flask import Response, request, send_file

from ...organisation.codes import township_of
from ...records.attachments import open_attachment, store_attachment
from ...records.claims import SHA256
from ...records.export import export_list
from ...records.kinds import LARGEST_UPLOAD
from ...records.lists import Asked
from ...records.values import Rejection
from ..guard import holds
from ..json_body import read_bytes
from ..problem import request_language
from .call import Call, answer


def put_attachment(call: Call) -> Response:
    """Store a file whole; the answer is the value to put into the answers of a record."""
    sha256 = call.path["sha256"]
    if not holds(call.who, "record.capture"):
        raise Rejection(403, "denied")
    if not SHA256.fullmatch(sha256):
        raise Rejection(400, "hash_malformed", pointer="sha256")
    value = store_attachment(
        call.site.store,
        call.site.settings.attachments,
        io.BytesIO(read_bytes(request, LARGEST_UPLOAD)),
        declared_name=call.text("name", 255),
        actor=call.who,
        township=township_of(call.who.unit),
        now=call.now,
        expected=sha256,
    )
    return answer(value, 201)


def get_attachment(call: Call) -> Response:
    """Return the file to whoever may see a record that uses it."""
    folder = call.site.settings.attachments
    found = open_attachment(call.site.store, folder, call.path["sha256"], actor=call.who)
    if found is None:
        raise Rejection(404, "attachment_unknown")
    return send_attachment(found.path.read_bytes(), found.type, found.name)


def post_export(call: Call) -> Response:
    """Return the whole list as a file, its purpose noted in the audit log."""
    asked = call.body
    made = export_list(
        call.site.store,
        call.published(),
        Asked(asked.get("filters", {}), asked.get("q", ""), asked.get("sort", "")),
        actor=call.who,
        registry=call.registry,
        purpose=asked["purpose"],
        format=asked.get("format", "xlsx"),
        columns=tuple(asked.get("columns", ())),
        language=request_language(),
        now=call.now,
    )
    return send_file(io.BytesIO(made.content), made.type, as_attachment=True, download_name=made.name)


def send_attachment(content: bytes, type: str, name: str) -> Response:
    """Return a stored file; pictures may show in a page, anything else is only saved."""
    response = send_file(
        io.BytesIO(content), mimetype=type, as_attachment=not type.startswith("image/"), download_name=name
    )
    # What lies under a hash never changes, but who may see it does.
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
