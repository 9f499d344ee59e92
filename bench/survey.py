"""The form and the records everything is measured with: 40 questions, answers of about 1 kB."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

PLUGIN = "bench_survey"
FORM = f"{PLUGIN}.house"
LEVELS = ("none", "low", "middle", "high", "urgent")
_KINDS = ("brick", "timber", "concrete", "steel", "mixed")
_USES = ("living", "shop", "store", "empty")


def write_survey(plugins: Path) -> None:
    """Write the JSON plugin with the form into a county's folder of plugins."""
    folder = plugins / PLUGIN
    (folder / "forms").mkdir(parents=True)
    manifest = {
        "plugin": PLUGIN,
        "version": "1.0.0",
        "api": 1,
        "title": "房屋安全排查",
        "summary": "供测速用。",
    }
    _write(folder / "plugin.json", {**manifest, "requires": {}, "navigation": ["house"]})
    _write(folder / "forms" / "house.json", build_form())


def build_form() -> dict[str, Any]:
    """Return the definition: nested group, rows, choices, patterns, formats, a condition."""
    fields = _plain_fields() | _group_fields() | _row_fields()
    return {
        "form": FORM,
        "title": {"zh-CN": "房屋安全排查", "en": "House safety survey"},
        "subject": "matter",
        "kind": "business",
        "prefix": "FW",
        "purpose": {"zh-CN": "测量速度。", "en": "To measure speed."},
        "list": {
            "columns": ["found_on", "level", "kind", "what", "floors"],
            "search": ["what"],
            "filters": ["level", "kind"],
            "sort": "-found_on",
        },
        "schema": {
            "type": "object",
            "properties": fields,
            "required": ["found_on", "level", "kind", "what"],
            "additionalProperties": False,
            "if": {"properties": {"level": {"const": "urgent"}}, "required": ["level"]},
            "then": {"required": ["action"]},
        },
        "ui": {"what": {"ui:widget": "textarea"}, "remark": {"ui:widget": "textarea"}},
    }


def build_answers(chance: random.Random, day: str = "") -> dict[str, Any]:
    """Return one house's answers, about 1,024 bytes of JSON, of that day or of any day of 2026."""
    day = day or f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    yes = {f"check_{place:02}": chance.random() < 0.8 for place in range(1, 13)}
    return {
        "found_on": day,
        "found_at": f"{day}T09:{chance.randint(10, 59)}:00+08:00",
        "level": chance.choice(LEVELS),
        "kind": chance.choice(_KINDS),
        "uses": chance.sample(_USES, 2),
        "what": f"东侧山墙有竖向裂缝，长约{chance.randint(2, 90)}厘米，雨后渗水，需要复查。",
        "action": "已告知，贴了警示标志。",
        "code": f"QX-{chance.randint(0, 999999):06}",
        "floors": chance.randint(1, 6),
        "area": chance.randint(400, 39900) / 100,
        "built_on": f"{chance.randint(1960, 2020)}-06-01",
        "site": "https://example.invalid/h",
        "remark": "测试记录。" * 6,
        "owner": {"name": "测试甲", "phone": "13800000000", "people": chance.randint(1, 8), "home": True}
        | {"village": "上岙村", "group": "3", "postcode": "339924"},
        "rooms": [
            {"room": name, "width": 3.25, "height": 2.85, "crack": chance.random() < 0.5, "note": "见照片"}
            for name in ("东屋", "西屋")
        ],
        "visited": 1,
        "agreed": True,
        **yes,
    }


def _plain_fields() -> dict[str, Any]:
    text = {"type": "string", "maxLength": 200}
    checks = {
        f"check_{place:02}": {"type": "boolean", "title": f"第{place}项检查合格"} for place in range(1, 13)
    }
    return {
        "found_on": {"type": "string", "format": "date", "maxLength": 10, "title": "发现日期"},
        "found_at": {"type": "string", "format": "date-time", "maxLength": 35, "title": "发现时间"},
        "level": {**_choices(LEVELS), "title": "隐患等级"},
        "kind": {**_choices(_KINDS), "title": "房屋结构"},
        "uses": {
            "type": "array",
            "uniqueItems": True,
            "maxItems": 4,
            "items": _choices(_USES),
            "title": "用途",
        },
        "what": {**text, "minLength": 4, "maxLength": 500, "title": "情况"},
        "action": {**text, "title": "已采取的措施"},
        "code": {"type": "string", "pattern": "^QX-[0-9]{6}$", "maxLength": 9, "title": "房屋编号"},
        "floors": {"type": "integer", "minimum": 1, "maximum": 60, "title": "层数"},
        "area": {"type": "number", "minimum": 0, "maximum": 99999, "multipleOf": 0.01, "title": "面积"},
        "built_on": {"type": "string", "format": "date", "maxLength": 10, "title": "建成日期"},
        "site": {"type": "string", "format": "uri", "maxLength": 200, "title": "图纸地址"},
        "remark": {**text, "maxLength": 1000, "title": "备注"},
        "visited": {"type": "integer", "minimum": 0, "maximum": 9, "title": "第几次到场"},
        "agreed": {"type": "boolean", "title": "住户已确认"},
        **checks,
    }


def _group_fields() -> dict[str, Any]:
    short = {"type": "string", "maxLength": 40}
    members = {
        "name": {**short, "title": "姓名"},
        "phone": {"type": "string", "format": "mobile", "maxLength": 20, "title": "电话"},
        "people": {"type": "integer", "minimum": 0, "maximum": 60, "title": "居住人数"},
        "home": {"type": "boolean", "title": "在家"},
        "village": {**short, "title": "村"},
        "group": {**short, "title": "组"},
        "postcode": {"type": "string", "pattern": "^[0-9]{6}$", "maxLength": 6, "title": "邮编"},
    }
    owner = {"type": "object", "title": "产权人", "properties": members, "required": ["name"]}
    return {"owner": {**owner, "additionalProperties": False}}


def _row_fields() -> dict[str, Any]:
    members = {
        "room": {"type": "string", "maxLength": 20, "title": "房间"},
        "width": {"type": "number", "minimum": 0, "maximum": 100, "title": "宽"},
        "height": {"type": "number", "minimum": 0, "maximum": 100, "title": "高"},
        "crack": {"type": "boolean", "title": "有裂缝"},
        "note": {"type": "string", "maxLength": 100, "title": "说明"},
        "photo_no": {"type": "string", "maxLength": 20, "title": "照片编号"},
    }
    row = {"type": "object", "properties": members, "required": ["room"], "additionalProperties": False}
    return {"rooms": {"type": "array", "maxItems": 20, "items": row, "title": "房间"}}


def _choices(values: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "oneOf": [{"const": value, "title": value} for value in values]}


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
