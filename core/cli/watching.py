"""What a serving process looks after besides answering: its parent, and phones that went without a word."""

from __future__ import annotations

import os
import socket
import stat
import threading
import time
from collections.abc import Iterator
from multiprocessing import parent_process
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")
# A phone that left the network is noticed after 60 + 4 x 15 seconds, and what it held is free again.
_IDLE, _INTERVAL, _COUNT = 60, 15, 4
_PATIENCE = 30.0  # seconds until the server listens, at the latest


def start_watching(port: int) -> threading.Thread:
    """Start and return the daemon thread of a serving process."""
    thread = threading.Thread(target=_watch, args=(port,), name="lizheng-watching", daemon=True)
    thread.start()
    return thread


def _watch(port: int) -> None:
    _keep_alive(port)
    if parent := parent_process():
        parent.join()
        # Without its parent nobody could stop this process, and the next start would meet an old program.
        os._exit(1)


def _keep_alive(port: int) -> None:
    """Have the system ask silent connections whether anybody is there; accepted sockets inherit it."""
    until = time.monotonic() + _PATIENCE
    while _DESCRIPTORS.is_dir() and time.monotonic() < until:
        found = list(_find_listening(port))
        for one in found:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _IDLE)
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _INTERVAL)
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _COUNT)
            one.close()
        if found:
            return
        time.sleep(0.1)


def _find_listening(port: int) -> Iterator[socket.socket]:
    """Yield copies of this process's sockets that listen on the port; the server hands none out."""
    for name in os.listdir(_DESCRIPTORS):
        found = _copy_socket(int(name))
        if found is None:
            continue
        try:
            listens = found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
            fits = bool(listens) and found.family != socket.AF_UNIX and found.getsockname()[1] == port
        except OSError:
            fits = False
        if fits:
            yield found
        else:
            found.close()


def _copy_socket(descriptor: int) -> socket.socket | None:
    """Return a copy of the socket, ``None`` for what is none."""
    try:
        # Never copy a file: closing the copy would drop the locks that SQLite holds in this process, and
        # another process would then remove the write-ahead log under it.
        if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            return None
        copy = os.dup(descriptor)
    except OSError:
        return None
    try:
        return socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        return None
