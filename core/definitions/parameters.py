"""Judge a parameter's value by the schema its plugin gives."""

from __future__ import annotations

from typing import Any

import jsonschema
from referencing import Registry

from ...forms.problems import Problem
from ..discovery.values import LoadedPlugin


def check_parameter(plugin: LoadedPlugin, name: str, value: Any) -> tuple[Problem, ...]:
    """Return what is wrong with the value: an unknown name, or what the parameter's schema refuses."""
    parameter = next((one for one in plugin.parameters if one.name == name), None)
    if parameter is None:
        allowed = ", ".join(one.name for one in plugin.parameters)
        return (Problem("plugin_member_unknown", "", {"got": name, "allowed": allowed}),)
    validator = jsonschema.Draft202012Validator(parameter.schema, registry=Registry())
    return tuple(
        Problem(
            "parameter_value",
            error.json_path,
            {"got": value, "allowed": f"{error.validator} {error.validator_value}"},
        )
        for error in validator.iter_errors(value)
    )
