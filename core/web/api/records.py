"""Views of records: submit, list, read, revise, and take a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from ....forms.canonical import content_hash, write_json
from ...organisation.permissions import scope_of
from ...records.differences import Difference
from ...records.history import Revision, list_revisions
from ...records.lists import LARGEST_PAGE, Asked, find_record, list_lines, list_mine, list_returned
from ...records.review import delete_record, return_record, undelete_record, withdraw_record
from ...records.revise import revise
from ...records.submit import check_in
from ...records.values import Receipt, Record, Rejection, Submission
from ...store.index_lines import NAMES
from ..later import Later
from .call import Call, answer, answer_text, check_text


def put_record(call: Call) -> Response | Later:
    """Take in a submission: 201 the first time, 200 when the same had arrived before."""
    published = call.published(call.body["version"])
    submission = Submission(
        id=call.path["id"],
        form=published.form,
        request_hash=content_hash({"form": published.form, **call.body}),
        **call.body,
    )
    checked = check_in(
        call.site.store, published, submission, actor=call.who, registry=call.registry, now=call.now
    )
    return _give_receipt(checked) if isinstance(checked, Receipt) else Later(checked, _give_receipt)


def get_records(call: Call) -> Response:
    """Return a page of a form's records within the caller's scope."""
    published = call.published()
    if not scope_of(call.who, "record.view", published.form).roots:
        raise Rejection(403, "denied")
    asked = Asked(
        filters=_read_filters(),
        q=call.text("q", 100),
        sort=call.text("sort"),
        limit=call.number("limit", 50, LARGEST_PAGE),
        cursor=call.text("cursor", 2_000) or None,
    )
    with call.site.store.read() as connection:
        lines, following = list_lines(connection, published, asked, actor=call.who)
    # The lines are JSON already: a page is put together, not written anew.
    return answer_text(f'{{"items":[{",".join(lines)}],"next":{write_json(following)}}}')


def get_mine(call: Call) -> Response:
    """Return what the caller filled, newest first."""
    with call.site.store.read() as connection:
        page = list_mine(
            connection,
            call.who,
            limit=call.number("limit", 50, LARGEST_PAGE),
            cursor=call.text("cursor", 200) or None,
        )
    items = [_line(record) | {"values": {}} for record in page.items]
    return answer({"items": items, "next": page.next})


def get_returned(call: Call) -> Response:
    """Return what came back to the caller, with the reason."""
    with call.site.store.read() as connection:
        found = list_returned(connection, call.who)
    items = [
        _line(one.record) | {"reason": one.reason, "pointers": list(one.pointers), "by": one.by, "at": one.at}
        for one in found
    ]
    return answer({"items": items})


def get_record(call: Call) -> Response:
    """Return the record at its newest revision, whose number is its ETag."""
    record = _find(call)
    return answer(_whole(record), etag=str(record.revision))


def get_revisions(call: Call) -> Response:
    """Return every revision of the record with its differences."""
    record = _find(call)
    with call.site.store.read() as connection:
        revisions = list_revisions(connection, record)
    return answer({"items": [_show_revision(one) for one in revisions]})


def post_revision(call: Call) -> Response:
    """Append a correction made on the revision that ``If-Match`` names."""
    base = _read_base(request.headers.get("If-Match"))
    record = _find(call)
    version = call.body["version"]
    published = call.registry.find_form(record.form, version)
    if published is None:
        known = [one.version for one in call.registry.forms.get(record.form, ())]
        raise Rejection(422, "version_unknown", pointer="/version", facts={"allowed": known})
    submission = Submission(
        id=record.id,
        form=record.form,
        unit=record.unit,
        request_hash=content_hash({"form": record.form, "base": base, **call.body}),
        **call.body,
    )
    receipt = revise(
        call.site.store, published, submission, base, actor=call.who, registry=call.registry, now=call.now
    )
    return _give_receipt(receipt)


def post_step(call: Call) -> Response:
    """Return, withdraw, delete or restore the record; answer with the record as it now stands."""
    common: Mapping[str, Any] = {"actor": call.who, "registry": call.registry, "now": call.now}
    store, id, reason = call.site.store, call.path["id"], call.body.get("reason", "")
    steps = {
        "return": lambda: return_record(
            store, id, reason=reason, pointers=call.body.get("pointers", []), **common
        ),
        "withdraw": lambda: withdraw_record(store, id, **common),
        "delete": lambda: delete_record(store, id, reason=reason, **common),
        "undelete": lambda: undelete_record(store, id, **common),
    }
    return answer(_whole(steps[call.body["do"]]()))


def _find(call: Call) -> Record:
    with call.site.store.read() as connection:
        record = find_record(connection, check_text("id", call.path["id"], 36), actor=call.who)
    if record is None:
        raise Rejection(404, "record_unknown")
    return record


def _read_filters() -> dict[str, Any]:
    filters: dict[str, Any] = {}
    for name, values in request.args.lists():
        path = check_text("filter", name, 500)
        if path.startswith("filter[") and path.endswith("]"):
            wanted = [check_text(path, value, 500) for value in values if value]
            if wanted:
                filters[path[7:-1]] = wanted if len(wanted) > 1 else wanted[0]
    return filters


def _read_base(header: str | None) -> int | None:
    """Return the revision of an ``If-Match: "3"``; ``None`` when the header is absent."""
    if header is None:
        return None
    digits = header.strip().removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise Rejection(400, "revision_malformed", pointer="If-Match")
    return int(digits)


def _give_receipt(receipt: Receipt) -> Response:
    body = {
        "id": receipt.id,
        "number": receipt.number,
        "revision": receipt.revision,
        "hash": receipt.hash,
        "received_at": receipt.received_at,
        "dropped": list(receipt.dropped),
    }
    return answer(body, 201 if receipt.created else 200, etag=str(receipt.revision))


def _line(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in NAMES}


def _whole(record: Record) -> dict[str, Any]:
    return _line(record) | {"definition_hash": record.definition_hash, "answers": record.answers}


def _show_revision(one: Revision) -> dict[str, Any]:
    return {
        "revision": one.revision,
        "version": one.version,
        "definition_hash": one.definition_hash,
        "actor": one.actor,
        "captured_at": one.captured_at,
        "received_at": one.received_at,
        "answers": one.answers,
        "differences": [_show_difference(found) for found in one.differences],
    }


def _show_difference(found: Difference) -> dict[str, Any]:
    return {"pointer": found.pointer, "before": found.before, "after": found.after}
