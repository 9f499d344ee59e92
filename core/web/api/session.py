"""Views of the session: log in for a cookie and a token, and log out."""

from __future__ import annotations

from flask import Response, g, request

from ...organisation.refusals import LoginRefused
from ...organisation.sessions import log_in, log_out
from ...records.values import Rejection
from ...store.times import write_time
from ..access import drop_session, set_session
from ..problem import request_language
from .call import Call, answer

# code of the refused log-in -> status and the API's own code
REFUSALS = {
    "wrong": (401, "wrong_login"),
    "locked": (429, "login_locked"),
    "throttled": (429, "login_throttled"),
    "busy": (429, "login_busy"),
    "disabled": (403, "account_disabled"),
}
BUSY_SECONDS = 5


def post_session(call: Call) -> Response:
    """Open a session: cookie for browsers, token for programs."""
    site = call.site
    try:
        session = log_in(
            site.store,
            call.body["account"],
            call.body["password"],
            address=request.remote_addr or "",
            now=call.now,
            policy=site.policy,
            roles=call.registry.roles,
        )
    except LoginRefused as refused:
        raise _translate(refused) from refused
    g.actor = session.actor
    response = answer(
        {
            "token": session.token,
            "account": session.actor.account,
            "expires_at": write_time(session.expires_at),
        },
        201,
    )
    set_session(response, session)
    return response


def delete_session(call: Call) -> Response:
    """End the session; a copied cookie or token is worth nothing from here on."""
    log_out(call.site.store, call.who, now=call.now)
    response = Response(status=204)
    drop_session(response)
    return response


def _translate(refused: LoginRefused) -> Rejection:
    status, code = REFUSALS.get(refused.code, (403, refused.code))
    facts = {"detail": refused.say(request_language())}
    if status == 429:
        minutes = refused.facts.get("minutes")
        facts["retry_after"] = str(minutes * 60 if isinstance(minutes, int) else BUSY_SECONDS)
    rejection = Rejection(status, code, facts=facts)
    rejection.noted = True  # every try to log in leaves its own entry
    return rejection
