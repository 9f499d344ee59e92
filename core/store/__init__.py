"""Durable tables: one writer thread with group commit, SQLite or PostgreSQL."""

from .errors import StoreBusy, StoreClosed, StoreError, StoreFull, StoreNewer, StoreUnreachable
from .store import Store, open_store

__all__ = [
    "Store",
    "StoreBusy",
    "StoreClosed",
    "StoreError",
    "StoreFull",
    "StoreNewer",
    "StoreUnreachable",
    "open_store",
]
