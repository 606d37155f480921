"""Many who write at once: no ticket is lost, none has the number of another, nobody sees an error."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal import create_app
from portal.core.database import db
from portal.tickets.models import Message, Ticket, TicketEvent
from tests.running.house import House

PROCESSES, TICKETS = 4, 200
ROOT = Path(__file__).parents[2]

WRITE = """
import json, sys
from portal import create_app
from portal.core.database import db
from tests.support.factories import ticket
facts = json.loads(sys.argv[1])
app = create_app({"SECRET_KEY": "only for tests"})
with app.app_context():
    sys.stdin.readline()
    numbers = [ticket(subject=f"{facts['name']} {number}").number for number in range(facts["tickets"])]
    db.session.remove()
    db.engine.dispose()
print(json.dumps(numbers))
"""


@pytest.fixture
def shared(database_url: str, tmp_path: Path) -> House:
    """Give a house on a database that is ready."""
    return House(tmp_path, settings={"DATABASE_URL": database_url})


def test_tickets_written_by_several_processes_at_once_are_all_there(shared: House) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, json.dumps({"name": f"writer {number}", "tickets": TICKETS})],
            cwd=ROOT, env=shared.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    began = time.monotonic()
    ended = [writer.communicate("go\n", timeout=120) for writer in writers]
    print("tickets a second:", round(PROCESSES * TICKETS / (time.monotonic() - began)))
    assert [(writer.returncode, errors) for writer, (_said, errors) in zip(writers, ended, strict=True)] == [
        (0, "")
    ] * PROCESSES
    numbers = [number for said, _errors in ended for number in json.loads(said)]
    assert len(set(numbers)) == PROCESSES * TICKETS
    with shared.inside():
        assert set(db.session.scalars(select(Ticket.number))) == set(numbers)
        for model in (Ticket, Message, TicketEvent):
            assert db.session.scalar(select(func.count()).select_from(model)) == PROCESSES * TICKETS
        subjects = set(db.session.scalars(select(Ticket.subject)))
        assert subjects == {f"writer {one} {number}" for one in range(PROCESSES) for number in range(TICKETS)}


def test_readers_are_not_held_up_by_somebody_who_writes(shared: House) -> None:
    with shared.inside():
        with db.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as writer:
            writer.execute(db.text("UPDATE catalogue_state SET version = version + 1"))
            reader = create_app(
                {"SECRET_KEY": "only for tests", "DATABASE_URL": shared.settings["DATABASE_URL"]}
            )
            began = time.monotonic()
            answer = reader.test_client().get("/articles")
            assert answer.status_code == 200
            assert time.monotonic() - began < 5
            writer.rollback()
        with reader.app_context():
            db.engine.dispose()
