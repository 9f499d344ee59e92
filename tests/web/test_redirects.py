"""Where a person is led after logging in or changing the look: always to this site."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from .county import PASSWORD

HERE = "http://localhost/"
PAYLOADS = (
    *("//example.invalid", "//example.invalid/%2e%2e", "///example.invalid", "////example.invalid"),
    *(
        "/\\example.invalid",
        "\\/example.invalid",
        "\\\\example.invalid",
        "/\\/example.invalid",
        "/\\\\a.invalid",
    ),
    *(
        "https://example.invalid",
        "http://example.invalid",
        "HTTPS://example.invalid",
        "https:example.invalid",
    ),
    *("https:/example.invalid", "https:\\\\example.invalid", "javascript:alert(1)", "JaVaScRiPt:alert(1)"),
    *(
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "mailto:x@example.invalid",
        "ftp://a.invalid",
    ),
    *("/\t/example.invalid", "/\n/example.invalid", "/\r/example.invalid", "\t//example.invalid"),
    *(" //example.invalid", "\x00//example.invalid", "/\x00/example.invalid", "\u2028//example.invalid"),
    *("/%09/example.invalid", "/%5cexample.invalid", "/%2f%2fexample.invalid", "%2f%2fexample.invalid"),
    *("//localhost@example.invalid", "http://localhost@example.invalid/", "//localhost.example.invalid"),
    *("/mine\r\nLocation: https://example.invalid", "/mine\r\nSet-Cookie: lizheng=x", "example.invalid"),
    *(
        "?next=//example.invalid",
        "#//example.invalid",
        ";//example.invalid",
        "/.//example.invalid",
        "/..//a.invalid",
    ),
    *(
        "／／example.invalid",
        "/／example.invalid",
        "。//example.invalid",
        "/@example.invalid",
        "/:80//x.invalid",
    ),
)


def land(location):
    """Return the host a browser goes to: it drops tab and line ends and reads a backslash as a slash."""
    read = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33)))).replace("\\", "/")
    return urlsplit(urljoin(HERE, read)).netloc


def assert_stays(answer):
    assert (answer.status_code, land(answer.location)) == (303, "localhost")
    assert "example.invalid" not in str(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_after_logging_in_a_person_stays_on_this_site(county, payload):
    data = {"account": county.make_account("own"), "password": PASSWORD, "next": payload}
    assert_stays(county.call("", "POST", "/login", data=data))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_after_changing_the_look_a_person_stays_on_this_site(county, payload):
    assert_stays(county.call("worker", "POST", "/look", data={"back": payload, "large": "0"}))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_log_in_page_offers_no_other_site(county, payload):
    page = county.call("", "GET", "/login", query_string={"next": payload}).get_data(as_text=True)
    kept = [unescape(value) for value in re.findall(r'name="next" value="([^"]*)"', page)]
    assert [land(value) for value in kept] == ["localhost"] * len(kept) != []


@pytest.mark.parametrize("path", ["//example.invalid/mine", "/\\example.invalid", "///example.invalid/fill"])
def test_an_odd_address_leads_nowhere_else(county, path):
    answer = county.app.test_client().open(
        environ_overrides={"PATH_INFO": path, "RAW_URI": path}, base_url=HERE
    )
    assert land(answer.headers.get("Location", "/")) == "localhost"


@pytest.mark.parametrize(
    "do", ["add:/x\r\nSet-Cookie: a=b", "add://example.invalid", "up:\\\\a.invalid", "x:中文"]
)
def test_a_row_button_leads_back_to_the_same_page(county, do):
    id = county.make_id()
    answer = county.call("worker", "POST", f"/fill/security_patrol.finding/{id}", data={"do": do})
    assert answer.location.startswith(f"/fill/security_patrol.finding/{id}")
    assert "Set-Cookie" not in answer.headers
