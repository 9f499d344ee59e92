"""Write which rule stands in which set, and which waits: ``python docs/plugins/write_rules.py``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGE = HERE / "rules-left.md"
PLUGINS = {"village_merge": ("VM", 40), "security_patrol": ("SP", 30)}
RULE = re.compile(r"(?:VM|SP)-R\d\d")
Rule = tuple[Mapping[str, Any], Mapping[str, Any]]
"""A set's document and one of its rules."""

HEAD = """# 规则对照

Which rules of the bundled modules are rule sets, by which clause, proved by which examples; and which
are left, and for what. Written by `docs/plugins/write_rules.py`.

规则只关住下一步，不拒收照实填的记录；只有答案互相矛盾的才须改正。编号后的小写字母是同一条规则的一部分；
编号有 `F` 的是表单自己的约定：不问用不着的，核对抄错的数。
"""

# What no set of one record can say, in words for whoever builds the rest.
LEFT = {
    "VM-R01": "其余：成员村连成一片要看各村村情表的毗邻村（其他记录）",
    "VM-R04": "要按台账数入户联系和群众意见：户不按键数，少于 5 的不示人（办理流程）；参数已备",
    "VM-R05": "四不并要看意见比例、各村净资产和未了纠纷（其他记录、办理流程）；参数已备",
    "VM-R06": "稳评表（F05）还没有",
    "VM-R14": "要看每个成员村各自的会议（其他记录、办理流程）；参数已备",
    "VM-R16": "先村民表决、后上报县里，是办理流程的次序",
    "VM-R17": "其余：乡镇审核、县里批准（办理流程）",
    "VM-R18": "债权人告知的待办和提级（待办）",
    "VM-R20": "请示批复表（F09）还没有",
    "VM-R21": "民政审核、县里批复的工作日（待办、F09）；参数已备",
    "VM-R22": "撤并后的区划代码停用（区划登记、办理流程）",
    "VM-R23": "移交表（F11）还没有；“旧印章此后使用”按设计原则不做",
    "VM-R24": "移交表（F11）还没有",
    "VM-R25": "离任审计（F11、F13）还没有",
    "VM-R28": "资金表（F14）还没有，要比其他记录；参数已备",
    "VM-R29": "资金表（F14）还没有，要数其他记录；参数已备",
    "VM-R30": "资金表（F14）还没有",
    "VM-R31": "资金表（F14）和回避记录还没有",
    "VM-R32": "示范点表（F16）还没有（定时）；参数已备",
    "VM-R33": "蹲点日志（F16）还没有（定时）；参数已备",
    "VM-R34": "领导小组表（F17）还没有；按设计原则只是样板，不关住下一步",
    "VM-R35": "协调会表（F17）还没有（定时）；参数已备",
    "VM-R36": "其余：只在实施期间提示（办理流程）",
    "VM-R37": "运行评估表（F18）还没有（待办）",
    "VM-R38": "不是规则：公示页只从白名单生成，身份证号、电话、各户态度选不进去",
    "VM-R39": "不是单独的规则：按开会时间选规则集的版本，见 quorum 和 meeting_notice 的施行日期",
    "VM-R40": "村务公开的定时清单（定时）",
    "SP-R02": "其余：两班之间的空档（其他记录）和提级（待办）",
    "SP-R03": "其余：24 小时合计、两班间休息、65 岁不排夜班（其他记录）",
    "SP-R04": "其余：队员属于哪类队伍、证件到期（其他记录）",
    "SP-R06": "排班公布和缺人提醒（定时）；参数已备",
    "SP-R07": "其余：必到点位的覆盖要对照巡区表（其他记录）",
    "SP-R08": "按设计原则不做（移动速度）",
    "SP-R10": "其余：3、5、10 分钟逐级告知（待办）；参数已备",
    "SP-R11": "受理、办理时限（待办）；参数已备",
    "SP-R12": "核查人不是办理人（办理流程）",
    "SP-R13": "其余：抄送派出所和纪委（提醒）",
    "SP-R14": "联合行动表（F08）还没有",
    "SP-R15": "监控点表（F09）还没有",
    "SP-R16": "视频巡检表（F10）还没有",
    "SP-R17": "视频巡检表（F10）还没有（定时）；参数已备",
    "SP-R18": "重点部位检查表（F13）还没有（定时）；参数已备",
    "SP-R19": "重点部位检查表（F13）还没有（待办）",
    "SP-R20": "照片打码是工具，不是规则；按设计原则不做人脸识别",
    "SP-R21": "相近的发现情况合并（其他记录）",
    "SP-R22": "年底前的学时提醒（定时）；培训表（F12）还没有；参数已备",
    "SP-R23": "志愿时长表（F12）还没有",
    "SP-R24": "到期清理（保存期限）；参数已备",
    "SP-R25": "不是规则：规则语言不许对人打分、贴标签、计数",
    "SP-R26": "治安形势表（F15）还没有（定时）；参数已备",
    "SP-R27": "没有预警来源；天气字段按设计原则不做",
    "SP-R30": "不是规则：每次更正都留修改记录，原文不动",
}


def build_page() -> str:
    """Return the page, from the rule sets as they are in the plugins' folders."""
    return HEAD + "".join("\n".join(_section(name)) + "\n" for name in PLUGINS)


def find_unaccounted() -> tuple[str, ...]:
    """Return every rule of the catalogue that neither stands in a set nor is listed as left."""
    covered = {_number(rule) for name in PLUGINS for _, rule in _read_rules(name)}
    known = covered | set(LEFT)
    wanted = (f"{short}-R{n:02}" for short, most in PLUGINS.values() for n in range(1, most + 1))
    return tuple(rule for rule in wanted if rule not in known)


def _section(plugin: str) -> Iterator[str]:
    short, _ = PLUGINS[plugin]
    title = json.loads((ROOT / "plugins" / plugin / "plugin.json").read_text("utf-8"))["title"]["zh-CN"]
    yield f"\n## {title} `{plugin}`\n"
    yield "| 规则 | 说什么 | 规则集 | 依据 | 成立的例子 | 不成立的例子 |\n|---|---|---|---|---|---|"
    yield from map(_row, _read_rules(plugin))
    yield "\n### 没有写进规则集的\n\n| 规则 | 为什么 |\n|---|---|"
    yield from (f"| {rule} | {why} |" for rule, why in LEFT.items() if rule.startswith(short))


def _row(found: Rule) -> str:
    document, rule = found
    examples = document["examples"]
    holds = [at for at, one in enumerate(examples) if rule["rule"] in one["expect"]["effects"]]
    # The example beside one that holds shows where the line runs.
    rest = sorted(set(range(len(examples))) - set(holds), key=lambda at: abs(at - holds[0] - 0.5))
    cells = [rule["rule"], rule["title"], _name_set(document), _list_basis(rule["basis"])]
    cells += [f"{len(found)} 例，如“{examples[found[0]]['title']}”" for found in (holds, rest)]
    return f"| {' | '.join(cells)} |"


def _name_set(document: Mapping[str, Any]) -> str:
    first, last = document["effective_from"], document.get("effective_to")
    dates = f"{first} 至 {last}" if last else f"{first} 起"
    name = document["rule_set"].partition(".")[2]
    return f"`{name}`（{dates}{'，暂定' if 'provisional' in document else ''}）"


def _list_basis(basis: str | Sequence[str]) -> str:
    return basis if isinstance(basis, str) else "；".join(basis)


def _read_rules(plugin: str) -> list[Rule]:
    """Return every rule with its set, by number, letter and the set's first day."""
    files = sorted((ROOT / "plugins" / plugin / "rules").glob("*.json"))
    documents = [json.loads(file.read_text("utf-8")) for file in files]
    found = [(document, rule) for document in documents for rule in document["rules"]]
    return sorted(
        found, key=lambda one: (not RULE.match(one[1]["rule"]), one[1]["rule"], one[0]["effective_from"])
    )


def _number(rule: Mapping[str, Any]) -> str:
    found = RULE.match(rule["rule"])
    return found[0] if found else ""


if __name__ == "__main__":
    PAGE.write_text(build_page(), "utf-8")
