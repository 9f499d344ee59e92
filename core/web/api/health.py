"""Views for machines that watch: is it alive, and what does it offer."""

from __future__ import annotations

from flask import Response
from sqlalchemy import text

from .... import __version__
from .call import Call, answer


def get_health(call: Call) -> Response:
    """Answer 200 while the store can be read; a store that cannot is answered by the failure pages."""
    with call.site.store.read() as connection:
        connection.execute(text("SELECT 1"))
    return answer({"status": "ok", "version": __version__})


def get_openapi(call: Call) -> Response:
    """Return this API's own description."""
    # Imported here, because the description reads the table of routes, in which this view stands.
    from .openapi import describe_api

    return answer(describe_api())
