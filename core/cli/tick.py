"""lizheng tick: do what is due; may run as often as one likes."""

from __future__ import annotations

import click

from ..settings import Settings
from .reply import Reply, replies


@click.command()
@replies
def command(settings: Settings) -> Reply:
    """办理到时的事项：把事件交给模块 · Do all that is due."""
    from ..app import open_site
    from ..web.background import do_what_is_due

    site = open_site(settings)
    try:
        count = do_what_is_due(site)
    finally:
        site.store.close()
    return Reply(((f"办理了 {count} 件到时的事项。", f"{count} due matters done."),), {"count": count})
