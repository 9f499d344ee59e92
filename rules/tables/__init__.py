"""Decision tables: read from a document, decided by one search per column, told to people and browsers."""

from .browser import write_browser_table
from .cells import read_cell, write_cell
from .deciding import IndexedTable, build_index, decide
from .policies import Decision
from .reading import read_table
from .regions import Choice, Region, Span
from .saying import say_cell
from .values import HITS, Column, Formula, Row, Table

__all__ = [
    "HITS",
    "Choice",
    "Column",
    "Decision",
    "Formula",
    "IndexedTable",
    "Region",
    "Row",
    "Span",
    "Table",
    "build_index",
    "decide",
    "read_cell",
    "read_table",
    "say_cell",
    "write_browser_table",
    "write_cell",
]
