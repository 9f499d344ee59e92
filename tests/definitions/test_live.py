"""The live registry follows publications of any process, and packs that come and go."""

import shutil

import pytest
from lizheng.core.definitions import note_packs, open_registry, publish_form, retire_form, switch_on
from lizheng.core.testing import write_form, write_plugin

AT = "2026-03-01T00:00:00.000000Z"
TOWNSHIP = "339924101"
FIELDS = {"place": {"type": "string", "maxLength": 20}}


@pytest.fixture
def county(tmp_path):
    write_plugin(tmp_path / "plugins" / "wells", forms={"well": write_form("wells.well", FIELDS)})
    return tmp_path / "plugins"


@pytest.fixture
def live(definitions, county):
    return open_registry(definitions, county, lambda: AT)


def switch_wells_on(definitions):
    with definitions.change() as change:
        switch_on(change, "wells", TOWNSHIP, "admin", AT)


def remove_wells(definitions, county):
    shutil.rmtree(county / "wells")
    with definitions.change() as change:
        note_packs(change, "uninstall", "wells", "admin", AT)


def test_plugin_forms_are_numbered_at_start(live):
    assert live.current().find_form("wells.well").version == 1


def test_an_unchanged_registry_is_the_same_object(live):
    assert live.current() is live.current()


def test_a_switch_of_another_process_is_seen_at_once(live, definitions, county):
    other = open_registry(definitions, county, lambda: AT)
    before = other.current().is_on("wells", TOWNSHIP)
    switch_wells_on(definitions)
    assert (before, other.current().is_on("wells", TOWNSHIP)) == (False, True)


def test_a_published_form_is_offered_and_a_retired_one_is_not(live, definitions, make_form):
    form = make_form()
    with definitions.change() as change:
        publish_form(change, form, TOWNSHIP, "admin", AT)
    offered = [one.form for one in live.current().forms_open_at(TOWNSHIP)]
    with definitions.change() as change:
        retire_form(change, form.form, "admin", AT)
    assert (offered, live.current().forms_open_at(TOWNSHIP)) == ([form.form], ())


def test_a_changed_plugin_form_becomes_version_two_and_one_stays_readable(live, definitions, county):
    more = {**FIELDS, "depth": {"type": "integer", "minimum": 0, "maximum": 99}}
    write_plugin(county / "wells", forms={"well": write_form("wells.well", more)})
    registry = open_registry(definitions, county, lambda: AT).current()
    assert registry.find_form("wells.well").version == 2
    assert "depth" not in registry.find_form("wells.well", 1).definition.schema["properties"]


def test_a_removed_plugin_leaves_its_forms_readable_and_closed(live, definitions, county):
    switch_wells_on(definitions)
    was_open = live.current().forms_open_at(TOWNSHIP)
    remove_wells(definitions, county)
    registry = live.current()
    assert [one.form for one in was_open] == ["wells.well"]
    assert (registry.find_form("wells.well", 1) is not None, registry.forms_open_at(TOWNSHIP)) == (True, ())


def test_a_plugin_that_comes_back_is_on_where_it_was(live, definitions, county):
    switch_wells_on(definitions)
    remove_wells(definitions, county)
    live.current()
    write_plugin(county / "wells", forms={"well": write_form("wells.well", FIELDS)})
    with definitions.change() as change:
        note_packs(change, "install", "wells", "admin", AT)
    assert [one.form for one in live.current().forms_open_at(TOWNSHIP)] == ["wells.well"]


def test_a_damaged_definitions_file_still_starts(live, definitions, county):
    switch_wells_on(definitions)
    definitions.path.write_bytes(definitions.path.read_bytes()[:50])
    started = open_registry(definitions, county, lambda: AT)
    assert started.current().is_on("wells", TOWNSHIP)
    assert str(definitions.path) in started.definitions.read().damage
