"""Build the application: a column of calls in the order in which an installation starts."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from .clock import Clock, read_clock
from .definitions import open_definitions, open_registry
from .definitions.calendars import load_calendar
from .organisation.policy import POLICIES
from .records.indexes import ensure_indexes
from .settings import Settings
from .store import Store, open_store
from .store.times import write_time
from .web.api import make_api
from .web.assets import make_assets_blueprint, read_assets
from .web.failures import add_failure_pages
from .web.forgery import refuse_forgery
from .web.frame import add_frame
from .web.headers import add_headers
from .web.json_body import limit_bodies
from .web.noting import note_refusals
from .web.pages import (
    accounts,
    accounts_import,
    audit,
    entry,
    fill,
    forms,
    home,
    modules,
    password,
    public,
    record,
    records,
    review,
    rules,
    township,
    units,
)
from .web.site import Site


def open_site(settings: Settings, *, clock: Clock = read_clock, store: Store | None = None) -> Site:
    """Return everything an installation works on, opened and brought up to date."""
    settings.data.mkdir(parents=True, exist_ok=True)
    store = store or open_store(settings.database)
    definitions = open_definitions(settings.definitions)
    # Lists read a form's index table, so the table is there before anybody sees the form.
    live = open_registry(
        definitions,
        settings.plugins,
        lambda: write_time(clock()),
        prepare=lambda registry: ensure_indexes(store, registry),
        calendar=load_calendar(settings.calendars),
    )
    return Site(store, live, definitions, settings, POLICIES[settings.profile], clock)


def create_app(settings: Settings, *, site: Site | None = None) -> Flask:
    """Return the Flask application of one installation."""
    site = site or open_site(settings)
    assets = read_assets()
    app = Flask("lizheng", template_folder=str(_templates()), static_folder=None)
    app.extensions["lizheng"] = site
    limit_bodies(app)
    add_frame(app, assets)
    add_headers(app)
    add_failure_pages(app, site)
    note_refusals(app, site)
    refuse_forgery(app, site)
    app.register_blueprint(make_assets_blueprint(assets))
    app.register_blueprint(make_api(site))
    for make in _PAGES:
        app.register_blueprint(make(site))
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)
    return app


_PAGES = (
    entry.make_entry_pages,
    home.make_home_pages,
    fill.make_fill_pages,
    review.make_review_pages,
    record.make_record_pages,
    records.make_records_pages,
    password.make_password_pages,
    public.make_public_pages,
    township.make_township_pages,
    modules.make_modules_pages,
    forms.make_forms_pages,
    rules.make_rules_pages,
    accounts.make_accounts_pages,
    accounts_import.make_accounts_import_pages,
    units.make_units_pages,
    audit.make_audit_pages,
)


def _templates() -> object:
    from importlib.resources import files

    return files("lizheng.core.web").joinpath("templates")
