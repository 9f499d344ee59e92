"""Conditions, tables and effects, evaluated the same on server and phone. Pure."""

from .analysis import analyse_table as analyse
from .errors import LogicError
from .findings import Finding, RuleRefused
from .logic import compile_logic
from .sets import Outcome, RuleSet, evaluate, read_rule_set
from .sets.checking import check_rule_set

__all__ = [
    "Finding",
    "LogicError",
    "Outcome",
    "RuleRefused",
    "RuleSet",
    "analyse",
    "check_rule_set",
    "compile_logic",
    "evaluate",
    "read_rule_set",
]
