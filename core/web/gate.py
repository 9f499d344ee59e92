"""Call the application only for requests that arrived whole, and only for a few of them at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from ..records.kinds import LARGEST_UPLOAD
from .json_body import LARGEST_UPLOAD_FORM

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

# More at once would only fight for the interpreter, fewer would wait behind one long export.
AT_ONCE = 4
_IN_MEMORY = 1024 * 1024
_BLOCK = 64 * 1024


class Gate:
    """A WSGI application in front of another one.

    A photo may take minutes to arrive over a weak network: its body is read before the request takes one of
    the ``at_once`` places, so that slow phones do not hold up the others, and the answer leaves the place as
    one piece, whatever time its reader takes. A body shorter than announced was cut off: the application
    never sees it, since half a form would read like a whole form with fewer answers.
    """

    def __init__(self, application: Application, *, at_once: int = AT_ONCE) -> None:
        self._application = application
        self._places = threading.BoundedSemaphore(at_once)
        self._inside = threading.local()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer a request as WSGI asks (PEP 3333)."""
        if "HTTP_TRANSFER_ENCODING" in environ and not environ.get("CONTENT_LENGTH"):
            return _refuse(start_response, "411 Length Required")
        announced = _read_length(environ)
        if not 0 < announced <= _limit(environ):
            # Nothing to wait for, or so much that the application refuses it without reading.
            return self._answer(environ, start_response)
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
            try:
                arrived = _take_in(environ["wsgi.input"], body, announced)
            except OSError:
                return _refuse(start_response, "507 Insufficient Storage")
            if arrived < announced:
                return _refuse(start_response, "400 Bad Request")
            body.seek(0)
            return self._answer({**environ, "wsgi.input": body}, start_response)

    @contextmanager
    def step_aside(self) -> Iterator[None]:
        """Give this request's place to another while it waits; outside a request nothing happens."""
        if not getattr(self._inside, "held", False):
            yield
            return
        self._places.release()
        try:
            yield
        finally:
            self._places.acquire()

    def _answer(self, environ: Environ, start_response: Start) -> list[bytes]:
        with self._places:
            self._inside.held = True
            try:
                answer = self._application(environ, start_response)
                try:
                    return [b"".join(answer)]
                finally:
                    if close := getattr(answer, "close", None):
                        close()
            finally:
                self._inside.held = False


def _read_length(environ: Environ) -> int:
    text = environ.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def _limit(environ: Environ) -> int:
    is_form = environ.get("CONTENT_TYPE", "").startswith("multipart/form-data")
    return LARGEST_UPLOAD_FORM if is_form else LARGEST_UPLOAD


def _take_in(stream: Any, body: IO[bytes], announced: int) -> int:
    """Copy what arrives; return how much that was."""
    arrived = 0
    while arrived < announced and (block := stream.read(min(_BLOCK, announced - arrived))):
        body.write(block)
        arrived += len(block)
    return arrived


def _refuse(start_response: Start, status: str) -> list[bytes]:
    body = "请求没有完整到达，什么都没有保存，请重新提交。 Nothing was stored; send it again.\n".encode()
    start_response(
        status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    )
    return [body]
