"""A list taken out: whole, masked, harmless, with its purpose on file once."""

from __future__ import annotations

import csv
import io
import json

from lizheng.core.records.export import export_list
from lizheng.core.records.lists import Asked
from openpyxl import load_workbook

from .conftest import NOW, VILLAGE, make_actor, supervisor, worker
from .test_submit import refused

FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "https://example.invalid"]


def test_a_workbook_holds_every_record_as_text_without_a_formula(world):
    for number, text in enumerate(FORMULAS, 1):
        world.submit(number, answers={"what": f"{text}  "})
    sheet = load_workbook(io.BytesIO(export(world).content)).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    found = ({cell.data_type for cell in cells if cell.value}, sheet.max_row, any(c.hyperlink for c in cells))
    assert found == ({"s"}, 7, False)


def test_a_csv_opens_as_utf_8_and_nothing_in_it_runs(world):
    for number, text in enumerate(FORMULAS[:5], 1):
        world.submit(number, answers={"what": f"{text}  "})
    content = export(world, format="csv", columns=("what",)).content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    starts = {row[0][0] for row in rows[1:]}
    assert (content[:3], rows[0], starts) == (b"\xef\xbb\xbf", ["发生了什么"], {"'"})


def test_phones_are_masked(world):
    world.submit(answers={"what": "路灯不亮", "phone": "13800000000"})
    text = export(world, format="csv").content.decode("utf-8-sig")
    assert ("138****0000" in text, "13800000000" in text) == (True, False)


def test_the_shown_columns_are_those_of_the_list_with_number_state_and_time(world):
    world.submit()
    rows = list(csv.reader(io.StringIO(export(world, format="csv").content.decode("utf-8-sig"))))
    assert rows == [
        ["回执号", "发生了什么", "联系电话", "数量", "状态", "收到时间"],
        ["FX-260226-0001", "路灯不亮", "", "3", "已提交", "2026-02-26 14:20"],
    ]


def test_one_export_leaves_one_entry_with_count_and_purpose(world):
    world.submit()
    before = world.count("audit")
    count(world, purpose="月度核对")
    with world.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT detail FROM audit WHERE action = 'record.export'").scalars()
        details = [json.loads(text) for text in rows]
    shown = [(one["count"], one["purpose"]) for one in details]
    assert (world.count("audit") - before, shown) == (1, [(1, "月度核对")])


def test_an_export_follows_the_words_and_conditions_of_the_list(world):
    world.submit(1, answers={"what": "路灯不亮"})
    world.submit(2, answers={"what": "井盖破损"})
    assert count(world, q="井盖") == 1


def test_without_a_purpose_nothing_is_taken_out(world):
    assert refused(lambda: export(world, purpose=" ")) == (422, "purpose_missing")


def test_without_the_grant_nothing_is_taken_out(world):
    assert refused(lambda: export(world, actor=worker())) == (403, "denied")


def test_a_column_the_form_does_not_have_is_refused(world):
    assert refused(lambda: export(world, columns=("answers",))) == (422, "column_unknown")


def test_a_grant_to_export_one_village_does_not_take_out_the_township(world):
    world.submit()
    actor = make_actor("ceshi-ji", "supervisor", VILLAGE)
    assert (count(world, actor=actor), count(world, actor=supervisor("339924102"))) == (1, 0)


def count(world, **asked):
    made = export(world, **asked)
    made.file.close()
    return made.count


def export(world, *, actor=None, purpose="核对", **asked):
    common = {"actor": actor or supervisor(), "registry": world.registry, "now": NOW}
    about = {name: asked.pop(name) for name in ("filters", "q", "sort") if name in asked}
    return export_list(world.store, world.published, Asked(**about), purpose=purpose, **common, **asked)
