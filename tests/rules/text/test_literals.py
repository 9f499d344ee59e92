"""Numbers, moments and texts, each way."""

from __future__ import annotations

import pytest
from hypothesis import given
from lizheng.rules.text.fold import fold
from lizheng.rules.text.literals import find_quoted, quote, read_moment, read_number, write_number, write_text

from .random_trees import NUMBERS, TEXTS


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("0.0", 0),
        ("000", 0),
        ("0.10", 0.1),
        ("100%", 1),
        ("33.3%", 0.333),
        ("5万", 50000),
        ("0.00005万", 0.5),
        ("1.23456789012345万", 12345.6789012345),
        ("999999999999999", 999999999999999),
        ("1000000000000000000000", 10**21),
        ("0.000000000000000000001", 1e-21),
    ],
)
def test_a_number_means_exactly_what_is_written(text: str, number: float) -> None:
    assert (read_number(text), type(read_number(text))) == (number, type(number))


@pytest.mark.parametrize(
    "text",
    ["1234567890123456", "0.1234567890123456", "1" + "0" * 400, "0." + "0" * 400 + "1", "1" * 17 + "%"],
)
def test_a_number_beyond_15_digits_or_a_double_is_none(text: str) -> None:
    assert read_number(text) is None


@given(NUMBERS)
def test_a_written_number_reads_back(number: float) -> None:
    assert read_number(write_number(abs(number)) or "") == abs(number)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-2-8", "2026-02-08"),
        ("2026年12月8日", "2026-12-08"),
        ("2026年2月8", "2026-02-08"),
        ("8:05", "08:05"),
        ("08:05:09", "08:05:09"),
        ("2026-2-8 8:05", "2026-02-08T08:05:00+08:00"),
        ("2026年2月8日 18:05:09", "2026-02-08T18:05:09+08:00"),
        ("2026-02-08T08:05:09.5Z", "2026-02-08T08:05:09.5Z"),
        ("2026-02-08T08:05-01:30", "2026-02-08T08:05:00-01:30"),
    ],
)
def test_a_moment_is_read_however_people_write_it(text: str, moment: str) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text", ["2026-02-30", "0000-01-01", "24:00", "8:60", "2026-02-28T25:00Z", "2026-02", "重大"]
)
def test_what_no_calendar_or_clock_has_is_no_moment(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("重大", "“重大”", '"重大"'),
        ("", "“”", '""'),
        ("2026-02-08", "2026-02-08", "2026-02-08"),
        ("2026-2-8", "“2026-2-8”", '"2026-2-8"'),
        ("2026-02-08T08:05:00+08:00", "2026-02-08 08:05", "2026-02-08 08:05"),
        ("2026-02-08T08:05:00.5+08:00", "2026-02-08T08:05:00.5+08:00", "2026-02-08T08:05:00.5+08:00"),
        ("说“好”", '"说“好”"', '"说“好”"'),
        ('"”', '“"”””', '"""”"'),
    ],
)
def test_a_text_is_written_in_marks_it_does_not_hold(text: str, chinese: str, english: str) -> None:
    assert (write_text(text, "zh-CN"), write_text(text, "en")) == (chinese, english)


@pytest.mark.parametrize("mark", ['"', "“", "＂", "「", "["])
@given(text=TEXTS)
def test_what_is_quoted_is_found_again(mark: str, text: str) -> None:
    quoted = quote(text, mark)
    assert find_quoted(f"x{quoted} x", 1) == (text, 1 + len(quoted))


@given(TEXTS)
def test_folding_keeps_every_column(text: str) -> None:
    assert len(fold(text)) == len(text)
