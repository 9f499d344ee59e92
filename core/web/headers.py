"""What every answer carries: a strict policy for the browser, and compression for slow lines."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from flask import Flask, Response, request

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ON_HTTPS = ("Strict-Transport-Security", "max-age=31536000")
_FIXED = tuple((name.lower(), (name, value)) for name, value in HEADERS.items())
_SMALLEST_WORTH_PACKING = 1024


class Application(Protocol):
    """A WSGI application (PEP 3333)."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        ...


def add_headers(app: Flask) -> None:
    """Set the headers on every answer and compress text of more than 1 kB where the browser takes gzip."""
    app.after_request(_compress)
    app.wsgi_app = with_headers(app.wsgi_app)


def with_headers(application: Application) -> Application:
    """Return the WSGI application with the headers on whatever it answers; its own words go first."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            said = {name.lower() for name, _ in headers}
            headers += [pair for name, pair in _FIXED if name not in said]
            if environ["wsgi.url_scheme"] == "https" and "strict-transport-security" not in said:
                headers.append(_ON_HTTPS)
            return start_response(status, headers, *failure)

        return application(environ, begin)

    return serve


def _compress(response: Response) -> Response:
    if (
        response.direct_passthrough
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or not re.match(r"text/|.*json$", response.mimetype or "")
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    content = response.get_data()
    if len(content) >= _SMALLEST_WORTH_PACKING:
        response.set_data(gzip.compress(content, 1, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
