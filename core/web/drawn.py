"""Pages drawn once for everybody who sees the same; what is a person's own is written in each time."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping

from flask import Response, make_response
from markupsafe import escape

Marks = Mapping[str, str]


class DrawnPages:
    """The pages last drawn, by what they depend on; at most ``most`` of them are kept."""

    def __init__(self, *own: str, most: int = 64) -> None:
        # Nobody can guess a mark, so nothing an author writes is ever taken for one.
        self._marks = {name: f"own{secrets.token_hex(12)}" for name in own}
        self._most = most
        self._cut = re.compile(f"({'|'.join(self._marks.values())})")
        self._kept: OrderedDict[Hashable, tuple[bytes, ...]] = OrderedDict()

    def show(self, seen: Hashable, own: Mapping[str, str], draw: Callable[[Marks], Response]) -> Response:
        """Return the page for ``own``, the person's values by name.

        ``seen`` must hold everything else the page depends on. ``draw`` is called for what nobody has seen
        yet, with a mark in the place of each of the person's values.
        """
        parts = self._kept.get(seen)
        if parts is None:
            page = draw(self._marks).get_data(as_text=True)
            parts = self._kept[seen] = tuple(part.encode() for part in self._cut.split(page))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        written = {mark.encode(): escape(own[name]).encode() for name, mark in self._marks.items()}
        return make_response(b"".join([written.get(part, part) for part in parts]))
