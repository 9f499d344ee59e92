"""Lizheng 里正: forms and rules for county and township government, in plugins."""

__version__ = "0.1.0"
