"""The counties that several parts measure, each made once in a run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from county import County, build_county, fill_county


@dataclass(frozen=True)
class Ground:
    """A temporary folder with counties in it.

    quick  small numbers and short loads: shows that the script works, proves nothing
    """

    folder: Path
    quick: bool = False

    @property
    def seconds(self) -> float:
        """How long one load lasts."""
        return 1 if self.quick else 4

    @property
    def many(self) -> int:
        """How many records the large county has."""
        return 3_000 if self.quick else 100_000

    @property
    def few(self) -> int:
        """How many records the small county has."""
        return 1_000

    @cached_property
    def empty(self) -> County:
        """A county without a record; parts that write take a copy of it."""
        return build_county(self.folder / "empty")

    @cached_property
    def small(self) -> County:
        """A county with 1,000 records."""
        return self._filled("small", self.few)

    @cached_property
    def large(self) -> County:
        """A county with 100,000 records."""
        return self._filled("large", self.many)

    def _filled(self, name: str, count: int) -> County:
        county = self.empty.copy(self.folder / name)
        site = county.open()
        fill_county(site, count)
        site.store.close()
        return county
