"""lizheng tick: do what is due; may run as often as one likes."""

from __future__ import annotations

import click

from ..settings import Settings
from .reply import Reply, replies


@click.command()
@replies
def command(settings: Settings) -> Reply:
    """办理到时的事项：通知模块、清空回收站、清理附件 · Do all that is due."""
    from ..app import open_site
    from ..web.background import do_what_is_due

    site = open_site(settings)
    try:
        done = do_what_is_due(site)
    finally:
        site.store.close()
    chinese = (
        f"交给模块 {done.delivered} 件，清空回收站满 30 天的记录 {done.erased} 条，"
        f"清理没人用的附件 {done.cleared} 个。"
    )
    english = (
        f"{done.delivered} events delivered, {done.erased} records erased after 30 days in the bin, "
        f"{done.cleared} unclaimed uploads removed."
    )
    return Reply(((chinese, english),), vars(done))
