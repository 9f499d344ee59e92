"""A definitions store in a fresh folder, and small forms."""

import pytest
from lizheng.core.definitions import open_definitions
from lizheng.forms.reading import read_form

TOWNSHIP = "339924101"


@pytest.fixture
def definitions(tmp_path):
    return open_definitions(tmp_path / "definitions.json")


@pytest.fixture
def make_form():
    def make(name="visit", township=TOWNSHIP, **fields):
        properties = fields or {"place": {"type": "string", "maxLength": 20}}
        return read_form(
            {
                "form": f"t{township}.{name}",
                "title": "走访",
                "subject": "matter",
                "kind": "internal",
                "schema": {"type": "object", "properties": properties, "additionalProperties": False},
            }
        )

    return make
