"""Conditions as people write them: one line of words, read into a tree and printed from it."""

from .names import Names, build_names
from .reading import read_condition
from .sayings import SAYINGS
from .writing import write_condition

__all__ = ["SAYINGS", "Names", "build_names", "read_condition", "write_condition"]
