"""A table's document becomes a table, or is refused with everything that is to be mended in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..findings import Finding, RuleRefused
from ..types import Types
from .cells import read_cell
from .checks import check_table
from .gathering import Gathering
from .inputs import ReadInput, read_input_column
from .outputs import Written, name_output, read_output
from .regions import Region
from .shape import check_shape
from .values import HITS, Column, Output, Row, Table


def read_table(document: object, types: Types, *, read_input: ReadInput | None = None) -> Table:
    """Return the table that a document says (docs/rules-spec.md section 5).

    ``types`` are those of the names that inputs may be; an output that is among them has its type. What is no
    name is condition text: ``read_input`` is given the text (of an output without its ``=``) and returns its
    tree and type. Raises ``RuleRefused`` with a finding for each place to mend.
    """
    shape = tuple(check_shape(document))
    if shape or not isinstance(document, Mapping):
        raise RuleRefused(*shape)
    gathering = Gathering()
    table = _read_rows(document, types, read_input, gathering)
    gathering.refuse()
    if "bands" in document:
        bands = gathering.read("/bands", _read_bands, document["bands"], table, types, read_input)
        table = replace(table, bands=bands)
    gathering.findings += check_table(table)
    gathering.refuse()
    return table


def _read_rows(
    document: Mapping[str, Any], types: Types, read_input: ReadInput | None, gathering: Gathering
) -> Table:
    inputs = [
        gathering.read(f"/inputs/{n}", read_input_column, one, types, read_input)
        for n, one in enumerate(document["inputs"])
    ]
    columns = [_read_cells(document["rows"], n, one, gathering) for n, one in enumerate(inputs)]
    outputs = [
        read_output(one, f"/outputs/{n}", tuple(_list_written(document, n)), types, read_input, gathering)
        for n, one in enumerate(document["outputs"])
    ]
    gathering.findings += _find_strays(document)
    gathering.refuse()
    return _build_table(document, [one for one in inputs if one], columns, [one for one in outputs if one])


def _read_cells(
    rows: Sequence[Sequence[object]], place: int, column: Column | None, gathering: Gathering
) -> list[Region | None]:
    """Return the regions of one column; a text that stands there again is read once."""
    known: dict[str, Region | None] = {}
    regions = []
    for number, row in enumerate(rows if column else ()):
        written = row[place]
        region = known.get(written) if isinstance(written, str) else None
        if region is None and column:
            facts = {"name": column.name, "row": number, "column": place}
            region = gathering.read(f"/rows/{number}/{place}", read_cell, written, column.type, **facts)
        if isinstance(written, str):
            known[written] = region
        regions.append(region)
    return regions


def _find_strays(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield a finding for each default that is of no output."""
    names = [name_output(output) for output in document["outputs"]]
    for name in document.get("default", {}):
        if name not in names:
            yield Finding("name_unknown", _point_to_default(name), {"got": name, "allowed": tuple(names)})


def _point_to_default(name: object) -> str:
    return "/default/" + str(name).replace("~", "~0").replace("/", "~1")


def _list_written(document: Mapping[str, Any], place: int) -> Iterator[Written]:
    """Yield the output cells of one column, that of the default last where there is one."""
    name, column = name_output(document["outputs"][place]), len(document["inputs"]) + place
    for number, row in enumerate(document["rows"]):
        facts = {"name": name, "row": number, "column": column}
        yield Written(f"/rows/{number}/{column}", row[column], facts)
    if "default" in document:
        yield Written(_point_to_default(name), document["default"].get(str(name)), {"name": name})


def _build_table(
    document: Mapping[str, Any],
    inputs: Sequence[Column],
    columns: Sequence[Sequence[Region | None]],
    outputs: Sequence[tuple[Column, list[Output]]],
) -> Table:
    cells = list(zip(*columns, strict=True))
    values = list(zip(*(column for _, column in outputs), strict=True))
    rows = [Row(tuple(one for one in row if one), given) for row, given in zip(cells, values, strict=False)]
    hit = document.get("hit", "U")
    return Table(
        name=document["table"],
        hit=HITS.get(hit, hit),
        inputs=tuple(inputs),
        outputs=tuple(column for column, _ in outputs),
        rows=tuple(rows),
        default=values[-1] if "default" in document else None,
    )


def _read_bands(bands: Mapping[str, Any], table: Table, types: Types, read_input: ReadInput | None) -> Table:
    """Read the bands as a table whose one input is the sum, which is filled wherever a row hits."""
    total, type = next(iter(table.output_types.items()))
    document = {"table": table.name, "hit": "F", "inputs": [total], "outputs": [bands["output"]]}
    try:
        return read_table(
            {**document, "rows": bands["cells"]},
            {**types, total: replace(type, required=True)},
            read_input=read_input,
        )
    except RuleRefused as refused:
        moved = [
            replace(one, pointer=one.pointer.replace("/rows", "/cells").replace("/outputs/0", "/output"))
            for one in refused.findings
        ]
        raise RuleRefused(*moved) from None
