"""Durable tables: one writer thread with group commit, SQLite or PostgreSQL."""

from .cursor import InvalidCursor
from .errors import StoreBusy, StoreClosed, StoreError, StoreFull, StoreNewer, StoreUnreachable
from .store import Store, open_store

__all__ = [
    "InvalidCursor",
    "Store",
    "StoreBusy",
    "StoreClosed",
    "StoreError",
    "StoreFull",
    "StoreNewer",
    "StoreUnreachable",
    "open_store",
]
