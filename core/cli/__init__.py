"""The lizheng command: each sub-command is read only when it is called, so that every one starts quickly."""

from __future__ import annotations

import importlib

import click

# name -> (module, one line in Chinese and English)
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("serve", "启动服务 · serve the pages and the API"),
    "init": ("init", "建好数据目录和第一个账号 · make the data folder and the first accounts"),
    "check": ("check", "检查一个模块或表单 · check a plugin or a form"),
    "plugin": ("plugin", "模块：列出、检查、安装、启用 · plugins"),
    "form": ("form", "乡镇自己的表单：检查、发布、停用 · township forms"),
    "rules": ("rules", "规则：求值、测试、分析、比较、重放 · rules"),
    "org": ("org", "单位：导入、查看 · units"),
    "user": ("user", "账号：新增、导入、授权、停用 · accounts"),
    "audit": ("audit", "审计日志：校验、导出 · the audit log"),
    "tick": ("tick", "办理到时的事项 · do what is due"),
    "backup": ("backup", "备份 · back up"),
    "restore": ("restore", "恢复备份 · restore a backup"),
    "doctor": ("doctor", "系统体检 · find what is wrong"),
}


class LazyGroup(click.Group):
    """A group whose commands live in modules that expose a click object named ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order they are documented."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; ``None`` for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        return importlib.import_module(f".{COMMANDS[cmd_name][0]}", __name__).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list without importing any command."""
        with formatter.section("命令 · Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lizheng", prog_name="lizheng")
def main() -> None:
    """里正：县乡基层填表与办理平台 · forms and rules for county and township government."""
