"""What the audit log's actions are called on the page."""

from __future__ import annotations

from collections.abc import Mapping

from ....forms.canonical import read_json, write_json
from ....forms.text import Language

ACTIONS: Mapping[str, tuple[str, str]] = {
    "login": ("登录", "Log in"),
    "logout": ("退出", "Log out"),
    "password.change": ("改密码", "Change password"),
    "account.create": ("建账号", "Create account"),
    "account.import": ("导入账号", "Import accounts"),
    "account.reset": ("重设密码", "Reset password"),
    "account.disable": ("停用账号", "Disable account"),
    "account.enable": ("恢复账号", "Enable account"),
    "account.unlock": ("解锁账号", "Unlock account"),
    "account.grant": ("授予角色", "Grant role"),
    "account.revoke": ("收回角色", "Revoke role"),
    "unit.import": ("导入单位", "Import units"),
    "record.submit": ("提交记录", "Submit record"),
    "record.revise": ("修改记录", "Revise record"),
    "record.return": ("退回记录", "Return record"),
    "record.withdraw": ("撤回记录", "Withdraw record"),
    "record.delete": ("删除记录", "Delete record"),
    "record.undelete": ("找回记录", "Restore record from bin"),
    "record.erase": ("满 30 天清除记录", "Erase record after 30 days in the bin"),
    "record.export": ("导出", "Export"),
    "record.refused": ("没有收下记录", "Refuse a record"),
    "access.refused": ("没有权限或没有找到", "Refuse access"),
    "access.failed": ("系统出错", "Break down"),
    "form.publish": ("发布表单", "Publish form"),
    "form.retire": ("停用表单", "Retire form"),
    "form.refused": ("拒填", "Refuse to fill"),
    "plugin.install": ("安装模块", "Install plugin"),
    "plugin.uninstall": ("卸载模块", "Uninstall plugin"),
    "plugin.switch_on": ("启用模块", "Switch plugin on"),
    "plugin.switch_off": ("停用模块", "Switch plugin off"),
    "plugin.allow": ("放开模块", "Allow plugin"),
    "plugin.forbid": ("收回模块", "Disallow plugin"),
    "plugin.restart": ("重新接收消息", "Restart plugin"),
    "parameter.set": ("改参数", "Set parameter"),
    "audit.verify": ("日志校验", "Verify log"),
    "audit.export": ("导出日志", "Export log"),
}


def say_action(action: str, language: Language) -> str:
    """Return the action in words; its own code when the page knows no words for it."""
    chinese, english = ACTIONS.get(action, (action, action))
    return english if language == "en" else chinese


def list_actions(language: Language) -> tuple[tuple[str, str], ...]:
    """Return every known action as (code, words), in the order of the table."""
    return tuple((action, say_action(action, language)) for action in ACTIONS)


def list_facts(detail: str) -> tuple[tuple[str, str], ...]:
    """Return what an entry says beside its deed, as (name, value) by name; hashes by their beginning.

    An altered log may hold anything: what is no JSON object says nothing.
    """
    try:
        facts = read_json(detail or "{}")
    except ValueError:
        return ()
    told = facts.items() if isinstance(facts, Mapping) else ()
    return tuple((name, _shorten(value)) for name, value in sorted(told) if value not in ("", [], None))


def _shorten(value: object) -> str:
    text = value if isinstance(value, str) else write_json(value)
    return f"{text[:12]}…" if len(text) == 64 and text.isalnum() else text
