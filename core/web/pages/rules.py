"""规则: the rule sets that judge a township's records, and an editor for its own with its checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, request

from ....forms.canonical import write_json
from ....forms.problems import DefinitionError, Problem
from ....forms.source import parse_source
from ....forms.text import Language, read_label
from ....rules.findings import Finding
from ....rules.sayings import say_finding
from ....rules.sets import RuleSet
from ...definitions import change_definitions, publish_rules, retire_rules
from ...discovery.errors import say
from ...discovery.rule_checking import check_document
from ...organisation.units import find_unit
from ...organisation.values import Actor
from ...registry.values import PublishedForm, Registry
from ...store.times import write_time
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..saying import say_to
from ..shown import form_title
from ..site import Site, current_registry
from .township import own_township


@dataclass(frozen=True)
class RuleLine:
    """One rule set in the list: whose it is, what it judges, and since when."""

    rule_set: str
    title: str
    form: str
    since: str
    rules: int
    own: bool
    provisional: bool


@dataclass(frozen=True)
class Mend:
    """One place to mend: its pointer, the sentence, and whether it only deserves a look."""

    pointer: str
    sentence: str
    warning: bool = False


def make_rules_pages(site: Site) -> Blueprint:
    """Return ``/rules``: the list and the editor of the township's own rule sets."""
    pages = Blueprint("rules", __name__)

    @pages.get("/rules")
    @guard(site, "form.publish")
    def rules(actor: Actor) -> Response:
        return _show_list(site, actor, own_township(actor, "form.publish"))

    @pages.get("/rules/edit")
    @guard(site, "form.publish")
    def edit(actor: Actor) -> Response:
        township, wanted = own_township(actor, "form.publish"), request.args.get("rule_set", "")
        if not wanted:
            return _show_editor(site, actor, township, write_starter(site, township))
        document = find_document(current_registry(site), wanted, township) or abort(404)
        return _show_editor(site, actor, township, write_json(document, indent=2))

    @pages.post("/rules/edit")
    @guard(site, "form.publish")
    def save(actor: Actor) -> Response:
        township, source = own_township(actor, "form.publish"), request.form.get("source", "")
        try:
            document = read_own(source, township)
        except DefinitionError as error:
            mends = [Mend(one.pointer, say(one, page_language(actor))) for one in error.problems]
            return _show_editor(site, actor, township, source, mends=mends, status=422)
        findings = check_document(current_registry(site), document, now=write_time(site.clock()))
        mends = _say_all(findings, page_language(actor))
        if any(one.level == "error" for one in findings):
            return _show_editor(site, actor, township, source, mends=mends, status=422)
        if request.form.get("do") == "publish":
            _publish(site, actor, document, township)
            return go_to(f"/rules?township={township}", "rules_published")
        return _show_editor(site, actor, township, source, mends=mends, checked=True)

    @pages.post("/rules/retire")
    @guard(site, "form.publish")
    def retire(actor: Actor) -> Response:
        township, name = own_township(actor, "form.publish"), request.form.get("rule_set", "")
        if find_document(current_registry(site), name, township) is None:
            abort(404)
        change_definitions(
            site.store,
            site.definitions,
            "rules.retire",
            name,
            lambda change, at: retire_rules(change, name, actor.account, at),
            actor=actor,
            now=site.clock(),
            unit=township,
        )
        return go_to(f"/rules?township={township}", "rules_retired")

    return pages


def read_own(source: str, township: str) -> Mapping[str, Any]:
    """Return the township's own set in the text; ``DefinitionError`` for what is no JSON or not its own."""
    document = parse_source(source, "")
    name = str(document.get("rule_set", "")) if isinstance(document, Mapping) else ""
    if not name.startswith(f"t{township}."):
        facts = {"got": name, "allowed": f"t{township}."}
        raise DefinitionError((Problem("form_township", "/rule_set", facts),))
    return document


def find_document(registry: Registry, rule_set: str, township: str) -> Mapping[str, Any] | None:
    """Return the township's set as written, its newest day first; ``None`` when it has none of that name."""
    own = [one for place, one in registry.township_rules if place == township and one["rule_set"] == rule_set]
    return max(own, key=lambda one: str(one["effective_from"]), default=None)


def write_starter(site: Site, township: str) -> str:
    """Return the JSON a new set begins with: one computed value, one rule with its sentence, two examples."""
    today = write_time(site.clock())[:10]
    starter = {
        "rule_set": f"t{township}.new_rules",
        "form": f"t{township}.new_form",
        "title": "新规则",
        "effective_from": today,
        "rules": [
            {
                "rule": "R1",
                "title": "情况写得太短",
                "if": "字数(情况) < 10",
                "then": [{"warn": "情况写得太短，别人看不懂。", "field": "what"}],
                "basis": "本乡镇约定",
                "remedy": "写清在哪里、看到什么。",
            }
        ],
        "examples": [
            {"given": {"what": "有坑"}, "expect": {"effects": ["R1"]}},
            {"given": {"what": "村口水泥路有一个大坑，约一米宽"}, "expect": {"effects": []}},
        ],
    }
    return write_json(starter, indent=2)


def _say_all(findings: tuple[Finding, ...], language: Language) -> list[Mend]:
    return [Mend(one.pointer, say_finding(one, language), warning=one.level == "warning") for one in findings]


def _show_list(site: Site, actor: Actor, township: str) -> Response:
    registry, language = current_registry(site), page_language(actor)
    live = [registry.find_form(form) for form in sorted(registry.forms)]
    lines = [
        _read_line(registry, published, one, language)
        for published in live
        if published and registry.is_open(published, township)
        for one in registry.rules_of(published, township)
    ]
    with site.store.read() as connection:
        unit = find_unit(connection, township)
    return show_page(
        site,
        "rules.html",
        actor=actor,
        heading=say_to(actor, "规则"),
        under=say_to(actor, "在{unit}判定记录的规则。", unit=unit.name if unit else township),
        lines=lines,
        township=township,
    )


def _read_line(registry: Registry, published: PublishedForm, one: RuleSet, language: Language) -> RuleLine:
    return RuleLine(
        one.rule_set,
        read_label(one.title, language),
        form_title(published.form, registry, language),
        one.effective_from,
        len(one.document.get("rules", ())),
        one.rule_set.startswith("t") and one.rule_set[1:10].isdigit(),
        one.provisional,
    )


def _show_editor(
    site: Site,
    actor: Actor,
    township: str,
    source: str,
    *,
    mends: list[Mend] | None = None,
    checked: bool = False,
    status: int = 200,
) -> Response:
    found = mends or []
    return show_page(
        site,
        "rule_edit.html",
        actor=actor,
        status=status,
        heading=say_to(actor, "写一组规则"),
        under=say_to(actor, "先检查，再发布。有缺口、打架或用不到的行，发布不了。"),
        source=source,
        problems=[one for one in found if not one.warning],
        warnings=[one for one in found if one.warning],
        checked=checked,
        township=township,
    )


def _publish(site: Site, actor: Actor, document: Mapping[str, Any], township: str) -> None:
    change_definitions(
        site.store,
        site.definitions,
        "rules.publish",
        str(document["rule_set"]),
        lambda change, at: publish_rules(change, document, township, actor.account, at),
        actor=actor,
        now=site.clock(),
        unit=township,
    )
