"""Where a plugin runs: installed and allowed and on in the township and not off between."""

import pytest
from lizheng.core.registry import PublishedForm, Registry, Switches

TOWNSHIP, OTHER, VILLAGE, GRID = "339924101", "339924102", "339924101001", "339924101001001"


def make_registry(installed, allowed, on, off):
    return Registry(
        plugins={"p": None} if installed else {},
        failures=(),
        forms={},
        switches=Switches(
            allowed={} if allowed is None else {"p": frozenset(allowed)},
            on=frozenset(("p", unit) for unit in on),
            off=frozenset(("p", unit) for unit in off),
        ),
        roles={},
    )


# installed, allowed (None: everywhere), on, off, unit asked -> runs. Written by hand, never computed.
TABLE = [
    (True, None, [], [], TOWNSHIP, False),
    (True, None, [TOWNSHIP], [], TOWNSHIP, True),
    (True, None, [TOWNSHIP], [], VILLAGE, True),
    (True, None, [TOWNSHIP], [], GRID, True),
    (True, None, [TOWNSHIP], [], OTHER, False),
    (True, None, [TOWNSHIP], [], "339924", False),
    (False, None, [TOWNSHIP], [], TOWNSHIP, False),
    (True, [TOWNSHIP], [TOWNSHIP], [], TOWNSHIP, True),
    (True, [OTHER], [TOWNSHIP], [], TOWNSHIP, False),
    (True, [OTHER], [TOWNSHIP], [], GRID, False),
    (True, [], [TOWNSHIP], [], TOWNSHIP, False),
    (True, None, [TOWNSHIP], [VILLAGE], TOWNSHIP, True),
    (True, None, [TOWNSHIP], [VILLAGE], VILLAGE, False),
    (True, None, [TOWNSHIP], [VILLAGE], GRID, False),
    (True, None, [TOWNSHIP], [GRID], VILLAGE, True),
    (True, None, [TOWNSHIP], [GRID], GRID, False),
    (True, None, [TOWNSHIP], [GRID], "339924101001002", True),
    (True, None, [], [VILLAGE], VILLAGE, False),
]


@pytest.mark.parametrize(("installed", "allowed", "on", "off", "unit", "runs"), TABLE)
def test_the_truth_table_of_switches(installed, allowed, on, off, unit, runs):
    assert make_registry(installed, allowed, on, off).is_on("p", unit) is runs


def test_a_township_form_is_open_in_its_township_only(make_definition):
    form = PublishedForm(make_definition, 1, None, TOWNSHIP)
    registry = make_registry(True, None, [], [])
    assert [registry.is_open(form, unit) for unit in (TOWNSHIP, GRID, OTHER)] == [True, True, False]


@pytest.fixture
def make_definition():
    from lizheng.core.testing import write_form
    from lizheng.forms.reading import read_form

    return read_form(write_form("t339924101.visit", {"place": {"type": "string", "maxLength": 9}}))
