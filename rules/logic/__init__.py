"""JsonLogic trees compiled to functions: as published, and as the product publishes them, typed and exact."""

from ..errors import LogicError
from ..findings import RuleRefused
from .compiling import Logic, compile_logic
from .profile.checks import check_logic

__all__ = ["Logic", "LogicError", "RuleRefused", "check_logic", "compile_logic"]
