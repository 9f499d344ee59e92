"""Keep the index table of every form that can be listed."""

from __future__ import annotations

from ..registry.values import Registry
from ..store import Store
from ..store.form_index import ensure_index


def ensure_indexes(store: Store, registry: Registry) -> None:
    """Make or rebuild the index table of each form's newest version; cheap when nothing changed."""
    for versions in registry.forms.values():
        ensure_index(store, versions[-1].definition)
