"""A form's page: its skeleton is made once for each version and language, then only values are filled in."""

from .drawing import render_fields
from .skeleton import PageSkeleton, build_page

__all__ = ["PageSkeleton", "build_page", "render_fields"]
