"""What stops an evaluation: an error of the rule language, known by its type in both engines."""

from __future__ import annotations


class LogicError(Exception):
    """A rule that has no answer; ``type`` is one of docs/rules-spec.md or the text given to ``throw``.

    value  what ``try`` hands to its next argument: ``{"type": ...}`` or the object that was thrown
    """

    def __init__(self, type: str, value: object = None) -> None:
        self.type = type
        self.value = {"type": type} if value is None else value
        super().__init__(type)
