"""Reading a plugin names every problem by file and place; one bad plugin never stops the others."""

import pytest
from lizheng.core.discovery import find_plugins, load_plugins, read_plugin
from lizheng.core.discovery.errors import PluginError
from lizheng.core.discovery.finding import find_plugin_folder
from lizheng.core.testing import load_folder, write_form

TEXT = {"type": "string", "maxLength": 20}


def problems_of(folder):
    with pytest.raises(PluginError) as refused:
        load_folder(folder)
    return [(one.file, one.problem.pointer, one.problem.code) for one in refused.value.problems]


def load_county(county):
    return load_plugins(one for one in find_plugins(county) if one.origin == "county")


def test_a_plugin_is_read_whole(make_plugin):
    folder = make_plugin(
        manifest={
            "roles": {"keeper": {"title": "管井员", "permissions": ["record.capture"]}},
            "navigation": ["well"],
            "parameters": {"days": {"schema": {"type": "integer"}, "default": 7, "legal_basis": "县定"}},
        },
        cases={"well": [{"case": "空", "form": "well", "given": {}, "expect": {"accepted": True}}]},
    )
    plugin = load_folder(folder)
    assert [form.form for form in plugin.forms] == ["wells.well"]
    assert (plugin.roles[0].role, plugin.navigation) == ("wells.keeper", ("wells.well",))
    assert (plugin.parameters[0].default, list(plugin.cases)) == (7, ["cases/well.json"])


def test_a_code_list_reaches_the_form_that_names_it(make_plugin):
    codes = {
        "codes": "wells.kind",
        "version": 1,
        "title": "井",
        "items": [{"value": "deep", "label": "深井"}],
    }
    form = write_form("wells.well", {"kind": {"type": "string", "x-codes": "wells.kind", "maxLength": 9}})
    plugin = load_folder(make_plugin(codes={"kind": codes}, forms={"well": form}))
    assert plugin.forms[0].schema["properties"]["kind"]["enum"] == ["deep"]


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ({"api": 2}, ("/api", "plugin_api")),
        ({"version": "one"}, ("/version", "plugin_version")),
        ({"plugin": "other"}, ("/plugin", "plugin_name")),
        ({"plugin": "t339924101"}, ("/plugin", "plugin_name")),
        ({"colour": "red"}, ("/colour", "plugin_member_unknown")),
        ({"title": 3}, ("/title", "plugin_member_type")),
        ({"navigation": ["lake"]}, ("/navigation/0", "plugin_form_unknown")),
        ({"roles": {"keeper": {"power": 1}}}, ("/roles/keeper", "plugin_member_missing")),
        (
            {"parameters": {"days": {"schema": 1, "default": 1}}},
            ("/parameters/days/schema", "plugin_member_type"),
        ),
        ({"requires": {"lakes": "new"}}, ("/requires/lakes", "plugin_version")),
    ],
)
def test_a_wrong_member_of_plugin_json_is_named_at_its_place(make_plugin, manifest, expected):
    assert problems_of(make_plugin(manifest=manifest))[0] == ("plugin.json", *expected)


def test_a_form_must_carry_the_plugins_name(make_plugin):
    folder = make_plugin(forms={"lake": write_form("lakes.lake", {"place": TEXT})})
    assert problems_of(folder) == [("forms/lake.json", "/form", "plugin_form_id")]


def test_two_forms_with_one_id_are_refused(make_plugin):
    form = write_form("wells.well", {"place": TEXT})
    assert problems_of(make_plugin(forms={"a": form, "b": form})) == [
        ("forms/b.json", "/form", "plugin_id_twice")
    ]


def test_every_file_that_is_not_json_is_named_with_its_line(make_plugin):
    folder = make_plugin()
    (folder / "forms" / "well.json").write_text('{\n "form": }', "utf-8")
    (folder / "forms" / "zz.json").write_bytes(b"\xff\xfe")
    assert {file for file, _, code in problems_of(folder) if code == "not_json"} == {
        "forms/well.json",
        "forms/zz.json",
    }


def test_a_json_plugin_with_python_in_it_is_refused(make_plugin):
    folder = make_plugin()
    (folder / "forms" / "hidden.py").write_text("raise SystemExit", "utf-8")
    assert problems_of(folder) == [("forms/hidden.py", "", "plugin_has_python")]


def test_a_bad_plugin_is_reported_and_the_others_run(make_plugin, county):
    make_plugin("wells")
    make_plugin("lakes", manifest={"api": 9})
    loaded, failures = load_county(county)
    assert [plugin.name for plugin in loaded] == ["wells"]
    assert [(failure.name, failure.file, failure.problems[0].code) for failure in failures] == [
        ("lakes", "plugin.json", "plugin_api")
    ]
    assert "接口版本 9" in failures[0].reason


def test_of_two_plugins_with_one_name_the_first_found_runs_and_both_places_are_named(make_plugin, tmp_path):
    first = find_plugin_folder(make_plugin("wells"))
    second = find_plugin_folder(make_plugin("wells"))
    loaded, failures = load_plugins([first, second])
    assert ([plugin.name for plugin in loaded], failures[0].problems[0].code) == (
        ["wells"],
        "plugin_duplicate",
    )
    assert str(first.folder) in failures[0].reason


def test_a_plugin_whose_requirement_is_absent_is_refused_and_so_is_what_builds_on_it(make_plugin, county):
    make_plugin("ponds", manifest={"requires": {"lakes": "1.0"}})
    make_plugin("wells", manifest={"requires": {"ponds": "1.0"}})
    make_plugin("rivers")
    loaded, failures = load_county(county)
    assert [plugin.name for plugin in loaded] == ["rivers"]
    assert [failure.problems[0].facts["got"] for failure in failures] == ["lakes", "ponds"]


def test_an_older_plugin_than_required_is_not_enough(make_plugin, county):
    make_plugin("ponds")
    make_plugin("wells", manifest={"requires": {"ponds": "1.10"}})
    assert [plugin.name for plugin in load_county(county)[0]] == ["ponds"]


def test_a_plugin_torn_at_any_byte_never_stops_the_others(make_plugin, county):
    make_plugin("rivers")
    file = make_plugin("wells") / "forms" / "well.json"
    whole = file.read_bytes().rstrip()
    outcomes = set()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        loaded, failures = load_county(county)
        outcomes.add((tuple(plugin.name for plugin in loaded), failures[0].name, failures[0].file))
    assert outcomes == {(("rivers",), "wells", "forms/well.json")}


def test_a_verdict_is_remembered_until_the_form_changes(make_plugin, tmp_path):
    folder, cache = make_plugin("wells"), tmp_path / "cache" / "forms.json"
    found = [find_plugin_folder(folder)]
    first, _ = load_plugins(found, cache)
    form = first[0].forms[0]
    marked = {form.hash: {**form.document, "title": "kept"}}
    again, _ = load_plugins(found, cache, marked)
    (folder / "forms" / "well.json").write_text('{"form": "wells.well"}', "utf-8")
    changed, failures = load_plugins(found, cache, marked)
    assert (again[0].forms[0].title, changed, len(failures)) == ("kept", (), 1)


def test_the_order_of_fields_is_not_lost_to_the_cache(make_plugin, tmp_path):
    cache, documents = tmp_path / "forms.json", {}
    for fields in ({"a": TEXT, "b": TEXT}, {"b": TEXT, "a": TEXT}):
        folder = make_plugin(forms={"well": write_form("wells.well", fields)})
        loaded, _ = load_plugins([find_plugin_folder(folder)], cache, documents)
        documents[loaded[0].forms[0].hash] = loaded[0].forms[0].document
    assert list(loaded[0].forms[0].schema["properties"]) == ["b", "a"]


def test_a_broken_cache_is_ignored(make_plugin, tmp_path):
    cache = tmp_path / "forms.json"
    cache.write_text("[", "utf-8")
    assert len(load_plugins([find_plugin_folder(make_plugin())], cache)[0]) == 1


def test_read_plugin_raises_for_a_missing_folder(tmp_path):
    with pytest.raises(PluginError, match="plugin_file_missing"):
        read_plugin(find_plugin_folder(tmp_path / "nowhere"))
