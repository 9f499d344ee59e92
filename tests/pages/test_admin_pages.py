"""The administration pages on a small county: what each shows, changes, refuses, and leaves in the log."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from lizheng.core.app import create_app, open_site
from lizheng.core.audit import Verdict
from lizheng.core.definitions import set_allowed
from lizheng.core.discovery.values import PluginFailure
from lizheng.core.organisation.hashing import Hashing
from lizheng.core.organisation.sessions import open_session
from lizheng.core.settings import read_settings
from lizheng.core.store import tables
from lizheng.core.web.pages.audit import find_broken
from lizheng.core.web.pages.audit_words import list_facts
from lizheng.core.web.pages.forms import read_township_form, write_starter
from lizheng.core.web.pages.modules import read_failures
from lizheng.core.web.said import SAID
from lizheng.core.web.words import read_words
from lizheng.forms.problems import Problem
from openpyxl import Workbook
from sqlalchemy import insert, select

NOW = datetime(2026, 2, 26, 6, 20, tzinfo=UTC)
AT = "2026-02-20T00:00:00.000000Z"
COUNTY, OWN, OTHER, VILLAGE, FOREIGN = "339924", "339924101", "339924102", "339924101201", "339924102201"
PASSWORD = "Qing-xi-2026!"
PEOPLE = {
    "xitong": ("county_it", COUNTY),
    "anquan": ("security_admin", COUNTY),
    "shenji": ("auditor", COUNTY),
    "zhen": ("township_admin", OWN),
    "cun": ("worker", VILLAGE),
    "waicun": ("worker", FOREIGN),
}
GET_PAGES = (
    *("/settings", "/forms", "/forms/edit", "/accounts", "/accounts/new", "/accounts/import"),
    *("/accounts/cun", "/modules", "/units", "/audit", "/audit/verify", "/password"),
)
# Written by hand: who may open what. Everybody has a password.
OPENS = {
    "xitong": {"/accounts", "/accounts/new", "/accounts/import", "/accounts/cun", "/modules", "/units"},
    "anquan": {"/accounts", "/accounts/cun"},
    "shenji": {"/audit", "/audit/verify"},
    "zhen": {"/settings", "/forms", "/forms/edit", "/accounts", "/accounts/new", "/accounts/import"}
    | {"/accounts/cun"},
    "cun": set(),
}


class County:
    """A small installation, and a browser for each of its people."""

    def __init__(self, folder):
        site = open_site(read_settings(data=folder), clock=lambda: NOW)
        light = replace(site.policy, hashing=Hashing(memory=64, passes=1))
        self.site = replace(site, policy=light)
        self._found()
        self.app = create_app(self.site.settings, site=self.site)
        self.sessions = {name: self._log_in(name) for name in PEOPLE}

    def browser(self, account):
        client = self.app.test_client()
        if account:
            client.set_cookie("lizheng", self.sessions[account].token)
        return client

    def get(self, account, path, /):
        return self.browser(account).get(path)

    def post(self, account, path, /, **values):
        csrf = self.sessions[account].actor.csrf
        return self.browser(account).post(path, data={"csrf": csrf, **values})

    def log(self, action):
        query = select(tables.audit).where(tables.audit.c.action == action).order_by(tables.audit.c.seq)
        with self.site.store.read() as connection:
            return connection.execute(query).all()

    def _found(self):
        kept = self.site.policy.hashing.hash_password(PASSWORD)
        units = [
            *((COUNTY, "清溪县", "county", None), (OWN, "青岭镇", "township", COUNTY)),
            *((OTHER, "溪口镇", "township", COUNTY), (VILLAGE, "上岙村", "village", OWN)),
            (FOREIGN, "大坪村", "village", OTHER),
        ]
        granted = {"granted_by": "shell", "granted_at": AT}
        self._insert(
            tables.units,
            [dict(zip(("code", "name", "level", "parent"), unit, strict=True)) for unit in units],
        )
        person = {"name": "测试甲", "password_hash": kept, "created_at": AT, "password_changed_at": AT}
        self._insert(
            tables.accounts,
            [
                {"account": name, "unit": unit, "must_change": False, **person}
                for name, (_, unit) in PEOPLE.items()
            ],
        )
        self._insert(
            tables.password_history,
            [{"account": name, "password_hash": kept, "changed_at": AT} for name in PEOPLE],
        )
        self._insert(
            tables.grants,
            [
                {"account": name, "role": role, "unit": unit, **granted}
                for name, (role, unit) in PEOPLE.items()
            ],
        )

    def _insert(self, table, rows):
        self.site.store.write(lambda connection: connection.execute(insert(table), rows).rowcount)

    def _log_in(self, account):
        common = {"address": "127.0.0.1", "now": NOW, "policy": self.site.policy}
        return self.site.store.write(lambda connection: open_session(connection, account, **common))


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    made = County(tmp_path_factory.mktemp("county"))
    yield made
    made.site.store.close()


def body(response):
    return response.get_data(as_text=True)


def write_workbook(*rows):
    book, written = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(written)
    return io.BytesIO(written.getvalue())


@pytest.mark.parametrize("account", OPENS)
def test_each_role_opens_exactly_its_own_pages(county, account):
    opened = {path for path in GET_PAGES if county.get(account, path).status_code == 200}
    assert opened == OPENS[account] | {"/password"}


def test_a_page_without_permission_answers_403_and_says_whom_to_ask(county):
    answer = county.get("cun", "/settings")
    assert (answer.status_code, "请找本单位管理员开通" in body(answer)) == (403, True)


def test_without_log_in_every_page_leads_to_the_log_in_and_back(county):
    answers = [county.get(None, path).location for path in GET_PAGES]
    assert answers == [f"/login?next={path}" for path in GET_PAGES]


def test_a_change_without_the_sessions_token_is_refused(county):
    answer = county.browser("zhen").post("/settings/switch", data={"plugin": "security_patrol", "unit": OWN})
    assert answer.status_code == 403


def test_a_township_switches_a_plugin_on_for_itself_and_the_log_says_so(county):
    county.post("zhen", "/settings/switch", plugin="village_merge", unit=OWN, on="1")
    entry = county.log("plugin.switch_on")[-1]
    assert county.site.live.current().is_on("village_merge", OWN)
    assert (entry.actor, entry.object, entry.township) == ("zhen", "village_merge", OWN)


def test_a_township_admin_cannot_switch_in_another_township(county):
    answer = county.post("zhen", "/settings/switch", plugin="village_merge", unit=OTHER, on="1")
    assert (answer.status_code, county.site.live.current().is_on("village_merge", OTHER)) == (404, False)


def test_below_a_township_a_plugin_is_switched_off_for_one_village(county):
    county.post("zhen", "/settings/switch", plugin="security_patrol", unit=OWN, on="1")
    county.post("zhen", "/settings/switch", plugin="security_patrol", unit=VILLAGE, on="0")
    assert "恢复启用：上岙村" in body(county.get("zhen", "/settings"))


def test_a_plugin_the_county_has_not_allowed_shows_a_locked_switch_with_the_reason(county):
    with county.site.definitions.change() as change:
        set_allowed(change, "village_merge", [OTHER], "shell", AT)
    page = body(county.get("zhen", "/settings"))
    with county.site.definitions.change() as change:
        set_allowed(change, "village_merge", None, "shell", AT)
    assert ('aria-describedby="why-village_merge"' in page, "县里没有放开给本乡镇" in page) == (True, True)


def test_a_parameter_is_kept_as_the_number_it_is(county):
    county.post(
        "zhen", "/settings/parameter", plugin="security_patrol", name="handover_gap_minutes", value="7"
    )
    parameters = county.site.live.current().parameters
    assert parameters[("security_patrol", "handover_gap_minutes", OWN)] == 7


def test_a_parameter_out_of_range_is_refused_beside_its_field_and_what_was_typed_stays(county):
    answer = county.post(
        "zhen", "/settings/parameter", plugin="security_patrol", name="duty_hours_in_24", value="99"
    )
    page = body(answer)
    assert (answer.status_code, "请填 4 到 24 的整数。" in page, 'value="99"' in page) == (422, True, True)


def test_an_empty_parameter_goes_back_to_the_default(county):
    for value in ("9", ""):
        county.post(
            "zhen", "/settings/parameter", plugin="security_patrol", name="rest_hours_between", value=value
        )
    assert ("security_patrol", "rest_hours_between", OWN) not in county.site.live.current().parameters


def test_the_starting_form_passes_the_check_and_shows_a_preview(county):
    answer = county.post("zhen", "/forms/edit", source=write_starter(OWN), do="check")
    page = body(answer)
    assert ("检查通过" in page, 'name="/place"' in page, "inert" in page) == (True, True, True)


def test_a_wrong_definition_is_listed_at_its_pointers_and_nothing_is_published(county):
    source = write_starter(OWN).replace('"date"', '"datum"').replace("new_form", "wrong_form")
    answer = county.post("zhen", "/forms/edit", source=source, do="publish")
    assert (answer.status_code, "/schema/properties/found_on/format" in body(answer)) == (422, True)
    assert county.site.live.current().find_form(f"t{OWN}.wrong_form") is None


def test_what_the_author_wrote_never_becomes_markup(county):
    source = write_starter(OWN).replace("新表单", "<script>alert(1)</script>").replace("地点", "<b>x</b>")
    page = body(county.post("zhen", "/forms/edit", source=source, do="check"))
    assert ("<script>alert" in page, "<b>x</b>" in page) == (False, False)


def test_a_township_cannot_publish_under_another_townships_prefix(county):
    answer = county.post("zhen", "/forms/edit", source=write_starter(OTHER), do="publish")
    assert (answer.status_code, f"t{OWN}." in body(answer)) == (422, True)


def test_a_published_form_is_offered_edited_again_and_retired(county):
    form = f"t{OWN}.new_form"
    county.post("zhen", "/forms/edit", source=write_starter(OWN), do="publish")
    page = body(county.get("zhen", f"/forms/edit?form={form}"))
    source = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)[1].replace("&#34;", '"')
    again = county.post("zhen", "/forms/edit", source=source, do="check")
    assert (again.status_code, "检查通过" in body(again)) == (200, True)
    county.post("zhen", "/forms/retire", form=form)
    assert county.site.live.current().find_form(form) is None
    assert [county.log(action)[-1].object for action in ("form.publish", "form.retire")] == [form, form]


def test_another_townships_form_answers_404(county):
    assert county.get("zhen", f"/forms/edit?form=t{OTHER}.new_form").status_code == 404


def test_the_starting_form_begins_with_the_townships_own_prefix(county):
    assert read_township_form(county.site.live.current(), write_starter(OWN), OWN).form.startswith(f"t{OWN}.")


def test_county_it_takes_a_plugin_from_a_township_and_gives_it_back(county):
    county.post("xitong", "/modules/allow", plugin="security_patrol", township=OTHER, allow="0")
    taken = county.site.live.current().switches.allowed["security_patrol"]
    county.post("xitong", "/modules/allow", plugin="security_patrol", township=OTHER, allow="1")
    assert (taken, county.site.live.current().switches.allowed) == (frozenset({OWN}), {})


def test_a_plugin_that_could_not_be_loaded_is_named_with_file_pointer_and_what_is_allowed(county):
    problem = Problem("plugin_version", "/version", {"got": "one"})
    broken = PluginFailure("rental", "county", "plugin.json", "", (problem,))
    registry = replace(county.site.live.current(), failures=(broken,))
    failure = read_failures(registry, "zh-CN")[0]
    assert (failure.name, failure.file, failure.reasons[0][0]) == ("rental", "plugin.json", "/version")
    assert "1.2.0" in failure.reasons[0][1]


def test_hooks_that_failed_are_named_and_heard_again_after_a_press(county):
    row = {"plugin": "security_patrol", "failures_in_row": 5, "last_reason": "RecursionError", "last_at": AT}
    county._insert(tables.plugin_failures, [{**row, "switched_off_at": AT}])
    before = body(county.get("xitong", "/modules"))
    county.post("xitong", "/modules/restart", plugin="security_patrol")
    after = body(county.get("xitong", "/modules"))
    assert ("RecursionError" in before, "RecursionError" in after) == (True, False)


def test_a_damaged_definitions_file_is_named_until_a_change_mends_it(county):
    file = county.site.definitions.path
    file.write_bytes(file.read_bytes()[:60])
    before = body(county.get("xitong", "/modules"))
    county.post("zhen", "/settings/switch", plugin="security_patrol", unit=OWN, on="1")
    after = body(county.get("xitong", "/modules"))
    assert (str(file) in before, str(file) in after) == (True, False)


def test_a_new_account_gets_a_slip_once_and_must_change_its_password(county):
    page = body(
        county.post("zhen", "/accounts/new", account="xin01", name="测试乙", unit=VILLAGE, role="worker")
    )
    assert re.search(r"[A-Z][a-z]{3}-[0-9]{4}-[a-z]{4}", page)
    assert "还没改初始密码" in body(county.get("zhen", "/accounts/xin01"))


def test_an_account_outside_the_scope_is_refused_beside_its_field(county):
    answer = county.post("zhen", "/accounts/new", account="xin02", name="测试乙", unit=FOREIGN, role="")
    assert (answer.status_code, 'id="unit-wrong"' in body(answer), 'value="xin02"' in body(answer)) == (
        422,
        True,
        True,
    )


@pytest.mark.parametrize("do", ["reset", "disable", "enable", "unlock", "grant", "revoke"])
def test_an_account_of_another_township_answers_404_to_every_act(county, do):
    assert county.post("zhen", f"/accounts/waicun/{do}").status_code == 404


def test_a_role_is_given_and_taken_back(county):
    county.post("zhen", "/accounts/cun/grant", role="supervisor", unit=VILLAGE)
    given = (
        "审核员"
        in re.findall(r"<ul class=\"plain-lines\">.*?</ul>", body(county.get("zhen", "/accounts/cun")), re.S)[
            0
        ]
    )
    county.post("zhen", "/accounts/cun/revoke", role="supervisor", unit=VILLAGE)
    assert (given, [entry.object for entry in county.log("account.revoke")]) == (True, ["cun"])


def test_nobody_gives_a_role_above_the_own_reach(county):
    answer = county.post("zhen", "/accounts/cun/grant", role="auditor", unit=COUNTY)
    assert (answer.status_code, "您不能在单位" in body(answer)) == (422, True)


def test_a_disabled_account_is_shown_as_such_and_comes_back(county):
    county.post("zhen", "/accounts/new", account="xin03", name="测试丙", unit=VILLAGE, role="worker")
    county.post("zhen", "/accounts/xin03/disable")
    disabled = "停用于" in body(county.get("zhen", "/accounts/xin03"))
    county.post("zhen", "/accounts/xin03/enable")
    assert (disabled, "停用于" in body(county.get("zhen", "/accounts/xin03"))) == (True, False)


def test_a_dry_run_says_what_is_wrong_and_creates_nothing(county):
    rows = (("账号", "姓名", "单位代码"), ("biao1", "测试丁", VILLAGE), ("biao2", "", VILLAGE))
    sheet = (write_workbook(*rows), "people.xlsx")
    page = body(county.post("zhen", "/accounts/import", file=sheet, do="try"))
    assert ("试导入：有 1 处要改" in page, "data:application/vnd" in page) == (True, True)
    assert county.get("zhen", "/accounts/biao1").status_code == 404


def test_an_import_creates_the_good_rows_and_shows_their_slips(county):
    sheet = (write_workbook(("账号", "姓名", "单位代码"), ("biao3", "测试丁", VILLAGE)), "people.xlsx")
    page = body(county.post("zhen", "/accounts/import", file=sheet, do="import"))
    assert ("slip__password" in page, county.get("zhen", "/accounts/biao3").status_code) == (True, 200)


def test_units_come_in_from_a_sheet_and_bad_rows_are_named(county):
    sheet = (io.BytesIO("区划代码,名称\n339924103,石门镇\n12,短\n".encode()), "units.csv")
    page = body(county.post("xitong", "/units/import", file=sheet))
    assert ("新建 1 个" in page, "第 3 行" in page, "石门镇" in page) == (True, True, True)


def test_a_file_that_is_no_sheet_is_refused_in_plain_words(county):
    answer = county.post("xitong", "/units/import", file=(io.BytesIO(b"PK\x03\x04"), "units.xlsx"))
    assert (answer.status_code, "文件打不开" in body(answer)) == (422, True)


def test_the_log_is_searched_by_who_and_what(county):
    county.get("xitong", "/units")
    page = body(county.get("shenji", "/audit?actor=zhen&action=form.publish"))
    other = body(county.get("shenji", "/audit?actor=nobody"))
    assert ("没有符合条件的日志" in other, "没有符合条件的日志" in page) == (True, False)


def test_a_malformed_detail_in_an_altered_log_does_not_keep_the_page_from_showing():
    assert [list_facts(detail) for detail in ("", "{", '"text"', '{"b": 1, "a": ""}')] == [
        (),
        (),
        (),
        (("b", "1"),),
    ]


def test_a_forged_cursor_leads_back_to_the_first_page(county):
    assert county.get("shenji", "/audit?cursor=zzz").location == "/audit"


def test_the_proof_says_that_every_chain_is_whole(county):
    assert "没有一条日志被改过" in body(county.post("shenji", "/audit/verify"))


def test_the_first_altered_entry_is_named_with_what_it_says_now(county):
    broken = find_broken(county.site, (Verdict(COUNTY, 9, 0, 1, "altered"),))
    assert (broken.township, broken.number, broken.entry.seq) == (COUNTY, 1, 1)


def test_each_proof_is_itself_on_the_log(county):
    before = len(county.log("audit.verify"))
    county.post("shenji", "/audit/verify")
    assert len(county.log("audit.verify")) == before + 1


def test_the_rules_for_a_password_are_said_before_the_first_try(county):
    page = body(county.get("cun", "/password"))
    assert ("至少 10 位。" in page, "每 90 天换一次。" in page) == (True, True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"old": "wrong", "new": "Shan-ao-2026!", "again": "Shan-ao-2026!"}, "old"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "new"),
        ({"old": PASSWORD, "new": "Shan-ao-2026!", "again": "Shan-ao-2027!"}, "again"),
    ],
)
def test_a_password_that_cannot_be_taken_is_refused_beside_its_field(county, values, field):
    answer = county.post("waicun", "/password", **values)
    assert (answer.status_code, f'id="{field}-wrong"' in body(answer)) == (422, True)


def test_a_refused_form_leaves_one_entry_with_its_reason(county):
    answer = county.post("cun", "/refuse/security_patrol.finding", reason="twice")
    entries = county.log("form.refused")
    assert (answer.location, len(entries)) == ("/?said=refused", 1)
    assert (entries[0].object, "twice" in entries[0].detail) == ("security_patrol.finding", True)


@pytest.mark.parametrize("values", [{}, {"reason": "other"}, {"reason": "other", "words": "长" * 201}])
def test_an_incomplete_refusal_is_returned_and_not_logged(county, values):
    before = len(county.log("form.refused"))
    answer = county.post("cun", "/refuse/security_patrol.finding", **values)
    assert (answer.status_code, len(county.log("form.refused"))) == (422, before)


def test_the_notice_needs_no_log_in_and_names_purposes_fields_and_viewers(county):
    page = body(county.get(None, "/notice?form=security_patrol.finding"))
    assert [word in page for word in ("照片", "把现场情况交给能处理的单位", "保存多久", "派出所民警")] == [
        True
    ] * 4


def test_complaints_need_no_log_in(county):
    assert "12345" in body(county.get(None, "/complaint"))


def test_english_pages_hold_no_chinese_of_ours(county):
    client = county.browser(None)
    client.set_cookie("lizheng_language", "en")
    page = re.sub(r"<button[^>]*>中文</button>|清溪县", "", body(client.get("/complaint")))
    assert re.findall(r"[\u4e00-\u9fff]+", page) == []


def test_every_word_of_the_templates_has_its_english():
    templates = files("lizheng.core.web").joinpath("templates").iterdir()
    text = "".join(template.read_text("utf-8") for template in templates)
    said = set(re.findall(r"_\(\"([^\"]+)\"\)", text)) | set(re.findall(r"_\('([^']+)'\)", text))
    assert sorted(said - read_words().keys()) == []


def test_every_message_after_an_act_has_its_english():
    said = {words for _, title, text in SAID.values() for words in (title, text) if words}
    assert sorted(said - read_words().keys()) == []
