"""Files under forty hostile names, and files that are two things at once: what is kept and comes out."""

from __future__ import annotations

import re

import pytest
from lizheng.core.records.attachments import fit_name
from werkzeug.http import parse_options_header

from .county import SHARED, hash_of, make_answers, make_photo

API = "/api/v1"
NAMES = (
    *(
        "村部照片.jpg",
        "照片",
        "a.jpeg",
        "../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "/etc/shadow",
        "C:\\fakepath\\a.jpg",
    ),
    *(
        "\\\\host\\share\\a.jpg",
        "....//....//a",
        "%2e%2e%2fa.jpg",
        "a\x00.jpg",
        "a.jpg\x00.exe",
        "照\u202egpj.exe",
    ),
    *(
        "\u200b\u200e.jpg",
        "a\r\nSet-Cookie: x=1.jpg",
        "a\nb.jpg",
        'a"; filename="b.exe',
        "a'.jpg",
        "a;b.jpg",
        "a\\b.jpg",
    ),
    *(
        "<script>alert(1)</script>.jpg",
        '"><img src=x onerror=alert(1)>.jpg',
        "a.php",
        "a.jpg.html",
        "a.svg",
        "a.hta",
    ),
    *(
        "con",
        "aux.jpg",
        "nul",
        "a.jpg.",
        "a.jpg ",
        " ",
        "",
        ".",
        "..",
        "...",
        "~",
        "-rf",
        "$(id).jpg",
        "`id`.jpg",
        "=1+1.jpg",
    ),
    *(
        "长" * 300 + ".jpg",
        "é" * 200,
        "\U0001f600.jpg",
        ".htaccess",
        "desktop.ini",
        "a%00b.jpg",
        "a?b#c.jpg",
        "{{7*7}}.jpg",
    ),
)
PDF = b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF\n"


def keep(county, content, name):
    """Upload the file, let a record name it, and return the answer to whoever opens it."""
    path = f"{API}/attachments/{hash_of(content)}"
    sent = county.call("filler-own", "PUT", path, data=content, query_string={"name": name})
    if sent.status_code != 201:
        return sent
    value = sent.get_json()
    claimed = {**value, "name": name[:100] or "x"} if name.isprintable() else value
    answers = {**make_answers(SHARED, "own"), "photo": [claimed]}
    county.make_record("own", photo=answers["photo"])
    answer = county.call("supervisor", "GET", f"/attachments/{value['sha256']}")
    answer.get_data()
    answer.close()
    return answer


def read_name(answer):
    return parse_options_header(answer.headers["Content-Disposition"])[1]["filename"]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name)[:24])
def test_a_file_comes_out_under_a_harmless_name_and_lies_under_its_hash(county, name):
    place = NAMES.index(name)
    answer = keep(county, make_photo((20 + place, 30)), name)
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        shown = read_name(answer)
        assert (shown.endswith((".jpg", ".jpeg")), re.findall(r"[/\\\x00-\x1f\u200b-\u202e]", shown)) == (
            True,
            [],
        )
        assert ("Set-Cookie" in answer.headers, answer.mimetype) == (False, "image/jpeg")
    stored = [path.name for path in county.site.settings.attachments.rglob("*") if path.is_file()]
    assert [one for one in stored if not re.fullmatch("[0-9a-f]{64}", one)] == []


@pytest.mark.parametrize("name", ["a.hta", "a.html", "a.pdf.exe", "说明", "..", "a\x00.exe"])
def test_a_document_is_saved_under_the_ending_of_what_it_is(name):
    assert fit_name(name, "application/pdf").endswith(".pdf")


@pytest.mark.parametrize("name", ["a.pdf", "说明.PDF"])
def test_an_ending_that_fits_is_left_alone(name):
    assert fit_name(name, "application/pdf") == name


def test_a_document_is_never_opened_in_the_page(county):
    path = f"/attachments/{hash_of(PDF)}"
    county.call("worker", "PUT", f"{API}{path}", data=PDF, query_string={"name": "a.hta"})
    answer = county.call("worker", "GET", path)
    answer.close()
    found = (read_name(answer), answer.headers["Content-Disposition"].split(";")[0])
    assert (found, answer.headers["X-Content-Type-Options"]) == (("附件.pdf", "attachment"), "nosniff")


POLYGLOTS = {
    "a page": b"<html><script>alert(1)</script>",
    "a drawing": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a program": b"MZ\x90\x00" + b"\x00" * 200,
    "a script": b"#!/bin/sh\nid\n",
    "gif and script": b"GIF89a/*" + b"\x00" * 40 + b"*/=1;alert(1)//",
    "a picture's head and a page": b"\xff\xd8\xff\xe0<html><script>alert(1)</script>",
    "an archive": b"PK\x03\x04" + b"\x00" * 60,
    "java": b"\xca\xfe\xba\xbe" + b"\x00" * 60,
    "nothing": b"",
    "a workbook of old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
}


@pytest.mark.parametrize("kind", POLYGLOTS)
@pytest.mark.parametrize("name", ["照片.jpg", "说明.pdf"])
def test_what_only_pretends_to_be_a_picture_or_document_is_refused(county, kind, name):
    assert keep(county, POLYGLOTS[kind], name).status_code in (400, 415)


@pytest.mark.parametrize(
    "tail", [b"<script>alert(1)</script>", b"PK\x05\x06" + b"\x00" * 18, b"<?php id(); ?>" * 50]
)
def test_what_hangs_on_a_picture_is_gone_when_it_comes_out(county, tail):
    answer = keep(county, make_photo((33, len(tail) % 90 + 20)) + tail, "照片.jpg")
    assert (answer.status_code, tail in answer.get_data()) == (200, False)
