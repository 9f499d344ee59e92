"""A bare granian that answers every request with the same bytes: the most that this server can give."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from typing import Any

from granian import Granian
from granian.constants import Interfaces


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer with a page of the size the environment names."""
    start_response(
        "200 OK", [("content-type", "text/html; charset=utf-8"), ("content-length", str(len(PAGE)))]
    )
    return [PAGE]


PAGE = b"x" * int(os.environ.get("BENCH_SIZE", "0"))


def main() -> None:
    """Serve with the same number of processes and threads as the product."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--size", required=True)
    asked = parser.parse_args()
    os.environ["BENCH_SIZE"] = asked.size
    Granian(
        f"{__file__}:application",
        interface=Interfaces.WSGI,
        port=asked.port,
        workers=1,
        blocking_threads=4,
        log_enabled=False,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main()
