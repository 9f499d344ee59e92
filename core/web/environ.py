"""What a WSGI application is told of a request (PEP 3333), from what granian says of it (RSGI)."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import IO, Any

Environ = dict[str, Any]

_FIXED: Environ = {
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "granian",
    "wsgi.version": (1, 0),
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}
_PLAIN = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})


def build_environ(scope: Any) -> Environ:
    """Return the environment without its body; ``scope`` is granian's ``rsgi.Scope``.

    A header repeated is one list, as RFC 9110 section 5.3 has it. A header with an underscore is left out: it
    would pass for the one with a hyphen, which a proxy in front had checked.
    """
    server, _, port = scope.server.rpartition(":")
    environ: Environ = {
        **_FIXED,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
    }
    for header, value in scope.headers.items():
        if "_" not in header:
            _add(environ, header, value)
    if scope.authority:  # HTTP/2 names the host there
        environ.setdefault("HTTP_HOST", scope.authority)
    return environ


def put_body(environ: Environ, body: IO[bytes]) -> Environ:
    """Return the environment with the body to read."""
    return {**environ, "wsgi.input": body}


def _add(environ: Environ, header: str, value: str) -> None:
    key = _name_key(header)
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value


@lru_cache(maxsize=512)
def _name_key(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in _PLAIN else f"HTTP_{name}"
