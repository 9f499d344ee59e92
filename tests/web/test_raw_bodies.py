"""Whatever bytes are sent wherever: the server says no and keeps going; it never breaks."""

from __future__ import annotations

import json
import random
import re
import time
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .calls import ACTS, CALLS
from .county import SHARED

pytestmark = [pytest.mark.first, pytest.mark.untraced]

API = "/api/v1"
# One role that gets past the guard of each unsafe route, so that the body is read.
PAGES = {
    "/login": "",
    "/look": "worker",
    "/logout": "",
    "/password": "worker",
    "/fill/{form}/{id}": "worker",
    "/fill/{form}/{id}/discard": "worker",
    "/fill/{form}/{id}/submit": "worker",
    "/refuse/{form}": "worker",
    "/record/{id}/return": "supervisor",
    "/record/{id}/withdraw": "worker",
    "/records/{form}/export": "supervisor",
    "/settings/switch": "township_admin",
    "/settings/parameter": "township_admin",
    "/forms/edit": "township_admin",
    "/forms/retire": "township_admin",
    "/rules/edit": "township_admin",
    "/rules/retire": "township_admin",
    "/accounts/new": "township_admin",
    "/accounts/import": "township_admin",
    "/accounts/{account}/grant": "security_admin",
    "/accounts/{account}/revoke": "security_admin",
    "/modules/allow": "county_it",
    "/modules/switch": "county_it",
    "/modules/restart": "county_it",
    "/units/import": "county_it",
    "/audit/verify": "auditor",
}
BODIES = {
    ("POST", f"{API}/session"): "",
    ("PUT", f"{API}/forms/{{form}}/records/{{id}}"): "worker",
    ("POST", f"{API}/forms/{{form}}/export"): "supervisor",
    ("POST", f"{API}/records/{{id}}/revisions"): "supervisor",
    ("POST", f"{API}/records/{{id}}/steps"): "supervisor",
    ("PUT", f"{API}/drafts/{{id}}"): "worker",
}
# The others need nothing from the form, so its parts are not even read.
TYPED_INTO = PAGES.keys() - {
    *("/logout", "/audit/verify", "/record/{id}/withdraw"),
    *("/fill/{form}/{id}/discard", "/fill/{form}/{id}/submit"),
}
QUERIES = {
    "/login": "",
    "/notice": "",
    "/fill": "worker",
    "/mine": "worker",
    "/fill/{form}": "worker",
    "/records/{form}": "supervisor",
    "/records/{form}/export": "supervisor",
    "/settings": "township_admin",
    "/forms": "township_admin",
    "/forms/edit": "township_admin",
    "/rules": "township_admin",
    "/rules/edit": "township_admin",
    "/accounts": "township_admin",
    "/modules": "county_it",
    "/units": "county_it",
    "/audit": "auditor",
    f"{API}/forms/{{form}}/records": "supervisor",
    f"{API}/mine": "worker",
}
NAMES = (
    *("account", "password", "next", "back", "large", "language", "old", "new", "again", "do", "@unit"),
    *(
        "/what",
        "/class",
        "/place/lat",
        "/found_at",
        "/photo",
        "/action_taken",
        "/photo/0",
        "reason",
        "pointer",
    ),
    *("words", "purpose", "format", "plugin", "unit", "on", "name", "value", "township", "source", "form"),
    *("role", "allow", "file", "q", "sort", "cursor", "after", "since", "until", "actor", "action", "under"),
    *(
        "filter[unit]",
        "filter[state]",
        "filter[class]",
        "filter[found_at]",
        "module",
        "said",
        "limit",
        "csrf",
    ),
)
LONG = ("source", "do", "/what", "value", "reason", "@unit")
ODD = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "NaN",
        "9" * 5_000,
        "\x00",
        "a\x00b",
        "\ud800",
        "\udcff",
        "\uffff",
        "\U0010ffff",
    ),
    *(
        "../../etc/passwd",
        "%00",
        "%s%n",
        "{{7*7}}",
        "${7*7}",
        "' OR 1=1 --",
        '"><script>',
        "\r\nX: y",
        "\u202e",
    ),
    *(
        "add:/photo",
        "remove:/photo/999999999999",
        "up:/",
        "down:",
        "add:" + "/a" * 5_000,
        "add:/\ud800",
        "[]",
        "{}",
    ),
    *("[" * 40_000, '{"a":' * 20_000, '{"form": 1}', "null", "true", "-9223372036854775809", "2026-02-30"),
    *(
        "9999-12-31T23:59:59+99:99",
        "0001-01-01",
        "10000-01-01",
        "１２３",
        "é" * 300,
        "x" * 70_000,
        "\t",
        "~",
        "~1~0~2",
    ),
)
TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "",
)


@pytest.fixture(scope="module")
def places(county):
    """Give the values that stand in addresses."""
    return {
        "form": SHARED,
        "id": county.make_record("own", by="worker"),
        "account": county.make_account("own"),
    }


def send(county, who, method, path, **more):
    answer = county.call(who, method, path, **more)
    answer.close()
    return answer.status_code


def deep(opening, closing, depth=200_000):
    return (opening * depth + closing * depth).encode()


HOSTILE_JSON = {
    "deep arrays": deep("[", "]"),
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep answers": b'{"version":1,"unit":"339924101201","captured_at":"2026-02-26T14:19:00+08:00","answers":'
    + b'{"what":' * 30
    + b"1"
    + b"}" * 31,
    "not a number": b'{"version":NaN}',
    "infinite": b'{"answers":{"what":-Infinity}}',
    "twice the same key": b'{"version":1,"version":2}',
    "nul": b'{"unit":"\\u0000"}',
    "half a pair": b'{"unit":"\\ud800"}',
    "half a pair as key": b'{"\\udc00":1}',
    "a long number": b'{"version":' + b"9" * 5_000 + b"}",
    "a long fraction": b'{"version":0.' + b"1" * 5_000 + b"}",
    "a huge exponent": b'{"version":1e999999999}',
    "no utf-8": b'{"unit":"\xff\xfe"}',
    "utf-16": '{"version":1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "nothing": b"",
    "a text": b'"x"',
    "a list": b"[]",
    "prototype": b'{"__proto__":{"x":1},"constructor":{}}',
    "too much": b'{"unit":"' + b"x" * 400_000 + b'"}',
    "many members": json.dumps({f"k{number}": 1 for number in range(20_000)}).encode(),
}


@pytest.mark.parametrize("name", HOSTILE_JSON)
@pytest.mark.parametrize(("method", "path"), BODIES)
def test_hostile_json_is_refused_in_a_moment(county, places, method, path, name):
    begun = time.perf_counter()
    more = {"data": HOSTILE_JSON[name], "content_type": "application/json", "headers": {"If-Match": '"1"'}}
    status = send(county, BODIES[method, path], method, path.format(**places), **more)
    assert (400 <= status < 500, time.perf_counter() - begun < 2) == (True, True)


@pytest.mark.parametrize("path", PAGES)
def test_forty_thousand_fields_are_answered_in_a_moment(county, places, path):
    body = "&".join(f"f{number}=x" for number in range(40_000))
    begun = time.perf_counter()
    kind = {"content_type": "application/x-www-form-urlencoded"}
    assert send(county, PAGES[path], "POST", path.format(**places), data=body, **kind) < 500
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize("path", PAGES)
def test_twenty_thousand_parts_are_refused(county, places, path):
    part = '--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
    kind = {"content_type": "multipart/form-data; boundary=x"}
    status = send(
        county, PAGES[path], "POST", path.format(**places), data=part * 20_000 + "--x--\r\n", **kind
    )
    assert status == 413 if path in TYPED_INTO else status < 500


@pytest.mark.parametrize("size", [1024 * 1024, 1024 * 1024 + 1, 3_000_000])
def test_a_form_is_taken_up_to_a_megabyte_and_no_further(county, size):
    body = b"q=" + b"x" * (size - 2)
    kind = {"content_type": "application/x-www-form-urlencoded"}
    status = send(county, "", "POST", "/login", data=body, **kind)
    assert status == (401 if size <= 1024 * 1024 else 413)


MULTIPARTS = {
    "no boundary": ("multipart/form-data", b"x"),
    "an endless boundary": (f"multipart/form-data; boundary={'x' * 5_000}", b"--x"),
    "never closed": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n',
    ),
    "no name": ("multipart/form-data; boundary=x", b"--x\r\n\r\n1\r\n--x--"),
    "endless headers": ("multipart/form-data; boundary=x", b"--x\r\n" + b"A: b\r\n" * 50_000),
    "a nul in the name": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="/photo"; filename="a\x00.jpg"\r\n\r\nx\r\n--x--',
    ),
    "an odd charset": (
        "multipart/form-data; boundary=x; charset=utf-7",
        b'--x\r\nContent-Disposition: form-data; name="do"\r\n\r\n+ADw-\r\n--x--',
    ),
    "no utf-8": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="\xff"; filename="\xfe"\r\n\r\n\xff\r\n--x--',
    ),
}


@pytest.mark.parametrize("name", MULTIPARTS)
@pytest.mark.parametrize("path", PAGES)
def test_broken_multipart_breaks_nothing(county, places, path, name):
    kind, body = MULTIPARTS[name]
    assert send(county, PAGES[path], "POST", path.format(**places), data=body, content_type=kind) < 500


@pytest.mark.parametrize("value", ODD, ids=[repr(value)[:30] for value in ODD])
def test_odd_values_in_an_address_break_nothing(county, places, value):
    found = {
        path: send(
            county, who, "GET", path.format(**places), query_string=dict.fromkeys(NAMES, encode(value))
        )
        for path, who in QUERIES.items()
        if len(value) < 10_000
    }
    assert {path: status for path, status in found.items() if status >= 500} == {}


@pytest.mark.parametrize("value", ODD, ids=[repr(value)[:30] for value in ODD])
def test_odd_values_in_a_form_break_nothing(county, places, value):
    pairs = dict.fromkeys(NAMES if len(value) < 3_000 else LONG, encode(value))
    found = {
        path: send(county, who, "POST", path.format(**places), data=pairs) for path, who in PAGES.items()
    }
    assert {path: status for path, status in found.items() if status >= 500} == {}


@pytest.mark.parametrize("value", [value for value in ODD if 0 < len(value) < 1_000], ids=repr)
def test_odd_parts_of_an_address_break_nothing(county, value):
    routes = {
        route.split("#")[0].split(" ")[1] for route in CALLS if route.startswith("GET ") and "<" in route
    }
    part = quote(encode(value), safe="")
    paths = [replace_parts(route, part) for route in sorted(routes)]
    found = {path: send(county, "supervisor", "GET", path) for path in paths}
    assert {path: status for path, status in found.items() if status >= 500} == {}


def replace_parts(route, part):
    return re.sub(r"<[^>]*>", part.replace("\\", "\\\\"), route)


def encode(value):
    return value.encode("utf-8", "surrogatepass")


def throw(county, places, chance):
    """Send one made-up request and return its status and what was sent."""
    method, path = chance.choice([*BODIES, *(("POST", page) for page in PAGES)])
    who = BODIES.get((method, path)) if (method, path) in BODIES else PAGES[path]
    kind = chance.choice(TYPES)
    body = chance.choice((make_pairs, make_json, make_noise))(chance)
    more = {"data": body, "content_type": kind, "headers": {"If-Match": chance.choice(('"1"', '"x"', "*"))}}
    return send(county, who, method, path.format(**places), **more), (method, path, kind, body[:200])


def make_pairs(chance):
    pairs = [(chance.choice(NAMES), chance.choice(ODD)[:3_000]) for _ in range(chance.randint(0, 12))]
    return b"&".join(name.encode() + b"=" + encode(value) for name, value in pairs)


def make_json(chance):
    values = [*ODD, 0, -1, 1.5, True, None, 10**18, [], {}]
    names = (
        "version",
        "unit",
        "captured_at",
        "answers",
        "do",
        "reason",
        "pointers",
        "purpose",
        "state",
        "form",
    )
    found = {chance.choice(names): chance.choice(values) for _ in range(chance.randint(0, 8))}
    return json.dumps(found).encode()[: chance.choice((10, 1_000, 100_000))]


def make_noise(chance):
    return bytes(chance.choices(range(256), k=chance.randint(0, 200)))


def find_broken(county, places, seed, tries):
    chance = random.Random(seed)
    thrown = (throw(county, places, chance) for _ in range(tries))
    return [what for status, what in thrown if status >= 500]


def test_three_hundred_made_up_requests_break_nothing(county, places):
    assert find_broken(county, places, 20260226, 300) == []


@pytest.mark.nightly
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("seed", range(20))
def test_a_hundred_thousand_made_up_requests_break_nothing(county, places, seed):
    assert find_broken(county, places, seed, 5_000) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(NAMES), st.text(max_size=40), max_size=6), st.sampled_from(sorted(PAGES))
)
def test_any_text_in_any_form_breaks_nothing(county, places, pairs, path):
    data = {name: encode(value) for name, value in pairs.items()}
    assert send(county, PAGES[path], "POST", path.format(**places), data=data) < 500


def test_every_unsafe_page_is_thrown_at(county):
    unsafe = {
        route.split("#")[0][5:] for route in CALLS if route.startswith("POST /") and "/api/" not in route
    }
    thrown = {path.replace("{", "<").replace("}", ">") for path in PAGES}
    acts = ACTS.split(" ")[1]
    assert unsafe - {acts} - thrown == set()
