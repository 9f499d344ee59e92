"""Fixtures that tests of tables and of their analysis share."""

from ..tables.conftest import untraced

__all__ = ["untraced"]
