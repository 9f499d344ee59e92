from __future__ import annotations

from datetime import date

import pytest
from lizheng.forms.formats import FORMATS, fold_for, fold_text
from lizheng.forms.identity import check_id_number, check_uscc, id_check_digit, widen_id_number
from lizheng.forms.regions import is_known_region

TODAY = date(2026, 3, 1)


def make_id(born: str = "19850602", region: str = "339924", sequence: str = "996") -> str:
    first_17 = region + born + sequence
    return first_17 + id_check_digit(first_17)


GOOD = [
    ("date", "2024-02-29"),
    ("time", "14:30"),
    ("time", "23:59:59.5+08:00"),
    ("date-time", "2026-02-28T14:30:00+08:00"),
    ("date-time", "2026-02-28T06:30:00.000Z"),
    ("uuid", "0192f0c1-2a3b-7c4d-8e5f-0123456789ab"),
    ("email", "ceshi@example.cn"),
    ("uri", "https://example.cn/a?b=c#d"),
    ("id-number", make_id()),
    ("id-number", make_id(region="810000")),
    ("id-number", "339924850602996"),
    ("uscc", "91350100M000100Y43"),
    ("mobile", "13800000000"),
    ("landline", "0577-67223344"),
    ("landline", "67223344"),
    ("landline", "400-820-8820"),
    ("phone", "13800000000"),
    ("phone", "057767223344"),
    ("division-code", "339924101001"),
    ("grid-code", "339924101001003"),
    ("licence-plate", "浙C12345"),
    ("licence-plate", "浙CD12345"),
    ("licence-plate", "浙C12345D"),
    ("licence-plate", "粤Z1234港"),
    ("wgs84-point", "120.69,28.15"),
    ("wgs84-point", "-179.5,-89"),
]

BAD = [
    ("date", "2023-02-29", "no_such_day"),
    ("date", "20240229", "shape"),
    ("date", "２０２４-02-29", "shape"),
    ("date", "2024-02-29\n", "shape"),
    ("time", "24:00", "shape"),
    ("date-time", "2026-02-28T14:30:00", "no_zone"),
    ("date-time", "2026-02-30T14:30:00Z", "no_such_day"),
    ("date-time", "2026-02-28", "shape"),
    ("uuid", "0192f0c1", "shape"),
    ("email", "ceshi@", "shape"),
    ("uri", "example.cn", "shape"),
    ("id-number", "12345", "shape"),
    ("id-number", make_id(born="19850631"), "birth_date"),
    ("id-number", make_id()[:-1] + ("0" if make_id()[-1] != "0" else "1"), "check_digit"),
    ("uscc", "91350100M000100Y44", "check_digit"),
    ("uscc", "81350100M000100Y43", "first_character"),
    ("uscc", "91350100I000100Y43", "shape"),
    ("mobile", "12800000000", "shape"),
    ("landline", "123", "shape"),
    ("phone", "110", "shape"),
    ("division-code", "339924", "shape"),
    ("grid-code", "33992410100100³", "shape"),
    ("licence-plate", "浙I12345", "shape"),
    ("wgs84-point", "28.15,120.69", "off_the_earth"),
    ("wgs84-point", "120.69 28.15", "shape"),
]


@pytest.mark.parametrize(("name", "text"), GOOD)
def test_a_right_value_passes(name: str, text: str) -> None:
    assert FORMATS[name](text) is None


@pytest.mark.parametrize(("name", "text", "reason"), BAD)
def test_a_wrong_value_is_refused_with_its_reason(name: str, text: str, reason: str) -> None:
    assert (FORMATS[name](text) or {}).get("reason") == reason


def test_every_format_has_a_right_and_a_wrong_value_here() -> None:
    assert {name for name, _ in GOOD} == {name for name, _, _ in BAD} == set(FORMATS)


def test_a_birth_after_today_is_refused_only_when_today_is_known() -> None:
    unborn = make_id(born="20991231")
    assert (check_id_number(unborn), check_id_number(unborn, TODAY)) == (None, {"reason": "birth_date"})


def test_nobody_is_older_than_120() -> None:
    ages = [check_id_number(make_id(born=born), TODAY) for born in ("19060301", "19050301", "19050302")]
    assert ages == [None, {"reason": "birth_date"}, None]


def test_a_15_digit_number_takes_its_18_digit_form() -> None:
    assert widen_id_number("339924850602996") == make_id()


def test_rural_collective_organisations_begin_with_n() -> None:
    right = [c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if check_uscc("N2339924MF0000001" + c) is None]
    assert len(right) == 1


def test_a_region_is_known_by_province_or_by_the_countys_own_list() -> None:
    answers = [
        is_known_region("339924"),
        is_known_region("990000"),
        is_known_region("339924", {"330324"}),
        is_known_region("330324", {"330324"}),
    ]
    assert answers == [True, False, False, True]


def test_full_width_characters_and_outer_spaces_are_folded() -> None:
    assert fold_text("　１２３ａ ") == "123a"


def test_numbers_written_in_groups_lose_their_spaces_and_hyphens() -> None:
    folded = [
        fold_for("mobile", "+86 138-0000-0000"),
        fold_for("id-number", "339924 19850602 996x"),
        fold_for("landline", "0577-6722 3344"),
    ]
    assert folded == ["13800000000", "33992419850602996X", "0577-6722 3344"]


def test_check_digits_are_those_of_the_standard() -> None:
    """The digits were worked out apart, after the two examples of GB 11643 had come out right."""
    digits = [id_check_digit(f"339924198506{day:02d}996") for day in range(1, 12)]
    assert "".join(digits) == "61728394X17"
