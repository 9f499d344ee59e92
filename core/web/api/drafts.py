"""Views of drafts: what the caller has begun and not yet submitted."""

from __future__ import annotations

from typing import Any

from flask import Response

from ...records.admission import check_id
from ...records.drafts import Draft, discard_draft, find_draft, list_drafts, save_draft
from ...records.values import Rejection
from ..guard import concerns, holds
from .call import Call, answer


def get_drafts(call: Call) -> Response:
    """Return the caller's drafts, latest first."""
    with call.site.store.read() as connection:
        found = list_drafts(connection, actor=call.who)
    return answer({"items": [_show(draft) for draft in found]})


def put_draft(call: Call) -> Response:
    """Keep a draft; its id becomes the record's."""
    known = call.registry.find_form(call.body["form"], call.body["version"])
    if not holds(call.who, "record.capture"):
        raise Rejection(403, "denied")
    if known is None or not concerns(known, call.who):
        raise Rejection(422, "version_unknown", pointer="/version", facts={"allowed": []})
    draft = Draft(id=call.path["id"], **call.body)
    return answer(_show(save_draft(call.site.store, draft, actor=call.who, now=call.now)))


def get_draft(call: Call) -> Response:
    """Return one draft of the caller."""
    check_id(call.path["id"])
    with call.site.store.read() as connection:
        found = find_draft(connection, call.path["id"], actor=call.who)
    if found is None:
        raise Rejection(404, "draft_unknown")
    return answer(_show(found))


def delete_draft(call: Call) -> Response:
    """Throw one draft of the caller away."""
    check_id(call.path["id"])
    if not discard_draft(call.site.store, call.path["id"], actor=call.who):
        raise Rejection(404, "draft_unknown")
    return Response(status=204)


def _show(draft: Draft) -> dict[str, Any]:
    return dict(vars(draft))
