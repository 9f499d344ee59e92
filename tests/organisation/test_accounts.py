"""Accounts: made one by one and from a sheet, handed over on slips, and by whom."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lizheng.core.audit import verify
from lizheng.core.discovery.values import PluginRole
from lizheng.core.organisation.account_care import disable_account, reset_password
from lizheng.core.organisation.account_import import import_accounts
from lizheng.core.organisation.account_opening import create_account
from lizheng.core.organisation.accounts import NewAccount, find_account, list_accounts
from lizheng.core.organisation.granting import role_title
from lizheng.core.organisation.grants import grant_role, revoke_role
from lizheng.core.organisation.hashing import Hashing
from lizheng.core.organisation.names import read_names
from lizheng.core.organisation.refusals import Refused
from lizheng.core.organisation.sessions import log_in
from lizheng.core.organisation.slips import Slip, make_password, render_slips, write_slips
from lizheng.core.organisation.values import Grant, Scope
from openpyxl import Workbook, load_workbook

from .conftest import COUNTY, NOW, PASSWORD, SIBLING, TOWNSHIP, VILLAGE

LEADER = {"security_patrol.leader": PluginRole("security_patrol.leader", "巡防队长", frozenset())}


@pytest.fixture
def refusal(store, policy):
    """Do something as somebody; return the code of the refusal, ``None`` when it was done."""

    def refusal(do, *args, **named):
        try:
            do(store, *args, now=NOW, **named)
        except Refused as refused:
            return refused.code
        return None

    return refusal


def test_a_new_account_gets_a_slip_that_opens_it_and_must_be_changed(store, shell, policy):
    new = NewAccount("yi", "测试乙", VILLAGE, (Grant("worker", VILLAGE),))
    slip = create_account(store, new, actor=shell, now=NOW, policy=policy)
    session = log_in(store, "yi", slip.password, address="", now=NOW, policy=policy)
    assert (slip.unit_name, session.actor.must_change) == ("甲村", True)


def test_the_slip_is_the_only_place_of_the_first_password(store, shell, policy, tmp_path):
    slip = create_account(store, NewAccount("yi", "测试乙", VILLAGE), actor=shell, now=NOW, policy=policy)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("records.db*"))
    assert slip.password.encode() not in kept


@pytest.mark.parametrize(
    ("account", "name", "unit", "code"),
    [
        ("a", "测试", VILLAGE, "account_malformed"),
        ("a b", "测试", VILLAGE, "account_malformed"),
        ("shell", "测试", VILLAGE, "account_malformed"),
        ("339924199001019970", "测试", VILLAGE, "account_malformed"),
        ("33992419900101996X", "测试", VILLAGE, "account_malformed"),
        ("yi", " ", VILLAGE, "name_missing"),
        ("yi", "测试", "339924109", "unit_unknown"),
        ("JIA", "测试", VILLAGE, "account_exists"),
        ("网格员_1", "测试", VILLAGE, None),
        ("13900000000", "测试", VILLAGE, None),
    ],
)
def test_an_account_is_judged_before_it_is_made(person, refusal, shell, policy, account, name, unit, code):
    person("jia")
    new = NewAccount(account, name, unit)
    assert refusal(create_account, new, actor=shell, policy=policy) == code


@pytest.mark.parametrize(
    ("role", "unit", "code"),
    [
        ("worker", VILLAGE, None),
        ("supervisor", TOWNSHIP, None),
        ("worker", SIBLING, "role_foreign"),
        ("worker", COUNTY, "role_foreign"),
        ("township_admin", TOWNSHIP, "role_foreign"),
        ("county_it", COUNTY, "role_foreign"),
        ("county_it", TOWNSHIP, "role_level"),
        ("deny:record.view", VILLAGE, "role_foreign"),
        ("deny:fly", VILLAGE, "role_unknown"),
        ("shell", TOWNSHIP, "role_unknown"),
        ("emperor", TOWNSHIP, "role_unknown"),
        ("security_patrol.leader", TOWNSHIP, None),
        ("other.leader", TOWNSHIP, "role_unknown"),
        ("worker", "339924101009", "unit_unknown"),
    ],
)
def test_a_township_admin_gives_business_roles_at_home_only(person, refusal, role, unit, code):
    admin = person("guanli", "township_admin", TOWNSHIP)
    person("jia", None)
    assert refusal(grant_role, "jia", Grant(role, unit), actor=admin, roles=LEADER) == code


def test_a_township_admin_cannot_touch_an_account_with_more_power(person, refusal, policy):
    admin = person("guanli", "township_admin", TOWNSHIP)
    person("tongji", "township_admin", TOWNSHIP)
    person("xitong", "county_it", TOWNSHIP, at=COUNTY)
    codes = [
        refusal(do, account, actor=admin, **more)
        for account in ("tongji", "xitong", "guanli", "nobody")
        for do, more in ((reset_password, {"policy": policy}), (disable_account, {}))
    ]
    assert codes == ["account_foreign"] * 6 + ["account_unknown"] * 2


def test_a_township_admin_cannot_touch_the_sibling_s_accounts(person, refusal, policy):
    admin = person("guanli", "township_admin", SIBLING)
    person("jia", "worker", VILLAGE)
    new = NewAccount("yi", "测试乙", VILLAGE)
    assert [
        refusal(reset_password, "jia", actor=admin, policy=policy),
        refusal(create_account, new, actor=admin, policy=policy),
        refusal(revoke_role, "jia", Grant("worker", VILLAGE), actor=admin),
    ] == ["account_foreign", "unit_foreign", "account_unknown"]


def test_nobody_changes_the_own_roles(person, refusal):
    admin = person("anquan", "security_admin", COUNTY)
    assert refusal(grant_role, "anquan", Grant("worker", VILLAGE), actor=admin) == "own_grants"


@pytest.mark.parametrize("second", ["security_admin", "auditor", "worker"])
def test_a_system_administrator_holds_no_other_role(person, refusal, shell, second):
    person("xitong", "county_it", COUNTY)
    assert refusal(grant_role, "xitong", Grant(second, COUNTY), actor=shell) == "role_separated"


def test_a_restriction_beside_a_role_is_no_second_role(person, refusal, shell):
    person("xitong", "county_it", COUNTY)
    assert refusal(grant_role, "xitong", Grant("deny:plugin.manage", TOWNSHIP), actor=shell) is None


def test_who_may_not_give_a_restriction_may_not_lift_it(person, refusal, shell):
    admin = person("guanli", "township_admin", TOWNSHIP)
    person("jia", "deny:record.export", VILLAGE)
    assert refusal(revoke_role, "jia", Grant("deny:record.export", VILLAGE), actor=admin) == "role_foreign"


def test_a_worker_gives_nothing(person, refusal):
    worker = person("jia")
    person("yi")
    assert refusal(grant_role, "yi", Grant("worker", VILLAGE), actor=worker) == "account_unknown"


def test_a_role_given_twice_is_held_once_and_taken_at_once(person, store, shell):
    person("jia")
    for _ in range(2):
        grant_role(store, "jia", Grant("supervisor", TOWNSHIP), actor=shell, now=NOW)
    revoke_role(store, "jia", Grant("worker", VILLAGE), actor=shell, now=NOW)
    with store.read() as connection:
        assert find_account(connection, "jia").grants == (Grant("supervisor", TOWNSHIP),)


def test_every_change_and_every_refusal_is_one_audit_entry(person, refusal, shell, audited, policy):
    person("jia")
    admin = person("guanli", "township_admin", SIBLING)
    for actor in (shell, admin):
        refusal(reset_password, "jia", actor=actor, policy=policy)
        refusal(grant_role, "jia", Grant("worker", TOWNSHIP), actor=actor)
        refusal(disable_account, "jia", actor=actor)
    actions = ("account.reset", "account.grant", "account.disable")
    assert [audited(action) for action in actions] == [
        [("shell", "jia", "done"), ("guanli", "jia", "refused")]
    ] * 3


def test_a_refusal_about_a_unit_that_is_only_typed_opens_no_audit_chain(refusal, shell, policy, store):
    refusal(create_account, NewAccount("yi", "测试乙", "339924109"), actor=shell, policy=policy)
    assert [verdict.township for verdict in verify(store)] == [COUNTY]


def test_a_list_of_accounts_keeps_to_its_scope_and_finds_by_name(person, store):
    for account, unit in (("jia", VILLAGE), ("yi", TOWNSHIP), ("bing", SIBLING)):
        person(account, unit=unit)
    with store.read() as connection:
        listed = [
            list_accounts(connection, Scope((TOWNSHIP,))),
            list_accounts(connection, Scope((COUNTY,)), q="测试b"),
            list_accounts(connection, Scope((COUNTY,)), after="bing", limit=1),
            list_accounts(connection, Scope((COUNTY,)), q="%"),
            list_accounts(connection, Scope()),
        ]
    assert [[found.account for found in page] for page in listed] == [
        ["jia", "yi"],
        ["bing"],
        ["jia"],
        [],
        [],
    ]


# the sheet

DING = NewAccount("ding", "测试丁", VILLAGE)
GOOD = ("ding", "测试丁", VILLAGE, "填报员")
ROWS = [
    ("账号", "姓名", "单位代码", "角色"),
    GOOD,
    ("wu", "测试戊", "339924101000", "审核员、worker"),
    ("wu", "测试戊", TOWNSHIP, ""),
    ("ji", "测试己", "339924999", "填报员"),
    ("geng", "", VILLAGE, "填报员"),
    ("xin", "测试辛", VILLAGE, "皇帝"),
    ("ren", "测试壬", SIBLING, "填报员"),
    ("gui", "测试癸", TOWNSHIP, "乡镇管理员"),
]
PROBLEMS = [
    (4, "account", "account_twice"),
    (5, "unit", "unit_unknown"),
    (6, "name", "name_missing"),
    (7, "roles", "role_unknown"),
    (8, "unit", "unit_foreign"),
    (9, "roles", "role_foreign"),
]


def as_xlsx(rows):
    book, written = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def as_csv(rows, encoding="gb18030"):
    return "\n".join(",".join(row) for row in rows).encode(encoding)


@pytest.mark.parametrize("written", [as_xlsx, as_csv])
def test_good_rows_become_accounts_and_each_bad_one_is_named(person, store, policy, written):
    admin = person("guanli", "township_admin", TOWNSHIP)
    outcome = import_accounts(store, written(ROWS), actor=admin, now=NOW, policy=policy)
    assert [slip.account for slip in outcome.slips] == ["ding", "wu"]
    assert [(bad.row, bad.column, bad.code) for bad in outcome.problems] == PROBLEMS
    with store.read() as connection:
        grants = find_account(connection, "wu").grants
    assert grants == (Grant("supervisor", TOWNSHIP), Grant("worker", TOWNSHIP))


@pytest.mark.parametrize("written", [as_xlsx, as_csv])
def test_the_sheet_comes_back_with_bad_cells_red_and_reasons_beside(person, store, policy, written):
    admin = person("guanli", "township_admin", TOWNSHIP)
    outcome = import_accounts(store, written(ROWS), actor=admin, now=NOW, policy=policy)
    sheet = load_workbook(io.BytesIO(outcome.workbook)).active
    red = [cell.coordinate for row in sheet for cell in row if cell.fill.start_color.rgb == "00FFC7CE"]
    assert red == ["A4", "C5", "B6", "D7", "C8", "D9"]
    assert sheet["E1"].value == "错误说明"
    assert sheet["E6"].value == sheet["B6"].comment.text == "没有填姓名。请填写。"
    assert [sheet.cell(2, column).value for column in range(1, 5)] == list(GOOD)


def test_a_dry_run_says_the_same_and_makes_nothing(person, store, policy):
    admin = person("guanli", "township_admin", TOWNSHIP)
    outcome = import_accounts(store, as_xlsx(ROWS), actor=admin, now=NOW, policy=policy, dry_run=True)
    assert (outcome.slips, len(outcome.problems)) == ((), 6)
    with store.read() as connection:
        assert find_account(connection, "ding") is None


def test_numbers_in_cells_are_read_as_the_text_they_show(person, store, policy, shell):
    rows = [ROWS[0], (13900000000, "测试丁", 339924101001, "填报员"), (None, None, None, None)]
    outcome = import_accounts(store, as_xlsx(rows), actor=shell, now=NOW, policy=policy)
    assert [(slip.account, slip.unit) for slip in outcome.slips] == [("13900000000", VILLAGE)]


def test_a_csv_cell_does_not_become_a_formula_in_the_error_sheet(store, policy, shell):
    rows = [ROWS[0], ("=1+1", "测试", VILLAGE, "")]
    outcome = import_accounts(store, as_csv(rows), actor=shell, now=NOW, policy=policy)
    assert load_workbook(io.BytesIO(outcome.workbook)).active["A2"].data_type == "s"


def test_an_account_made_while_the_sheet_was_hashed_is_refused_and_the_rest_made(store, policy, shell):
    class Interrupted(Hashing):
        def hash_password(self, password):
            if not made:
                made.append(create_account(store, DING, actor=shell, now=NOW, policy=policy))
            return super().hash_password(password)

    made: list[Slip] = []
    slow = replace(policy, hashing=Interrupted(memory=64, passes=1))
    outcome = import_accounts(store, as_csv(ROWS[:3]), actor=shell, now=NOW, policy=slow)
    assert [slip.account for slip in outcome.slips] == ["wu"]
    assert [(bad.row, bad.code) for bad in outcome.problems] == [(2, "account_exists")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("ding", "测试丁", "3.4E+11", "", ""), "unit"),
        (("ding", "测试丁", VILLAGE, "填报员", "x"), "role_unit"),
    ],
)
def test_a_code_that_cannot_be_read_is_marked_in_its_own_column(store, policy, shell, row, column):
    sheet = as_csv([(*ROWS[0], "管辖单位"), row])
    outcome = import_accounts(store, sheet, actor=shell, now=NOW, policy=policy)
    assert [(bad.column, bad.code) for bad in outcome.problems] == [(column, "code_malformed")]


def test_a_role_may_be_held_at_another_unit_than_the_own(store, policy, shell):
    sheet = as_csv([(*ROWS[0], "管辖单位"), (*GOOD, TOWNSHIP)])
    import_accounts(store, sheet, actor=shell, now=NOW, policy=policy)
    with store.read() as connection:
        assert find_account(connection, "ding").grants == (Grant("worker", TOWNSHIP),)


def bomb(parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb({"xl/worksheets/sheet1.xml": b" " * 30_000_000}), "file_too_large"),
        (bomb({"xl/worksheets/sheet1.xml": b" " * 1_000_000}), "file_too_large"),
        (bomb({f"part{n}": b"x" for n in range(101)}), "file_too_large"),
        (b"x" * 8_000_001, "file_too_large"),
        (as_csv([ROWS[0]] * 5_002), "file_too_large"),
        (bomb({"nothing": b"x"}), "file_unreadable"),
        (b"PK\x03\x04 not a zip", "file_unreadable"),
        (b"\x00\x01\x02", "file_unreadable"),
        (b"\xff\xfe\x00", "file_unreadable"),
        (b"", "columns_missing"),
        (as_csv([("账号", "姓名")]), "columns_missing"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_before_it_costs_anything(refusal, shell, policy, content, code):
    assert refusal(import_accounts, content, actor=shell, policy=policy) == code


# roles as people call them


def test_a_role_is_called_by_its_title_in_both_languages_or_by_its_id_when_nobody_declares_it():
    asked = (("worker", "zh-CN"), ("worker", "en"), ("security_patrol.leader", "zh-CN"), ("gone.role", "en"))
    called = [role_title(role, LEADER, language) for role, language in asked]
    assert called == ["填报员", "Worker", "巡防队长", "gone.role"]


# slips


def test_a_first_password_is_readable_and_different_every_time():
    made = {make_password() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("0O1lIij")


def test_a_slip_shows_what_its_owner_needs_and_the_date_in_china():
    from datetime import UTC, datetime

    slip = Slip("yi", "测试乙", VILLAGE, "甲村", "Kmvt-7394-hzqe", datetime(2026, 2, 26, 20, tzinfo=UTC))
    assert write_slips([slip]).splitlines()[:5] == [
        f"单位：甲村（{VILLAGE}）",
        "姓名：测试乙",
        "账号：yi",
        "初始密码：Kmvt-7394-hzqe",
        "日期：2026-02-27",
    ]


def test_a_slip_on_a_page_is_text_and_not_markup():
    slip = Slip("yi", "<b>测试乙</b>", VILLAGE, "甲村", PASSWORD, NOW)
    assert "<dd>&lt;b&gt;测试乙&lt;/b&gt;</dd>" in render_slips([slip])


def test_names_are_read_for_accounts_and_a_gone_account_stands_for_itself(person, store):
    person("jia")
    with store.read() as connection:
        assert read_names(connection, ["jia", "gone", "jia"]) == {"gone": "gone", "jia": "测试jia"}


def test_a_refused_role_is_named_as_people_name_it():
    refused = Refused("role_foreign", role="township_admin", unit=TOWNSHIP)
    assert ("乡镇管理员" in refused.say(), "Township administrator" in refused.say("en")) == (True, True)
