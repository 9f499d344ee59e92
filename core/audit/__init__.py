"""The hash-chained audit log, one chain per township."""

from .chain import Entry, append, append_alone
from .search import search
from .verify import Verdict, verify

__all__ = ["Entry", "Verdict", "append", "append_alone", "search", "verify"]
