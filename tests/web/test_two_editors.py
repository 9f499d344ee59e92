"""Two people at one record, or one person going back: nobody is locked out, and what was typed can go in."""

from __future__ import annotations

import pytest

from .county import SHARED, VILLAGES, own_form

FORM = own_form("own")


def post(county, who, path, **data):
    return county.call(who, "POST", path, data={"csrf": county.sessions[who].actor.csrf, **data})


def save(county, who, id, words):
    return post(
        county, who, f"/fill/{FORM}/{id}", **{"/what": words, "@unit": VILLAGES["own"], "do": "review"}
    )


def correct(county, who, id, words):
    assert county.call(who, "GET", f"/record/{id}/edit").status_code == 303
    assert save(county, who, id, words).location.endswith("/review")


def says(county, who, id):
    return county.call(who, "GET", f"/record/{id}").text


def test_a_reviewers_open_correction_does_not_keep_the_filler_from_correcting(county):
    id = county.make_record("own", FORM, by="worker", returned=True)
    correct(county, "supervisor", id, "审核员写到一半")
    correct(county, "worker", id, "填报员改好了")
    sent = post(county, "worker", f"/fill/{FORM}/{id}/submit")
    assert (sent.status_code, "填报员改好了" in says(county, "worker", id)) == (303, True)
    assert "审核员写到一半" in county.call("supervisor", "GET", f"/fill/{FORM}/{id}").text


def test_who_comes_second_sees_both_and_may_still_send(county):
    id = county.make_record("own", FORM, by="worker", returned=True)
    correct(county, "supervisor", id, "审核员写的这句")
    correct(county, "worker", id, "填报员写的这句")
    post(county, "worker", f"/fill/{FORM}/{id}/submit")
    late = post(county, "supervisor", f"/fill/{FORM}/{id}/submit")
    assert (late.status_code, "审核员写的这句" in late.text, "填报员写的这句" in late.text) == (
        412,
        True,
        True,
    )
    again = post(county, "supervisor", f"/fill/{FORM}/{id}/submit", base="2")
    assert (again.status_code, "第 3 次" in says(county, "supervisor", id)) == (303, True)


def test_who_goes_back_after_submitting_is_led_to_the_record(county):
    id = county.make_id()
    for words in ("第一次写的", "又回去改的"):
        save(county, "worker", id, words)
        answer = post(county, "worker", f"/fill/{FORM}/{id}/submit")
    assert (answer.status_code, f'href="/record/{id}"' in answer.text) == (409, True)
    assert "这张表已经提交过" in answer.text
    post(county, "worker", f"/record/{id}/withdraw")
    assert post(county, "worker", f"/fill/{FORM}/{id}/submit", base="1").status_code == 303
    assert "又回去改的" in says(county, "worker", id)


@pytest.mark.parametrize(
    "state",
    [{}, {"shown": None}, {"shown": {}, "unread": "x"}, {"shown": {}, "answers": {}, "unread": [{"bad": 1}]}],
)
def test_a_page_opens_whatever_a_program_kept_as_its_draft(county, state):
    id = county.make_id()
    body = {"form": SHARED, "version": 1, "unit": VILLAGES["own"], "state": state}
    assert county.call("worker", "PUT", f"/api/v1/drafts/{id}", json=body).status_code == 200
    answers = [
        county.call("worker", "GET", f"/fill/{SHARED}/{id}{end}") for end in ("", "?check=1", "/review")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 303]


def test_a_deleted_record_says_so_and_offers_no_change(county):
    id = county.make_record("own", FORM)
    step = {"do": "delete", "reason": "填重了"}
    assert county.call("supervisor", "POST", f"/api/v1/records/{id}/steps", json=step).status_code == 200
    page = says(county, "supervisor", id)
    assert ("已删除" in page, "已送达" in page, f"/record/{id}/edit" in page) == (True, False, False)
    assert f"/record/{id}/return" not in page


def test_a_module_that_is_off_is_said_before_anything_is_typed(county):
    change = {"plugin": "security_patrol", "unit": "339924101"}
    before = county.call("worker", "GET", f"/fill/{SHARED}").status_code
    post(county, "township_admin", "/settings/switch", **change, on="0")
    off = county.call("worker", "GET", f"/fill/{SHARED}")
    post(county, "township_admin", "/settings/switch", **change, on="1")
    after = county.call("worker", "GET", f"/fill/{SHARED}").status_code
    assert (before, off.status_code, "没有启用" in off.text, after) == (200, 403, True, 200)


def test_whoever_holds_a_modules_role_only_is_offered_its_forms(county):
    assert f'href="/fill/{SHARED}"' in county.call("plugin_role", "GET", "/fill").text


def test_whoever_holds_a_modules_role_only_has_a_home_with_its_forms_and_its_records(county):
    page = county.call("plugin_role", "GET", "/").text
    assert ('href="/records"' in page, f'href="/fill/{SHARED}"' in page) == (True, True)


def test_whoever_holds_a_modules_role_only_finds_the_records_on_the_menu(county):
    assert '<a href="/records" aria-current="page">' in county.call("plugin_role", "GET", "/records").text
