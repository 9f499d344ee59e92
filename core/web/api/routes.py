"""Every route of the API in one table: where, what it takes, what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Response

from ..later import Later
from . import drafts, files, forms, health, records, session
from .call import Call

API = "/api/v1"


@dataclass(frozen=True)
class Route:
    """One route.

    body      component schema of the JSON body, empty for none
    answers   status -> component schema, empty for no JSON body
    refusals  statuses answered with a problem, besides those every route has
    query     parameter -> what it means
    upload    the body is a file, ``download`` the answer is one
    open      needs no session; ``first`` is also open to whoever must change the first password
    """

    method: str
    path: str
    view: Callable[[Call], Response | Later]
    summary: str
    answers: Mapping[int, str]
    body: str = ""
    refusals: tuple[int, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    upload: bool = False
    download: bool = False
    open: bool = False
    first: bool = False

    @property
    def every_refusal(self) -> tuple[int, ...]:
        """Every status answered with a problem."""
        always = () if self.open else (401, 403)
        forged = (403,) if self.method != "GET" else ()
        taken = (400, 413, 415, 422) if self.body else ()
        full = (503, 507) if self.method != "GET" else (503,)
        return tuple(sorted({400, *always, *forged, *taken, *full, *self.refusals}))


_PAGE = {"limit": "1 to 200, usually 50", "cursor": "as the page before gave it in next"}
_LIST = {
    "q": "words to look for",
    "sort": "a field path, - before it for descending",
    "filter": "conditions as filter[path]=value; a repeated one means any of the values",
    **_PAGE,
}
_RECORD = "/records/<id>"
_IF_MATCH = {"If-Match": "the revision the correction was made on, quoted"}

ROUTES: tuple[Route, ...] = (
    Route(
        "POST",
        "/session",
        session.post_session,
        "Log in",
        {201: "Session"},
        body="LogIn",
        refusals=(401, 429),
        open=True,
        first=True,
    ),
    Route("DELETE", "/session", session.delete_session, "Log out", {204: ""}, first=True),
    Route("GET", "/forms", forms.get_forms, "Forms open to the caller", {200: "FormNames"}),
    Route("GET", "/forms/<form>", forms.get_form, "The live version", {200: "Form"}, refusals=(404,)),
    Route(
        "GET",
        "/forms/<form>/versions/<version>",
        forms.get_version,
        "One version",
        {200: "Form"},
        refusals=(404,),
    ),
    Route(
        "PUT",
        "/forms/<form>/records/<id>",
        records.put_record,
        "Submit once",
        {201: "Receipt", 200: "Receipt"},
        body="Submission",
        refusals=(404, 409, 410),
    ),
    Route(
        "GET",
        "/forms/<form>/records",
        records.get_records,
        "A list",
        {200: "Records"},
        refusals=(404,),
        query=_LIST,
    ),
    Route(
        "POST",
        "/forms/<form>/export",
        files.post_export,
        "Take a list out",
        {200: ""},
        body="Export",
        refusals=(404, 413),
        download=True,
    ),
    Route("GET", "/mine", records.get_mine, "What the caller filled", {200: "Records"}, query=_PAGE),
    Route("GET", "/returned", records.get_returned, "What came back", {200: "Returned"}),
    Route("GET", _RECORD, records.get_record, "One record", {200: "Record"}, refusals=(404,)),
    Route(
        "GET",
        f"{_RECORD}/revisions",
        records.get_revisions,
        "Its revisions",
        {200: "Revisions"},
        refusals=(404,),
    ),
    Route(
        "POST",
        f"{_RECORD}/revisions",
        records.post_revision,
        "Correct it",
        {201: "Receipt", 200: "Receipt"},
        body="NewRevision",
        refusals=(404, 409, 410, 412, 428),
        headers=_IF_MATCH,
    ),
    Route(
        "POST",
        f"{_RECORD}/steps",
        records.post_step,
        "Return, withdraw, delete or restore it",
        {200: "Record"},
        body="Step",
        refusals=(404, 409, 410),
    ),
    Route("GET", "/drafts", drafts.get_drafts, "The caller's drafts", {200: "Drafts"}),
    Route("GET", "/drafts/<id>", drafts.get_draft, "One draft", {200: "Draft"}, refusals=(404, 422)),
    Route(
        "PUT",
        "/drafts/<id>",
        drafts.put_draft,
        "Keep a draft",
        {200: "Draft"},
        body="NewDraft",
        refusals=(404, 409),
    ),
    Route("DELETE", "/drafts/<id>", drafts.delete_draft, "Discard a draft", {204: ""}, refusals=(404, 422)),
    Route(
        "PUT",
        "/attachments/<sha256>",
        files.put_attachment,
        "Store a file",
        {201: "Attachment"},
        refusals=(413, 415),
        query={"name": "the file's own name"},
        upload=True,
    ),
    Route(
        "GET",
        "/attachments/<sha256>",
        files.get_attachment,
        "Fetch a file",
        {200: ""},
        refusals=(404,),
        download=True,
    ),
    Route("GET", "/openapi.json", health.get_openapi, "This description", {200: ""}, open=True, first=True),
)
HEALTH = Route("GET", "/healthz", health.get_health, "Alive", {200: "Health"}, open=True, first=True)
