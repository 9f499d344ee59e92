"""What other records say stands in the page, on the review page and with the record, without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from lizheng.core.definitions import publish_rules
from lizheng.core.store.times import write_time
from lizheng.forms.reading import read_form

from ..forms.station import NOW, TOWNSHIP, Station, make_id
from ..rules.sets_js.asking_sets import answer_in_node
from .test_ruled_pages import read_said

FORM: dict[str, Any] = {
    "form": f"t{TOWNSHIP}.lamp",
    "title": "路灯",
    "subject": "matter",
    "kind": "business",
    "schema": {
        "type": "object",
        "properties": {"lamp": {"type": "string", "title": "灯杆号", "maxLength": 20}},
        "additionalProperties": False,
    },
    "list": {"columns": ["lamp"], "search": [], "filters": ["lamp"], "sort": "-received_at"},
}
RULES: dict[str, Any] = {
    "rule_set": f"t{TOWNSHIP}.lamp",
    "form": FORM["form"],
    "effective_from": "2020-01-01",
    "basis": ["本镇约定"],
    "gates": {"single": "先看有没有报过"},
    "facts": {
        "before": {
            "title": "本月已报",
            "count": {"form": FORM["form"], "match": {"lamp": "lamp"}, "period": "month"},
        }
    },
    "rules": [
        {
            "rule": "L1",
            "title": "报过的灯",
            "if": "本月已报 >= 1",
            "then": [{"gate": "single", "say": "这盏灯本月已报 {before} 次。"}],
            "remedy": "请先看前一次办到哪一步。",
        }
    ],
}
SAID = "这盏灯本月已报 1 次。"


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    station = Station(tmp_path_factory.mktemp("facts"))
    station.publish(read_form(FORM))
    with station.site.definitions.change() as change:
        publish_rules(change, RULES, TOWNSHIP, "shell", write_time(NOW))
    station.submit(FORM["form"], {"lamp": "12号"}, number=1)
    yield station
    station.close()


def fill(station: Station, lamp: str, number: int, do: str = "save") -> str:
    path = f"/fill/{FORM['form']}/{make_id(number)}"
    return station.page(path, data={"do": do, "/lamp": lamp}).get_data(as_text=True)


@pytest.mark.parametrize(("lamp", "said"), [("12号", True), ("13号", False), ("", False)])
def test_the_page_says_what_other_records_say(station: Station, lamp: str, said: bool) -> None:
    assert (SAID in read_said(fill(station, lamp, 2))) == said


def test_the_review_page_tells_the_same_with_the_number_it_found(station: Station) -> None:
    page = fill(station, "12号", 3, do="review")
    assert (SAID in page, re.findall(r"本月已报[^0-9]{1,40}([0-9]+)", page)) == (True, ["1", "1"])


def test_the_record_keeps_what_it_was_told(station: Station) -> None:
    station.submit(FORM["form"], {"lamp": "14号"}, number=4)
    station.submit(FORM["form"], {"lamp": "14号"}, number=5)
    pages = [station.page(f"/record/{make_id(number)}").get_data(as_text=True) for number in (4, 5)]
    assert [SAID in page for page in pages] == [False, True]


def test_the_page_s_own_script_is_told_which_values_only_the_server_knows(station: Station) -> None:
    page = station.page(f"/fill/{FORM['form']}").get_data(as_text=True)
    found = re.search(r'<script type="application/json" id="rules">(.*?)</script>', page, re.S)
    assert found
    [written] = json.loads(found[1])["sets"]
    told = (written["facts"], written["where"], written["titles"])
    assert told == (["before"], "server", {"before": "本月已报"})


def test_the_page_s_own_script_waits_for_the_server(station: Station) -> None:
    [rule_set] = station.site.live.current().rules_of(
        station.site.live.current().find_form(FORM["form"]), TOWNSHIP
    )
    calls = [{"set": 0, "facts": {"lamp": "12号"}, "event": "change"}]
    [outcome] = answer_in_node([rule_set], calls, alone=True)["outcomes"]
    assert (outcome["waiting"], outcome["effects"]) == (1, [])
