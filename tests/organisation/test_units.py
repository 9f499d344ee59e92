"""Units: codes as people write them, sheets as Excel saves them, and the tree they make."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest
from lizheng.core.organisation.china_division import read_division_set
from lizheng.core.organisation.codes import path_codes, read_code, township_of
from lizheng.core.organisation.refusals import Refused
from lizheng.core.organisation.unit_import import import_units
from lizheng.core.organisation.units import (
    find_unit,
    list_units,
    path_of,
    read_units,
    unit_children,
)
from lizheng.core.organisation.values import Scope, Unit

from .conftest import COUNTY, GRID, NOW, TOWNSHIP, VILLAGE


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("339924", "339924"),
        ("339924000000", "339924"),
        ("339924101000", "339924101"),
        ("３３９９２４１０１００１", "339924101001"),
        (" 339924101001.0", "339924101001"),
        ("339924101001000", "339924101001"),
        ("339924101001003", "339924101001003"),
        ("339924101D01", "339924101d01"),
    ],
)
def test_a_division_code_is_read_as_people_and_spreadsheets_write_it(written, code):
    assert read_code(written) == code


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("3.39924E+11", "code_malformed"),
        ("33992", "code_malformed"),
        ("三三九", "code_malformed"),
        ("330000", "code_above_county"),
        ("339900000000", "code_above_county"),
        ("339924d1", "code_malformed"),
    ],
)
def test_a_code_that_is_none_is_refused_by_name(written, refusal):
    with pytest.raises(Refused) as caught:
        read_code(written)
    assert caught.value.code == refusal


def test_a_code_names_everything_above_it():
    assert path_codes(GRID) == (COUNTY, TOWNSHIP, VILLAGE, GRID)


def test_the_audit_chain_of_a_county_department_is_the_county_s():
    assert [township_of(code) for code in (GRID, "339924101d01", "339924d01", COUNTY)] == [
        TOWNSHIP,
        TOWNSHIP,
        COUNTY,
        COUNTY,
    ]


def test_an_imported_sheet_becomes_a_tree(store):
    with store.read() as connection:
        units = read_units(connection)
        assert find_unit(connection, VILLAGE) == Unit(VILLAGE, "甲村", "village", TOWNSHIP)
        assert [unit.name for unit in path_of(connection, GRID)] == ["清溪县", "测试一镇", "甲村", "一网格"]
        assert unit_children(connection, TOWNSHIP) == units.children(TOWNSHIP)
    assert [unit.code for unit in units.children(TOWNSHIP)] == [VILLAGE, "339924101002"]
    assert units.path(GRID)[-1].name == units.name(GRID) == "一网格"


@pytest.mark.parametrize(
    ("scope", "codes"),
    [
        (Scope(), []),
        (Scope(("339924102",)), ["339924102"]),
        (Scope((TOWNSHIP,), ("339924101001",)), [TOWNSHIP, "339924101002"]),
        (Scope(("339924d01",)), ["339924d01"]),
        (Scope(("339999",)), []),
    ],
)
def test_a_list_holds_exactly_what_its_scope_covers(store, scope, codes):
    with store.read() as connection:
        assert [unit.code for unit in list_units(connection, scope)] == codes
        assert [unit.code for unit in read_units(connection).within(scope)] == codes


def test_importing_the_same_sheet_again_changes_nothing(store, shell):
    from .conftest import UNITS

    outcome = import_units(store, UNITS, actor=shell, now=NOW)
    assert (outcome.created, outcome.changed, outcome.refused) == ((), (), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_sheet_is_read_in_whatever_encoding_excel_saved_it(store, shell, encoding):
    sheet = "代码,名称\n339924103,测试三镇\n".encode(encoding)
    outcome = import_units(store, sheet, actor=shell, now=NOW)
    assert outcome.created == ("339924103",)


def test_english_headers_and_dates_of_validity_are_kept(store, shell):
    sheet = b"code,name,level,valid_from,valid_to\n339924103,T3,township,2020/1/2,\n"
    import_units(store, sheet, actor=shell, now=NOW)
    import_units(store, b"code,name\n339924103,T3a\n", actor=shell, now=NOW)
    with store.read() as connection:
        found = find_unit(connection, "339924103")
    assert found == Unit("339924103", "T3a", "township", COUNTY, "2020-01-02")


def test_each_bad_row_is_refused_alone_with_its_place_and_reason(store, shell):
    sheet = (
        "区划代码,名称,级别,启用日期\n339924103,测试三镇,乡镇,\n339924103,又一次,乡镇,\n3.4E+11,坏,,\n"
        "339924109001,无上级村,村,\n339924104,,乡镇,\n339924105,测试五镇,村,\n339924106,测试六镇,省,\n"
        "339924107,测试七镇,,2026-13-01\n110101,外县,,\n"
    )
    outcome = import_units(store, sheet.encode(), actor=shell, now=NOW)
    assert outcome.created == ("339924103",)
    assert [(bad.row, bad.column, bad.code) for bad in outcome.refused] == [
        (3, "code", "unit_twice"),
        (4, "code", "code_malformed"),
        (5, "code", "parent_unknown"),
        (6, "name", "unit_name_missing"),
        (7, "level", "level_differs"),
        (8, "level", "level_unknown"),
        (9, "valid_from", "date_malformed"),
        (10, "code", "unit_foreign"),
    ]


def test_every_refusal_says_in_two_languages_what_to_do(store, shell):
    outcome = import_units(store, "代码,名称\nx,坏\n".encode(), actor=shell, now=NOW)
    assert outcome.refused[0].say().startswith("区划代码“x”不对。应为 6、9、12 或 15 位数字")
    assert outcome.refused[0].say("en").startswith('Code "x" is wrong.')


def test_nobody_without_unit_manage_imports_units(store, person):
    actor = person("jia", "township_admin", TOWNSHIP)
    outcome = import_units(store, "代码,名称\n339924101009,九村\n".encode(), actor=actor, now=NOW)
    assert [bad.code for bad in outcome.refused] == ["unit_foreign"]


def test_one_import_is_one_audit_entry(audited):
    assert audited("unit.import") == [("shell", COUNTY, "done")]


def test_a_sheet_without_its_columns_is_refused_whole(store, shell):
    with pytest.raises(Refused) as caught:
        import_units(store, "代码\n339924103\n".encode(), actor=shell, now=NOW)
    assert (caught.value.code, caught.value.facts) == ("columns_missing", {"missing": "名称"})


def write_division_set(folder: Path) -> None:
    lists = {
        "areas": [{"code": COUNTY, "name": "清溪县", "cityCode": "3399", "provinceCode": "33"}],
        "streets": [
            {"code": "339924101", "name": "测试一镇", "areaCode": COUNTY},
            {"code": "339999101", "name": "外镇", "areaCode": "339999"},
        ],
        "villages": [{"code": VILLAGE, "name": "甲村", "streetCode": TOWNSHIP, "areaCode": COUNTY}],
    }
    folder.mkdir(parents=True)
    for name, entries in lists.items():
        (folder / f"{name}.json").write_text(json.dumps(entries, ensure_ascii=False), "utf-8")


def test_the_public_division_set_gives_one_county_from_folder_and_archive(tmp_path):
    write_division_set(tmp_path / "package" / "dist")
    with tarfile.open(tmp_path / "set.tgz", "w:gz") as archive:
        archive.add(tmp_path / "package", "package")
    codes = [COUNTY, TOWNSHIP, VILLAGE]
    for source in ("package", "package/dist", "set.tgz"):
        assert [row.code for row in read_division_set(tmp_path / source, COUNTY)] == codes


def test_a_county_that_the_public_set_lacks_is_refused(tmp_path):
    write_division_set(tmp_path / "dist")
    with pytest.raises(Refused) as caught:
        read_division_set(tmp_path / "dist", "339925")
    assert caught.value.code == "county_unknown"


def test_a_code_that_is_no_county_s_is_refused(tmp_path):
    with pytest.raises(Refused) as caught:
        read_division_set(tmp_path, "339924101")
    assert caught.value.code == "code_malformed"


def test_an_archive_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "set.tgz").write_bytes(b"not an archive")
    with pytest.raises(Refused) as caught:
        read_division_set(tmp_path / "set.tgz", COUNTY)
    assert caught.value.code == "file_unreadable"
