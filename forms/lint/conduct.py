"""What no form of this product asks, whoever writes it, with the clause that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..problems import Problem
from ..subschemas import Tokens, point, walk_schema

PEOPLE = frozenset({"person", "household"})


@dataclass(frozen=True)
class Conduct:
    """One thing refused.

    words         what gives it away in a title, a choice or a Chinese key
    keys          what gives it away in an English key, as whole words between underscores
    clause        the law or rule it restates
    people_only   refused only where the form's subject is a person or a household
    """

    code: str
    words: re.Pattern[str]
    keys: re.Pattern[str]
    clause: str
    people_only: bool = False


def _key(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|_)(?:{words})(?:_|$)", re.IGNORECASE)


# A word that only says what is not done, or what the public is told, is no question about a person.
CONDUCTS = (
    Conduct(
        "conduct_religion",
        re.compile(r"宗教信仰|信仰宗教|信教(?:情况|类别|与否)|是否信教|信何宗教"),
        _key("religion|religious_belief|religious_faith"),
        "个人信息保护法 第28条",
    ),
    Conduct(
        "conduct_clan",
        re.compile(r"宗族(?!纠纷|矛盾|祠堂)|家族势力|所属房头|族系"),
        _key("clan|clans|lineage"),
        "个人信息保护法 第6条、第28条",
    ),
    Conduct(
        "conduct_hiv",
        re.compile(r"艾滋(?!病?(?:的|综合)?(?:防治|预防|宣传|知识))|\bHIV\b", re.IGNORECASE),
        _key("hiv|aids"),
        "艾滋病防治条例 第39条；个人信息保护法 第28条",
    ),
    Conduct(
        "conduct_face",
        re.compile(r"(?<!不使用)(?<!不采集)(?<!禁止)(?<!未)人脸(?:识别|比对|特征|采集|信息|库)|刷脸"),
        _key("face_recognition|facial_recognition|face_id|face_features|faceprint"),
        "个人信息保护法 第26条、第28条",
    ),
    Conduct(
        "conduct_ranking",
        re.compile(r"排名|名次|积分|评分|得分|打分|信用分|扣分|加分"),
        _key("ranking|score|scores|points|credit_score"),
        "关于防治“指尖上的形式主义”的若干意见（2023）；个人信息保护法 第24条",
        people_only=True,
    ),
    Conduct(
        "conduct_online_time",
        re.compile(r"在线时长|在线时间|登录时长|上线时长|使用时长"),
        _key("online_time|online_duration|online_minutes|online_hours"),
        "关于防治“指尖上的形式主义”的若干意见（2023）",
    ),
    Conduct(
        "conduct_tracking",
        re.compile(r"(?<!不上传)(?<!不记录)(?<!不采集)(?<!不保存)(?:轨迹|行踪)|实时定位|连续定位|持续定位"),
        _key("trajectory|trajectories|gps_track|gps_tracks|location_track|location_history"),
        "个人信息保护法 第28条；关于防治“指尖上的形式主义”的若干意见（2023）",
    ),
    Conduct(
        "conduct_interior",
        re.compile(r"(?:卧室|居室|房间|室内|屋内|家中).{0,4}(?:录像|视频|监控|摄像|全景)"),
        _key("room_video|interior_video|bedroom_video|room_film"),
        "民法典 第1032条、第1033条",
    ),
)

# Nearly every text has none of it; one search says so.
_ANY = re.compile("|".join(c.words.pattern + "|" + c.keys.pattern for c in CONDUCTS), re.IGNORECASE)


def check_conduct(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Return a problem for each key, title or choice that asks what must not be; help texts are free."""
    subject = str(document["subject"])
    found: list[tuple[Tokens, str]] = [(("title",), text) for text in _texts(document["title"])]
    found += _schema_texts(document["schema"])
    found += _ui_texts(document.get("ui", {}), ("ui",))
    problems = [Problem(c.code, point(at), facts) for at, text in found for c, facts in _match(text, subject)]
    for tokens, _ in walk_schema(document["schema"], ("schema",)):
        if tokens[-2:-1] == ("properties",):
            problems += [
                Problem(c.code, point(tokens), f) for c, f in _match(tokens[-1], subject, is_key=True)
            ]
    return tuple(problems)


def check_choice(text: str, subject: str, at: Tokens) -> tuple[Problem, ...]:
    """Return the problems of one choice of a code list."""
    return tuple(Problem(conduct.code, point(at), facts) for conduct, facts in _match(text, subject))


def _match(text: str, subject: str, is_key: bool = False) -> Iterator[tuple[Conduct, dict[str, object]]]:
    if not _ANY.search(text):
        return
    for conduct in CONDUCTS:
        if conduct.people_only and subject not in PEOPLE:
            continue
        found = conduct.words.search(text) or (conduct.keys.search(text) if is_key else None)
        if found:
            yield conduct, {"got": found[0].strip("_"), "clause": conduct.clause}


def _schema_texts(schema: Any) -> Iterator[tuple[Tokens, str]]:
    for tokens, part in walk_schema(schema, ("schema",)):
        if not isinstance(part, dict):
            continue
        yield from (((*tokens, "title"), text) for text in _texts(part.get("title")))
        choices = [*part.get("enum", ()), *part.get("examples", ()), part.get("const"), part.get("default")]
        yield from (((*tokens, "enum"), choice) for choice in choices if isinstance(choice, str))


def _ui_texts(ui: Any, at: Tokens) -> Iterator[tuple[Tokens, str]]:
    for key, value in ui.items() if isinstance(ui, dict) else ():
        if key in ("ui:title", "ui:enumNames"):
            values = value if isinstance(value, list) else [value]
            yield from (((*at, key), text) for one in values for text in _texts(one))
        elif isinstance(value, dict):
            yield from _ui_texts(value, (*at, key))


def _texts(label: Any) -> list[str]:
    texts = label.values() if isinstance(label, dict) else [label]
    return [text for text in texts if isinstance(text, str)]
