"""The door to the form index: one narrow table a form, written with the record, read page by page."""

from .cursor import InvalidCursor
from .index_columns import IndexColumn, index_columns
from .index_pages import IndexPage, count_rows, select_page
from .index_question import Between, Filters, UnknownPath
from .index_tables import delete_index_row, ensure_index, write_index_row

__all__ = [
    "Between",
    "Filters",
    "IndexColumn",
    "IndexPage",
    "InvalidCursor",
    "UnknownPath",
    "count_rows",
    "delete_index_row",
    "ensure_index",
    "index_columns",
    "select_page",
    "write_index_row",
]
