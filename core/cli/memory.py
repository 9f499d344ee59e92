"""Keep the serving process small: what a log-in borrows for hashing goes back to the system."""

from __future__ import annotations

import ctypes
import sys

_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1  # <malloc.h>


def return_memory() -> bool:
    """Tell glibc to hand large blocks back at once; return whether it took that. Call before threads begin.

    Argon2 takes 19 MiB for each log-in. Left alone, glibc learns from the first to keep such blocks, once for
    every thread: some 50 MB that nobody uses. Other systems' allocators need no word.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    wanted = ((_MMAP_THRESHOLD, 1 << 20), (_TRIM_THRESHOLD, 1 << 20), (_ARENA_MAX, 2))
    return all([mallopt(name, value) == 1 for name, value in wanted])
