"""A form's page: its skeleton is made once for each version and language, then only values are filled in."""

from ..widgets.slots import control_id
from .drawing import render_fields
from .marks import FieldMark, Marks
from .skeleton import PageSkeleton, build_page

__all__ = ["FieldMark", "Marks", "PageSkeleton", "build_page", "control_id", "render_fields"]
