"""Every route is guarded or listed as public; walked with every role."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal.core.roles import ADMINS, AUTHORS, DESK, ROLES
from tests.conftest import browser_like
from tests.support.factories import person, sign_in

# Open to everybody, on purpose. A new route belongs here or under a guard.
PUBLIC = {
    "web.home", "web.choose_language", "web.health", "web.accessibility", "web.robots",
    "static.file", "static.favicon",
    "accounts.login", "accounts.sign_in", "accounts.logout", "accounts.link", "accounts.use_link",
    "accounts.demo_link", "accounts.use_demo_link",
    "articles.article", "articles.topics", "articles.topic", "articles.picture", "articles.feed", "articles.sitemap",
    "courses.catalogue", "courses.course", "courses.lesson",
    "search.results", "api.search", "api.suggest",
    "visits.vote", "visits.reading", "visits.kept", "visits.choose",
    "tickets.new", "tickets.open_", "tickets.mine", "tickets.by_link", "tickets.answer_by_link", "tickets.confirm_by_link",
}  # fmt: skip
SIGNED_IN = frozenset({"requester"})
GUARDED = {
    "accounts.account": SIGNED_IN, "accounts.change_password": SIGNED_IN,
    "tickets.ticket": SIGNED_IN, "tickets.answer": SIGNED_IN, "tickets.confirm": SIGNED_IN,
    "accounts.people": ADMINS, "accounts.invite": ADMINS, "accounts.person": ADMINS,
    "accounts.change_roles": ADMINS, "accounts.change_active": ADMINS, "accounts.new_link": ADMINS,
    "authoring.start": AUTHORS, "authoring.problems": AUTHORS,
    "desk.queue": DESK, "desk.next_ticket": DESK, "desk.find": DESK, "desk.ticket": DESK,
    "desk.take": DESK, "desk.write": DESK,
}  # fmt: skip


def test_every_route_is_guarded_or_listed_as_public(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == PUBLIC | set(GUARDED)
    for endpoint in endpoints:
        access = app.view_functions[endpoint].access  # type: ignore[attr-defined]
        assert access == GUARDED.get(endpoint, frozenset()), endpoint


@pytest.mark.parametrize("role", [None, *ROLES])
def test_who_is_let_in(app: Flask, role: str | None) -> None:
    client = browser_like(app)
    user = person(role, tier=1) if role else None
    if user:
        sign_in(client, user)
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "accounts.logout":
            continue
        status = _call(client, rule)
        assert status < 500, (rule.endpoint, status)
        allowed = GUARDED.get(rule.endpoint)
        if allowed is None:
            assert status not in (401, 403), rule.endpoint
        elif user is None:
            assert status == 302, rule.endpoint
        elif user.roles & allowed:
            assert status != 403, rule.endpoint
        else:
            assert status == 403, rule.endpoint


def _call(client: FlaskClient, rule: Rule) -> int:
    values = {
        "lang": "en",
        "code": "es",
        "name": "ui.css",
        "number": "K7-4931",
        "key": "network",
        "user_id": "999",
    }
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values.get(match[1], "1"), rule.rule)
    method = "POST" if "POST" in (rule.methods or ()) else "GET"
    return client.open(path, method=method).status_code
