import pytest
from flask import Flask

from portal.accounts import links, queries, services
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from tests.support.factories import person

GOOD = "correct horse battery"


def test_address_is_unique_in_any_case(app: Flask) -> None:
    person(email="ana@example.org")
    with pytest.raises(Invalid) as caught:
        person(email="ANA@Example.org")
    assert (caught.value.field, caught.value.code) == ("email", "taken")


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@", "@example.org", "a b@example.org", "a@b", "a@example.org\nBcc: x@y.z"]
)
def test_bad_address_is_refused(app: Flask, email: str) -> None:
    with pytest.raises(Invalid):
        services.add_user(email=email, name="Ana", roles=[], tier=None, lang="es")


def test_technician_needs_a_tier(app: Flask) -> None:
    with pytest.raises(Invalid) as caught:
        services.add_user(email="t@example.org", name="T", roles=["technician"], tier=None, lang="en")
    assert caught.value.field == "tier"


def test_roles_add_up_and_everybody_is_a_requester(app: Flask) -> None:
    user = person("technician", "trainer")
    assert user.roles == {"requester", "technician", "trainer"}


def test_right_password_signs_in_and_wrong_one_does_not(app: Flask) -> None:
    user = services.set_password(user=person("trainer"), password=GOOD)
    assert services.authenticate(email="TRAINER@example.org", password=GOOD, address="::1") is user
    with pytest.raises(Invalid):
        services.authenticate(email="trainer@example.org", password="wrong horse", address="::1")


def test_person_without_password_cannot_sign_in(app: Flask) -> None:
    person("trainer")
    with pytest.raises(Invalid):
        services.authenticate(email="trainer@example.org", password="", address="::1")


def test_sign_in_pauses_after_five_wrong_tries_even_with_the_right_password(app: Flask) -> None:
    services.set_password(user=person("trainer"), password=GOOD)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(Invalid) as caught:
            services.authenticate(email="trainer@example.org", password="wrong", address="::1")
        assert caught.value.limit == left
    with pytest.raises(TooMany):
        services.authenticate(email="trainer@example.org", password=GOOD, address="::2")


def test_deactivated_person_cannot_sign_in(app: Flask) -> None:
    user = services.set_password(user=person("trainer"), password=GOOD)
    services.set_active(actor=person("admin"), user=user, is_active=False)
    with pytest.raises(Invalid):
        services.authenticate(email="trainer@example.org", password=GOOD, address="::1")


def test_last_admin_stays(app: Flask) -> None:
    admin = person("admin")
    with pytest.raises(Conflict):
        services.change_roles(actor=admin, user=admin, roles=[], tier=None)
    with pytest.raises(Conflict):
        services.set_active(actor=admin, user=admin, is_active=False)
    services.change_roles(actor=admin, user=person("trainer"), roles=["admin"], tier=None)
    services.change_roles(actor=admin, user=admin, roles=["manager"], tier=None)
    assert admin.roles == {"manager", "requester"}


def test_only_an_admin_changes_people(app: Flask) -> None:
    manager = person("manager")
    with pytest.raises(NotAllowed):
        services.change_roles(actor=manager, user=manager, roles=["admin"], tier=None)


def test_link_works_once(app: Flask) -> None:
    user = person("trainer")
    token = links.issue_link(user=user, purpose=links.INVITATION)
    assert links.spend_link(token=token, purposes=(links.INVITATION,)) is user
    with pytest.raises(NotFound):
        links.spend_link(token=token, purposes=(links.INVITATION,))


def test_new_link_makes_the_one_before_void(app: Flask) -> None:
    user = person("trainer")
    old = links.issue_link(user=user, purpose=links.RESET)
    new = links.issue_link(user=user, purpose=links.RESET)
    with pytest.raises(NotFound):
        links.get_link_user(token=old, purposes=(links.RESET,))
    assert links.get_link_user(token=new, purposes=(links.RESET,)) is user


def test_demo_link_is_no_password_link(app: Flask) -> None:
    token = links.issue_link(user=person("trainer"), purpose=links.DEMO)
    with pytest.raises(NotFound):
        links.get_link_user(token=token, purposes=(links.INVITATION, links.RESET))


def test_people_are_listed_active_first(app: Flask) -> None:
    admin = person("admin")
    gone = person("trainer", email="a@example.org")
    services.set_active(actor=admin, user=gone, is_active=False)
    assert [user.email for user in queries.users()] == ["admin@example.org", "a@example.org"]
