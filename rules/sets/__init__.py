"""Rule sets: read, ordered, evaluated."""

from .evaluating import InForce, Outcome, evaluate, list_gates
from .reading import hash_document, read_rule_set
from .values import RuleSet

__all__ = ["InForce", "Outcome", "RuleSet", "evaluate", "hash_document", "list_gates", "read_rule_set"]
