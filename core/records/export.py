"""Take a list out as a file: shown columns only, phones masked, nothing that runs, and one audit entry."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

import xlsxwriter

from ...forms.canonical import content_hash
from ...forms.text import Language, read_label
from ..organisation.permissions import scope_of
from ..organisation.trail import write_entry
from ..organisation.values import Actor
from ..registry.values import PublishedForm, Registry
from ..store import Store
from ..store.times import county_day
from .columns import Column, find_columns, read_cell
from .lists import Asked, read_page
from .scoped import list_scope, meet
from .values import Record, Rejection

ROWS_AT_ONCE = 1_000
MOST_ROWS = 200_000
LONGEST_CELL = 32_000  # a workbook refuses more than 32,767
LONGEST_PURPOSE = 200
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Export:
    """A file ready to be handed over: ``file`` stands at its beginning and vanishes when closed."""

    file: IO[bytes]
    name: str
    type: str
    count: int

    @property
    def content(self) -> bytes:
        """The whole file; ``file`` is closed by reading it."""
        with self.file:
            return self.file.read()


def export_list(
    store: Store,
    published: PublishedForm,
    asked: Asked,
    *,
    actor: Actor,
    registry: Registry,
    purpose: str,
    format: str = "xlsx",
    columns: tuple[str, ...] = (),
    language: Language = "zh-CN",
    now: datetime,
) -> Export:
    """Return the whole list as a workbook or CSV, once its one audit entry is durable.

    Of ``asked`` count conditions, words and order; a list taken out has no pages.
    Needs ``record.export``; holds what the actor may view besides. Raises ``Rejection``: 422 without a
    purpose or with an unknown column or format, 403 without the grant, 413 above 200,000 rows.
    """
    said = _read_purpose(purpose)
    if format not in WRITERS:
        raise Rejection(422, "format_unknown", pointer="/format", facts={"allowed": sorted(WRITERS)})
    if not scope_of(actor, "record.export", published.form).roots:
        raise Rejection(403, "denied")
    shown = find_columns(published.definition, columns, language)
    found = _walk(store, published, replace(asked, limit=ROWS_AT_ONCE, cursor=None), actor)
    rows = (_read_row(published, registry, record, shown, language) for record in found)
    type, write = WRITERS[format]
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the caller hands it over, then closes it)
    try:
        count = write(file, shown, rows)
        _note(store, published, shown, said, count, format, actor=actor, now=now)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Export(file, _name_file(published, format, language, now), type, count)


def _name_file(published: PublishedForm, format: str, language: Language, now: datetime) -> str:
    day = county_day(now).strftime("%Y%m%d")
    return f"{read_label(published.definition.title, language)}-{day}.{format}"


def _read_purpose(purpose: str) -> str:
    said = purpose.strip()
    if not said or len(said) > LONGEST_PURPOSE:
        raise Rejection(422, "purpose_missing", pointer="/purpose", facts={"limit": LONGEST_PURPOSE})
    return said


def _walk(store: Store, published: PublishedForm, asked: Asked, actor: Actor) -> Iterator[Record]:
    view = list_scope(actor, published.form, searching=asked.searching)
    scope = meet(view, scope_of(actor, "record.export", published.form))
    while True:
        with store.read() as connection:
            page = read_page(connection, published, scope, asked, actor=actor)
        yield from page.items
        if page.next is None:
            return
        asked = replace(asked, cursor=page.next)


def _read_row(
    published: PublishedForm,
    registry: Registry,
    record: Record,
    columns: tuple[Column, ...],
    language: Language,
) -> list[str]:
    # Each record is read by the version it was filled on: a choice may have had another title then.
    filled_on = registry.find_form(record.form, record.version) or published
    return [read_cell(filled_on.definition, record, column.path, language) for column in columns]


def _note(
    store: Store,
    published: PublishedForm,
    columns: tuple[Column, ...],
    purpose: str,
    count: int,
    format: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    detail = {"columns": [column.path for column in columns], "count": count, "format": format}
    store.write(
        lambda connection: write_entry(
            connection,
            actor,
            "record.export",
            published.form,
            now=now,
            purpose=purpose,
            columns_hash=content_hash(detail["columns"]),
            **detail,
        )
    )


def _write_workbook(file: IO[bytes], columns: tuple[Column, ...], rows: Iterable[list[str]]) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(file, {**options, "strings_to_numbers": False})
    try:
        return _write_sheet(workbook, columns, rows)
    finally:
        # Also after a failure: closing removes the temporary file of the rows written so far.
        workbook.close()


def _write_sheet(
    workbook: xlsxwriter.Workbook, columns: tuple[Column, ...], rows: Iterable[list[str]]
) -> int:
    sheet = workbook.add_worksheet()
    bold = workbook.add_format({"bold": True})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.title, bold)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(_capped(rows), 1):
        for place, text in enumerate(row):
            sheet.write_string(count, place, text[:LONGEST_CELL])
    return count


def _write_csv(file: IO[bytes], columns: tuple[Column, ...], rows: Iterable[list[str]]) -> int:
    # The mark at the beginning makes spreadsheet programs read the Chinese as UTF-8.
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([_disarm(column.title) for column in columns])
    count = 0
    for row in _capped(rows):
        writer.writerow([_disarm(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _disarm(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _capped(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise Rejection(413, "export_too_large", facts={"limit": MOST_ROWS})
        yield row


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS: Mapping[str, tuple[str, Callable[[IO[bytes], tuple[Column, ...], Iterable[list[str]]], int]]] = {
    "xlsx": (_SHEET, _write_workbook),
    "csv": ("text/csv; charset=utf-8", _write_csv),
}
