from flask import Flask
from flask.testing import FlaskClient

from portal.accounts import links, queries, services
from tests.conftest import browser_like
from tests.support.factories import person, sign_in

GOOD = "correct horse battery"


def test_technician_lands_at_the_desk(client: FlaskClient) -> None:
    services.set_password(user=person("technician"), password=GOOD)
    answer = client.post("/account/login", data={"email": "technician@example.org", "password": GOOD})
    assert answer.headers["Location"] == "/desk"


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    services.set_password(user=person("admin"), password=GOOD)
    assert client.get("/admin").headers["Location"] == "/account/login?next=/admin"
    answer = client.post("/account/login?next=/admin", data={"email": "admin@example.org", "password": GOOD})
    assert answer.headers["Location"] == "/admin"


def test_sign_in_never_leads_away(client: FlaskClient) -> None:
    services.set_password(user=person("trainer"), password=GOOD)
    for target in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = client.post(
            "/account/login",
            query_string={"next": target},
            data={"email": "trainer@example.org", "password": GOOD},
        )
        assert answer.headers["Location"] == "/"
        client.post("/account/logout")


def test_wrong_password_keeps_the_address_and_says_how_many_tries_are_left(client: FlaskClient) -> None:
    answer = client.post("/account/login", data={"email": "ana@example.org", "password": "nope"})
    assert answer.status_code == 400
    assert 'value="ana@example.org"' in answer.text
    assert "4 tries left" in answer.text


def test_pause_is_said_with_its_length(client: FlaskClient) -> None:
    for _ in range(5):
        client.post("/account/login", data={"email": "ana@example.org", "password": "nope"})
    answer = client.post("/account/login", data={"email": "ana@example.org", "password": "nope"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"].isdigit()
    assert "Wait 10 minutes" in answer.text


def test_new_password_ends_the_other_sessions_and_keeps_this_one(app: Flask, client: FlaskClient) -> None:
    user = services.set_password(user=person("trainer"), password=GOOD)
    other = sign_in(browser_like(app), user)
    sign_in(client, user)
    facts = {"current": GOOD, "password": "another long one", "again": "another long one"}
    assert client.post("/account/password", data=facts).status_code == 302
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_deactivated_person_is_out_at_once(app: Flask, client: FlaskClient) -> None:
    user = person("trainer")
    sign_in(client, user)
    services.set_active(actor=person("admin"), user=user, is_active=False)
    assert client.get("/account").status_code == 302


def test_invitation_sets_the_first_password(app: Flask, client: FlaskClient) -> None:
    sign_in(client, person("admin"))
    facts = {"email": "new@example.org", "name": "Nora", "roles": "technician", "tier": "2", "lang": "es"}
    page = client.post("/admin/people", data=facts)
    link = page.text.split('readonly value="')[1].split('"')[0]
    guest = browser_like(app, "es")
    assert "Nora" in guest.get(link).text
    answer = guest.post(link, data={"password": GOOD, "again": GOOD})
    assert answer.headers["Location"] == "/desk"
    user = queries.find_user_by_email("new@example.org")
    assert user is not None
    assert (user.tier, user.lang) == (2, "es")
    assert browser_like(app).get(link).status_code == 404


def test_unequal_passwords_do_not_spend_the_link(app: Flask, client: FlaskClient) -> None:
    token = links.issue_link(user=person("trainer"), purpose=links.INVITATION)
    answer = client.post(f"/account/link/{token}", data={"password": GOOD, "again": "different one"})
    assert answer.status_code == 400
    assert client.get(f"/account/link/{token}").status_code == 200


def test_looking_at_a_demo_link_does_not_spend_it(client: FlaskClient) -> None:
    token = links.issue_link(user=person("manager"), purpose=links.DEMO)
    assert client.get(f"/account/enter/{token}").status_code == 200
    assert client.get(f"/account/enter/{token}").status_code == 200
    assert client.post(f"/account/enter/{token}").status_code == 302
    assert client.post(f"/account/enter/{token}").status_code == 404


def test_admin_cannot_take_away_the_last_admin(client: FlaskClient) -> None:
    admin = person("admin")
    sign_in(client, admin)
    answer = client.post(f"/admin/people/{admin.id}/roles", data={})
    assert answer.status_code == 400
    assert "last admin" in answer.text
