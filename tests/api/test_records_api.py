"""Records over HTTP: the statuses, bodies and headers that other programs build on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from .conftest import FOREIGN, RECORDS, make_body, make_id, make_photo

RECORD = f"/api/v1/records/{make_id(1)}"
WRITTEN = ("records", "revisions", "outbox")


def test_the_first_time_answers_201_with_the_receipt(server):
    answer = server.put()
    body = answer.get_json()
    found = (answer.status_code, sorted(body), body["number"], body["revision"], body["dropped"])
    members = ["dropped", "hash", "id", "number", "received_at", "revision"]
    assert found == (201, members, "FX-260226-0001", 1, [])


def test_the_same_again_answers_200_with_the_same_receipt(server):
    first, again = server.put(), server.put()
    assert (again.status_code, again.get_json()) == (200, first.get_json())


def test_fifty_parallel_identical_calls_create_one_record(server):
    before = server.count("audit")
    with ThreadPoolExecutor(50) as pool:
        statuses = sorted(answer.status_code for answer in pool.map(lambda _: server.put(), range(50)))
    written = [server.count(name) for name in WRITTEN]
    assert (statuses, written, server.count("audit") - before) == ([200] * 49 + [201], [1, 1, 1], 1)


def test_another_body_under_the_same_id_answers_409(server):
    server.put()
    assert code(server.put(answers={"what": "别的内容"})) == (409, "conflict")


@pytest.mark.parametrize("owned", ["id", "township", "state", "number", "created_by", "received_at", "actor"])
def test_what_the_server_owns_is_refused_in_a_body(server, owned):
    path = f"{RECORDS}/{make_id(1)}"
    answer = server.call("PUT", path, json=make_body() | {owned: "x"})
    found = [(one["code"], one["pointer"]) for one in answer.get_json()["problems"]]
    assert (code(answer), found) == ((422, "body_invalid"), [("unknown_member", f"/{owned}")])


def test_wrong_answers_are_named_at_their_place_in_words(server):
    answer = server.put(answers={"count": "三"}).get_json()
    found = [(one["code"], one["pointer"]) for one in answer["problems"]]
    assert (answer["code"], found, all(one["detail"] for one in answer["problems"])) == (
        "answers_invalid",
        [("required", "/what"), ("type_integer", "/count")],
        True,
    )


def test_a_foreign_unit_answers_404(server):
    assert code(server.put(unit=FOREIGN)) == (404, "unit_unknown")


def test_a_form_of_another_township_answers_404(server):
    assert code(server.put(1, "ceshi-yi", unit=FOREIGN)) == (404, "form_unknown")


def test_an_auditor_submits_nothing_and_lists_nothing(server):
    server.put(1)
    answers = (server.put(2, "ceshi-ding"), server.call("GET", RECORDS, "ceshi-ding"))
    assert [code(answer) for answer in answers] == [(403, "denied")] * 2


def test_without_a_session_the_answer_is_401(server):
    answer = server.call("PUT", f"{RECORDS}/{make_id(1)}", "", json=make_body())
    assert (code(answer), answer.headers["WWW-Authenticate"]) == ((401, "not_logged_in"), "Bearer")


def test_a_record_bears_its_revision_as_etag_and_answers_304(server):
    server.put()
    first = server.call("GET", RECORD)
    again = server.call("GET", RECORD, headers={"If-None-Match": first.headers["ETag"]})
    shown = first.get_json()["answers"]
    assert (first.headers["ETag"], again.status_code, shown) == ('"1"', 304, {"what": "路灯不亮", "count": 3})


def test_decimals_come_back_digit_for_digit(server):
    path = f"{RECORDS}/{make_id(1)}"
    text = '{"version":1,"unit":"339924101201","captured_at":"2026-02-26T14:19:00+08:00",'
    server.call(
        "PUT", path, data=text + '"answers":{"what":"路灯","cost":0.10}}', content_type="application/json"
    )
    assert b'"cost":0.10' in server.call("GET", RECORD).data


def test_a_foreign_record_answers_404_everywhere(server):
    server.put()
    paths = (RECORD, f"{RECORD}/revisions")
    assert [server.call("GET", path, "ceshi-yi").status_code for path in paths] == [404, 404]


def test_a_correction_without_if_match_answers_428(server):
    server.put()
    assert code(correct(server)) == (428, "revision_missing")


def test_a_correction_appends_a_revision(server):
    server.put()
    answer = correct(server, '"1"')
    listed = server.call("GET", f"{RECORD}/revisions").get_json()["items"]
    changes = [one["differences"] for one in listed]
    difference = {"pointer": "/count", "before": 3, "after": 4}
    assert (answer.status_code, answer.get_json()["revision"], changes) == (201, 2, [[], [difference]])


def test_a_stale_correction_answers_412_with_the_differences(server):
    server.put()
    correct(server, '"1"')
    answer = correct(server, '"1"', answers={"what": "路灯全灭"})
    pointers = [one["pointer"] for one in answer.get_json()["differences"]]
    assert (code(answer), pointers) == ((412, "stale"), ["/what", "/count"])


@pytest.mark.parametrize("header", ["x", '"x"', "*", '"' + "9" * 30 + '"', "１"])
def test_an_if_match_that_is_no_revision_answers_400(server, header):
    server.put()
    assert code(correct(server, header.encode("utf-8").decode("latin-1")))[0] == 400


def test_return_and_withdraw_change_the_state(server):
    server.put()
    back = step(server, "ceshi-bing", do="return", reason="请补照片", pointers=["/photo"])
    news = server.call("GET", "/api/v1/returned").get_json()["items"]
    shown = [(one["reason"], one["pointers"]) for one in news]
    assert (back.get_json()["state"], shown) == ("returned", [("请补照片", ["/photo"])])


def test_the_filler_withdraws(server):
    server.put()
    assert step(server, do="withdraw").get_json()["state"] == "withdrawn"


def test_a_deleted_record_is_gone_and_comes_back(server):
    server.put()
    step(server, "ceshi-bing", do="delete", reason="重复")
    gone = [server.call("GET", RECORD).status_code, server.put().status_code]
    step(server, "ceshi-bing", do="undelete")
    assert (gone, server.call("GET", RECORD).status_code) == ([404, 410], 200)


def test_a_list_shows_its_columns_with_phones_masked(server):
    server.put(answers={"what": "路灯不亮", "phone": "13800000000"})
    (item,) = server.call("GET", RECORDS).get_json()["items"]
    assert item["values"] == {"what": "路灯不亮", "phone": "138****0000"}


def test_a_list_is_filtered_sorted_and_paged(server):
    for number in (1, 2, 3):
        server.put(number, answers={"what": "路灯不亮", "count": number})
    first = server.call("GET", f"{RECORDS}?sort=-count&limit=2").get_json()
    second = server.call(
        "GET", RECORDS, query_string={"sort": "-count", "limit": 2, "cursor": first["next"]}
    ).get_json()
    only = server.call("GET", f"{RECORDS}?filter[count]=2").get_json()
    counts = [[item["values"]["count"] for item in page["items"]] for page in (first, second, only)]
    assert (counts, second["next"]) == ([[3, 2], [1], [2]], None)


def test_an_unchanged_list_answers_304(server):
    server.put()
    tag = server.call("GET", RECORDS).headers["ETag"]
    assert server.call("GET", RECORDS, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=201", "sort=nothing", "cursor=x", "filter[no]=1", "q=%00"]
)
def test_a_question_the_list_does_not_understand_answers_400(server, query):
    assert server.call("GET", f"{RECORDS}?{query}").status_code == 400


def test_a_photo_is_uploaded_then_named_then_seen(server):
    stored = server.upload(make_photo())
    photo = stored.get_json()
    server.put(answers={"what": "路灯不亮", "photo": photo})
    path = f"/api/v1/attachments/{photo['sha256']}"
    seen = [server.call("GET", path, account).status_code for account in ("ceshi-bing", "ceshi-yi")]
    assert (stored.status_code, photo["name"], seen) == (201, "照片.jpg", [200, 404])


def test_an_upload_that_is_not_what_its_hash_says_is_refused(server):
    answer = server.call("PUT", f"/api/v1/attachments/{'a' * 64}", data=make_photo())
    assert (code(answer), server.count("attachments")) == ((400, "hash_mismatch"), 0)


def test_an_export_is_a_file_and_one_audit_entry(server):
    server.put()
    before = server.count("audit")
    path = f"{RECORDS.removesuffix('/records')}/export"
    answer = server.call("POST", path, "ceshi-bing", json={"purpose": "核对", "format": "csv"})
    with answer:
        found = (answer.status_code, answer.data[:3], server.count("audit") - before)
    assert found == (200, b"\xef\xbb\xbf", 1)


def test_a_draft_is_kept_and_discarded(server):
    path = f"/api/v1/drafts/{make_id(9)}"
    body = {"form": "t339924101.finding", "version": 1, "unit": "339924101201", "state": {"what": "路"}}
    kept = server.call("PUT", path, json=body).get_json()
    listed = server.call("GET", "/api/v1/drafts").get_json()["items"]
    gone = [server.call("DELETE", path).status_code for _ in range(2)]
    assert (listed, gone) == ([kept], [204, 404])


def code(answer):
    return answer.status_code, answer.get_json()["code"]


def correct(server, base=None, answers=None):
    body = make_body(answers or {"what": "路灯不亮", "count": 4})
    del body["unit"]
    headers = {"If-Match": base} if base else {}
    return server.call("POST", f"{RECORD}/revisions", "ceshi-bing", json=body, headers=headers)


def step(server, account="ceshi-jia", **body):
    return server.call("POST", f"{RECORD}/steps", account, json=body)
