"""Finding looks in every place and imports nothing."""

import sys

import pytest
from lizheng.core.discovery import find_plugins, finding

DISTRIBUTION = "Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a distribution with these files and entry points on the path."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))

    def install(name, entry_points, files):
        places = site / f"{name}-1.0.dist-info"
        written = {f"{places.name}/METADATA": DISTRIBUTION.format(name=name)}
        written |= {f"{places.name}/entry_points.txt": entry_points, **files}
        for path, content in written.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(content, "utf-8")
        (places / "RECORD").write_text("".join(f"{path},,\n" for path in written), "utf-8")
        return site

    return install


def named(found):
    return {one.name: one for one in found}


def test_bundled_plugins_are_found_with_their_module_only_where_they_have_python():
    bundled = named(one for one in find_plugins(None) if one.origin == "bundled")
    assert all(
        (one.module is None) == (not (one.folder / "__init__.py").exists()) for one in bundled.values()
    )
    assert {one.folder.parent for one in bundled.values()} <= {finding.BUNDLED}


def test_a_folder_of_the_county_is_found(make_plugin, county):
    folder = make_plugin("wells")
    found = named(find_plugins(county))["wells"]
    assert (found.folder, found.origin, found.module) == (folder, "county", None)


def test_a_folder_without_plugin_json_is_not_a_plugin(county):
    (county / "notes").mkdir()
    assert "notes" not in named(find_plugins(county))


def test_an_installed_python_plugin_is_found_without_being_imported(install):
    site = install(
        "lz-bridges",
        "[lizheng.plugins]\nbridges = bridges_pkg.plugin\n",
        {"bridges_pkg/__init__.py": "raise SystemExit", "bridges_pkg/plugin/plugin.json": "{}"},
    )
    found = named(find_plugins(None))["bridges"]
    assert (found.folder, found.module) == (site / "bridges_pkg" / "plugin", "bridges_pkg.plugin")
    assert "bridges_pkg" not in sys.modules


def test_an_installed_pack_is_found_through_its_files(install):
    site = install("lz-ponds", "[lizheng.packs]\nponds = ponds\n", {"ponds/plugin.json": "{}"})
    found = named(find_plugins(None))["ponds"]
    assert (found.folder, found.module) == (site / "ponds", None)
