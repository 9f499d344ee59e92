"""What a WSGI server loads: the application of the installation named by the environment."""

from __future__ import annotations

from flask import Flask

from .app import create_app, open_site
from .settings import read_settings
from .web.background import start_background


def make_wsgi() -> Flask:
    """Return the application, its background work started; settings come from file and environment."""
    settings = read_settings()
    site = open_site(settings)
    start_background(site)
    return create_app(settings, site=site)
