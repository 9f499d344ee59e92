"""The HTTP API: the same records the pages use, for other programs."""

from .blueprint import make_api

__all__ = ["make_api"]
