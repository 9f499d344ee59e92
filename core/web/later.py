"""Answers that wait for a commit: under the gate no thread waits with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Response, copy_current_request_context, current_app, g, request
from sqlalchemy import Connection

from ..store import Store
from ..store.writer import Ticket
from .headers import Application, with_headers

# Where the environment holds the list for a request's ``Pending``; absent where nobody would take it up.
LATER = "lizheng.later"


@dataclass(frozen=True)
class Later:
    """What a view returns whose answer needs a job's result: the job, and the answer to be made of it."""

    job: Callable[[Connection], Any]
    answer: Callable[[Any], Response]


class Pending(NamedTuple):
    """A request half answered.

    start   begins its write; what it is given is told the ticket, in the writer's thread
    finish  makes the answer of the ticket
    """

    start: Callable[[Callable[[Ticket], object]], None]
    finish: Callable[[Ticket], Application]


def answer_later(
    store: Store, later: Later, settle: Callable[[Callable[[], Response]], Response]
) -> Response:
    """Return the answer once the job is durable; ``settle`` turns refusals of job and answer into answers.

    Under the gate the response returned here is never sent: the gate sends what ``finish`` gives.
    """
    pending: list[Pending] | None = request.environ.get(LATER)
    if pending is None:
        return settle(lambda: later.answer(store.write(later.job)))
    app, known = current_app, {name: g.get(name) for name in g}

    @copy_current_request_context
    def finish(ticket: Ticket) -> Application:
        for name, value in known.items():
            setattr(g, name, value)
        try:
            response = settle(lambda: later.answer(ticket.outcome()))
        except Exception as error:
            response = app.make_response(app.handle_user_exception(error))
        return with_headers(app.process_response(response))

    pending.append(Pending(lambda tell: store.send(later.job, tell), finish))
    return Response(status=202)
