"""Any text is read or refused, soon and never otherwise."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lizheng.rules.findings import RuleRefused
from lizheng.rules.text import build_names, read_condition
from lizheng.rules.text.words import CALLS, WORDS
from lizheng.rules.types import Type

from .village_names import NAMES

LONGEST = 2000
FORMS = build_names(
    {
        **{f"f{at}": Type("number", title="未填是否在到非的"[: at % 9] + f"户{at}") for at in range(400)},
        **{f"未{'填' * at}": Type("number") for at in range(60)},
    }
)
SPELLINGS = sorted(
    {one for word in WORDS for one in word.zh + word.en + word.signs}
    | {f"{name}(" for call in CALLS for name in call.zh + call.en}
    | {
        *NAMES.meanings,
        "重大",
        "1",
        "2/3",
        "80%",
        "5万",
        "2026-02-28",
        "“",
        "”",
        '"',
        "「",
        "」",
        "[",
        "]",
        " ",
        "#",
    }
)
MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
WORST = [
    *(
        "(",
        ")",
        "非",
        "-",
        "未",
        "未填",
        "未填未",
        "外层.",
        "outer.",
        "a.",
        "a",
        "1",
        "1-",
        "1+",
        "是否",
        "在",
        "到",
    ),
    *(
        '"',
        "“",
        "「",
        "[",
        "[[",
        "]",
        "((1)",
        "1、",
        "1 属于 1,",
        "条数(",
        "如果(1,",
        "1 ?? ",
        "not ",
        "is not ",
    ),
    *(
        "f1且",
        "1>0且",
        "2026-02-28",
        "8:30",
        "5万",
        "＂",
        "　",
        "%",
        "户1",
        "not in ",
        "𠮷",
        "\u0301",
        "\x00",
        "²",
    ),
]


def is_settled(text: str) -> bool:
    """Return that the text was read or refused."""
    try:
        read_condition(text, NAMES)
    except RuleRefused as refused:
        return len(refused.findings) == 1
    return True


def measure(text: str) -> float:
    """Return the seconds of processor time that reading or refusing takes."""
    start = time.process_time()
    with suppress(RuleRefused):
        read_condition(text, FORMS)
    return time.process_time() - start


@MANY
@given(st.text(max_size=LONGEST))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert is_settled(text)


@MANY
@given(st.lists(st.sampled_from(SPELLINGS), max_size=60).map("".join))
def test_any_heap_of_words_is_read_or_refused(text: str) -> None:
    assert is_settled(text)


@MANY
@given(st.lists(st.sampled_from(SPELLINGS), max_size=12).map(" ".join))
def test_any_row_of_words_is_read_or_refused(text: str) -> None:
    assert is_settled(text)


# A coverage tracer makes everything several times slower.
@pytest.mark.no_cover
@pytest.mark.parametrize("piece", WORST)
def test_the_longest_text_is_settled_within_a_fifth_of_a_second(piece: str) -> None:
    measure("1")
    assert measure((piece * LONGEST)[:LONGEST]) < 0.2
