from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lizheng.rules import numbers
from lizheng.rules.errors import LogicError

FRACTIONS = st.fractions(max_denominator=10**6)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1, Fraction(1, 10)),
        (Decimal("0.1"), Fraction(1, 10)),
        (Decimal("-2.50"), Fraction(-5, 2)),
        (Decimal("3E+2"), 300),
        (5, 5),
        (1.0, 1),
        (999999999999999, 999999999999999),
        (10**15, 10**15),
        (1234567890123456, 1234567890123460),
        (1234567890123455, 1234567890123460),
        (1234567890123445, 1234567890123440),
        (2**53 + 1, 9007199254740990),
        (1 / 3, Fraction(333333333333333, 10**15)),
        (Decimal("0.33333333333333333333"), Fraction(333333333333333, 10**15)),
        (10**400, None),
        (-(10**400), None),
        (float("nan"), None),
        (Decimal("Infinity"), None),
        (True, None),
        ("1", None),
        (None, None),
        (Fraction(2, 3), Fraction(2, 3)),
    ],
)
def test_a_number_means_what_is_written_to_fifteen_digits(value: Any, expected: object) -> None:
    assert numbers.read_number(value) == expected


@pytest.mark.parametrize(
    ("number", "written", "plainly"),
    [
        (Fraction(2, 3), Decimal("0.666666666666667"), "0.666666666666667"),
        (Fraction(-1, 8), Decimal("-0.125"), "-0.125"),
        (Fraction(4, 2), 2, "2"),
        (7, 7, "7"),
        (0, 0, "0"),
        (1234567890123456789, 1234567890123460000, "1234567890123460000"),
        (Fraction(1, 10**7), Decimal("1E-7"), "0.0000001"),
        (Fraction(12345678901234565, 10), 1234567890123460, "1234567890123460"),
        (Fraction(10**20, 3), 33333333333333300000, "33333333333333300000"),
        (100, 100, "100"),
        (Fraction(1001, 10), Decimal("100.1"), "100.1"),
    ],
)
def test_a_result_is_written_with_at_most_fifteen_digits(number: Any, written: object, plainly: str) -> None:
    assert (numbers.write_number(number), numbers.write_plainly(number)) == (written, plainly)


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (0, 1),
        (100, 1),
        (1.5, 2),
        (0.1 + 0.2, 17),
        (1e300, 1),
        (Decimal("1.500"), 2),
        (123456789012345678, 18),
    ],
)
def test_digits_are_counted_as_written(value: Any, digits: int) -> None:
    assert numbers.count_digits(value) == digits


@pytest.mark.parametrize(
    ("places", "value", "expected"),
    [
        (0, Fraction(5, 2), 3),
        (0, Fraction(-5, 2), -3),
        (1, Fraction(125, 100), Fraction(13, 10)),
        (2, Fraction(-1005, 1000), Fraction(-101, 100)),
        (6, 3, 3),
        (Fraction(1, 2), 3, None),
        (-1, 3, None),
        (7, 3, None),
        (None, 3, None),
        (0, None, None),
    ],
)
def test_numbers_round_half_away_from_zero(places: Any, value: Any, expected: object) -> None:
    assert numbers.round_number(value, places) == expected


@pytest.mark.parametrize(
    ("step", "a", "b", "expected"),
    [
        (numbers.add, 1, Fraction(1, 2), Fraction(3, 2)),
        (numbers.subtract, 1, None, None),
        (numbers.multiply, None, 2, None),
        (numbers.divide, 1, 0, None),
        (numbers.divide, 6, 3, 2),
        (numbers.divide, 1, Fraction(0), None),
        (numbers.take_remainder, -7, 3, -1),
        (numbers.take_remainder, Fraction(-15, 2), 2, Fraction(-3, 2)),
        (numbers.take_remainder, 7, 0, None),
        (numbers.take_remainder, None, 3, None),
    ],
)
def test_steps_are_exact_and_absent_without_an_answer(step: Any, a: Any, b: Any, expected: object) -> None:
    assert step(a, b) == expected


@pytest.mark.parametrize(
    ("take", "value", "expected"),
    [
        (numbers.negate, 3, -3),
        (numbers.invert, 4, Fraction(1, 4)),
        (numbers.invert, 0, None),
        (numbers.take_absolute, Fraction(-1, 2), Fraction(1, 2)),
        (numbers.take_absolute, None, None),
        (numbers.floor, Fraction(-1, 2), -1),
        (numbers.floor, None, None),
        (numbers.ceil, Fraction(-1, 2), 0),
        (numbers.ceil, 3, 3),
        (numbers.ceil, None, None),
    ],
)
def test_one_number_gives_another(take: Any, value: Any, expected: object) -> None:
    assert take(value) == expected


@pytest.mark.parametrize(("a", "b"), [(2**999, 2), (Fraction(1, 2**999), Fraction(1, 4))])
def test_a_number_of_more_than_a_thousand_bits_is_too_large(a: Any, b: Any) -> None:
    with pytest.raises(LogicError, match="Too Large"):
        numbers.multiply(a, b)


@given(FRACTIONS, FRACTIONS)
def test_arithmetic_is_that_of_fractions(a: Fraction, b: Fraction) -> None:
    found = numbers.add(a, b), numbers.subtract(a, b), numbers.multiply(a, b)
    assert found == (a + b, a - b, a * b)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=5))
def test_what_is_read_is_written_again(value: Decimal) -> None:
    assert numbers.write_number(numbers.read_number(value) or 0) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_double_is_read_as_its_decimal_is(value: float) -> None:
    assert numbers.read_number(value) == numbers.read_number(Decimal(repr(value)))
