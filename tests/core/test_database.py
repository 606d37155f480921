from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.exc import StatementError

from portal.accounts.models import User
from portal.core.database import db, publish, transaction
from portal.core.events import Signal
from tests.support.factories import person

heard: list[str] = []
happened = Signal("happened")


@happened.subscribe
def fails(what: str) -> None:
    raise RuntimeError(what)


@happened.subscribe
def listens(what: str) -> None:
    heard.append(what)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    heard.clear()


def test_nothing_is_written_when_a_transaction_fails(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        person("trainer")
        raise RuntimeError
    assert db.session.query(User).count() == 0


def test_inner_transaction_commits_with_the_outermost(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        with transaction():
            person("trainer")
        raise RuntimeError
    assert db.session.query(User).count() == 0


def test_signal_is_delivered_after_the_commit_and_past_a_failing_subscriber(app: Flask) -> None:
    with transaction():
        publish(happened, what="saved")
        assert heard == []
    assert heard == ["saved"]


def test_signal_of_a_failed_transaction_is_not_delivered(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        publish(happened, what="lost")
        raise RuntimeError
    assert heard == []


def test_naive_time_is_refused(app: Flask) -> None:
    user = person("trainer")
    with pytest.raises(StatementError, match="without zone"), transaction():
        user.signed_in_at = datetime(2026, 1, 1)


def test_times_come_back_with_their_zone(app: Flask) -> None:
    user = person("trainer")
    db.session.expire(user)
    assert user.created_at.utcoffset() is not None
