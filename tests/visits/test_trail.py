"""What is remembered of a visit, and what is not."""

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.core.database import db
from portal.visits import services
from portal.visits.models import Search, View, Visit, Vote
from portal.visits.recorder import flush
from tests.conftest import browser_like
from tests.support.factories import article_at, sync, write


def two_articles() -> None:
    write("en/net/vpn.md", "# The VPN\n\nConnect from home.\n\n## Error 809\n\nThe router.")
    write("en/net/wifi.md", "# The wi-fi\n\nConnect at work.")
    sync()


def rows(model: type) -> list:  # type: ignore[type-arg]
    flush()
    return db.session.query(model).order_by(model.id).all()  # type: ignore[attr-defined]


def test_searches_and_readings_become_a_trail(client: FlaskClient) -> None:
    two_articles()
    client.get("/search?q=vpn")
    client.get("/articles/en/net/vpn")
    [search], [view] = rows(Search), rows(View)
    assert (search.words, search.results) == ("vpn", 1)
    assert search.chosen_article_id == view.article_id == article_at("en/net/vpn.md").id
    assert view.edition_id == article_at("en/net/vpn.md").edition_id


def test_words_typed_further_are_one_search(client: FlaskClient) -> None:
    two_articles()
    client.get("/search?q=vpn")
    client.get("/search?q=vpn+error")
    client.get("/search?q=vpn+error+809")
    assert [search.words for search in rows(Search)] == ["vpn error 809"]
    client.get("/search?q=wifi")
    assert [search.words for search in rows(Search)] == ["vpn error 809", "wifi"]


def test_paging_and_narrowing_are_no_new_search(client: FlaskClient) -> None:
    two_articles()
    client.get("/search?q=connect")
    client.get("/search?q=connect&page=2")
    client.get("/search?q=connect&kind=article")
    assert len(rows(Search)) == 1


def test_reading_again_at_once_is_one_view(client: FlaskClient) -> None:
    two_articles()
    for _ in range(3):
        client.get("/articles/en/net/vpn")
    assert len(rows(View)) == 1


def test_time_until_the_next_page_is_the_reading_time(client: FlaskClient) -> None:
    two_articles()
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        client.get("/articles/en/net/vpn")
        clock.shift(120)
        client.get("/articles/en/net/wifi")
        assert [view.read_seconds for view in rows(View)] == [120, 0]


def test_page_tells_how_long_it_was_open(client: FlaskClient) -> None:
    two_articles()
    client.get("/articles/en/net/vpn")
    id_ = article_at("en/net/vpn.md").id
    client.post(f"/articles/{id_}/reading", data={"seconds": "75"})
    client.post(f"/articles/{id_}/reading", data={"seconds": "999999999"})
    client.post(f"/articles/{id_}/reading", data={"seconds": "-5"})
    assert [view.read_seconds for view in rows(View)] == [3600]


def test_second_vote_replaces_the_first(client: FlaskClient) -> None:
    two_articles()
    id_ = article_at("en/net/vpn.md").id
    client.get("/articles/en/net/vpn")
    client.post(f"/articles/{id_}/vote", data={"solved": "no"})
    client.post(f"/articles/{id_}/vote", data={"solved": "yes"})
    assert [vote.is_solved for vote in rows(Vote)] == [True]
    assert "You said it solved it" in client.get("/articles/en/net/vpn").text


def test_new_edition_can_be_voted_on_again(client: FlaskClient) -> None:
    two_articles()
    id_ = article_at("en/net/vpn.md").id
    client.post(f"/articles/{id_}/vote", data={"solved": "no"})
    write("en/net/vpn.md", "# The VPN\n\nBetter now.")
    sync()
    client.post(f"/articles/{id_}/vote", data={"solved": "yes"})
    assert [vote.is_solved for vote in rows(Vote)] == [False, True]


def test_two_readers_have_two_trails(app: Flask, client: FlaskClient) -> None:
    two_articles()
    client.get("/search?q=vpn")
    other = browser_like(app)
    other.get("/articles/en/net/wifi")
    assert "vpn" in client.get("/privacy").text
    assert "You searched" not in other.get("/privacy").text


def test_nothing_is_kept_of_who_asks_for_it(app: Flask) -> None:
    two_articles()
    for name in ("HTTP_DNT", "HTTP_SEC_GPC"):
        client = browser_like(app)
        client.environ_base[name] = "1"
        assert "visit=" not in str(client.get("/search?q=vpn").headers)
        client.get("/articles/en/net/vpn")
    assert rows(Visit) == []


def test_forgetting_deletes_the_trail_and_keeps_none(client: FlaskClient) -> None:
    two_articles()
    client.get("/search?q=vpn")
    flush()
    client.post("/privacy", data={"keep": "no"})
    client.get("/articles/en/net/vpn")
    assert rows(Visit) == []
    client.post("/privacy", data={"keep": "yes"})
    client.get("/articles/en/net/vpn")
    assert len(rows(View)) == 1


def test_forged_visit_cookie_is_another_visit(client: FlaskClient) -> None:
    two_articles()
    client.get("/search?q=vpn")
    client.set_cookie("visit", "InN0b2xlbiI.bm90IHNpZ25lZA")
    client.get("/articles/en/net/vpn")
    assert len(rows(Visit)) == 2


def test_robots_leave_no_trail(app: Flask) -> None:
    two_articles()
    robot = browser_like(app)
    robot.environ_base["HTTP_USER_AGENT"] = "Googlebot/2.1"
    robot.get("/articles/en/net/vpn")
    assert rows(Visit) == []


def test_old_trails_are_purged(client: FlaskClient) -> None:
    two_articles()
    with time_machine.travel("2026-08-01T09:00:00Z", tick=False):
        client.get("/articles/en/net/vpn")
        flush()
    browser_like(client.application).get("/articles/en/net/wifi")
    flush()
    assert services.purge_trails(days=90) == 1
    assert len(rows(View)) == 1
