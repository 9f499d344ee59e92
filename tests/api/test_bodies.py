"""Bodies are read strictly: bounded, unambiguous, exact; whatever comes, the server keeps its countenance."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lizheng.core.records.values import Rejection
from lizheng.core.web.json_body import LARGEST_BODY, read_strict

from .conftest import RECORDS, make_id

PATH = f"{RECORDS}/{make_id(1)}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "body_missing"),
        (b"{", "json_malformed"),
        (b"{} {}", "json_malformed"),
        (b'{"a": NaN}', "json_bad_number"),
        (b'{"a": -Infinity}', "json_bad_number"),
        (b"1e400", "json_bad_number"),
        (b"1" * 19, "json_bad_number"),
        (b"1" * 5_000, "json_bad_number"),
        (b"0." + b"1" * 41, "json_bad_number"),
        (b'{"a": 1, "a": 1}', "json_duplicate_key"),
        (b'{"b": [{"a": 1, "a": 2}]}', "json_duplicate_key"),
        (b'"\\ud800"', "json_bad_text"),
        (b'{"\\u0000": 1}', "json_bad_text"),
        (b'[["\\u0000"]]', "json_bad_text"),
        (b'{"a": "\xff"}', "json_not_utf8"),
        (b"[" * 33 + b"]" * 33, "json_too_deep"),
        (b"[" * 200_000, "json_too_deep"),
        (b'{"a":' * 100_000, "json_too_deep"),
    ],
)
def test_a_body_that_is_not_strict_json_is_refused_by_name(content, code):
    with pytest.raises(Rejection) as caught:
        read_strict(content)
    assert (caught.value.status, caught.value.code) == (400, code)


@pytest.mark.parametrize(
    "content", [b"[" * 32 + b"]" * 32, b'"[[[[\\"{{{{"', b"999999999999999999", b"-0.10"]
)
def test_a_body_at_the_limit_is_read(content):
    read_strict(content)


def test_the_largest_body_is_read_and_one_byte_more_is_not(server):
    statuses = [send(server, b" " * size).status_code for size in (LARGEST_BODY, LARGEST_BODY + 1)]
    assert statuses == [400, 413]


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"]
)
def test_another_media_type_is_refused(server, kind):
    answer = send(server, b"{}", content_type=kind)
    assert (answer.status_code, answer.get_json()["code"]) == (415, "media_type")


@pytest.mark.parametrize(("wanted", "detail"), [("zh-CN", "内容不是正确"), ("en", "The body is not")])
def test_a_refusal_is_said_in_the_language_asked_for(server, wanted, detail):
    path, headers = "/api/v1/session", {"Accept-Language": wanted}
    answer = server.call("POST", path, "", data=b"{", content_type="application/json", headers=headers)
    problem = answer.get_json()
    assert (problem["detail"].startswith(detail), answer.mimetype) == (True, "application/problem+json")


@settings(max_examples=500, deadline=None, database=None)
@given(
    st.binary(max_size=60) | st.text(alphabet='[]{}",:0123456789eE+-.\\u tfn"', max_size=60).map(str.encode)
)
def test_any_bytes_are_read_or_refused(content):
    try:
        read_strict(content)
    except Rejection as refusal:
        assert refusal.status == 400


def send(server, content, content_type="application/json"):
    return server.call("PUT", PATH, data=content, content_type=content_type)
