"""Why something about units, accounts or log-in was refused: a code, its facts, one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...forms.text import Language
from .permissions import ROLE_TITLES

SENTENCES: Mapping[str, tuple[str, str]] = {
    # log-in
    "wrong": (
        "账号或密码不正确。请重新输入；忘记密码请找管理员重置。",
        "Account or password is wrong. Type them again, or ask your administrator for a reset.",
    ),
    "locked": (
        "输错次数过多，账号已锁定。请在 {minutes} 分钟后再试，或找管理员重置。",
        "Too many wrong attempts: the account is locked. Try again in {minutes} minutes or ask for a reset.",
    ),
    "throttled": (
        "此网络地址输错次数过多。请在 {minutes} 分钟后再试。",
        "Too many wrong attempts from this address. Try again in {minutes} minutes.",
    ),
    "disabled": (
        "账号已停用。请联系管理员。",
        "The account is disabled. Ask your administrator.",
    ),
    "busy": ("登录的人较多，请过几秒再试。", "Many people are logging in. Try again in a few seconds."),
    # passwords
    "password_wrong": ("原密码不正确。请重新输入。", "The present password is wrong. Type it again."),
    "password_short": ("密码至少 {limit} 位。请加长。", "A password has at least {limit} characters."),
    "password_long": ("密码最多 {limit} 位。请缩短。", "A password has at most {limit} characters."),
    "password_plain": (
        "密码须含大写字母、小写字母、数字、符号中的至少 {limit} 种。",
        "A password mixes at least {limit} of: capitals, small letters, digits, symbols.",
    ),
    "password_common": (
        "这个密码太常见或含有账号、姓名。请换一个别人猜不到的。",
        "This password is common or holds the account or name. Choose one nobody guesses.",
    ),
    "password_used": (
        "不能与最近 {limit} 次用过的密码相同。请换一个。",
        "This is one of your last {limit} passwords. Choose another.",
    ),
    # accounts and grants
    "account_malformed": (
        "账号须为 2 到 64 位的字母、数字、汉字或 . _ -,不能是身份证号。",
        "An account is 2 to 64 letters, digits or . _ - and never an ID number.",
    ),
    "account_exists": (
        "账号“{account}”已存在。请换一个账号。",
        'Account "{account}" exists. Choose another.',
    ),
    "account_twice": (
        "账号“{account}”在表中出现两次。请只留一行。",
        'Account "{account}" stands twice in the sheet. Keep one row.',
    ),
    "account_unknown": ("没有账号“{account}”。请核对。", 'There is no account "{account}". Check it.'),
    "account_foreign": (
        "这个账号不归您管理。请找上级管理员。",
        "This account is not yours to manage. Ask the administrator above you.",
    ),
    "name_missing": ("没有填姓名。请填写。", "The name is missing. Fill it in."),
    "role_unknown": (
        "没有角色“{role}”。可填：{allowed}。",
        'There is no role "{role}". Allowed: {allowed}.',
    ),
    "role_foreign": (
        "您不能在单位 {unit} 授予角色“{role}”。请找上级管理员。",
        'You cannot grant "{role}" at unit {unit}. Ask the administrator above you.',
    ),
    "role_level": (
        "角色“{role}”不能设在单位 {unit} 这一级。可设在：{allowed}。",
        'Role "{role}" is not held at the level of unit {unit}. Allowed: {allowed}.',
    ),
    "role_separated": (
        "系统管理员、安全管理员、审计管理员须由不同的人担任，也不能兼任业务角色。请另建账号。",
        "System, security and audit administrators are different persons with no other role. "
        "Make another account.",
    ),
    "own_grants": (
        "不能更改自己的角色。请找另一位管理员。",
        "You cannot change your own roles. Ask another administrator.",
    ),
    # units
    "unit_unknown": ("没有单位 {unit}。请先导入单位。", "There is no unit {unit}. Import units first."),
    "unit_foreign": (
        "单位 {unit} 不在您的管辖范围。",
        "Unit {unit} is outside your scope.",
    ),
    "unit_name_missing": ("单位 {unit} 没有名称。请填写。", "Unit {unit} has no name. Fill it in."),
    "unit_twice": ("区划代码 {unit} 出现两次。请只留一行。", "Code {unit} stands twice. Keep one row."),
    "code_malformed": (
        "区划代码“{got}”不对。应为 6、9、12 或 15 位数字（部门：上级代码加 d 和两位数字）；"
        "若由 Excel 变成了科学计数法，请把该列设为文本。",
        'Code "{got}" is wrong. It has 6, 9, 12 or 15 digits (department: code above, d, two digits); '
        "if Excel made it scientific, format the column as text.",
    ),
    "code_above_county": (
        "区划代码 {got} 是省或市一级。请从县一级开始。",
        "Code {got} is a province or city. Begin at the county.",
    ),
    "level_unknown": (
        "级别“{got}”不对。可填：县、乡镇、村、网格、部门。",
        'Level "{got}" is wrong. Allowed: county, township, village, grid, department.',
    ),
    "level_differs": (
        "区划代码 {unit} 是“{found}”一级，与所填“{got}”不符。请改正其一。",
        "Code {unit} is of level {found}, the row says {got}. Mend one of them.",
    ),
    "parent_unknown": (
        "单位 {unit} 的上级 {parent} 不存在。请先导入上级。",
        "Unit {unit} lies under {parent}, which does not exist. Import that first.",
    ),
    "date_malformed": (
        "日期“{got}”不对。请写成 2026-02-28。",
        'Date "{got}" is wrong. Write it as 2026-02-28.',
    ),
    # files
    "file_unreadable": (
        "文件打不开。请用 .xlsx 或 .csv（UTF-8 或 GB18030）另存后再导入。",
        "The file cannot be read. Save it as .xlsx or .csv (UTF-8 or GB18030) and try again.",
    ),
    "file_too_large": (
        "文件过大或压缩异常（上限：{allowed}）。请拆分后再导入。",
        "The file is too large or oddly compressed (limit: {allowed}). Split it and try again.",
    ),
    "columns_missing": (
        "缺少列：{missing}。第一行须为列名。",
        "Columns missing: {missing}. Row 1 names them.",
    ),
    "county_unknown": (
        "公开区划数据中没有县 {unit}。请核对 6 位代码。",
        "The public division set has no county {unit}. Check the 6-digit code.",
    ),
}


class Refused(Exception):
    """Something that may not be done; tests assert ``code``, people read ``say(language)``."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {say(code, facts)}")

    def say(self, language: Language = "zh-CN") -> str:
        """Return one plain sentence that says what to do next."""
        return say(self.code, self.facts, language)


class LoginRefused(Refused):
    """A log-in that failed; the reply does not tell whether the account exists."""


@dataclass(frozen=True)
class RowProblem:
    """One thing to mend in an imported sheet: ``row`` as the spreadsheet counts (1 is the header)."""

    row: int
    column: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    def say(self, language: Language = "zh-CN") -> str:
        """Return one plain sentence that says what to do next."""
        return say(self.code, self.facts, language)


def say(code: str, facts: Mapping[str, object], language: Language = "zh-CN") -> str:
    """Return the sentence of this code with its facts filled in."""
    chinese, english = SENTENCES[code]
    role = str(facts.get("role", ""))
    named = {"role": ROLE_TITLES[role][language]} if role in ROLE_TITLES else {}
    return (english if language == "en" else chinese).format(**{**facts, **named})
