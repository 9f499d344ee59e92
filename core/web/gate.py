"""Serve the application under granian: only what arrived whole, in turns, what is quick without a thread."""

from __future__ import annotations

import asyncio
import io
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

from ..records.kinds import LARGEST_UPLOAD
from ..store.writer import Ticket
from .environ import Environ, build_environ, put_body
from .headers import Application
from .json_body import LARGEST_UPLOAD_FORM
from .later import LATER, Pending
from .pace import Pace, name_kind
from .turn import Turn

THREADS = 32
_IN_MEMORY = 1024 * 1024
_SHORT = 64 * 1024  # bytes: a longer body goes to the disk if need be, and is never read on the loop
_SAFE = frozenset({"GET", "HEAD"})


class Answer(NamedTuple):
    """What goes back to the browser."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Gate:
    """An RSGI application in front of a WSGI one.

    A photo may take minutes to arrive over a weak network: its body is collected by the event loop before any
    thread is asked, so slow phones hold up nobody. A body shorter than announced was cut off: the application
    never sees it, since half a form would read like a whole form with fewer answers. What lately took
    milliseconds is computed on the loop itself, everything else in a thread; a submission is answered when
    its commit is durable, and no thread waits for that (docs/decisions/017).
    """

    def __init__(self, application: Application, turn: Turn, *, pace: Pace | None = None) -> None:
        self._application = application
        self._turn = turn
        self._pace = pace or Pace()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="lizheng-request")
        self._commits = Commits()

    async def __call__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        environ = build_environ(scope)
        answer = await self._answer(scope, environ, protocol)
        protocol.response_bytes(*answer)

    async def _answer(self, scope: Any, environ: Environ, protocol: Any) -> Answer:
        if "HTTP_TRANSFER_ENCODING" in environ and not environ.get("CONTENT_LENGTH"):
            return _refuse(411)
        announced = _read_length(environ)
        if not 0 < announced <= _limit(environ):
            # Nothing to wait for, or so much that the application refuses it without reading.
            return await self._compute(scope, put_body(environ, io.BytesIO()))
        with io.BytesIO() if announced <= _SHORT else SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
            try:
                arrived = await _take_in(protocol, body, announced)
            except OSError:
                return _refuse(507)
            if arrived < announced:
                return _refuse(400)
            body.seek(0)
            return await self._compute(scope, put_body(environ, body))

    async def _compute(self, scope: Any, environ: Environ) -> Answer:
        kind = name_kind(f"{scope.method} {scope.path}", scope.query_string)
        if self._pace.is_quick(kind) and _read_length(environ) <= _SHORT:
            answer = self._call(environ, kind)
        else:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._threads, self._call, environ, kind)
        if isinstance(answer, Answer):
            return answer
        ticket = await self._commits.wait_for(answer)
        if ticket.error is None:
            return self._finish(answer, ticket, environ)
        # A refusal leaves an entry in the log, and the loop must not wait for that commit.
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._finish, answer, ticket, environ)

    def _finish(self, pending: Pending, ticket: Ticket, environ: Environ) -> Answer:
        with self._turn.taken():
            return call(pending.finish(ticket), environ)

    def _call(self, environ: Environ, kind: str) -> Answer | Pending:
        pending: list[Pending] = []
        environ[LATER] = pending
        with self._turn.taken():
            began = time.perf_counter()
            answer = call(self._application, environ)
            # What waits for its own commit never comes to the loop; a slow refusal there sends its kind away.
            if pending or environ["REQUEST_METHOD"] in _SAFE or self._pace.is_quick(kind):
                self._pace.note(kind, time.perf_counter() - began)
        return pending[0] if pending else answer


class Commits:
    """Wakes the loop once for all requests whose writes became durable together."""

    def __init__(self) -> None:
        self._durable: deque[tuple[asyncio.Future[Ticket], Ticket]] = deque()
        self._woken = False

    async def wait_for(self, pending: Pending) -> Ticket:
        """Begin the write; return its ticket when it is durable or failed."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Ticket] = loop.create_future()

        def tell(ticket: Ticket) -> None:
            self._durable.append((future, ticket))
            if not self._woken:
                self._woken = True
                with suppress(RuntimeError):  # the loop has closed: nobody is left to hear
                    loop.call_soon_threadsafe(self._wake)

        pending.start(tell)
        return await future

    def _wake(self) -> None:
        self._woken = False  # first, so that whoever comes during the loop below wakes it again
        while self._durable:
            future, ticket = self._durable.popleft()
            if not future.done():
                future.set_result(ticket)


def call(application: Application, environ: Environ) -> Answer:
    """Return what a WSGI application answers, whole."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    given = application(environ, lambda status, headers, *_: started.append((status, headers)))
    try:
        body = b"".join(given)
    finally:
        if close := getattr(given, "close", None):
            close()
    status, headers = started[-1]
    return Answer(int(status[:3]), headers, body)


def _read_length(environ: Environ) -> int:
    text = environ.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def _limit(environ: Environ) -> int:
    is_form = environ.get("CONTENT_TYPE", "").startswith("multipart/form-data")
    return LARGEST_UPLOAD_FORM if is_form else LARGEST_UPLOAD


async def _take_in(protocol: Any, body: IO[bytes], announced: int) -> int:
    """Copy what arrives; return how much that was."""
    arrived = 0
    async for block in protocol:
        body.write(block)
        arrived += len(block)
        if arrived >= announced:
            break
    return arrived


def _refuse(status: int) -> Answer:
    body = "请求没有完整到达，什么都没有保存，请重新提交。 Nothing was stored; send it again.\n".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    return Answer(status, headers, body)
