"""Publishing, retiring, switching, parameters: what each leaves in the state."""

from dataclasses import replace

import pytest
from lizheng.core.definitions import (
    adopt_forms,
    publish_form,
    retire_form,
    set_allowed,
    set_parameter,
    switch_off,
    switch_on,
)
from lizheng.core.definitions.parameters import check_parameter
from lizheng.core.discovery.errors import say
from lizheng.core.discovery.values import LoadedPlugin, Parameter
from lizheng.forms.problems import DefinitionError

AT = "2026-03-01T00:00:00.000000Z"
TOWNSHIP, VILLAGE = "339924101", "339924101001"
TEXT = {"type": "string", "maxLength": 20}
DAYS = Parameter("days", {"type": "integer", "minimum": 1}, 7, "县定")
PLUGIN = LoadedPlugin("wells", "1.0.0", 1, "井", "", "county", None, (), parameters=(DAYS,))


def apply(definitions, act, *arguments, **named):
    with definitions.change() as change:
        return act(change, *arguments, **named, by="admin", at=AT)


def versions(definitions):
    return [(kept.form, kept.version, kept.live) for kept in definitions.read().versions]


def test_a_published_form_is_live_as_version_one(definitions, make_form):
    published = apply(definitions, publish_form, make_form(), TOWNSHIP)
    assert (published.version, published.township, published.live) == (1, TOWNSHIP, True)
    assert versions(definitions) == [("t339924101.visit", 1, True)]


def test_new_content_is_a_new_version_and_only_it_is_live(definitions, make_form):
    apply(definitions, publish_form, make_form(), TOWNSHIP)
    apply(definitions, publish_form, make_form(place=TEXT, name_of_well=TEXT), TOWNSHIP)
    assert versions(definitions) == [("t339924101.visit", 1, False), ("t339924101.visit", 2, True)]


def test_the_same_content_is_the_same_version(definitions, make_form):
    first = apply(definitions, publish_form, make_form(), TOWNSHIP)
    assert apply(definitions, publish_form, make_form(), TOWNSHIP).version == first.version


def test_going_back_to_earlier_content_revives_its_number(definitions, make_form):
    for fields in ({}, {"other": TEXT}, {}):
        apply(definitions, publish_form, make_form(**fields), TOWNSHIP)
    assert versions(definitions) == [("t339924101.visit", 1, True), ("t339924101.visit", 2, False)]


def test_a_form_of_another_township_is_refused(definitions, make_form):
    with pytest.raises(DefinitionError, match="form_township"):
        apply(definitions, publish_form, make_form(township="339924102"), TOWNSHIP)


def test_a_field_keeps_its_type(definitions, make_form):
    apply(definitions, publish_form, make_form(place=TEXT), TOWNSHIP)
    with pytest.raises(DefinitionError) as refused:
        changed = make_form(place={"type": "integer", "minimum": 0, "maximum": 9})
        apply(definitions, publish_form, changed, TOWNSHIP)
    assert [(one.code, one.pointer) for one in refused.value.problems] == [
        ("field_type_changed", "/schema/properties/place/type")
    ]


def test_a_retired_form_keeps_its_definition(definitions, make_form):
    form = make_form()
    apply(definitions, publish_form, form, TOWNSHIP)
    assert apply(definitions, retire_form, form.form) is True
    state = definitions.read()
    assert (state.live_version(form.form), form.hash in state.documents) == (None, True)


def test_a_retired_form_cannot_be_retired_again(definitions):
    assert apply(definitions, retire_form, "t339924101.visit") is False


def test_a_plugins_form_is_numbered_once(definitions, make_form):
    plugin = LoadedPlugin("wells", "1.0.0", 1, "井", "", "county", None, (make_form(),))
    assert [len(apply(definitions, adopt_forms, [plugin])) for _ in range(2)] == [1, 0]
    assert definitions.read().versions[0].plugin == "wells"


def test_switches_go_on_and_off_and_say_whether_they_moved(definitions):
    moved = [
        apply(definitions, act, "wells", TOWNSHIP) for act in (switch_on, switch_on, switch_off, switch_off)
    ]
    assert (moved, definitions.read().switches.on) == ([True, False, True, False], frozenset())


def test_below_a_township_only_off_is_kept(definitions):
    apply(definitions, switch_off, "wells", VILLAGE)
    off = definitions.read().switches.off
    apply(definitions, switch_on, "wells", VILLAGE)
    switches = definitions.read().switches
    assert (off, switches.off, switches.on) == ({("wells", VILLAGE)}, frozenset(), frozenset())


def test_the_allowed_townships_are_replaced_and_lifted(definitions):
    apply(definitions, set_allowed, "wells", [TOWNSHIP])
    limited = definitions.read().switches.allowed
    apply(definitions, set_allowed, "wells", None)
    assert (limited, definitions.read().switches.allowed) == ({"wells": {TOWNSHIP}}, {})


def test_a_parameter_keeps_value_unit_basis_and_author(definitions):
    apply(definitions, set_parameter, PLUGIN, "days", 10, unit=TOWNSHIP, basis="镇办〔2026〕1号")
    [kept] = definitions.read().parameters
    assert (kept.value, kept.unit, kept.basis, kept.by) == (10, TOWNSHIP, "镇办〔2026〕1号", "admin")


def test_a_parameter_set_twice_keeps_the_second_and_none_goes_back_to_the_default(definitions):
    for value in (10, 12):
        apply(definitions, set_parameter, PLUGIN, "days", value)
    values = [one.value for one in definitions.read().parameters]
    apply(definitions, set_parameter, PLUGIN, "days", None)
    assert (values, definitions.read().parameters) == ([12], ())


@pytest.mark.parametrize(("name", "value"), [("days", 0), ("days", "ten"), ("weeks", 1)])
def test_a_value_its_schema_refuses_is_refused(definitions, name, value):
    with pytest.raises(DefinitionError):
        apply(definitions, set_parameter, PLUGIN, name, value)


@pytest.mark.parametrize(
    ("schema", "chinese", "english"),
    [
        ({"type": "integer"}, "请填整数。", "Type a whole number."),
        (
            {"type": "number", "minimum": 0, "maximum": 9},
            "请填 0 到 9 的数字。",
            "Type a number from 0 to 9.",
        ),
        ({"type": "integer", "minimum": 1}, "请填不小于 1 的整数。", "Type a whole number of at least 1."),
        ({"enum": ["紧急", "一般"]}, "请填以下之一：紧急、一般。", "Type one of: 紧急, 一般."),
        (
            {"type": "string", "maxLength": 1},
            "请填不超过 1 个字的文字。",
            "Type a text of at most 1 characters.",
        ),
    ],
)
def test_a_refused_value_is_told_what_may_be_typed(schema, chinese, english):
    plugin = replace(PLUGIN, parameters=(Parameter("days", schema, 1),))
    [problem] = check_parameter(plugin, "days", "十天")
    assert (say(problem), say(problem, "en")) == (
        f"“十天”不能用。{chinese}",
        f'"十天" cannot be used. {english}',
    )


def test_every_change_is_in_the_log_with_its_author(definitions, make_form):
    apply(definitions, publish_form, make_form(), TOWNSHIP)
    apply(definitions, switch_on, "wells", TOWNSHIP)
    assert [(one.do, one.object, one.by) for one in definitions.read().log] == [
        ("publish", "t339924101.visit/1", "admin"),
        ("switch_on", "wells", "admin"),
    ]
