"""The questions of a form: from its JSON Schema to a tree of nodes that pages, readers and summaries walk."""

from .building import build_fields
from .nodes import Branches, Choice, Extras, Group, Leaf, Nest, Node, Rows

__all__ = ["Branches", "Choice", "Extras", "Group", "Leaf", "Nest", "Node", "Rows", "build_fields"]
