"""Where a question stands on the page: its control's name, and the pointer of its answer."""

from __future__ import annotations

from dataclasses import dataclass

from ..widgets.slots import control_id


@dataclass(frozen=True)
class Place:
    """A control's name and the pointer its problems are found under.

    ``ending`` tells ids apart where a branch and the question around it share a pointer.
    """

    name: str
    pointer: str | None
    ending: str = ""

    def below(self, token: str) -> Place:
        """Return the place of a part."""
        pointer = None if self.pointer is None else f"{self.pointer}/{token}"
        return Place(f"{self.name}/{token}", pointer)

    @property
    def id(self) -> str:
        """The id of the control, as links in an error summary name it."""
        return control_id(self.name if self.pointer is None else self.pointer) + self.ending
