"""The one module that knows every room: it registers what each brings and nothing else."""

from flask import Flask
from flask_migrate import Migrate

import portal.articles.subscribers
import portal.core.throttle
from portal.accounts import cli as accounts_cli
from portal.accounts import login as accounts_login
from portal.accounts import views as accounts_views
from portal.articles import cli as articles_cli
from portal.articles import views as articles_views
from portal.authoring import views as authoring_views
from portal.core.database import db
from portal.courses import views as courses_views
from portal.search import api as search_api
from portal.search import cli as search_cli
from portal.search import engines
from portal.search import views as search_views
from portal.tickets import desk as tickets_desk
from portal.tickets import views as tickets_views
from portal.visits import hooks as visits_hooks
from portal.visits import views as visits_views
from portal.web import shell

BLUEPRINTS = (
    accounts_views.pages,
    articles_views.pages,
    authoring_views.pages,
    courses_views.pages,
    search_views.pages,
    search_api.pages,
    tickets_views.pages,
    tickets_desk.pages,
    visits_views.pages,
)
COMMANDS = (articles_cli.sync, search_cli.search, accounts_cli.user)


def wire(app: Flask) -> None:
    """Register every room with the application."""
    Migrate(app, db, directory=str(portal.core.throttle.__file__).replace("core/throttle.py", "migrations"))
    shell.init(app)
    accounts_login.init(app)
    engines.init(app)
    visits_hooks.init(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
