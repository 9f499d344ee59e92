"""A sheet of rows read from .xlsx or .csv bytes, checked for bombs before anything is opened."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .refusals import Refused, RowProblem

MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_FILE = 8_000_000  # bytes as sent
MAX_UNPACKED = 20_000_000
MAX_RATIO = 100
MAX_PARTS = 100
ERROR_COLUMN = "错误说明"

_RED = "FFC7CE"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LIMIT = f"{MAX_ROWS} 行/rows, {MAX_FILE // 1_000_000} MB"


@dataclass(frozen=True)
class SheetRow:
    """One row that is not blank: its spreadsheet number, and field -> text of its cells."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, and where each field stands: field -> column number, from 1."""

    rows: tuple[SheetRow, ...]
    columns: Mapping[str, int]


def read_sheet(content: bytes, headers: Mapping[str, Iterable[str]], required: Iterable[str]) -> Sheet:
    """Return the rows under known headers; ``headers`` is field -> the words it may be called.

    Raises ``Refused``: ``file_unreadable``, ``file_too_large``, ``columns_missing``.
    """
    table = read_table(content)
    words = {word.lower(): field for field, allowed in headers.items() for word in (field, *allowed)}
    first = table[0] if table else []
    columns: dict[str, int] = {}
    for number, word in enumerate(first, 1):
        field = words.get(word.strip().strip("*").lower())
        if field:
            columns.setdefault(field, number)
    missing = [next(iter(headers[field])) for field in required if field not in columns]
    if missing:
        raise Refused("columns_missing", missing="、".join(missing))
    rows = (
        SheetRow(number, {field: _cell(row, column) for field, column in columns.items()})
        for number, row in enumerate(table[1:], 2)
        if any(row)
    )
    return Sheet(tuple(rows), columns)


def read_table(content: bytes) -> list[list[str]]:
    """Return every cell as stripped text, row by row, of an .xlsx (first sheet) or .csv file."""
    if len(content) > MAX_FILE:
        raise Refused("file_too_large", allowed=_LIMIT)
    table = _read_workbook(content) if content.startswith(b"PK") else _read_csv(content)
    if len(table) > MAX_ROWS + 1 or max(map(len, table), default=0) > MAX_COLUMNS:
        raise Refused("file_too_large", allowed=_LIMIT)
    return table


def write_error_workbook(content: bytes, problems: Iterable[RowProblem], columns: Mapping[str, int]) -> bytes:
    """Return the same workbook with each bad cell red and commented, and a last column of reasons."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = _open_workbook(content) if content.startswith(b"PK") else _workbook_of(content)
    sheet: Any = book.worksheets[0]
    last = sheet.max_column + 1
    sheet.cell(1, last, ERROR_COLUMN)
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        sentence = problem.say()
        reasons.setdefault(problem.row, []).append(sentence)
        cell = sheet.cell(problem.row, columns.get(problem.column, last))
        cell.fill = PatternFill("solid", start_color=_RED, end_color=_RED)
        cell.comment = Comment(sentence, "Lizheng")
    for row, sentences in reasons.items():
        sheet.cell(row, last, "\n".join(sentences)).data_type = "s"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _read_workbook(content: bytes) -> list[list[str]]:
    _check_archive(content)
    try:
        book = _open_workbook(content, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True)
        table = [[_text(value) for value in row] for row in rows]
        book.close()
    # A broken workbook raises whatever its parser meets: KeyError, ValueError, SyntaxError and more.
    except Exception as error:
        raise Refused("file_unreadable") from error
    return [_without_tail(row) for row in table]


def _check_archive(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise Refused("file_unreadable") from error
    unpacked = sum(part.file_size for part in parts)
    oddly = any(part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or oddly:
        raise Refused("file_too_large", allowed=_LIMIT)


def _read_csv(content: bytes) -> list[list[str]]:
    text = read_text(content)
    try:
        dialect = "excel-tab" if "\t" in text.partition("\n")[0] else "excel"
        return [
            _without_tail([_UNPRINTABLE.sub("", cell).strip() for cell in row])
            for row in csv.reader(io.StringIO(text, newline=""), dialect)
        ]
    except csv.Error as error:
        raise Refused("file_unreadable") from error


def read_text(content: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030; may refuse."""
    bom16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if bom16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("file_unreadable")


def _open_workbook(content: bytes, **ways: bool) -> Any:
    # Imported here because openpyxl takes a quarter of a second that most processes never need.
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(content), **ways)


def _workbook_of(content: bytes) -> Any:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.worksheets[0]
    for number, row in enumerate(_read_csv(content), 1):
        for column, text in enumerate(row, 1):
            # As text, whatever it begins with: a cell of the sender's must not become a formula.
            sheet.cell(number, column, text).data_type = "s"
    return book


def _without_tail(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _cell(row: list[str], column: int) -> str:
    return row[column - 1] if column <= len(row) else ""


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(value).strip()
