"""Values as pages show them: moments in county time, records by one telling line, forms grouped by module."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from ...forms.definition import FormDefinition
from ...forms.fields.nodes import Leaf
from ...forms.summary import find_field, show_value
from ...forms.text import Language, read_label
from ..records.masking import mask_value
from ..records.values import Record
from ..registry.values import PublishedForm, Registry
from ..store.times import COUNTY_TIME, read_time

LONGEST_TITLE = 32
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
_ICONS = {"security_patrol": "shield", "village_merge": "merge"}


@dataclass(frozen=True)
class FormLink:
    """A form as a tile: its id and its title."""

    id: str
    title: str


@dataclass(frozen=True)
class ModuleLinks:
    """The forms of one module, or of the township itself."""

    title: str
    icon: str
    forms: tuple[FormLink, ...]


def show_moment(text: str, language: Language, *, seconds: bool = False, now: datetime | None = None) -> str:
    """Return a kept UTC moment in county time; given ``now``, without what now says already."""
    moment = read_time(text).astimezone(COUNTY_TIME)
    today = now.astimezone(COUNTY_TIME) if now else None
    clock = moment.strftime("%H:%M:%S" if seconds else "%H:%M")
    if today and moment.date() == today.date():
        return f"{'今天' if language == 'zh-CN' else 'Today'} {clock}"
    if language == "en":
        return f"{moment:%Y-%m-%d} {clock}"
    year = "" if today and moment.year == today.year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日 {clock}"


def show_cell(form: FormDefinition, path: str, record: Record, language: Language, now: datetime) -> str:
    """Return a list cell: phones masked, this year's dates without the year (a row is narrow)."""
    shown = mask_value(form, path, show_value(form, path, record.answers, language))
    return shown.removeprefix(f"{now.astimezone(COUNTY_TIME).year}年") if _is_date(form, path) else shown


def keep_dates(text: str) -> Markup:
    """Return the text, escaped, with every Chinese date in one piece that no line break divides."""
    return Markup(_DATE.sub(lambda found: f'<span class="solid">{found[0]}</span>', str(escape(text))))


def group_forms(
    forms: Iterable[PublishedForm], registry: Registry, language: Language
) -> tuple[ModuleLinks, ...]:
    """Return the forms by module, in the order given."""
    groups: dict[str, list[FormLink]] = {}
    for published in forms:
        link = FormLink(published.form, read_label(published.definition.title, language))
        groups.setdefault(published.plugin or "", []).append(link)
    return tuple(
        ModuleLinks(_module_title(name, registry, language), _ICONS.get(name, "form"), tuple(links))
        for name, links in groups.items()
    )


def tell_record(record: Record, registry: Registry, language: Language) -> str:
    """Return the words by which a person knows the record: what may be searched first, then its columns."""
    published = registry.find_form(record.form, record.version) or registry.find_form(record.form)
    if published is None:
        return record.number
    form = published.definition
    paths = dict.fromkeys((*form.list.search[:1], *form.list.columns))
    shown = (show_value(form, path, record.answers, language) for path in paths if not _is_date(form, path))
    words = "，".join([text.rstrip("。") for text in shown if text][:2]) or record.number
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"


def _is_date(form: FormDefinition, path: str) -> bool:
    node = find_field(form, path)
    return isinstance(node, Leaf) and node.kind in {"date", "time", "datetime"}


def field_title(form: FormDefinition, pointer: str, language: Language) -> str:
    """Return the title of the field at a pointer into answers, ``""`` for the whole form."""
    path = ""
    for token in pointer.split("/")[1:]:
        path += (
            "[]" if token.isdigit() else ("." if path else "") + token.replace("~1", "/").replace("~0", "~")
        )
    node = find_field(form, path) if path else None
    return read_label(node.title, language) if node and node.title else ""


def form_title(form: str, registry: Registry, language: Language) -> str:
    """Return the form's title in its newest version; its id when no version is known."""
    versions = registry.forms.get(form, ())
    return read_label(versions[-1].definition.title, language) if versions else form


def _module_title(name: str, registry: Registry, language: Language) -> str:
    if name in registry.plugins:
        return read_label(registry.plugins[name].title, language)
    return name or ("本乡镇表单" if language == "zh-CN" else "Forms of this township")


def column_choices(form: FormDefinition, path: str, language: Language) -> tuple[tuple[str, str], ...]:
    """Return (value, label) for each choice of a list column; nothing for a column without choices."""
    node = find_field(form, path)
    if not isinstance(node, Leaf):
        return ()
    if node.kind == "boolean":
        return (
            ("true", "是" if language == "zh-CN" else "Yes"),
            ("false", "否" if language == "zh-CN" else "No"),
        )
    texts = ((choice.value, read_label(choice.label, language)) for choice in node.choices)
    return tuple((value, label) for value, label in texts if isinstance(value, str))
