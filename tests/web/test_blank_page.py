"""The blank page of a form, which is drawn once for all, belongs to each who opens it."""

from __future__ import annotations

import re

from .county import SHARED

FILLERS = ("worker", "filler-own")
NEIGHBOURS = ("filler-own", "filler-sibling")


def open_blank(county, who):
    return county.call(who, "GET", f"/fill/{SHARED}").get_data(as_text=True)


def test_each_person_finds_only_the_own_token(county):
    tokens = {who: county.sessions[who].actor.csrf for who in FILLERS}
    found = {who: set(re.findall('name="csrf" value="([^"]+)"', open_blank(county, who))) for who in FILLERS}
    assert found == {who: {token} for who, token in tokens.items()}


def test_each_opening_begins_a_record_of_its_own(county):
    pages = [open_blank(county, "worker") for _ in range(3)]
    ids = [re.search(f'action="/fill/{SHARED}/([0-9a-f-]{{36}})"', page) for page in pages]
    assert len({found[1] for found in ids if found}) == 3


def test_a_person_of_another_village_finds_the_own_village(county):
    units = [re.findall('name="@unit" value="([^"]+)"', open_blank(county, who)) for who in NEIGHBOURS]
    assert units == [["339924101201"], ["339924102201"]]


def test_a_message_after_an_act_is_shown_on_the_blank_page_once(county):
    said = county.call("worker", "GET", f"/fill/{SHARED}?said=saved").get_data(as_text=True)
    assert ('role="status"' in said, 'role="status"' in open_blank(county, "worker")) == (True, False)
