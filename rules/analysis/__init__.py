"""What is exactly true of a decision table: gaps, overlaps, dead rows, conflicts and changes of outcome."""

from .analyse import analyse_table
from .boxes import Box
from .compare import Change, compare_tables, join_inputs
from .examples import example
from .finding import DeadRow, Overlap, find_conflicts, find_dead_rows, find_gaps, find_overlaps
from .saying import say_box, say_change

__all__ = [
    "Box",
    "Change",
    "DeadRow",
    "Overlap",
    "analyse_table",
    "compare_tables",
    "example",
    "find_conflicts",
    "find_dead_rows",
    "find_gaps",
    "find_overlaps",
    "join_inputs",
    "say_box",
    "say_change",
]
