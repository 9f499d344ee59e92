"""Plugins written into folders, as a county would drop them in."""

import sys

import pytest
from lizheng.core.discovery import load_plugins
from lizheng.core.discovery.values import FoundPlugin
from lizheng.core.testing import write_form, write_plugin

FIELDS = {"place": {"type": "string", "minLength": 2, "maxLength": 20}}


@pytest.fixture
def county(tmp_path):
    folder = tmp_path / "plugins"
    folder.mkdir()
    return folder


@pytest.fixture
def make_plugin(county):
    def make(name="wells", **parts):
        parts.setdefault("forms", {"well": write_form(f"{name}.well", FIELDS, ["place"])})
        return write_plugin(county / name, **parts)

    return make


@pytest.fixture
def make_python_plugin(make_plugin, county, monkeypatch):
    """Write a plugin with this Python and load it as an installed one."""
    monkeypatch.syspath_prepend(str(county))
    made = []

    def make(name, python, **parts):
        folder = make_plugin(name, **parts)
        (folder / "__init__.py").write_text("from lizheng.core.api import hookimpl\n" + python, "utf-8")
        made.append(name)
        return FoundPlugin(name, folder, "installed", name)

    yield make
    for name in made:
        sys.modules.pop(name, None)


@pytest.fixture
def load_python_plugins(make_python_plugin):
    """Return the loaded plugins of ``name=python source``."""

    def load(**sources):
        loaded, failures = load_plugins(
            [make_python_plugin(name, source) for name, source in sources.items()]
        )
        assert failures == ()
        return loaded

    return load
